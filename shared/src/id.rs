//! Names of things: rooms, members, sessions, places in a log, moments.
//!
//! Invariant: a value of one of these types was either drawn at random by a
//! shell that handed the bytes in, or parsed from its one canonical text.
//! Nothing here knows where randomness or time come from.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::base64url::{fixed_bytes, text_debug, text_form};
use crate::message::PublicKey;

/// Why a text is not the name of anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is not {0}")]
pub struct NotAnId(pub(crate) &'static str);

macro_rules! random_id {
    ($(#[$doc:meta])* $type:ident, $what:literal) => {
        fixed_bytes!(
            $(#[$doc])* $type, 16, $what,
            /// The id whose 16 random bytes the shell has drawn.
            from_random
        );
        text_debug!($type);
    };
}

/// Someone in a room, over all their tabs: they are their public key.
pub type MemberId = PublicKey;

random_id!(
    /// One tab of a member.
    SessionId, "a session's id"
);
random_id!(
    /// Made with a room, so that a room made again under the same id is
    /// another one.
    Epoch, "an epoch"
);
random_id!(
    /// Drawn by the client for one message, so that sending it twice keeps it
    /// once.
    ClientId, "a message's client id"
);
random_id!(
    /// Drawn by the sender for one file, so that offering it again offers it
    /// once.
    FileId, "a file's id"
);

/// A room's name in links: the lounge, or 64 random bits as four proquints,
/// which can be read aloud (`lusab-babad-gutih-tugad`).
///
/// Source: D. Wilkerson, *A Proposal for Proquints*, arXiv:0901.4016.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RoomId(Kind);

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Kind {
    Lounge,
    Random(u64),
}

const CONSONANTS: &[u8; 16] = b"bdfghjklmnprstvz";
const VOWELS: &[u8; 4] = b"aiou";

impl RoomId {
    /// The room that is always there.
    pub const LOUNGE: Self = Self(Kind::Lounge);

    /// The id whose 64 random bits the shell has drawn.
    pub const fn from_random(bits: u64) -> Self {
        Self(Kind::Random(bits))
    }
}

impl fmt::Display for RoomId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Kind::Random(bits) = self.0 else {
            return f.write_str("lounge");
        };
        let quints = bits.to_be_bytes();
        for (place, pair) in quints.chunks_exact(2).enumerate() {
            if place > 0 {
                f.write_str("-")?;
            }
            f.write_str(&proquint(u16::from_be_bytes([pair[0], pair[1]])))?;
        }
        Ok(())
    }
}

impl fmt::Debug for RoomId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RoomId({self})")
    }
}

impl FromStr for RoomId {
    type Err = NotAnId;

    fn from_str(text: &str) -> Result<Self, NotAnId> {
        if text == "lounge" {
            return Ok(Self::LOUNGE);
        }
        parse_proquints(text)
            .map(Self::from_random)
            .ok_or(NotAnId("a room's id"))
    }
}

text_form!(RoomId);

fn proquint(bits: u16) -> String {
    let bits = usize::from(bits);
    [
        CONSONANTS[bits >> 12],
        VOWELS[bits >> 10 & 3],
        CONSONANTS[bits >> 6 & 15],
        VOWELS[bits >> 4 & 3],
        CONSONANTS[bits & 15],
    ]
    .map(char::from)
    .iter()
    .collect()
}

fn parse_proquints(text: &str) -> Option<u64> {
    let mut bits = 0_u64;
    let mut quints = 0;
    for quint in text.split('-') {
        bits = bits << 16 | u64::from(parse_proquint(quint)?);
        quints += 1;
        if quints > 4 {
            return None;
        }
    }
    (quints == 4).then_some(bits)
}

fn parse_proquint(quint: &str) -> Option<u16> {
    let letters: [u8; 5] = quint.as_bytes().try_into().ok()?;
    let mut bits = 0_u16;
    for (place, letter) in letters.into_iter().enumerate() {
        let (alphabet, width): (&[u8], u32) = if place % 2 == 0 {
            (CONSONANTS, 4)
        } else {
            (VOWELS, 2)
        };
        let value = alphabet.iter().position(|known| *known == letter)?;
        bits = bits << width | u16::try_from(value).ok()?;
    }
    Some(bits)
}

/// An entry's place in its room's log: 1, 2, 3 … without gaps. 0 is before
/// the first.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Seq(pub u64);

impl Seq {
    /// The place after this one.
    #[must_use]
    pub const fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }

    /// The place before this one.
    #[must_use]
    pub const fn previous(self) -> Self {
        Self(self.0.saturating_sub(1))
    }
}

impl fmt::Display for Seq {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Milliseconds since 1970-01-01 UTC by the clock of whoever says so.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Timestamp(pub u64);

impl Timestamp {
    /// The moment `milliseconds` later.
    #[must_use]
    pub const fn plus(self, milliseconds: u64) -> Self {
        Self(self.0.saturating_add(milliseconds))
    }

    /// Milliseconds from `earlier` to this moment; 0 if it is not earlier.
    pub const fn since(self, earlier: Self) -> u64 {
        self.0.saturating_sub(earlier.0)
    }
}

/// How many times a session was loaded: a refresh raises it, and what comes
/// from a lower one is late.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Incarnation(pub u32);
