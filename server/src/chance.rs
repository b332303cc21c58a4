//! Randomness and the clocks: what `shared` takes as arguments.
//!
//! Invariant: what waits, waits by [`now`], which nobody can set. What a
//! person reads is by [`wall`].

use std::sync::LazyLock;
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use chatmux_shared::id::{Epoch, RoomId, SessionId, Timestamp};
use chatmux_shared::message::Nonce;

/// Bytes from the operating system's generator.
///
/// # Panics
/// When the operating system has no randomness to give: nothing can be kept
/// secret then.
pub fn bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).expect("the operating system gives random bytes");
    bytes
}

/// A new room's id, 64 bits.
pub fn room_id() -> RoomId {
    RoomId::from_random(u64::from_be_bytes(bytes()))
}

/// A new room's epoch.
pub fn epoch() -> Epoch {
    Epoch::from_random(bytes())
}

/// What a key that comes is to sign.
pub fn nonce() -> Nonce {
    Nonce::from_random(bytes())
}

/// A new session's id.
pub fn session_id() -> SessionId {
    SessionId::from_random(bytes())
}

/// The clock that deadlines are kept by: the system's as it was when the
/// server was started, and from then on as steady as time passes. Setting the
/// system's clock meanwhile ends nothing early and nothing late.
pub fn now() -> Timestamp {
    static START: LazyLock<(Timestamp, Instant)> = LazyLock::new(|| (wall(), Instant::now()));
    let (start, since) = *START;
    let passed = since.elapsed().as_millis();
    start.plus(u64::try_from(passed).unwrap_or(u64::MAX))
}

/// The system's clock, which may be set at any time.
pub fn wall() -> Timestamp {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    let milliseconds = since.map_or(0, |since| since.as_millis());
    Timestamp(u64::try_from(milliseconds).unwrap_or(u64::MAX))
}
