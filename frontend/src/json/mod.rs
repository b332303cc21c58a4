//! JSON as the browser reads and writes it.
//!
//! The browser's own `JSON` (ECMA-262 §25.5) does the text; between its
//! objects and our types go a serde deserializer and a serializer that know
//! no more than the types of `chatmux_shared::wire` need. `serde_json` would
//! be a fifth of the client's weight.
//!
//! Invariant: what these write, `serde_json` reads to the same value, and the
//! other way round.

mod reader;
mod writer;

use js_sys::JSON;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// A text that is not of the type it should be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is not what was expected")]
pub struct Unexpected;

/// Reads a text.
///
/// # Errors
/// It is not JSON, or not of this type.
pub fn parse<T: DeserializeOwned>(text: &str) -> Result<T, Unexpected> {
    let value = JSON::parse(text).map_err(|_| Unexpected)?;
    T::deserialize(reader::Reader(value))
}

/// Writes a value.
///
/// # Panics
/// Never for the types of the wire: they are plain data.
pub fn text<T: Serialize>(value: &T) -> String {
    let value = value.serialize(writer::Writer);
    let text = value.ok().and_then(|value| JSON::stringify(&value).ok());
    text.expect("plain data").into()
}
