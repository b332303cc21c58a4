//! Bytes under a signature, kept as they came.
//!
//! Invariant: never encoded anew: what was signed is what is verified, hashed
//! and compared. Whether it is a statement is for [`Statement::parse`] to say.
//!
//! [`Statement::parse`]: super::Statement::parse

use std::fmt;
use std::str::FromStr;

use crate::base64url::{decode_all, encode, text_form};
use crate::id::NotAnId;

/// What an author's key has signed, or is to sign.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct SignedBytes(Vec<u8>);

impl SignedBytes {
    /// These bytes, whatever they are.
    pub const fn from_bytes(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }

    /// The bytes.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Display for SignedBytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&encode(&self.0))
    }
}

impl fmt::Debug for SignedBytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SignedBytes({} bytes)", self.0.len())
    }
}

impl FromStr for SignedBytes {
    type Err = NotAnId;

    fn from_str(text: &str) -> Result<Self, NotAnId> {
        let bytes = decode_all(text);
        bytes.map(Self).ok_or(NotAnId("signed bytes"))
    }
}

text_form!(SignedBytes);
