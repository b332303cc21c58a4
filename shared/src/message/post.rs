//! A statement on its way to a room.
//!
//! Invariant: none of its own. Whoever gets one has checked nothing of it yet.

use serde::{Deserialize, Serialize};

use super::{Salt, Signature, SignedBytes};

/// What an author hands in, and hands in again as it is until it is kept.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Post {
    /// The statement, exactly as it was signed.
    pub signed: SignedBytes,
    /// By the author's key, over `signed`.
    pub signature: Signature,
    /// Exactly as typed; empty for what has no text.
    pub text: String,
    /// Drawn for it.
    pub salt: Salt,
}

/// Chat text is never logged.
impl std::fmt::Debug for Post {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Post({} bytes of text)", self.text.len())
    }
}
