//! What an end hears of its peer and tells it. Takes words in and keeps what
//! may be of use; decides nothing of descriptions. What it says is taken from
//! the state of the moment it is asked, so nothing void is ever said.

use super::{Description, End, Inbox, Signalling, Stage, Task};
use crate::call::negotiation::candidates::{Local, Waiting};
use crate::call::negotiation::signal::{Candidate, Content, ExchangeId, Politeness, Sdp};
use crate::id::Timestamp;

/// How long, in milliseconds, an offer or a request for one waits to be
/// answered before it is said again.
pub const REPEAT_MS: u64 = 5_000;
/// How long, in milliseconds, it waits at least when there is a sign that it
/// was not heard: it may just have crossed that sign.
pub const CROSSING_MS: u64 = 1_000;

/// What the peer says.
impl End {
    pub fn receive(&mut self, content: Content, now: Timestamp) {
        if self.stage == Stage::Broken {
            return;
        }
        match content {
            Content::Ready | Content::Renew { .. } => self.hurry(now),
            Content::Offer { exchange, sdp } => self.receive_offer(exchange, sdp),
            Content::Answer { exchange, sdp } => self.receive_answer(exchange, sdp),
            Content::Candidates {
                exchange,
                candidates,
            } => self.receive_candidates(exchange, candidates),
        }
    }

    /// The peer's end was replaced before this one had any of its
    /// descriptions: what the former said is void, and what it was told has to
    /// be told again. (The candidates even if the new one's first word is an
    /// answer: they were addressed to the former.)
    pub fn meet_another(&mut self, now: Timestamp) {
        self.inbox = Inbox::default();
        self.waiting = Waiting::default();
        self.repeat_at = now;
        self.say_candidates_again();
    }

    /// Whether the peer asks for a new path and none is under way.
    pub fn is_asked_to_renew(&self, content: &Content) -> bool {
        let Content::Renew { after } = content else {
            return false;
        };
        let is_under_way = match self.signalling {
            Signalling::LocalOfferOut(exchange) => exchange > *after,
            Signalling::Stable => matches!(self.task, Some(Task::Offer(_))),
        };
        self.politeness == Politeness::Impolite && self.remote == Some(*after) && !is_under_way
    }

    fn receive_offer(&mut self, exchange: ExchangeId, sdp: Sdp) {
        if !self.is_ahead(exchange) {
            return self.answer_again(exchange);
        }
        let known = self.inbox.offer.as_ref().map(|known| known.exchange);
        if self.politeness == Politeness::Polite && known <= Some(exchange) {
            self.inbox.offer = Some(Description { exchange, sdp });
        }
    }

    fn receive_answer(&mut self, exchange: ExchangeId, sdp: Sdp) {
        if self.signalling == Signalling::LocalOfferOut(exchange) {
            self.inbox.answer = Some(Description { exchange, sdp });
        }
    }

    fn receive_candidates(&mut self, exchange: ExchangeId, candidates: Vec<Candidate>) {
        if self.may_use_candidates_of(exchange) {
            self.waiting.push(exchange, candidates);
        }
    }

    pub(super) fn drop_useless_candidates(&mut self) {
        let mut waiting = std::mem::take(&mut self.waiting);
        waiting.retain(|exchange| self.may_use_candidates_of(exchange));
        self.waiting = waiting;
    }

    /// Whether this exchange was opened after the one in force.
    pub(super) fn is_ahead(&self, exchange: ExchangeId) -> bool {
        self.remote < Some(exchange)
    }

    /// Whether the peer's description of this exchange is set or may yet be.
    fn may_use_candidates_of(&self, exchange: ExchangeId) -> bool {
        let is_set = self.remote == Some(exchange);
        let may_be_answered = self.signalling == Signalling::LocalOfferOut(exchange);
        let may_be_offered = self.politeness == Politeness::Polite && self.is_ahead(exchange);
        is_set || may_be_answered || may_be_offered
    }
}

/// What the peer is told.
impl End {
    /// Something of this end seems not to have been heard.
    pub fn hurry(&mut self, now: Timestamp) {
        let soon = self.said_at.plus(CROSSING_MS).max(now);
        self.repeat_at = self.repeat_at.min(soon);
    }

    /// Says again what may have been lost while the link was not connected.
    pub fn say_again(&mut self, now: Timestamp) {
        self.ask_again(now);
        if let Some(exchange) = self.remote {
            self.answer_again(exchange);
        }
        self.say_candidates_again();
    }

    /// Says again what awaits an answer, if anything does.
    pub fn ask_again(&mut self, now: Timestamp) {
        if self.awaits_peer() {
            self.say(now);
        }
    }

    pub fn gather(&mut self, candidate: Candidate, now: Timestamp) {
        if let Some(Task::Offer(_) | Task::Accept(_)) = self.task {
            self.early.push(candidate);
        } else if let Some(local) = &mut self.local {
            local.gather(candidate, now);
        }
    }

    pub fn handle_timeout(&mut self, now: Timestamp) {
        if self.repeat_at <= now {
            self.ask_again(now);
        }
        if let Some(local) = &mut self.local {
            local.handle_timeout(now);
        }
    }

    pub fn poll_timeout(&self) -> Option<Timestamp> {
        let repeat = self.awaits_peer().then_some(self.repeat_at);
        let batch = self.local.as_ref().and_then(Local::poll_timeout);
        repeat.into_iter().chain(batch).min()
    }

    pub fn poll_content(&mut self) -> Option<Content> {
        self.take_due_answer()
            .or_else(|| self.take_due_request())
            .or_else(|| self.take_due_offer())
            .or_else(|| self.take_due_candidates())
    }

    /// Whether the last word was this end's, and nothing moves until it is
    /// answered.
    pub(super) fn awaits_peer(&self) -> bool {
        let is_without = self.awaits_first_offer() || self.seeks;
        let awaits_offer = is_without && self.inbox.offer.is_none();
        self.stage == Stage::Open && (self.awaits_answer() || awaits_offer)
    }

    fn awaits_answer(&self) -> bool {
        let is_at_it = self.task == Some(Task::Finish);
        match self.signalling {
            Signalling::LocalOfferOut(_) => self.inbox.answer.is_none() && !is_at_it,
            Signalling::Stable => false,
        }
    }

    fn awaits_first_offer(&self) -> bool {
        self.politeness == Politeness::Polite && !self.bound
    }

    pub(super) fn say(&mut self, now: Timestamp) {
        self.due.request = true;
        self.due.offer = true;
        self.say_candidates_again();
        self.said_at = now;
        self.repeat_at = now.plus(REPEAT_MS);
    }

    /// Answers this exchange as before, if it is the newest answered.
    fn answer_again(&mut self, exchange: ExchangeId) {
        let is_current = |known: ExchangeId| known == exchange;
        self.due.answer |= self
            .answered
            .as_ref()
            .is_some_and(|it| is_current(it.exchange));
        if self
            .local
            .as_ref()
            .is_some_and(|it| is_current(it.exchange))
        {
            self.say_candidates_again();
        }
    }

    fn say_candidates_again(&mut self) {
        if let Some(local) = &mut self.local {
            local.say_again();
        }
    }

    fn take_due_answer(&mut self) -> Option<Content> {
        if !std::mem::take(&mut self.due.answer) {
            return None;
        }
        let Description { exchange, sdp } = self.answered.clone()?;
        Some(Content::Answer { exchange, sdp })
    }

    fn take_due_request(&mut self) -> Option<Content> {
        if !std::mem::take(&mut self.due.request) {
            return None;
        }
        if self.awaits_first_offer() {
            return Some(Content::Ready);
        }
        let after = self.remote.filter(|_| self.seeks)?;
        Some(Content::Renew { after })
    }

    fn take_due_offer(&mut self) -> Option<Content> {
        let is_due = std::mem::take(&mut self.due.offer);
        let (true, Signalling::LocalOfferOut(exchange)) = (is_due, self.signalling) else {
            return None;
        };
        let sdp = self.local.as_ref()?.sdp.clone();
        Some(Content::Offer { exchange, sdp })
    }

    fn take_due_candidates(&mut self) -> Option<Content> {
        let local = self.local.as_mut()?;
        Some(Content::Candidates {
            exchange: local.exchange,
            candidates: local.take_batch()?,
        })
    }
}
