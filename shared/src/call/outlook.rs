//! What those who look at the map are told of one's part in the call: whether
//! one is speaking, and what one's links are like.
//!
//! Invariant: of what changed since it was told, the last is told, and nothing
//! more often than its pause allows.

use super::survey::Known;
use crate::id::Timestamp;
use crate::room::LinkQuality;
use crate::wire::{ClientFrame, MAX_LINKS, Switch};

/// Between two words about speaking pass so many milliseconds, at least.
pub const SPEAKING_PAUSE: u64 = 500;
/// The same for words about links.
pub const LINKS_PAUSE: u64 = 3_000;

/// How it is by now.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Part {
    /// Whether one is speaking.
    pub speaking: Switch,
    /// What one's links are like, as far as that is known.
    pub links: Vec<LinkQuality>,
}

impl Part {
    /// One's part with these links.
    pub fn of(speaking: Switch, known: &[Known]) -> Self {
        let links = known.iter().take(MAX_LINKS).map(|known| LinkQuality {
            to: known.peer,
            verdict: known.verdict,
        });
        Self {
            speaking,
            links: links.collect(),
        }
    }
}

/// What was told of it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Outlook {
    told: Part,
    spoke_at: Timestamp,
    linked_at: Timestamp,
}

impl Outlook {
    /// Nothing of it is known outside: one has just come in, or left the call.
    pub fn begin_anew(&mut self) {
        self.told = Part::default();
    }

    /// What is to be told now.
    pub fn poll(&mut self, part: &Part, now: Timestamp) -> Option<ClientFrame> {
        if self.speaking_due(part).is_some_and(|due| due <= now) {
            let speaking = part.speaking;
            self.told.speaking = speaking;
            self.spoke_at = now;
            return Some(ClientFrame::Speaking { speaking });
        }
        if self.links_due(part).is_some_and(|due| due <= now) {
            let links = part.links.clone();
            self.told.links.clone_from(&links);
            self.linked_at = now;
            return Some(ClientFrame::Links { links });
        }
        None
    }

    /// When the next is to be told, if nothing changes until then.
    pub fn poll_timeout(&self, part: &Part) -> Option<Timestamp> {
        let (speaking, links) = (self.speaking_due(part), self.links_due(part));
        speaking.into_iter().chain(links).min()
    }

    fn speaking_due(&self, part: &Part) -> Option<Timestamp> {
        let is_new = self.told.speaking != part.speaking;
        is_new.then(|| self.spoke_at.plus(SPEAKING_PAUSE))
    }

    fn links_due(&self, part: &Part) -> Option<Timestamp> {
        let is_new = self.told.links != part.links;
        is_new.then(|| self.linked_at.plus(LINKS_PAUSE))
    }
}
