//! One building of one end: one peer connection's life, from the first action
//! to the last. Knows the peer's generation only as "the same" or "another".
//!
//! ```text
//!   Unopened ──Open──► Open ──any action Failed──► Broken (till built anew)
//!
//!   within Open, impolite:                      polite:
//!
//!     Stable ──Offer──► LocalOfferOut             Stable ──────┐
//!       ▲                     │                     ▲          │ an offer
//!       └──────Finish─────────┘                     └──Accept──┘
//! ```
//!
//! (W3C WebRTC 1.0 §4.3.1; RFC 9429 §3.2.) `have-remote-offer` lasts only while
//! `Accept` is under way. As one action is under way at a time and the inbox is
//! read between two, a description never comes at the wrong moment.
//!
//! Invariant: a description goes to the browser only in the state that allows
//! it, and only of one building of the peer; what is kept is bounded.

mod words;

pub use words::{CROSSING_MS, REPEAT_MS};

use super::browser::{Action, IceRestart, Outcome};
use super::candidates::{Gathered, Local, Waiting};
use super::signal::{ExchangeId, Generation, Politeness, Sdp};
use crate::id::Timestamp;

/// How far the outcome of an action brought the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Progress {
    /// On its way.
    Some,
    /// Both descriptions are set.
    Exchanged,
    /// The browser refused.
    Broken,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    Unopened,
    Open,
    Broken,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Signalling {
    Stable,
    LocalOfferOut(ExchangeId),
}

/// The action under way, and what to remember of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Task {
    Open,
    Offer(ExchangeId),
    Accept(ExchangeId),
    Finish,
    AddCandidates,
}

#[derive(Debug, Clone)]
struct Description {
    exchange: ExchangeId,
    sdp: Sdp,
}

/// What came while something was under way. A newer description makes an older
/// one of its kind pointless, so one place each is enough.
#[derive(Debug, Clone, Default)]
struct Inbox {
    offer: Option<Description>,
    answer: Option<Description>,
}

/// What the peer is to be told as soon as the shell asks; the words themselves
/// are taken from the state of that moment.
#[derive(Debug, Clone, Default)]
struct Due {
    request: bool,
    offer: bool,
    answer: bool,
}

#[derive(Debug, Clone)]
pub(super) struct End {
    politeness: Politeness,
    stage: Stage,
    signalling: Signalling,
    task: Option<Task>,
    /// Whether the peer connection was given a description of the peer: from
    /// then on it is of use with that building of the peer only.
    bound: bool,
    /// Whether a new path was asked for, of a polite end.
    seeks: bool,
    inbox: Inbox,
    next_offer: ExchangeId,
    /// What the newest offer was answered, to answer the same again.
    answered: Option<Description>,
    /// The exchange of the peer's description that is set.
    remote: Option<ExchangeId>,
    waiting: Waiting,
    local: Option<Local>,
    /// Candidates found while the description they belong to is being set.
    early: Gathered,
    due: Due,
    said_at: Timestamp,
    repeat_at: Timestamp,
}

impl End {
    pub fn new(politeness: Politeness, now: Timestamp) -> Self {
        Self {
            politeness,
            stage: Stage::Unopened,
            signalling: Signalling::Stable,
            task: None,
            bound: false,
            seeks: false,
            inbox: Inbox::default(),
            next_offer: ExchangeId::FIRST,
            answered: None,
            remote: None,
            waiting: Waiting::default(),
            local: None,
            early: Gathered::default(),
            due: Due::default(),
            said_at: now,
            repeat_at: now,
        }
    }

    pub fn is_bound(&self) -> bool {
        self.bound
    }

    pub fn is_busy(&self) -> bool {
        self.task.is_some()
    }
}

/// Actions.
impl End {
    /// The next action that the present state and the inbox ask for.
    pub fn next_action(&mut self, generation: Generation) -> Option<Action> {
        if self.is_busy() {
            return None;
        }
        match self.stage {
            Stage::Unopened => Some(self.begin(Task::Open, Action::Open { generation })),
            Stage::Open => self
                .take_answer()
                .or_else(|| self.take_offer())
                .or_else(|| self.take_candidates())
                .or_else(|| self.first_offer()),
            Stage::Broken => None,
        }
    }

    /// Offers a new path, if an offer can be made now.
    pub fn restart(&mut self) -> Option<Action> {
        let may = self.politeness == Politeness::Impolite
            && self.bound
            && !self.is_busy()
            && self.stage == Stage::Open
            && self.signalling == Signalling::Stable;
        may.then(|| self.offer(IceRestart::Restart))
    }

    /// Asks for a new path, if this end is one that asks.
    pub fn seek(&mut self, now: Timestamp) -> bool {
        let may = self.politeness == Politeness::Polite && self.bound && self.stage == Stage::Open;
        if may {
            self.seeks = true;
            self.say(now);
        }
        may
    }

    pub fn handle_outcome(&mut self, outcome: Outcome, now: Timestamp) -> Progress {
        let Some(task) = self.task.take() else {
            return Progress::Some;
        };
        match (task, outcome) {
            (Task::Open, Outcome::Done) => self.opened(now),
            (Task::Offer(exchange), Outcome::Described(sdp)) => self.offered(exchange, sdp, now),
            (Task::Accept(exchange), Outcome::Described(sdp)) => self.answered(exchange, sdp, now),
            (Task::Finish, Outcome::Done) => self.finished(),
            (Task::AddCandidates, Outcome::Done) => Progress::Some,
            (Task::Offer(_) | Task::Accept(_), Outcome::Done)
            | (Task::Open | Task::Finish | Task::AddCandidates, Outcome::Described(_))
            | (_, Outcome::Failed) => self.broken(now),
        }
    }

    fn begin(&mut self, task: Task, action: Action) -> Action {
        self.task = Some(task);
        action
    }

    fn take_answer(&mut self) -> Option<Action> {
        let Description { exchange, sdp } = self.inbox.answer.take()?;
        if self.signalling != Signalling::LocalOfferOut(exchange) {
            return None;
        }
        self.set_remote(exchange);
        Some(self.begin(Task::Finish, Action::Finish { answer: sdp }))
    }

    fn take_offer(&mut self) -> Option<Action> {
        let Description { exchange, sdp } = self.inbox.offer.take()?;
        if !self.is_ahead(exchange) {
            return None;
        }
        self.set_remote(exchange);
        Some(self.begin(Task::Accept(exchange), Action::Accept { offer: sdp }))
    }

    fn set_remote(&mut self, exchange: ExchangeId) {
        self.bound = true;
        self.seeks = false;
        self.remote = Some(exchange);
        self.drop_useless_candidates();
    }

    fn take_candidates(&mut self) -> Option<Action> {
        let candidates = self.waiting.take(self.remote?);
        if candidates.is_empty() {
            return None;
        }
        Some(self.begin(Task::AddCandidates, Action::AddCandidates { candidates }))
    }

    fn first_offer(&mut self) -> Option<Action> {
        let is_missing = self.politeness == Politeness::Impolite
            && !self.bound
            && self.signalling == Signalling::Stable;
        is_missing.then(|| self.offer(IceRestart::Keep))
    }

    fn offer(&mut self, restart: IceRestart) -> Action {
        let exchange = self.next_offer;
        self.next_offer = exchange.next();
        self.begin(Task::Offer(exchange), Action::Offer { restart })
    }
}

/// Outcomes.
impl End {
    fn opened(&mut self, now: Timestamp) -> Progress {
        self.stage = Stage::Open;
        if self.awaits_peer() {
            self.say(now);
        }
        Progress::Some
    }

    fn offered(&mut self, exchange: ExchangeId, sdp: Sdp, now: Timestamp) -> Progress {
        self.signalling = Signalling::LocalOfferOut(exchange);
        self.described(exchange, sdp, now);
        self.say(now);
        Progress::Some
    }

    fn answered(&mut self, exchange: ExchangeId, sdp: Sdp, now: Timestamp) -> Progress {
        self.answered = Some(Description {
            exchange,
            sdp: sdp.clone(),
        });
        self.described(exchange, sdp, now);
        self.due.answer = true;
        Progress::Exchanged
    }

    fn described(&mut self, exchange: ExchangeId, sdp: Sdp, now: Timestamp) {
        let early = std::mem::take(&mut self.early);
        self.local = Some(Local::new(exchange, sdp, early, now));
    }

    fn finished(&mut self) -> Progress {
        self.signalling = Signalling::Stable;
        Progress::Exchanged
    }

    fn broken(&mut self, now: Timestamp) -> Progress {
        *self = Self {
            stage: Stage::Broken,
            bound: self.bound,
            ..Self::new(self.politeness, now)
        };
        Progress::Broken
    }
}
