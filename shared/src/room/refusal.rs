//! Why something is not done: a value of the protocol, with a reason that a
//! person can act on.

use serde::{Deserialize, Serialize};

use crate::message::{Denial, NotAStatement, SignatureRefusal};
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
    /// A status that cannot be.
    #[error("This status cannot be used: {0}.")]
    Status(TextRefusal),
    /// The key was not proved.
    #[error("This browser could not prove its key to the server. Load the page again.")]
    NotProven,
    /// The owner has removed this member.
    #[error("The owner of this room has removed you from it.")]
    Removed,
    /// Nobody has opened the room yet.
    #[error("This room is not open yet: whoever made it has to come in first.")]
    NotOpen,
    /// The bytes are no statement.
    #[error("This message cannot be read: {0}.")]
    NotAStatement(NotAStatement),
    /// Key or signature are of a kind that proves nothing.
    #[error("This message is not signed by anyone in particular: {0}.")]
    SignatureRefused(SignatureRefusal),
    /// The signature is not right.
    #[error("The signature of this message is wrong.")]
    NotVerified,
    /// Signed by someone else.
    #[error("This message was signed by someone else.")]
    OtherAuthor,
    /// Signed for another room, or another making of it.
    #[error("This message was written for another room.")]
    OtherRoom,
    /// Another text than the one that was signed.
    #[error("This message has another text than the one that was signed.")]
    OtherText,
    /// What its author saw of the log is not there, or not any more.
    #[error("The conversation has moved on. Try again.")]
    Stale,
    /// Not theirs to do.
    #[error("This is not done: {0}.")]
    Denied(Denial),
    /// Too much at once.
    #[error("{}", wait_words(*wait))]
    TooFast {
        /// Milliseconds until it may be tried again.
        wait: u64,
    },
    /// A message that cannot be.
    #[error("This message cannot be sent: {0}.")]
    Message(TextRefusal),
    /// The client id was used for another text.
    #[error("Another message was sent under the same number; the first one stays.")]
    SaidOtherwise,
    /// The room has no place left.
    #[error("The room is full: {limit} are in it. Try again when someone has left.")]
    RoomFull {
        /// Members in a room.
        limit: usize,
    },
    /// They are in the room with as many tabs as they may.
    #[error("You are in this room with {limit} tabs already. Close one of them first.")]
    TooManyTabs {
        /// Tabs of a member in a room.
        limit: usize,
    },
    /// They own as many rooms as they may.
    #[error(
        "You have {limit} rooms already. One that everyone has left ends after a few minutes; \
         then you can open another."
    )]
    TooManyRooms {
        /// Rooms at a time.
        limit: usize,
    },
    /// So many knock that nobody else can.
    #[error("{limit} people are knocking at this room already. Try again in a while.")]
    TooManyKnock {
        /// Members who knock at a time.
        limit: usize,
    },
    /// The owner did not open.
    #[error("The owner of this room did not let you in.")]
    TurnedAway,
    /// An answer to someone who knocks no more.
    #[error("They are not knocking any more.")]
    NotKnocking,
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

/// How long to wait, in words: `Please wait 2 s.`
pub fn wait_words(milliseconds: u64) -> String {
    let seconds = milliseconds.div_ceil(1000).to_string();
    ["Please wait ", &seconds, " s."].concat()
}

/// What follows from a refusal for whoever is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Consequence {
    /// Nothing to act on: not even a word.
    Nothing,
    /// It is said, and all goes on.
    Word,
    /// It may be tried again after so many milliseconds.
    Wait(u64),
    /// It may be done once it is signed anew.
    SignAnew,
    /// One does not come in, however often one asks.
    Outside,
    /// One is in the call with one's voice alone.
    WithoutVideo,
}

impl Refusal {
    /// What follows from it.
    pub const fn consequence(&self) -> Consequence {
        match self {
            // A word for someone who has just left.
            Self::NotInCall => Consequence::Nothing,
            Self::VideoFull { .. } => Consequence::WithoutVideo,
            Self::TooFast { wait } => Consequence::Wait(*wait),
            Self::Stale | Self::OtherAuthor | Self::OtherRoom => Consequence::SignAnew,
            Self::NotProven | Self::Removed | Self::TurnedAway => Consequence::Outside,
            Self::Malformed { .. }
            | Self::NotInRoom
            | Self::NotOwner
            | Self::NotAChoice
            | Self::Name(_)
            | Self::Status(_)
            | Self::NotOpen
            | Self::NotAStatement(_)
            | Self::SignatureRefused(_)
            | Self::NotVerified
            | Self::OtherText
            | Self::Denied(_)
            | Self::TooManyRooms { .. }
            | Self::Message(_)
            | Self::SaidOtherwise
            | Self::RoomFull { .. }
            | Self::TooManyTabs { .. }
            | Self::TooManyKnock { .. }
            | Self::NotKnocking
            | Self::NotKept
            | Self::Busy => Consequence::Word,
        }
    }
}
