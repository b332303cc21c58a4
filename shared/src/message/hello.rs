//! How a key proves itself to a server.
//!
//! Invariant: what is signed here is never what is signed for a log, and is
//! of no use to another server, in another room or on another connection.

use super::parts::Parts;
use crate::base64url::{fixed_bytes, text_debug};
use crate::id::RoomId;

const TAG: &str = "chatmux hello 1";

fixed_bytes!(
    /// Drawn by the server for one connection.
    Nonce, 32, "a nonce",
    /// The nonce whose 32 random bytes the shell has drawn.
    from_random
);
text_debug!(Nonce);

/// What a key signs to come into `room` at `origin` by the connection that
/// was given `nonce`. The parts are listed in [`crate::message`].
pub fn hello_bytes(origin: &str, room: RoomId, nonce: &Nonce) -> Vec<u8> {
    Parts::tagged(TAG)
        .with(origin.as_bytes())
        .with(room.to_string().as_bytes())
        .with(nonce.as_bytes())
        .into_bytes()
}
