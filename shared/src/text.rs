//! What people write: names and messages, parsed once, on the way in.
//!
//! Invariant: a value of one of these types has passed its limits. What
//! comes from the server was parsed there and is read as it is. Nothing here
//! knows how a text is shown; it is kept exactly as typed.

use std::fmt;

use serde::{Deserialize, Serialize};
use unicode_segmentation::UnicodeSegmentation as _;

use crate::limits::Limits;

/// Why a text is refused, in words for the person who wrote it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum TextRefusal {
    /// Nothing but white space.
    #[error("it is empty")]
    Empty,
    /// More user-perceived characters (names) or Unicode scalar values
    /// (messages) than allowed.
    #[error("it is longer than {limit} characters")]
    TooLong {
        /// The most there may be.
        limit: usize,
    },
    /// More bytes of UTF-8 than allowed.
    #[error("it takes more than {limit} bytes; use fewer emoji or accents")]
    TooManyBytes {
        /// The most there may be.
        limit: usize,
    },
    /// A character that would disturb the texts around it.
    #[error("it has an invisible control character in it")]
    Control,
}

/// The name of a person or a room: 1–32 graphemes, at most 128 bytes, no
/// white space around it, no control or bidirectional-override characters.
/// Names may repeat.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Name(String);

impl Name {
    /// Trims `text` and checks what is left.
    ///
    /// # Errors
    /// Says which limit the text does not keep.
    pub fn parse(text: &str, limits: &Limits) -> Result<Self, TextRefusal> {
        Self::parse_counted(text, limits, |text| text.graphemes(true).count())
    }

    /// The same for one who counts user-perceived characters (UAX #29)
    /// without the tables that are compiled in here.
    ///
    /// # Errors
    /// Says which limit the text does not keep.
    pub fn parse_counted(
        text: &str,
        limits: &Limits,
        graphemes: impl FnOnce(&str) -> usize,
    ) -> Result<Self, TextRefusal> {
        let text = text.trim();
        if !text.chars().any(is_visible) {
            return Err(TextRefusal::Empty);
        }
        check_line(text, limits.name_graphemes, graphemes)?;
        within_bytes(text, limits.name_bytes)?;
        Ok(Self(text.to_owned()))
    }

    /// The name as it was typed, without white space around it.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What someone says of themselves, of the same kind as a [`Name`]: at most
/// 80 graphemes and 320 bytes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Status(String);

impl Status {
    /// Trims `text` and checks what is left; none if that is nothing.
    ///
    /// # Errors
    /// Says which limit the text does not keep.
    pub fn parse(text: &str, limits: &Limits) -> Result<Option<Self>, TextRefusal> {
        let text = text.trim();
        if !text.chars().any(is_visible) {
            return Ok(None);
        }
        let count = |text: &str| text.graphemes(true).count();
        check_line(text, limits.status_graphemes, count)?;
        within_bytes(text, limits.status_bytes)?;
        Ok(Some(Self(text.to_owned())))
    }

    /// The status as it was typed, without white space around it.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The user-perceived characters of a text (UAX #29). Browsers tell them apart
/// by themselves.
pub fn graphemes(text: &str) -> Vec<String> {
    text.graphemes(true).map(str::to_owned).collect()
}

/// What someone says: not empty, at most 1000 characters and 4 KiB, kept
/// exactly as typed.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct MessageText(String);

impl MessageText {
    /// Checks `text` and keeps it unchanged.
    ///
    /// # Errors
    /// Says which limit the text does not keep.
    pub fn parse(text: &str, limits: &Limits) -> Result<Self, TextRefusal> {
        if !text.chars().any(is_visible) {
            return Err(TextRefusal::Empty);
        }
        if text.contains('\0') {
            return Err(TextRefusal::Control);
        }
        if text.chars().count() > limits.message_chars {
            return Err(TextRefusal::TooLong {
                limit: limits.message_chars,
            });
        }
        within_bytes(text, limits.message_bytes)?;
        Ok(Self(text.to_owned()))
    }

    /// A text that was parsed before it was kept.
    pub fn kept(text: String) -> Self {
        Self(text)
    }

    /// The text exactly as typed.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Chat text is never logged.
impl fmt::Debug for MessageText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "MessageText({} bytes)", self.0.len())
    }
}

fn check_line(
    text: &str,
    limit: usize,
    graphemes: impl FnOnce(&str) -> usize,
) -> Result<(), TextRefusal> {
    if text.chars().any(disturbs) {
        return Err(TextRefusal::Control);
    }
    if graphemes(text) > limit {
        return Err(TextRefusal::TooLong { limit });
    }
    Ok(())
}

fn within_bytes(text: &str, limit: usize) -> Result<(), TextRefusal> {
    if text.len() > limit {
        return Err(TextRefusal::TooManyBytes { limit });
    }
    Ok(())
}

/// Whether a character alone shows anything: white space, control characters,
/// those of no width and the braille pattern without dots do not.
fn is_visible(c: char) -> bool {
    !(c.is_whitespace() || c.is_control() || is_ignorable(c) || c == '\u{2800}')
}

/// `Default_Ignorable_Code_Point` of the Unicode Character Database.
fn is_ignorable(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
        | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}'
        | '\u{fff0}'..='\u{fff8}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}'
        | '\u{e0000}'..='\u{e0fff}')
}

/// Control characters, and the bidirectional embeddings, overrides, isolates
/// and marks of UAX #9, by which a name could rearrange the text around it.
pub(crate) fn disturbs(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{2028}' | '\u{2029}' | '\u{200e}' | '\u{200f}' | '\u{61c}'
            | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}
