//! One file from one peer: the receiver's end.
//!
//! ```text
//!  Offered ──accept──▶ Opening ──disk──▶ Ready ──turn──▶ Receiving ──all written──▶ Finishing ──closed──▶ Done
//!     ▲                   │                ▲                 │
//!     └── nowhere chosen ─┘                └── link lost ────┘                      any ──▶ Ended
//! ```

use super::WINDOW;
use super::pace::Pace;
use super::standing::{By, Standing};
use super::word::{Ending, Offer};
use crate::id::{SessionId, Timestamp};

#[derive(Debug)]
pub struct Incoming {
    pub peer: SessionId,
    pub offer: Offer,
    pub stage: Stage,
    /// Since when there is no link.
    pub cut_since: Option<Timestamp>,
    /// Since when it should have been offered again.
    pub silent_since: Option<Timestamp>,
    /// Bytes that came; they are handed to the disk in this order.
    pub got: u64,
    /// Those of them that are on the disk.
    pub wrote: u64,
    /// What the sender was told of the latter.
    pub told: u64,
    pub pace: Pace,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    Offered,
    Opening,
    Ready,
    Receiving { number: u32 },
    Finishing,
    Done,
    Ended(Ending, By),
}

impl Incoming {
    pub fn new(peer: SessionId, offer: Offer) -> Self {
        Self {
            peer,
            offer,
            stage: Stage::Offered,
            cut_since: None,
            silent_since: None,
            got: 0,
            wrote: 0,
            told: 0,
            pace: Pace::default(),
        }
    }

    pub fn is_over(&self) -> bool {
        matches!(self.stage, Stage::Done | Stage::Ended(..))
    }

    /// Whether it needs the sender's page to be there.
    pub fn needs_sender(&self) -> bool {
        match self.stage {
            Stage::Offered | Stage::Opening | Stage::Ready | Stage::Receiving { .. } => true,
            Stage::Finishing | Stage::Done | Stage::Ended(..) => false,
        }
    }

    pub fn is_receiving(&self) -> bool {
        matches!(self.stage, Stage::Receiving { .. })
    }

    /// Whether it could begin, or go on.
    pub fn is_ready(&self) -> bool {
        let is_linked = self.cut_since.is_none() && self.silent_since.is_none();
        self.stage == Stage::Ready && is_linked && self.got == self.wrote
    }

    pub fn handle_linked(&mut self, now: Timestamp) {
        self.cut_since = None;
        if self.needs_sender() {
            self.silent_since = Some(now);
        }
    }

    pub fn handle_cut(&mut self, now: Timestamp) {
        self.cut_since.get_or_insert(now);
        self.silent_since = None;
        if self.is_receiving() {
            self.stage = Stage::Ready;
        }
    }

    /// The same file is offered again. False if it is another one.
    pub fn handle_offer_again(&mut self, offer: &Offer) -> bool {
        self.silent_since = None;
        if self.is_receiving() {
            self.stage = Stage::Ready;
        }
        self.offer == *offer
    }

    pub fn start(&mut self, number: u32, now: Timestamp) {
        self.stage = Stage::Receiving { number };
        self.told = self.wrote;
        self.pace.start(self.wrote, now);
    }

    /// A piece came. False if it does not fit.
    pub fn handle_piece(&mut self, offset: u64, length: u64) -> bool {
        let end = self.got.saturating_add(length);
        let fits = length > 0
            && offset == self.got
            && end <= self.offer.size
            && end <= self.wrote.saturating_add(WINDOW);
        if fits {
            self.got = end;
        }
        fits
    }

    pub fn standing(&self, now: Timestamp) -> Standing {
        let done = self.wrote;
        match self.stage {
            Stage::Done => Standing::Done,
            Stage::Ended(why, by) => Standing::Ended(why, by),
            Stage::Finishing => Standing::Running { done, rate: None },
            Stage::Offered | Stage::Opening | Stage::Ready | Stage::Receiving { .. }
                if self.cut_since.is_some() =>
            {
                Standing::Cut { done }
            }
            Stage::Offered => Standing::Offered,
            Stage::Opening => Standing::Opening,
            Stage::Ready => Standing::Waiting,
            Stage::Receiving { .. } if self.stalls_at().is_some_and(|at| at <= now) => {
                Standing::Stalled { done }
            }
            Stage::Receiving { .. } => Standing::Running {
                done,
                rate: self.pace.rate(),
            },
        }
    }

    /// When it counts as stalled, if it is under way.
    pub fn stalls_at(&self) -> Option<Timestamp> {
        self.is_receiving().then(|| self.pace.stalls_at()).flatten()
    }
}
