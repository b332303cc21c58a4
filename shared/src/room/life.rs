//! How long rooms last.
//!
//! ```text
//!  made ──────────────── in use ─────────────── warned ── whole life over ──► Old
//!                  └── nobody in it ── idle ──► Idle
//! ```
//!
//! Invariant: the lounge is always there and never ends. Nothing here reads a
//! clock or knows who is in a room.

use crate::id::{RoomId, Timestamp};

const MINUTE: u64 = 60_000;
const DAY: u64 = 24 * 60 * MINUTE;

/// How long before the end those in a room are told, in milliseconds.
pub const WARNING: u64 = 10 * MINUTE;
/// How long the id of a room that has ended is remembered with the reason, in
/// milliseconds.
pub const MEMORY: u64 = 7 * DAY;

/// Why a room has ended. Its `Display` is the sentence to show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Ending {
    /// Nobody was in it for a while.
    #[error("This room has ended: everyone had left it. Its messages are gone.")]
    Idle,
    /// It was there for as long as a room may be.
    #[error("This room has ended: its time was over. Its messages are gone.")]
    Old,
}

impl Ending {
    /// Its name where it is kept.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Idle => "idle",
            Self::Old => "old",
        }
    }

    /// The ending of that name.
    pub fn parse(name: &str) -> Option<Self> {
        [Self::Idle, Self::Old]
            .into_iter()
            .find(|ending| ending.as_str() == name)
    }
}

/// How long rooms last, in milliseconds: settings of the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lifetimes {
    /// With nobody in it.
    pub idle: u64,
    /// In all.
    pub whole: u64,
}

impl Default for Lifetimes {
    fn default() -> Self {
        Self {
            idle: 5 * MINUTE,
            whole: 12 * 60 * MINUTE,
        }
    }
}

impl Lifetimes {
    /// Why the room that was `made` then has ended by `now`, if it has;
    /// nobody has been in it since `empty_since`.
    pub fn ending(
        &self,
        room: RoomId,
        made: Timestamp,
        empty_since: Option<Timestamp>,
        now: Timestamp,
    ) -> Option<Ending> {
        if room == RoomId::LOUNGE {
            return None;
        }
        if now.since(made) >= self.whole {
            return Some(Ending::Old);
        }
        let idle = empty_since.map(|since| now.since(since));
        (idle? >= self.idle).then_some(Ending::Idle)
    }

    /// When the room ends, if that is near enough to say so.
    pub fn near_end(&self, room: RoomId, made: Timestamp, now: Timestamp) -> Option<Timestamp> {
        let end = made.plus(self.whole);
        (room != RoomId::LOUNGE && now.plus(WARNING) >= end).then_some(end)
    }
}
