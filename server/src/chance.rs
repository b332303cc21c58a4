//! Randomness and the clock: what `shared` takes as arguments.

use std::time::{SystemTime, UNIX_EPOCH};

use chatmux_shared::id::{Epoch, MemberId, RoomId, SessionId, Timestamp};

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

/// A new member's id.
pub fn member_id() -> MemberId {
    MemberId::from_random(bytes())
}

/// A new session's id.
pub fn session_id() -> SessionId {
    SessionId::from_random(bytes())
}

/// The server's clock.
pub fn now() -> Timestamp {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    let milliseconds = since.map_or(0, |since| since.as_millis());
    Timestamp(u64::try_from(milliseconds).unwrap_or(u64::MAX))
}
