//! What two ends tell each other about files.

use serde::{Deserialize, Serialize};

use super::name::{FileKind, FileName};
use crate::id::FileId;

/// One word about a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum FileWord {
    /// The sender has this file for the receiver; said again whenever the
    /// link was built anew, until the file is over.
    Offer(Offer),
    /// The receiver wants it.
    Accept {
        /// Which.
        file: FileId,
        /// What the pieces are to be marked with. The receiver never takes
        /// the same number twice.
        number: u32,
        /// The bytes it has; pieces go on from there.
        at: u64,
    },
    /// The receiver has written so much.
    Wrote {
        /// Of the pieces with this number.
        number: u32,
        /// Bytes from the beginning of the file.
        at: u64,
    },
    /// The receiver has all of it.
    Done {
        /// Which.
        file: FileId,
    },
    /// Nothing comes of it any more.
    End {
        /// Which.
        file: FileId,
        /// Why.
        why: Ending,
    },
}

/// A file that can be had.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Offer {
    /// Drawn by the sender; the same for everyone it offers the file to.
    pub file: FileId,
    /// What it is called.
    pub name: FileName,
    /// Its bytes.
    pub size: u64,
    /// What it is.
    pub kind: FileKind,
}

/// Why nothing comes of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ending {
    /// The receiver does not want it.
    Declined,
    /// One of both does not want it any more.
    Cancelled,
    /// The receiver is offered too much at once.
    TooMany,
    /// Larger than the receiver's browser can take.
    TooLarge,
    /// The receiver's disk has not so much room.
    NoRoom,
    /// The sender cannot read it (any more).
    Unreadable,
    /// The receiver cannot write it.
    Unwritable,
    /// What came did not fit to what was said before.
    Broken,
    /// The other one has been away for too long.
    Left,
    /// The other one's page was loaded again and does not have it any more.
    Forgotten,
}
