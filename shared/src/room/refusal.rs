//! Why something is not done: a value of the protocol, with a reason that a
//! person can act on.

use serde::{Deserialize, Serialize};

use crate::text::TextRefusal;

/// A refusal. Its `Display` is the sentence to show.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    /// A frame that is none of the protocol's.
    #[error("This was not understood: {why}.")]
    Malformed {
        /// What is wrong, by place.
        why: String,
    },
    /// Something was asked before coming in.
    #[error("Come into the room first.")]
    NotInRoom,
    /// A signal to someone outside the call, or from outside it.
    #[error("The other one is not in this call.")]
    NotInCall,
    /// Something only the owner may do.
    #[error("Only the owner of the room can do this.")]
    NotOwner,
    /// A name that cannot be.
    #[error("This name cannot be used: {0}.")]
    Name(TextRefusal),
    /// A message that cannot be.
    #[error("This message cannot be sent: {0}.")]
    Message(TextRefusal),
    /// The client id was used for another text.
    #[error("Another message was sent under the same number; the first one stays.")]
    SaidOtherwise,
    /// The room has no place left.
    #[error("The room is full: {limit} are in it. Try again when someone has left.")]
    RoomFull {
        /// Sessions in a room.
        limit: usize,
    },
    /// The call has no place left.
    #[error("The call is full: {limit} are in it. You can read and write meanwhile.")]
    CallFull {
        /// Sessions in a call.
        limit: usize,
    },
    /// The call has no place for another video.
    #[error("{limit} people are sending video already. You can join with your voice.")]
    VideoFull {
        /// Sessions with video in a call.
        limit: usize,
    },
    /// The store could not keep it.
    #[error("The server could not keep this message. It was not sent; try again.")]
    NotKept,
    /// Too much at once for the server to keep in order.
    #[error("The room is busy. Try again in a moment.")]
    Busy,
}
