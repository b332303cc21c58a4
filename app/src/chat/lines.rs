//! Messages as they stand in the log: grouped by author, with a line for
//! each day and one above what is new.

use chatmux_shared::id::{MemberId, Seq, Timestamp};
use chatmux_shared::timeline::{Message, What};

use super::clock::{Zone, day};

/// Messages of one author within so many milliseconds stand under one name.
const GROUP: u64 = 5 * 60_000;

/// One message, and what stands above it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The message.
    pub message: Message,
    /// What stands above it.
    pub head: Head,
    /// Whether it is the first that is new.
    pub news: News,
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

/// Whether the line above what is new stands above a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum News {
    /// It does.
    Begin,
    /// It does not.
    None,
}

/// Lines for `messages`, as read in `zone`; what others wrote after `seen` is
/// new.
pub fn lines(
    messages: &[Message],
    zone: Zone,
    me: Option<MemberId>,
    seen: Option<Seq>,
) -> Vec<Line> {
    let is_new =
        |message: &&Message| message.author != me && seen.is_some_and(|seen| message.seq > seen);
    let first_new = messages.iter().find(is_new).map(|message| message.seq);
    let mut last = None;
    messages
        .iter()
        .map(|message| {
            let head = head(last, message, zone);
            last = Some(message);
            Line {
                message: message.clone(),
                head,
                news: if first_new == Some(message.seq) {
                    News::Begin
                } else {
                    News::None
                },
            }
        })
        .collect()
}

fn head(last: Option<&Message>, message: &Message, zone: Zone) -> Head {
    let today = day(message.at, zone);
    match last {
        Some(last) if day(last.at, zone) == today => {
            if goes_on(last, message) {
                Head::None
            } else {
                Head::Author
            }
        }
        Some(_) | None => Head::Day(today),
    }
}

fn goes_on(last: &Message, message: &Message) -> bool {
    last.author == message.author
        && is_said(last)
        && is_near(last.at, message.at)
        && last.byline == message.byline
}

const fn is_near(last: Timestamp, at: Timestamp) -> bool {
    at.since(last) < GROUP
}

/// Whether it stands under its author's name; what happened tells it itself.
pub fn is_said(message: &Message) -> bool {
    match message.what {
        What::Said { .. } | What::Deleted => true,
        What::Made | What::Passed { .. } | What::Removed { .. } | What::Nothing => false,
    }
}
