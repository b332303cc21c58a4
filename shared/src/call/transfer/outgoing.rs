//! One file to one peer: the sender's end.
//!
//! ```text
//!  Queued ──offer──▶ Offered ──accept──▶ Sending ──done──▶ Done
//!    ▲                  │                   │
//!    └───── the link was built anew ────────┘     any ──▶ Ended
//! ```

use super::pace::Pace;
use super::standing::{By, Standing};
use super::word::{Ending, Offer};
use super::{BLOCK, WINDOW};
use crate::id::{SessionId, Timestamp};

#[derive(Debug)]
pub struct Outgoing {
    pub peer: SessionId,
    pub offer: Offer,
    pub stage: Stage,
    /// Since when there is no link.
    pub cut_since: Option<Timestamp>,
    /// Whether it was said on a later link that one has ended it: the word on
    /// the former one may have been lost with it.
    pub is_told: bool,
    /// What the receiver had written when it said so last.
    written: u64,
    pace: Pace,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    Queued,
    Offered,
    Sending(Sending),
    Done,
    Ended(Ending, By),
}

/// How far one is, in bytes from the beginning of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sending {
    pub number: u32,
    /// Until here it went out.
    pub next: u64,
    /// Until here it was read, or is being read.
    pub loaded: u64,
    pub reading: Reading,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reading {
    /// What was read is there.
    Idle,
    /// What is read last is not there yet, and begins here.
    From(u64),
}

impl Outgoing {
    pub fn new(peer: SessionId, offer: Offer, cut_since: Option<Timestamp>) -> Self {
        Self {
            peer,
            offer,
            stage: Stage::Queued,
            cut_since,
            is_told: false,
            written: 0,
            pace: Pace::default(),
        }
    }

    pub fn is_over(&self) -> bool {
        matches!(self.stage, Stage::Done | Stage::Ended(..))
    }

    /// Whether the receiver was told of it, and it is not over.
    pub fn is_on_offer(&self) -> bool {
        matches!(self.stage, Stage::Offered | Stage::Sending(_))
    }

    /// The link is there anew: nothing of before counts.
    pub fn handle_linked(&mut self) {
        self.cut_since = None;
        if !self.is_over() {
            self.stage = Stage::Queued;
        }
    }

    pub fn handle_cut(&mut self, now: Timestamp) {
        self.cut_since.get_or_insert(now);
    }

    /// The receiver wants it from `at` on. False if that cannot be.
    pub fn handle_accept(&mut self, number: u32, at: u64, now: Timestamp) -> bool {
        if at > self.offer.size {
            return false;
        }
        self.stage = Stage::Sending(Sending {
            number,
            next: at,
            loaded: at,
            reading: Reading::Idle,
        });
        self.written = at;
        self.pace.start(at, now);
        true
    }

    /// The receiver has written so much. False if that cannot be.
    pub fn handle_wrote(&mut self, at: u64, now: Timestamp) -> bool {
        let Stage::Sending(sending) = self.stage else {
            return false;
        };
        if at < self.written || at > sending.next {
            return false;
        }
        self.written = at;
        self.pace.note(at, now);
        true
    }

    /// The receiver has all of it. False if that cannot be.
    pub fn handle_done(&mut self) -> bool {
        let is_possible = match self.stage {
            Stage::Sending(sending) => sending.next == self.offer.size,
            // It had all of it before the link was lost.
            Stage::Offered => true,
            Stage::Queued | Stage::Done | Stage::Ended(..) => false,
        };
        if is_possible {
            self.stage = Stage::Done;
        }
        is_possible
    }

    pub fn sending(&mut self) -> Option<&mut Sending> {
        match &mut self.stage {
            Stage::Sending(sending) => Some(sending),
            Stage::Queued | Stage::Offered | Stage::Done | Stage::Ended(..) => None,
        }
    }

    /// The same while there is a link: on one that does not count as one,
    /// nothing goes, though the browser may still have its channel.
    fn running(&mut self) -> Option<&mut Sending> {
        if self.cut_since.is_some() {
            return None;
        }
        self.sending()
    }

    /// What is to be read of the file: `from` and how many bytes.
    pub fn poll_read(&mut self) -> Option<(u32, u64, u64)> {
        let until = self.offer.size.min(self.written + WINDOW);
        let sending = self.running()?;
        let is_due = sending.reading == Reading::Idle && sending.next == sending.loaded;
        if !is_due || sending.loaded >= until {
            return None;
        }
        let from = sending.loaded;
        sending.loaded = until.min(from + BLOCK);
        sending.reading = Reading::From(from);
        Some((sending.number, from, sending.loaded - from))
    }

    /// What can go out now: its number, where it begins, how many bytes.
    pub fn poll_piece(&mut self, most: u64) -> Option<(u32, u64, u64)> {
        let sending = self.running()?;
        let offset = sending.next;
        if sending.reading != Reading::Idle || offset == sending.loaded {
            return None;
        }
        sending.next = sending.loaded.min(offset + most);
        Some((sending.number, offset, sending.next - offset))
    }

    pub fn standing(&self, now: Timestamp) -> Standing {
        let done = self.written;
        match self.stage {
            Stage::Done => Standing::Done,
            Stage::Ended(why, by) => Standing::Ended(why, by),
            Stage::Queued | Stage::Offered | Stage::Sending(_) if self.cut_since.is_some() => {
                Standing::Cut { done }
            }
            Stage::Queued => Standing::Queued,
            Stage::Offered => Standing::Offered,
            Stage::Sending(_) if self.stalls_at().is_some_and(|at| at <= now) => {
                Standing::Stalled { done }
            }
            Stage::Sending(_) => Standing::Running {
                done,
                rate: self.pace.rate(),
            },
        }
    }

    /// When it counts as stalled, if it is under way.
    pub fn stalls_at(&self) -> Option<Timestamp> {
        match self.stage {
            Stage::Sending(_) => self.pace.stalls_at(),
            Stage::Queued | Stage::Offered | Stage::Done | Stage::Ended(..) => None,
        }
    }
}
