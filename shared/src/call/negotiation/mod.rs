//! One end of one link: how two browsers come to agree, and come back to each
//! other. Free of IO: `handle_*` in, `poll_*` out, `now` an argument.
//!
//! # Contract
//! After every `handle_*`, the shell
//! 1. performs what [`Negotiation::poll_action`] gives, and reports how it went
//!    by [`Negotiation::handle_outcome`] before it gets another;
//! 2. sends all that [`Negotiation::poll_signal`] gives, in order. While the
//!    socket is away it may drop them: they are said again by
//!    [`Negotiation::handle_socket_resumed`];
//! 3. calls [`Negotiation::handle_timeout`] at [`Negotiation::poll_timeout`].
//!
//! Any signal whatever leaves the machine sane: its memory bounded, its actions
//! legal.
//!
//! # One building of an end
//! Its peer connection's life is in `end`, with the diagram. Only the impolite
//! end offers; the polite one asks it to. So offers never cross, and none is
//! ever rolled back as in the pattern of W3C WebRTC 1.0 §10.7: after a rollback
//! Chromium (156) goes on decoding what comes, and shows none of it.
//!
//! # Buildings of both ends
//! ```text
//!   the peer speaks from …
//!     a lower generation than known     late: dropped
//!     the known one                     heard, if it means this building of
//!                                       mine (or knows of none)
//!     a higher one, mine is unbound     learned; what was said is said again
//!     a higher one, mine is bound       mine is built anew at once, and hears
//! ```
//! An end is *bound* once its peer connection was given a description of the
//! peer: that connection is of no use with any other building of the peer. Only
//! bound ends follow, and what is built to follow is unbound, so two ends that
//! replace each other do not chase each other: each building is answered by at
//! most one.
//!
//! # Layout
//! - `signal`: what one end tells the other
//! - `browser`: what the shell does, and reports
//! - `end`: one building of an end: descriptions, in legal order
//! - `candidates`: candidates on their way out and in
//! - `recovery`: when a new path, when a new building

mod browser;
mod candidates;
mod end;
mod recovery;
mod signal;

pub use browser::{Action, Connection, Flow, IceRestart, LinkState, Outcome};
pub use candidates::{CANDIDATE_BATCH_MS, MAX_WAITING_CANDIDATES};
pub use end::{CROSSING_MS, REPEAT_MS};
pub use recovery::{
    DISCONNECTED_GRACE_MS, FAILURE_PAUSE_MS, MAX_FAILURE_PAUSE_MS, MAX_PATIENCE_MS, PATIENCE_MS,
};
pub use signal::{
    Candidate, Content, ExchangeId, Generation, MAX_CANDIDATE_BYTES, MAX_CANDIDATES, MAX_SDP_BYTES,
    NotAnSdp, Politeness, Sdp, Signal, politeness,
};

use crate::id::{Incarnation, Timestamp};
use end::{End, Progress};
use recovery::{Recovery, Remedy};

/// One end of one link, over all its buildings.
#[derive(Debug, Clone)]
pub struct Negotiation {
    politeness: Politeness,
    mine: Generation,
    /// The highest heard of.
    theirs: Option<Generation>,
    end: End,
    recovery: Recovery,
    /// Whether the shell is still at an action of a former building, whose
    /// outcome is of no interest.
    finishing_former: bool,
}

impl Negotiation {
    /// An end of this session's `incarnation` that was never built before
    /// within it.
    pub fn new(politeness: Politeness, incarnation: Incarnation, now: Timestamp) -> Self {
        let first = Generation {
            incarnation,
            build: 0,
        };
        Self::of_generation(politeness, first, now)
    }

    /// An end to a peer that this incarnation had one to before: `former` is
    /// what that one's [`Self::generation`] was. The peer may still know it.
    pub fn after(politeness: Politeness, former: Generation, now: Timestamp) -> Self {
        Self::of_generation(politeness, former.rebuilt(), now)
    }

    fn of_generation(politeness: Politeness, mine: Generation, now: Timestamp) -> Self {
        Self {
            politeness,
            mine,
            theirs: None,
            end: End::new(politeness, now),
            recovery: Recovery::new(),
            finishing_former: false,
        }
    }

    /// The present building of this end.
    pub fn generation(&self) -> Generation {
        self.mine
    }

    /// The highest building of the peer's end that was heard of.
    pub fn peer_generation(&self) -> Option<Generation> {
        self.theirs
    }

    /// What to show of this link.
    pub fn link_state(&self) -> LinkState {
        self.recovery.link_state()
    }
}

/// In.
impl Negotiation {
    /// The peer's end says something.
    pub fn handle_signal(&mut self, signal: Signal, now: Timestamp) {
        let means_me = signal.to.is_none_or(|to| to == self.mine);
        if self.theirs > Some(signal.from) {
            return;
        }
        if self.theirs < Some(signal.from) {
            self.meet(signal.from, now);
        }
        if means_me {
            if self.end.is_asked_to_renew(&signal.content) {
                self.recovery.restart();
            }
            self.end.receive(signal.content, now);
        } else {
            self.end.hurry(now);
        }
        self.end.handle_timeout(now);
    }

    /// The peer connection of `generation` found a way to be reached
    /// (`icecandidate`). It is told together with what else is found within
    /// [`CANDIDATE_BATCH_MS`].
    pub fn handle_local_candidate(
        &mut self,
        generation: Generation,
        candidate: Candidate,
        now: Timestamp,
    ) {
        if generation == self.mine {
            self.end.gather(candidate, now);
        }
    }

    /// How the action given last went.
    pub fn handle_outcome(&mut self, outcome: Outcome, now: Timestamp) {
        if std::mem::take(&mut self.finishing_former) {
            return;
        }
        match self.end.handle_outcome(outcome, now) {
            Progress::Some => {}
            Progress::Exchanged => self.recovery.exchanged(now),
            Progress::Broken => self.recovery.handle_failure(now),
        }
    }

    /// The peer connection of `generation` tells its `connectionState`.
    pub fn handle_connection(&mut self, generation: Generation, state: Connection, now: Timestamp) {
        if generation == self.mine {
            self.recovery.handle_connection(state, now);
            self.seek(now);
        }
    }

    /// A watch over the media of `generation` says whether they flow. Starved
    /// is as good as failed: a new path is looked for, and if that does not
    /// help, the link is built anew, though the browser thinks it connected.
    pub fn handle_flow(&mut self, generation: Generation, flow: Flow, now: Timestamp) {
        if generation == self.mine {
            self.recovery.handle_flow(flow, now);
            self.seek(now);
        }
    }

    /// The socket was away and is back, this session's or (if the shell hears
    /// of it) the peer's: what may have been lost is said again.
    pub fn handle_socket_resumed(&mut self, now: Timestamp) {
        match self.link_state() {
            LinkState::Connected => self.end.ask_again(now),
            LinkState::Connecting | LinkState::Reconnecting => self.end.say_again(now),
        }
    }

    /// This device has another network: a new path is looked for.
    pub fn handle_network_change(&mut self, now: Timestamp) {
        if self.end.is_bound() {
            self.recovery.restart();
            self.seek(now);
        }
    }

    /// A deadline may have passed.
    pub fn handle_timeout(&mut self, now: Timestamp) {
        match self.recovery.handle_timeout(now) {
            Remedy::Wait => {}
            Remedy::Rebuild => self.rebuild(now),
        }
        self.seek(now);
        self.end.handle_timeout(now);
    }

    /// The peer's end is another than the one known.
    fn meet(&mut self, theirs: Generation, now: Timestamp) {
        let known = self.theirs.replace(theirs);
        if self.end.is_bound() {
            self.rebuild(now);
        } else if known.is_some() {
            self.end.meet_another(now);
        }
    }

    /// A new path is the impolite end's to offer: the polite one asks for it.
    fn seek(&mut self, now: Timestamp) {
        if self.recovery.restart_is_due() && self.end.seek(now) {
            self.recovery.renewed();
        }
    }

    fn rebuild(&mut self, now: Timestamp) {
        self.finishing_former |= self.end.is_busy();
        self.mine = self.mine.rebuilt();
        self.end = End::new(self.politeness, now);
        self.recovery.rebuilt();
    }
}

/// Out.
impl Negotiation {
    /// When to call [`Self::handle_timeout`], if nothing else happens before.
    pub fn poll_timeout(&self) -> Option<Timestamp> {
        let end = self.end.poll_timeout();
        end.into_iter().chain(self.recovery.poll_timeout()).min()
    }

    /// What the shell is to do next; `None` while it is at something.
    pub fn poll_action(&mut self) -> Option<Action> {
        if self.finishing_former {
            return None;
        }
        let action = self.end.next_action(self.mine).or_else(|| self.restart())?;
        match action {
            Action::Offer { .. } | Action::Accept { .. } => self.recovery.renewed(),
            Action::Open { .. } | Action::Finish { .. } | Action::AddCandidates { .. } => {}
        }
        Some(action)
    }

    /// What to tell the peer's end next.
    pub fn poll_signal(&mut self) -> Option<Signal> {
        let content = self.end.poll_content()?;
        Some(Signal {
            from: self.mine,
            to: self.theirs,
            content,
        })
    }

    fn restart(&mut self) -> Option<Action> {
        if !self.recovery.restart_is_due() {
            return None;
        }
        self.end.restart()
    }
}
