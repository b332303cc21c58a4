//! What one end of a link tells the other, through a server that hands it on
//! unread.
//!
//! Invariant: whatever was parsed is bounded in size. `Debug` shows neither
//! descriptions nor candidates: they hold addresses and keys of a person.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, de};

use crate::id::{Incarnation, SessionId};

/// The longest session description, in bytes. Five lines of a browser take
/// about 8 KiB.
pub const MAX_SDP_BYTES: usize = 32 * 1024;
/// How many candidates one signal may hold.
pub const MAX_CANDIDATES: usize = 64;
/// The longest text within a candidate, in bytes.
pub const MAX_CANDIDATE_BYTES: usize = 1024;

/// One word of one end to the other.
///
/// JSON: `{"from":{…},"to":{…}|null,"content":{"offer":{"exchange":0,"sdp":"…"}}}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Signal {
    /// The building of the end that speaks.
    pub from: Generation,
    /// The building it means; `None` while it has not heard of any.
    pub to: Option<Generation>,
    /// What it says.
    pub content: Content,
}

/// What a [`Signal`] says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Content {
    /// "I am here, offer to me": of a polite end that has had no offer yet.
    Ready,
    /// "Offer me a new path": of a polite end in trouble.
    Renew {
        /// The exchange in force: if there was another one since, that was it.
        after: ExchangeId,
    },
    /// The first half of an exchange (RFC 9429 §4.1.8), of the impolite end.
    Offer {
        /// The exchange this opens.
        exchange: ExchangeId,
        /// The offerer's description.
        sdp: Sdp,
    },
    /// The second half of an exchange, of the polite end.
    Answer {
        /// The exchange this closes.
        exchange: ExchangeId,
        /// The answerer's description.
        sdp: Sdp,
    },
    /// Ways to reach the speaker, as they were found (RFC 8838).
    Candidates {
        /// The exchange whose description of the speaker they belong to.
        exchange: ExchangeId,
        /// At most [`MAX_CANDIDATES`].
        #[serde(deserialize_with = "few")]
        candidates: Vec<Candidate>,
    },
}

/// Which building of one end: a refresh raises the incarnation, each new peer
/// connection within it the build. What comes from a lower one is late.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(deny_unknown_fields)]
pub struct Generation {
    /// The session's.
    pub incarnation: Incarnation,
    /// How often this end was built before within the incarnation.
    pub build: u32,
}

impl Generation {
    /// The building after this one.
    #[must_use]
    pub const fn rebuilt(self) -> Self {
        Self {
            build: self.build.saturating_add(1),
            ..self
        }
    }
}

/// One offer and its answer, counted anew by each building of an end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ExchangeId(pub u32);

impl ExchangeId {
    /// The first of a building.
    pub const FIRST: Self = Self(0);

    /// The one after this.
    #[must_use]
    pub const fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }
}

/// Which end offers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Politeness {
    /// Asks for offers, and answers them.
    Polite,
    /// Makes the lines and all offers.
    Impolite,
}

/// The politeness of `me` towards `peer`: the greater id is polite.
pub fn politeness(me: SessionId, peer: SessionId) -> Politeness {
    if me > peer {
        Politeness::Polite
    } else {
        Politeness::Impolite
    }
}

/// A session description (RFC 8866), opaque here except for its size and the
/// fragments that its candidates name.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String")]
pub struct Sdp(String);

/// Why a text is not a session description.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotAnSdp {
    /// There is nothing in it.
    #[error("a session description is not empty")]
    Empty,
    /// It is longer than [`MAX_SDP_BYTES`].
    #[error("a session description has at most {MAX_SDP_BYTES} bytes")]
    TooLong,
}

impl Sdp {
    /// Takes the text if it is a description that may be sent.
    ///
    /// # Errors
    /// When it is empty or longer than [`MAX_SDP_BYTES`].
    pub fn parse(text: String) -> Result<Self, NotAnSdp> {
        match text.len() {
            0 => Err(NotAnSdp::Empty),
            1..=MAX_SDP_BYTES => Ok(Self(text)),
            _ => Err(NotAnSdp::TooLong),
        }
    }

    /// The text, for the browser.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it is this description's ICE agent that found `candidate`. One
    /// without a fragment belongs to whatever is current.
    pub(super) fn found(&self, candidate: &Candidate) -> bool {
        let fragment = candidate.username_fragment.as_deref().unwrap_or_default();
        if fragment.is_empty() {
            return true;
        }
        self.0
            .lines()
            .filter_map(|line| line.strip_prefix("a=ice-ufrag:"))
            .any(|known| known == fragment)
    }
}

impl TryFrom<String> for Sdp {
    type Error = NotAnSdp;

    fn try_from(text: String) -> Result<Self, NotAnSdp> {
        Self::parse(text)
    }
}

impl fmt::Debug for Sdp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Sdp({} bytes)", self.0.len())
    }
}

/// One way to reach an end: `RTCIceCandidateInit` of W3C WebRTC 1.0 §4.8.1.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Candidate {
    /// The candidate attribute (RFC 8839 §5.1); empty at the end of a round.
    #[serde(deserialize_with = "short")]
    pub candidate: String,
    /// `sdpMid`: the line it is for, by name.
    #[serde(
        default,
        deserialize_with = "short_if_any",
        skip_serializing_if = "Option::is_none"
    )]
    pub mid: Option<String>,
    /// `sdpMLineIndex`: the line it is for, by number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<u16>,
    /// `usernameFragment`: the round of gathering that found it.
    #[serde(
        default,
        deserialize_with = "short_if_any",
        skip_serializing_if = "Option::is_none"
    )]
    pub username_fragment: Option<String>,
}

impl fmt::Debug for Candidate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Candidate({} bytes)", self.candidate.len())
    }
}

fn few<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Candidate>, D::Error> {
    let candidates = Vec::deserialize(deserializer)?;
    if candidates.len() > MAX_CANDIDATES {
        return Err(de::Error::custom("too many candidates in one signal"));
    }
    Ok(candidates)
}

fn short<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let text = String::deserialize(deserializer)?;
    if text.len() > MAX_CANDIDATE_BYTES {
        return Err(de::Error::custom("a candidate's text is too long"));
    }
    Ok(text)
}

fn short_if_any<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    let text = Option::<String>::deserialize(deserializer)?;
    if text
        .as_ref()
        .is_some_and(|text| text.len() > MAX_CANDIDATE_BYTES)
    {
        return Err(de::Error::custom("a candidate's text is too long"));
    }
    Ok(text)
}
