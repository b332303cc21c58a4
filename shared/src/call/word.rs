//! What two ends of a link tell each other over its data channel: no server
//! hands it on, so it goes on while the server is away.
//!
//! The channel is negotiated beforehand (W3C WebRTC 1.0 §6.1, `negotiated`,
//! id 0) and carries JSON text frames, each one word: an object with one key,
//! its kind. A word that one does not know is passed over: the other page may
//! be of a newer server.
//!
//! Invariant: whatever was parsed is bounded in size; nothing of it is taken
//! for more than the peer's own word.

use serde::{Deserialize, Deserializer, Serialize, de};

use super::graph::LinkReport;
use super::transfer::FileWord;
use super::verify::{Attest, Compare};
use crate::rate::Rate;
use crate::wire::Switch;

/// The longest word, in bytes.
pub const MAX_WORD_BYTES: usize = 16 * 1024;

/// So many words of one peer are heard; more of them are passed over, or one
/// who says them in a loop would have this tab do nothing else. Files are what
/// takes most: a word for each 512 KiB, so this is 100 MB/s of them.
pub const WORD_RATE: Rate = Rate::a_second(200, 400);

/// The number of the channel (RFC 8831 §6.5), the same on both ends.
pub const CHANNEL: u16 = 0;

/// One word of one end to the other.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Word {
    /// What the speaker's tiles show of the listener.
    Wants(Wants),
    /// Whose end the speaker's is.
    Attest(Attest),
    /// Of comparing emoji.
    Compare(Compare),
    /// Something about a file.
    File(FileWord),
    /// What the speaker sends the listener at present.
    Gives(Gives),
    /// How the speaker's links are, to everyone; at most [`MAX_REPORTS`].
    #[serde(deserialize_with = "few")]
    Links(Vec<LinkReport>),
}

/// The most links that one tells of.
pub const MAX_REPORTS: usize = 32;

/// How large the tiles are in which one is seen by a peer, in device pixels
/// of height; 0 where one is not seen at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wants {
    /// The tile of one's camera.
    pub camera: u16,
    /// The tile of one's screen.
    pub screen: u16,
}

/// What is sent on a link. It may be less than what the room was told is on:
/// a camera that the system holds back, a tile that nobody sees, an uplink
/// with no bits left.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Gives {
    /// One's voice, be it silent.
    pub voice: Switch,
    /// Lines of one's camera's pictures; 0 while there are none.
    pub camera: u16,
    /// Lines of one's screen; 0 while it is not sent.
    pub screen: u16,
}

fn few<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<LinkReport>, D::Error> {
    let reports = Vec::deserialize(deserializer)?;
    if reports.len() > MAX_REPORTS {
        return Err(de::Error::custom("nobody has so many links"));
    }
    Ok(reports)
}
