//! What lies beside an entry and can go: its text, and the salt that keeps
//! the text from being guessed once it is gone.
//!
//! Invariant: a text is bound to its entry by a hash alone, so erasing text
//! and salt leaves signature and chain as they were.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::sha256;
use crate::base64url::{fixed_bytes, text_debug};

fixed_bytes!(
    /// Drawn by the client for one message, and erased with its text.
    Salt, 16, "a salt",
    /// The salt whose 16 random bytes the shell has drawn.
    from_random
);

/// Whoever has the salt can guess at the text, so it is never logged.
impl fmt::Debug for Salt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Salt(…)")
    }
}

fixed_bytes!(
    /// SHA-256(salt ‖ text): what is signed in place of a text.
    TextHash, 32, "the hash of a text",
    /// The hash of these bytes.
    from_bytes
);
text_debug!(TextHash);

impl TextHash {
    /// The hash of `text` with its salt. Since a salt has 16 bytes, no other
    /// pair has these bytes before they are hashed.
    pub fn of(text: &str, salt: &Salt) -> Self {
        Self(sha256([salt.as_bytes(), text.as_bytes()]))
    }
}

/// What lies beside an entry.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Words {
    /// All that was said.
    Kept {
        /// Exactly as typed; empty for what has no text.
        text: String,
        /// Drawn for it.
        salt: Salt,
    },
    /// It was erased.
    Erased,
}

/// Chat text is never logged.
impl fmt::Debug for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Kept { text, .. } => write!(f, "Kept({} bytes)", text.len()),
            Self::Erased => f.write_str("Erased"),
        }
    }
}
