//! A client's copy of a room's log: entries in order, each shown once, and
//! what one is about to say.
//!
//! ```text
//!  1 … 40 │ 41 42 43 │ ▒▒ │ 46 47        drafts: sending, not sent
//!  older  │ held     │hole│ held         newest = 47
//! ```
//!
//! Invariant: an entry is held at most once, by its number; a draft goes when
//! the entry with its client id comes. Whatever is missing between where the
//! copy begins and the newest entry known is a hole, which [`Timeline::hole`]
//! names until it is filled.

use crate::id::{ClientId, Epoch, Seq};
use crate::room::{Entry, Refusal};
use crate::wire::{Have, History, Welcome};

/// A client's copy of a log.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Timeline {
    epoch: Option<Epoch>,
    /// In order.
    entries: Vec<Entry>,
    /// The place before the copy: what lies up to it is older, not missing.
    begins_after: Seq,
    /// Where an answer said that nothing older is kept.
    oldest: Option<Seq>,
    newest: Seq,
    drafts: Vec<Draft>,
}

/// What one has written and the server has not yet kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// Drawn for it.
    pub client: ClientId,
    /// As typed.
    pub text: String,
    /// How far it got.
    pub state: DraftState,
}

/// How far a draft got.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DraftState {
    /// On its way, or waiting for a connection.
    Sending,
    /// Refused, for this reason.
    NotSent(Refusal),
}

impl Timeline {
    /// Joins what a welcome tells to what is held.
    pub fn handle_welcome(&mut self, welcome: &Welcome) {
        let goes_on =
            welcome.history == History::Continued && self.epoch == Some(welcome.room.epoch);
        if !goes_on {
            self.entries.clear();
            self.newest = Seq::default();
            self.begins_after = begins_after(welcome);
        }
        self.epoch = Some(welcome.room.epoch);
        self.handle_entries(&welcome.entries);
        self.handle_newest(welcome.newest);
    }

    /// Takes entries in any order, again and again.
    pub fn handle_entries(&mut self, entries: &[Entry]) {
        for entry in entries {
            self.handle_entry(entry.clone());
        }
    }

    /// Takes the answer to a fetch, `after` as it says. An empty one to the
    /// question for what is older says that nothing older is kept.
    pub fn handle_page(&mut self, after: Seq, entries: &[Entry]) {
        if entries.is_empty() {
            self.oldest = Some(after);
        }
        self.handle_entries(entries);
    }

    /// Takes one entry.
    pub fn handle_entry(&mut self, entry: Entry) {
        self.drafts.retain(|draft| draft.client != entry.client);
        self.handle_newest(entry.seq);
        self.begins_after = self.begins_after.min(entry.seq.previous());
        let place = self
            .entries
            .binary_search_by_key(&entry.seq, |held| held.seq);
        if let Err(place) = place {
            self.entries.insert(place, entry);
        }
    }

    /// Learns that there are entries up to `seq`.
    pub fn handle_newest(&mut self, seq: Seq) {
        self.newest = self.newest.max(seq);
    }

    /// Puts what one is saying in line.
    pub fn handle_draft(&mut self, client: ClientId, text: String) {
        self.drafts.push(Draft {
            client,
            text,
            state: DraftState::Sending,
        });
    }

    /// A draft was refused.
    pub fn handle_refusal(&mut self, client: ClientId, reason: Refusal) {
        if let Some(draft) = self.draft_mut(client) {
            draft.state = DraftState::NotSent(reason);
        }
    }

    /// A refused draft is to be sent again; gives its text.
    pub fn handle_retry(&mut self, client: ClientId) -> Option<String> {
        let draft = self.draft_mut(client)?;
        draft.state = DraftState::Sending;
        Some(draft.text.clone())
    }

    /// A refused draft is given up.
    pub fn handle_discard(&mut self, client: ClientId) {
        self.drafts.retain(|draft| draft.client != client);
    }

    /// Entries held, in order.
    pub fn entries(&self) -> impl DoubleEndedIterator<Item = &Entry> {
        self.entries.iter()
    }

    /// What is not kept yet, in the order it was written.
    pub fn drafts(&self) -> &[Draft] {
        &self.drafts
    }

    /// Drafts to send once there is a connection.
    pub fn unsent(&self) -> impl Iterator<Item = &Draft> {
        self.drafts
            .iter()
            .filter(|draft| draft.state == DraftState::Sending)
    }

    /// How far the copy goes without a hole: what to resume from.
    pub fn have(&self) -> Option<Have> {
        let epoch = self.epoch?;
        let seq = self.last_before_hole();
        Some(Have { epoch, seq })
    }

    /// The place before the first hole, if something is missing after it.
    pub fn hole(&self) -> Option<Seq> {
        let seq = self.last_before_hole();
        (seq < self.newest).then_some(seq)
    }

    /// Where the copy begins, if there are older entries to ask for.
    pub fn older_before(&self) -> Option<Seq> {
        let first = self.begins_after.next();
        (self.begins_after > Seq::default() && self.oldest != Some(first)).then_some(first)
    }

    fn last_before_hole(&self) -> Seq {
        let mut last = self.begins_after;
        for entry in &self.entries {
            if entry.seq != last.next() {
                break;
            }
            last = entry.seq;
        }
        last
    }

    fn draft_mut(&mut self, client: ClientId) -> Option<&mut Draft> {
        self.drafts.iter_mut().find(|draft| draft.client == client)
    }
}

fn begins_after(welcome: &Welcome) -> Seq {
    let first = welcome.entries.first();
    first.map_or(welcome.newest, |first| first.seq.previous())
}
