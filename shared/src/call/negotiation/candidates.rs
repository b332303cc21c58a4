//! Candidates on their way out and in (trickle ICE, RFC 8838).
//!
//! Invariant: both directions are bounded, and what overflows is the oldest.
//! Neither knows the peer connection, nor why an exchange is over.

use std::collections::VecDeque;

use super::signal::{Candidate, ExchangeId, MAX_CANDIDATES, Sdp};
use crate::id::Timestamp;

/// How long, in milliseconds, a candidate waits for others to be sent with.
pub const CANDIDATE_BATCH_MS: u64 = 100;
/// How many of the peer's candidates wait for their description.
pub const MAX_WAITING_CANDIDATES: usize = 2 * MAX_CANDIDATES;

/// Candidates the shell found, oldest first.
#[derive(Debug, Clone, Default)]
pub(super) struct Gathered(VecDeque<Candidate>);

impl Gathered {
    /// Keeps one more; says whether the oldest had to go for it.
    pub fn push(&mut self, candidate: Candidate) -> Option<Candidate> {
        self.0.push_back(candidate);
        (self.0.len() > MAX_CANDIDATES)
            .then(|| self.0.pop_front())
            .flatten()
    }
}

/// The local description that is current or on offer, and what was gathered
/// for it: all is kept, to be said again when signals may have been lost.
#[derive(Debug, Clone)]
pub(super) struct Local {
    pub exchange: ExchangeId,
    pub sdp: Sdp,
    gathered: Gathered,
    /// How many of them, from the front, the peer has been told.
    said: usize,
    /// When those that wait for others go.
    batch_ends: Option<Timestamp>,
    /// Whether the untold ones are to go now.
    due: bool,
}

impl Local {
    /// `early` was gathered before the shell could report the description.
    pub fn new(exchange: ExchangeId, sdp: Sdp, early: Gathered, now: Timestamp) -> Self {
        let mut local = Self {
            exchange,
            sdp,
            gathered: Gathered::default(),
            said: 0,
            batch_ends: None,
            due: false,
        };
        for candidate in early.0 {
            local.gather(candidate, now);
        }
        local
    }

    /// Keeps a candidate of this description; one of a former round of
    /// gathering is of no use any more.
    pub fn gather(&mut self, candidate: Candidate, now: Timestamp) {
        if !self.sdp.found(&candidate) {
            return;
        }
        if self.gathered.push(candidate).is_some() {
            self.said = self.said.saturating_sub(1);
        }
        self.batch_ends.get_or_insert(now.plus(CANDIDATE_BATCH_MS));
    }

    /// All that was gathered is to be told again, at once.
    pub fn say_again(&mut self) {
        self.said = 0;
        self.due = true;
        self.batch_ends = None;
    }

    pub fn handle_timeout(&mut self, now: Timestamp) {
        if self.batch_ends.take_if(|ends| *ends <= now).is_some() {
            self.due = true;
        }
    }

    pub fn poll_timeout(&self) -> Option<Timestamp> {
        self.batch_ends
    }

    /// The untold ones, once they are due.
    pub fn take_batch(&mut self) -> Option<Vec<Candidate>> {
        if !std::mem::take(&mut self.due) {
            return None;
        }
        let untold: Vec<_> = self.gathered.0.iter().skip(self.said).cloned().collect();
        self.said = self.gathered.0.len();
        self.batch_ends = None;
        (!untold.is_empty()).then_some(untold)
    }
}

/// The peer's candidates, until the description they belong to is set
/// (`addIceCandidate` refuses them before: W3C WebRTC 1.0 §4.4.2).
#[derive(Debug, Clone, Default)]
pub(super) struct Waiting(VecDeque<(ExchangeId, Candidate)>);

impl Waiting {
    pub fn push(&mut self, exchange: ExchangeId, candidates: Vec<Candidate>) {
        for candidate in candidates {
            if self.0.len() == MAX_WAITING_CANDIDATES {
                self.0.pop_front();
            }
            self.0.push_back((exchange, candidate));
        }
    }

    /// Those of `exchange`, in the order they came.
    pub fn take(&mut self, exchange: ExchangeId) -> Vec<Candidate> {
        let (taken, kept): (VecDeque<_>, _) = std::mem::take(&mut self.0)
            .into_iter()
            .partition(|(of, _)| *of == exchange);
        self.0 = kept;
        taken.into_iter().map(|(_, candidate)| candidate).collect()
    }

    pub fn retain(&mut self, useful: impl Fn(ExchangeId) -> bool) {
        self.0.retain(|(exchange, _)| useful(*exchange));
    }
}
