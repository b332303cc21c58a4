//! One session's ends of all its links.
//!
//! Invariant: there is an end for every linked session of the call, and for
//! one that a server which was started again does not know yet, as long as
//! its media lives. Nothing here knows a peer connection; the shell performs
//! the actions and answers with outcomes.

use std::collections::VecDeque;

use super::are_linked;
use super::negotiation::{
    Action, Candidate, Connection, Flow, Generation, LinkState, Negotiation, Outcome, Signal,
    politeness,
};
use crate::id::{Incarnation, MemberId, SessionId, Timestamp};

/// How long an end outlives its peer's absence from the call without a
/// connection of its own, in milliseconds.
pub const ABSENCE_GRACE: u64 = 60_000;

/// The ends of one session.
#[derive(Debug)]
pub struct Mesh {
    me: (SessionId, MemberId),
    incarnation: Incarnation,
    links: Vec<Link>,
    /// Ends that were closed: one to the same peer must be made after them.
    former: Vec<(SessionId, Generation)>,
    closed: VecDeque<SessionId>,
}

#[derive(Debug)]
struct Link {
    peer: SessionId,
    negotiation: Negotiation,
    /// Since when the server has not listed the peer in the call.
    absent_since: Option<Timestamp>,
}

impl Mesh {
    /// No links yet.
    pub fn new(me: (SessionId, MemberId), incarnation: Incarnation) -> Self {
        Self {
            me,
            incarnation,
            links: Vec::new(),
            former: Vec::new(),
            closed: VecDeque::new(),
        }
    }

    /// Whose ends these are.
    pub fn me(&self) -> (SessionId, MemberId) {
        self.me
    }

    /// The connection to the server is there (again), and these are in the
    /// call. Who is not among them may only not be back yet.
    pub fn handle_welcome(&mut self, in_call: &[(SessionId, MemberId)], now: Timestamp) {
        for link in &mut self.links {
            if !in_call.iter().any(|(session, _)| *session == link.peer) {
                link.absent_since.get_or_insert(now);
            }
        }
        for peer in in_call {
            self.handle_joined(*peer, now);
        }
    }

    /// A session is in the call: newly, still, or with a new connection.
    pub fn handle_joined(&mut self, peer: (SessionId, MemberId), now: Timestamp) {
        if !are_linked(self.me, peer) {
            return;
        }
        if let Some(link) = self.link_mut(peer.0) {
            link.absent_since = None;
            link.negotiation.handle_socket_resumed(now);
            return;
        }
        let link = Link {
            peer: peer.0,
            negotiation: self.negotiation(peer.0, now),
            absent_since: None,
        };
        self.links.push(link);
    }

    /// A session has left the call.
    pub fn handle_left(&mut self, peer: SessionId) {
        let Some(place) = self.links.iter().position(|link| link.peer == peer) else {
            return;
        };
        let link = self.links.remove(place);
        self.former.retain(|(former, _)| *former != peer);
        self.former.push((peer, link.negotiation.generation()));
        self.closed.push_back(peer);
    }

    /// One has left the call oneself.
    pub fn handle_leave(&mut self) {
        let peers: Vec<SessionId> = self.peers().collect();
        for peer in peers {
            self.handle_left(peer);
        }
    }

    /// The other end of a link says something.
    pub fn handle_signal(&mut self, from: SessionId, signal: Signal, now: Timestamp) {
        if let Some(link) = self.link_mut(from) {
            link.negotiation.handle_signal(signal, now);
        }
    }

    /// The action of a link is done.
    pub fn handle_outcome(&mut self, peer: SessionId, outcome: Outcome, now: Timestamp) {
        if let Some(link) = self.link_mut(peer) {
            link.negotiation.handle_outcome(outcome, now);
        }
    }

    /// The peer connection of a link found a candidate.
    pub fn handle_candidate(
        &mut self,
        peer: SessionId,
        generation: Generation,
        candidate: Candidate,
        now: Timestamp,
    ) {
        if let Some(link) = self.link_mut(peer) {
            link.negotiation
                .handle_local_candidate(generation, candidate, now);
        }
    }

    /// The peer connection of a link changed its state.
    pub fn handle_connection(
        &mut self,
        peer: SessionId,
        generation: Generation,
        state: Connection,
        now: Timestamp,
    ) {
        if let Some(link) = self.link_mut(peer) {
            link.negotiation.handle_connection(generation, state, now);
        }
    }

    /// What comes over a link of that building flows, or does not.
    pub fn handle_flow(
        &mut self,
        peer: SessionId,
        (generation, flow): (Generation, Flow),
        now: Timestamp,
    ) {
        if let Some(link) = self.link_mut(peer) {
            link.negotiation.handle_flow(generation, flow, now);
        }
    }

    /// The machine is on another network.
    pub fn handle_network_change(&mut self, now: Timestamp) {
        for link in &mut self.links {
            link.negotiation.handle_network_change(now);
        }
    }

    /// The relay was started anew: links that went through it have no way any
    /// more. Those to the `direct` ones do not go through any.
    pub fn handle_relay_restarted(&mut self, direct: &[SessionId], now: Timestamp) {
        let others = self.links.iter_mut();
        for link in others.filter(|link| !direct.contains(&link.peer)) {
            link.negotiation.handle_network_change(now);
        }
    }

    /// It is `now`.
    pub fn handle_timeout(&mut self, now: Timestamp) {
        for link in &mut self.links {
            link.negotiation.handle_timeout(now);
        }
        let lost: Vec<SessionId> = self
            .links
            .iter()
            .filter(|link| link.is_lost(now))
            .map(|link| link.peer)
            .collect();
        for peer in lost {
            self.handle_left(peer);
        }
    }

    /// When [`Self::handle_timeout`] is due.
    pub fn poll_timeout(&self) -> Option<Timestamp> {
        self.links.iter().filter_map(Link::poll_timeout).min()
    }

    /// The next thing to do to a peer connection.
    pub fn poll_action(&mut self) -> Option<(SessionId, Action)> {
        self.links
            .iter_mut()
            .find_map(|link| Some((link.peer, link.negotiation.poll_action()?)))
    }

    /// The next thing to tell another session.
    pub fn poll_signal(&mut self) -> Option<(SessionId, Signal)> {
        self.links
            .iter_mut()
            .find_map(|link| Some((link.peer, link.negotiation.poll_signal()?)))
    }

    /// The next peer connection to close.
    pub fn poll_closed(&mut self) -> Option<SessionId> {
        self.closed.pop_front()
    }

    /// The sessions one has a link to.
    pub fn peers(&self) -> impl Iterator<Item = SessionId> + '_ {
        self.links.iter().map(|link| link.peer)
    }

    /// How the link to `peer` is.
    pub fn link_state(&self, peer: SessionId) -> Option<LinkState> {
        let link = self.links.iter().find(|link| link.peer == peer)?;
        Some(link.negotiation.link_state())
    }

    /// The building of one's own end of the link to `peer`, and that of the
    /// peer's end as far as it was heard of.
    pub fn generations(&self, peer: SessionId) -> Option<(Generation, Option<Generation>)> {
        let link = self.links.iter().find(|link| link.peer == peer)?;
        Some((
            link.negotiation.generation(),
            link.negotiation.peer_generation(),
        ))
    }

    fn link_mut(&mut self, peer: SessionId) -> Option<&mut Link> {
        self.links.iter_mut().find(|link| link.peer == peer)
    }

    fn negotiation(&self, peer: SessionId, now: Timestamp) -> Negotiation {
        let politeness = politeness(self.me.0, peer);
        let mut former = self.former.iter();
        match former.find(|(former, _)| *former == peer) {
            Some((_, former)) => Negotiation::after(politeness, *former, now),
            None => Negotiation::new(politeness, self.incarnation, now),
        }
    }
}

impl Link {
    fn is_connected(&self) -> bool {
        matches!(self.negotiation.link_state(), LinkState::Connected)
    }

    fn is_lost(&self, now: Timestamp) -> bool {
        !self.is_connected()
            && self
                .absent_since
                .is_some_and(|since| now.since(since) >= ABSENCE_GRACE)
    }

    fn poll_timeout(&self) -> Option<Timestamp> {
        let absence = self
            .absent_since
            .filter(|_| !self.is_connected())
            .map(|since| since.plus(ABSENCE_GRACE));
        absence
            .into_iter()
            .chain(self.negotiation.poll_timeout())
            .min()
    }
}
