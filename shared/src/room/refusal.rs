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
    /// A visibility that nobody can choose.
    #[error("A room that was opened stays open. Choose whether it is listed.")]
    NotAChoice,
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

/// What follows from a refusal for whoever is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Consequence {
    /// Nothing to act on: not even a word.
    Nothing,
    /// It is said, and all goes on.
    Word,
    /// One is not in the call.
    OutsideCall,
    /// One is in the call with one's voice alone.
    WithoutVideo,
}

impl Refusal {
    /// What follows from it.
    pub const fn consequence(&self) -> Consequence {
        match self {
            // A word for someone who has just left.
            Self::NotInCall => Consequence::Nothing,
            Self::CallFull { .. } => Consequence::OutsideCall,
            Self::VideoFull { .. } => Consequence::WithoutVideo,
            Self::Malformed { .. }
            | Self::NotInRoom
            | Self::NotOwner
            | Self::NotAChoice
            | Self::Name(_)
            | Self::Message(_)
            | Self::SaidOtherwise
            | Self::RoomFull { .. }
            | Self::NotKept
            | Self::Busy => Consequence::Word,
        }
    }
}
