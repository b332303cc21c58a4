//! An entry as it is kept and told.
//!
//! Invariant: none of its own. It comes from a server that may lie, and is
//! what it says only once a [`Chain`](super::Chain) has taken it.

use serde::{Deserialize, Serialize};

use super::{Head, Signature, SignedBytes, Words};
use crate::id::{Seq, Timestamp};

/// One line of a room's log, with all that is needed to check it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignedEntry {
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
}

impl SignedEntry {
    /// The head after it, as it follows from the head `before` it.
    pub fn head_after(&self, before: &Head) -> Head {
        before.next(self.seq, self.at, &self.signed, &self.signature)
    }
}
