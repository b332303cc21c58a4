//! What a file is called and what it is, tamed: both come from the other end
//! and go to a disk.
//!
//! Invariant: a name is one part of a path, shows what it is, and can be
//! written to any disk; a kind is a media type or nothing.

use serde::{Deserialize, Serialize};

use super::LARGEST_PICTURE;
use crate::text::disturbs;

/// The longest name, in bytes of UTF-8; disks know 255.
const NAME_BYTES: usize = 180;
/// The longest end of a name that is kept when it is cut, in bytes.
const EXTENSION_BYTES: usize = 16;
/// The longest kind, in bytes.
const KIND_BYTES: usize = 100;
/// What a file is called when nothing of its name can be used.
const NAMELESS: &str = "file";
/// Names that are devices on some system, whatever follows the dot.
const DEVICES: [&str; 4] = ["con", "prn", "aux", "nul"];
/// Kinds that are shown; none of them can hold a script.
const PICTURES: [&str; 4] = ["image/png", "image/jpeg", "image/webp", "image/gif"];

/// The name of a file: 1–180 bytes, without parts of a path, control
/// characters, characters that reorder or hide others, and not the name of a
/// device.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub struct FileName(String);

impl FileName {
    /// What is left of `text` that can be a name.
    pub fn tame(text: &str) -> Self {
        let last = text.rsplit(['/', '\\']).next().unwrap_or_default();
        let tame: String = last.chars().filter_map(tame_char).collect();
        let tame = tame.trim_matches(|c: char| c == '.' || c.is_whitespace());
        // A leading dot hides a file; the rest of the name may stay.
        let name = match tame {
            "" => NAMELESS.to_owned(),
            tame if is_device(tame) => ["_", tame].concat(),
            tame => tame.to_owned(),
        };
        Self(shorten(name))
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<String> for FileName {
    fn from(text: String) -> Self {
        Self::tame(&text)
    }
}

impl From<FileName> for String {
    fn from(name: FileName) -> Self {
        name.0
    }
}

/// The media type of a file as its sender's browser guessed it, in small
/// letters; nothing if it did not or if it is none.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub struct FileKind(String);

impl FileKind {
    /// The media type `text` is, or none.
    pub fn tame(text: &str) -> Self {
        let is_plain = |c: char| c.is_ascii_alphanumeric() || "/+-._".contains(c);
        let is_kind = text.len() <= KIND_BYTES && text.chars().all(is_plain);
        Self(if is_kind {
            text.to_ascii_lowercase()
        } else {
            String::new()
        })
    }

    /// The media type, or nothing.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether a file of that kind and `size` is shown as a picture.
    pub fn is_picture(&self, size: u64) -> bool {
        size <= LARGEST_PICTURE && PICTURES.contains(&self.as_str())
    }
}

impl From<String> for FileKind {
    fn from(text: String) -> Self {
        Self::tame(&text)
    }
}

impl From<FileKind> for String {
    fn from(kind: FileKind) -> Self {
        kind.0
    }
}

/// Characters that some disk refuses are replaced, invisible ones left out.
fn tame_char(c: char) -> Option<char> {
    match c {
        '<' | '>' | ':' | '"' | '|' | '?' | '*' => Some('_'),
        '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}' | '\u{ad}' => None,
        c if disturbs(c) => None,
        c => Some(c),
    }
}

/// `con`, `com1.txt` and their like.
fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default();
    let stem = stem.trim_end().to_ascii_lowercase();
    let numbered = ["com", "lpt"].into_iter();
    let mut ends = numbered.filter_map(|port| stem.strip_prefix(port));
    DEVICES.contains(&stem.as_str()) || ends.any(|end| matches!(end.as_bytes(), [b'0'..=b'9']))
}

/// Cut in the middle, so that what it ends with still says what it is.
fn shorten(name: String) -> String {
    if name.len() <= NAME_BYTES {
        return name;
    }
    let dot = name.rfind('.').unwrap_or(name.len());
    let extension = &name[dot..];
    let extension = if extension.len() <= EXTENSION_BYTES {
        extension
    } else {
        ""
    };
    let stem = &name[..name.floor_char_boundary(NAME_BYTES - extension.len())];
    [stem.trim_end(), extension].concat()
}
