//! Bytes of a known length and their one text: base64url without padding
//! (RFC 4648 §5, §3.5).
//!
//! Invariant: each value has one text, and only that one is read: bits that
//! stand for nothing are zero, there is no padding and no white space. What
//! the bytes mean is not known here.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// The text of these bytes.
pub(crate) fn encode(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// The `LENGTH` bytes of this text, if it is theirs.
pub(crate) fn decode<const LENGTH: usize>(text: &str) -> Option<[u8; LENGTH]> {
    let mut bytes = [0; LENGTH];
    let length = URL_SAFE_NO_PAD.decode_slice(text, &mut bytes).ok()?;
    (length == LENGTH).then_some(bytes)
}

/// As many bytes as this text has, if it is a text of bytes.
pub(crate) fn decode_all(text: &str) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(text).ok()
}

/// In JSON, a type is the text it is displayed as.
macro_rules! text_form {
    ($type:ty) => {
        impl serde::Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> serde::Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}

/// In the log of a program, a type is its name and its text.
macro_rules! text_debug {
    ($type:ident) => {
        impl std::fmt::Debug for $type {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, concat!(stringify!($type), "({})"), self)
            }
        }
    };
}

/// A type of so many bytes, with its text, what it is to a person, and what
/// making one of bytes is called. How it is logged is left to the type.
macro_rules! fixed_bytes {
    (
        $(#[$doc:meta])* $type:ident, $length:literal, $what:literal,
        $(#[$made:meta])* $make:ident
    ) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $type([u8; $length]);

        impl $type {
            $(#[$made])*
            pub const fn $make(bytes: [u8; $length]) -> Self {
                Self(bytes)
            }

            /// The bytes.
            pub const fn as_bytes(&self) -> &[u8; $length] {
                &self.0
            }
        }

        impl std::fmt::Display for $type {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&$crate::base64url::encode(&self.0))
            }
        }

        impl std::str::FromStr for $type {
            type Err = $crate::id::NotAnId;

            fn from_str(text: &str) -> Result<Self, $crate::id::NotAnId> {
                let bytes = $crate::base64url::decode(text);
                bytes.map(Self).ok_or($crate::id::NotAnId($what))
            }
        }

        $crate::base64url::text_form!($type);
    };
}

pub(crate) use {fixed_bytes, text_debug, text_form};
