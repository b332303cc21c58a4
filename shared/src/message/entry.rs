//! An entry as it is kept and told.
//!
//! Invariant: none of its own. It comes from a server that may lie, and is
//! what it says only once a [`Chain`](super::Chain) has taken it.

use serde::{Deserialize, Serialize};

use super::{Head, Post, Seen, Signature, SignedBytes, Words};
use crate::id::{Seq, Timestamp};
use crate::room::Color;
use crate::text::Name;

/// One line of a room's log, with all that is needed to check it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// Its place.
    pub seq: Seq,
    /// When it was kept, by the server's clock.
    pub at: Timestamp,
    /// What its author signed, exactly as it came.
    pub signed: SignedBytes,
    /// By the author's key, over `signed`.
    pub signature: Signature,
    /// Its text, unless it was erased.
    pub words: Words,
    /// The head after it, as the server says.
    pub head: Head,
    /// What its author was called as they said it. Nobody signed that: an
    /// author is their key.
    pub byline: Byline,
}

/// What someone is called.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Byline {
    /// Their name.
    pub name: Name,
    /// Their colour.
    pub color: Color,
}

impl Entry {
    /// What `post` is once it is kept after `last`, at the moment `at` by the
    /// server's clock.
    pub fn after(last: Seen, at: Timestamp, post: Post, byline: Byline) -> Self {
        let mut entry = Self {
            seq: last.seq.next(),
            at,
            signed: post.signed,
            signature: post.signature,
            words: Words::Kept {
                text: post.text,
                salt: post.salt,
            },
            head: last.head,
            byline,
        };
        entry.head = entry.head_after(&last.head);
        entry
    }

    /// The head after it, as it follows from the head `before` it.
    pub fn head_after(&self, before: &Head) -> Head {
        before.next(self.seq, self.at, &self.signed, &self.signature)
    }

    /// Its place, with the log up to it, as the server says.
    pub const fn seen(&self) -> Seen {
        Seen {
            seq: self.seq,
            head: self.head,
        }
    }
}
