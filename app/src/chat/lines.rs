//! Messages as they stand in the log: grouped by author, with a line for
//! each day.

use chatmux_shared::id::{ClientId, MemberId, Timestamp};
use chatmux_shared::room::{Color, Entry, Kind};

use super::clock::{Zone, day};

/// Messages of one author within so many milliseconds stand under one name.
const GROUP: u64 = 5 * 60_000;

/// One message, and what stands above it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Drawn for it by its author.
    pub client: ClientId,
    /// When it was kept.
    pub at: Timestamp,
    /// What its author was called.
    pub name: String,
    /// The colour they had.
    pub color: Color,
    /// Exactly as typed.
    pub text: String,
    /// What stands above it.
    pub head: Head,
}

/// What stands above a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Head {
    /// Nothing: it goes on.
    None,
    /// The author's name.
    Author,
    /// A line for this day, and the author's name.
    Day(i64),
}

/// Lines for `entries`, as read in `zone`.
pub fn lines<'a>(entries: impl Iterator<Item = &'a Entry>, zone: Zone) -> Vec<Line> {
    let mut last = None;
    entries
        .map(|entry| {
            let head = head(last, entry, zone);
            last = Some((entry.at, entry.author));
            line(entry, head)
        })
        .collect()
}

fn head(last: Option<(Timestamp, MemberId)>, entry: &Entry, zone: Zone) -> Head {
    let today = day(entry.at, zone);
    match last {
        Some((at, author)) if day(at, zone) == today => {
            if author == entry.author && entry.at.since(at) < GROUP {
                Head::None
            } else {
                Head::Author
            }
        }
        Some(_) | None => Head::Day(today),
    }
}

fn line(entry: &Entry, head: Head) -> Line {
    let Kind::Say { text } = &entry.kind;
    Line {
        client: entry.client,
        at: entry.at,
        name: entry.name.to_string(),
        color: entry.color,
        text: text.as_str().to_owned(),
        head,
    }
}
