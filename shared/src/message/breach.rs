//! How a log is found to be something else than what its authors signed.
//!
//! Invariant: each way in which a server can lie about a log, and be caught,
//! has one value here, with a sentence for the person who reads the log.

use super::{Denial, NotAStatement, SignatureRefusal};
use crate::id::Seq;

/// An entry that is not what it should be. Its `Display` is the sentence to
/// show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("Message {seq} {fault}.")]
pub struct Breach {
    /// Which entry.
    pub seq: Seq,
    /// What is wrong with it.
    pub fault: Fault,
}

/// What is wrong with an entry, in the order in which it is looked for: an
/// entry with one of these has none of those before it. One that only
/// [`SeenLater`](Self::SeenLater) and [`Fork`](Self::Fork) are said of is in
/// its author's words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// Entries before it are missing.
    #[error("came right after message {after}: what lies between is missing")]
    Gap {
        /// The last one that came.
        after: Seq,
    },
    /// It comes again, or late.
    #[error("came after message {after}, out of order")]
    OutOfOrder {
        /// The last one that came.
        after: Seq,
    },
    /// Its head is another one than that of what came.
    #[error("does not follow from what came before: something was changed or left out")]
    DoesNotFollow,
    /// Its bytes are no statement.
    #[error("cannot be read: {0}")]
    NotAStatement(NotAStatement),
    /// Key or signature are of a kind that proves nothing.
    #[error("is not signed by anyone in particular: {0}")]
    SignatureRefused(SignatureRefusal),
    /// The signature is not one of the author's over these bytes.
    #[error("was not written by the person it names, or was changed afterwards")]
    NotVerified,
    /// It was signed for another room.
    #[error("was written in another room and put here by someone else")]
    OtherRoom,
    /// It was signed for another making of the room.
    #[error("was written in an earlier room of this name and put here by someone else")]
    OtherEpoch,
    /// The same bytes stand at another place already.
    #[error("is message {first} over again")]
    Repeated {
        /// Where they stand.
        first: Seq,
    },
    /// The author's client id stands for something else already.
    #[error("and message {first} were sent as one and the same, and are different")]
    SaidOtherwise {
        /// Which entry has that client id.
        first: Seq,
    },
    /// The text is not the one that was signed.
    #[error("has another text than the one its author signed")]
    OtherText,
    /// Its author had seen an entry that does not come before it here.
    #[error("was written after {seen} others: some of them are missing here, or come later")]
    SeenLater {
        /// The entry seen.
        seen: Seq,
    },
    /// Its author may not do what it does.
    #[error("does something its author may not do: {0}")]
    Denied(Denial),
    /// Its words are gone and nobody took them back.
    #[error("has lost its words, and nobody took it back")]
    Erased,
    /// The server told another one at this place before.
    #[error("is another one than the server showed here before")]
    Replaced,
    /// The server told it before and does not have it any more.
    #[error("was shown before, and the server says there is no such message")]
    Withdrawn,
    /// The server let those before it go while they were still missing.
    #[error("came right after message {after}: what lay between is not kept any more")]
    LetGo {
        /// The last one that came.
        after: Seq,
    },
    /// Its author saw another log than this one.
    #[error("was written by someone who was shown something else than you, up to message {upto}")]
    Fork {
        /// The number of the entry up to which they were shown others.
        upto: Seq,
    },
}
