//! This tab's ends of its links: the mesh decides, this performs.
//!
//! Invariant: one action at a time is under way on a link, and the links know
//! nothing of each other. What a peer connection reports is tagged with the
//! link and the generation it is of, so that it reaches no other.

use std::future::Future;

use chatmux_shared::call::budget::Share;
use chatmux_shared::call::mesh::Mesh;
use chatmux_shared::call::negotiation::{
    Action, Connection, Generation, LinkState, Outcome, Signal, politeness,
};
use chatmux_shared::call::stats::Reading;
use chatmux_shared::call::ways::{Relay, Ways};
use chatmux_shared::call::word::Word;
use chatmux_shared::id::{Incarnation, MemberId, SessionId, Timestamp};
use chatmux_shared::wire::Ice;
use wasm_bindgen::JsValue;
use web_sys::RtcPeerConnection;

use super::bytes::{Bytes, BytesEvent};
use super::channel::ChannelEvent;
use super::errand::Errand;
use super::lines::{Outgoing, Remote};
use super::negotiate;
use super::peer::{Peer, PeerEvent};
use super::stats;
use super::ways;
use crate::input::{Input, Mailbox};
use crate::media::Readiness;

/// What came over a link.
#[derive(Debug)]
pub enum Heard {
    /// The other end can be told something from now on.
    Opened,
    /// It said this.
    Said(Word),
    /// Of the channel for bytes.
    Bytes(BytesEvent),
}

/// Something that happened to a link.
#[derive(Debug)]
pub struct LinkInput {
    peer: SessionId,
    /// Of which end to this peer: a later one is none of its business.
    end: u32,
    event: LinkEvent,
}

impl LinkInput {
    /// To whom the link is.
    pub const fn peer(&self) -> SessionId {
        self.peer
    }

    /// Whether it says that there is no path any more.
    pub const fn is_trouble(&self) -> bool {
        matches!(
            self.event,
            LinkEvent::Peer(
                _,
                PeerEvent::Connection(Connection::Disconnected | Connection::Failed)
            )
        )
    }
}

#[derive(Debug)]
enum LinkEvent {
    Peer(Generation, PeerEvent),
    /// An action is done.
    Outcome(Outcome),
    /// The counters were read, if there are any.
    Read(Generation, Box<Option<Reading>>),
}

/// All ends of this tab.
#[derive(Debug)]
pub struct Links {
    /// What decides.
    pub mesh: Mesh,
    ways: Ways,
    /// One for each peer at most; a handful.
    ends: Vec<End>,
    /// How many ends there ever were.
    made: u32,
    /// To whom nothing is sent.
    held_back: Vec<SessionId>,
    /// What was read of counters, to be taken out.
    readings: Vec<(SessionId, Generation, Reading)>,
    mailbox: Mailbox,
}

#[derive(Debug)]
struct End {
    to: SessionId,
    number: u32,
    /// To be opened as soon as it is known what there is to send.
    waiting: Option<Generation>,
    /// The action under way.
    acting: Option<Errand>,
    peer: Option<Peer>,
}

impl Links {
    /// No links yet.
    pub fn new(me: (SessionId, MemberId), incarnation: Incarnation, mailbox: Mailbox) -> Self {
        Self {
            mesh: Mesh::new(me, incarnation),
            ways: Ways::default(),
            ends: Vec::new(),
            made: 0,
            held_back: Vec::new(),
            readings: Vec::new(),
            mailbox,
        }
    }

    /// One is another session: nothing of the former one's links is left.
    pub fn start_over(&mut self, me: (SessionId, MemberId), incarnation: Incarnation) {
        self.mesh = Mesh::new(me, incarnation);
        self.ends.clear();
        self.held_back.clear();
        self.readings.clear();
    }

    /// There are other ways round from now on.
    pub fn handle_ice(&mut self, ice: Ice, now: Timestamp) {
        let relay = self.ways.handle_ice(ice);
        for peer in self.ends.iter().filter_map(|end| end.peer.as_ref()) {
            ways::renew(peer.connection(), self.ways.servers());
        }
        if relay == Relay::StartedAnew {
            let is_direct = |peer: &Peer| ways::is_direct(peer.connection());
            let ends = self.ends.iter();
            let direct = ends.filter(|end| end.peer.as_ref().is_some_and(is_direct));
            let direct: Vec<SessionId> = direct.map(|end| end.to).collect();
            self.mesh.handle_relay_restarted(&direct, now);
        }
    }

    /// Something happened; gives what the other end of a link said by it.
    pub fn handle(&mut self, input: LinkInput, now: Timestamp) -> Option<(SessionId, Heard)> {
        let LinkInput { peer, end, event } = input;
        if self.find(peer).is_none_or(|known| known.number != end) {
            return None;
        }
        match event {
            LinkEvent::Peer(generation, PeerEvent::Candidate(candidate)) => {
                self.mesh.handle_candidate(peer, generation, candidate, now);
            }
            LinkEvent::Peer(generation, PeerEvent::Connection(state)) => {
                self.mesh.handle_connection(peer, generation, state, now);
            }
            // It is shown as everything is, after this.
            LinkEvent::Peer(_, PeerEvent::FirstPicture) => {}
            LinkEvent::Peer(generation, PeerEvent::Words(event)) => {
                let heard = match event {
                    ChannelEvent::Opened => Heard::Opened,
                    ChannelEvent::Said(word) => Heard::Said(word),
                };
                return self.is_present(peer, generation).then_some((peer, heard));
            }
            LinkEvent::Peer(generation, PeerEvent::Bytes(event)) => {
                let heard = Heard::Bytes(event);
                return self.is_present(peer, generation).then_some((peer, heard));
            }
            LinkEvent::Outcome(outcome) => self.mesh.handle_outcome(peer, outcome, now),
            LinkEvent::Read(generation, reading) => self.handle_read(peer, generation, *reading),
        }
        None
    }

    fn handle_read(&mut self, peer: SessionId, generation: Generation, reading: Option<Reading>) {
        if !self.is_present(peer, generation) {
            return;
        }
        if let Some(open) = self.end(peer).peer.as_mut() {
            open.end_reading();
        }
        self.readings
            .extend(reading.map(|it| (peer, generation, it)));
    }

    fn is_present(&self, peer: SessionId, generation: Generation) -> bool {
        let present = self.mesh.generations(peer).map(|(present, _)| present);
        present == Some(generation)
    }

    /// Has the counters of all links read, but none twice at a time.
    pub fn read_counters(&mut self) {
        let peers: Vec<SessionId> = self.mesh.peers().collect();
        for peer in peers {
            self.read_counters_of(peer);
        }
    }

    fn read_counters_of(&mut self, peer: SessionId) {
        let tell = self.teller(peer);
        let generation = self.mesh.generations(peer).map(|(present, _)| present);
        let open = self.end(peer).peer.as_mut();
        let Some((open, generation)) = open.zip(generation) else {
            return;
        };
        let connection = open.connection().clone();
        open.begin_reading(async move {
            let reading = Box::new(stats::read(connection).await);
            tell(LinkEvent::Read(generation, reading));
        });
    }

    /// The next reading of counters.
    pub fn poll_reading(&mut self) -> Option<(SessionId, Generation, Reading)> {
        self.readings.pop()
    }

    /// Sends everyone no more than their share of camera and screen.
    pub fn share(&mut self, shares: &[(SessionId, Share)]) {
        for (peer, share) in shares {
            let open = self.ends.iter_mut().find(|end| end.to == *peer);
            if let Some(open) = open.and_then(|end| end.peer.as_mut()) {
                open.share(*share);
            }
        }
    }

    /// Tells the other end of a link something, if it can hear it by now.
    pub fn say(&self, peer: SessionId, word: &Word) {
        let peer = self.find(peer).and_then(|end| end.peer.as_ref());
        if let Some(peer) = peer {
            peer.channel().say(word);
        }
    }

    /// The channel for bytes to the other end of a link, and of which building
    /// it is, while that and the one for words are open.
    pub fn bytes(&self, peer: SessionId) -> Option<(Generation, &Bytes)> {
        let (generation, _) = self.mesh.generations(peer)?;
        let peer = self.find(peer)?.peer.as_ref()?;
        let is_open = peer.channel().is_open() && peer.bytes().is_open();
        is_open.then_some((generation, peer.bytes()))
    }

    /// Performs all that the mesh wants, and sends these tracks on all links.
    pub fn perform(&mut self, outgoing: &Outgoing, readiness: Readiness, now: Timestamp) {
        while let Some(peer) = self.mesh.poll_closed() {
            self.ends.retain(|end| end.to != peer);
        }
        self.begin_actions();
        while self.open_waiting(readiness, now) {
            self.begin_actions();
        }
        let nothing = Outgoing::default();
        for end in &mut self.ends {
            let is_held_back = self.held_back.contains(&end.to);
            let outgoing = if is_held_back { &nothing } else { outgoing };
            if let Some(peer) = &mut end.peer {
                peer.send(outgoing);
            }
        }
    }

    /// From now on, neither voice nor picture goes to these.
    pub fn hold_back(&mut self, peers: Vec<SessionId>) {
        self.held_back = peers;
    }

    /// The next word for another session.
    pub fn poll_signal(&mut self) -> Option<(SessionId, Signal)> {
        self.mesh.poll_signal()
    }

    /// How the link to `peer` is.
    pub fn state(&self, peer: SessionId) -> Option<LinkState> {
        self.mesh.link_state(peer)
    }

    /// What comes from `peer`.
    pub fn remote(&mut self, peer: SessionId) -> Option<&mut Remote> {
        let mut ends = self.ends.iter_mut();
        ends.find(|end| end.to == peer)?.peer.as_mut()?.remote()
    }

    /// The browser's object of the link to `peer`.
    pub fn connection(&self, peer: SessionId) -> Option<&RtcPeerConnection> {
        Some(self.find(peer)?.peer.as_ref()?.connection())
    }

    fn begin_actions(&mut self) {
        while let Some((peer, action)) = self.mesh.poll_action() {
            self.begin(peer, action);
        }
    }

    fn begin(&mut self, peer: SessionId, action: Action) {
        match action {
            Action::Open { generation } => self.end(peer).reopen(generation),
            Action::Offer { restart } => {
                self.act(peer, |connection| negotiate::offer(connection, restart));
            }
            Action::Accept { offer } => {
                self.act(peer, |connection| negotiate::accept(connection, offer));
            }
            Action::Finish { answer } => {
                self.act(peer, |connection| negotiate::finish(connection, answer));
            }
            Action::AddCandidates { candidates } => {
                self.act(peer, |it| negotiate::add_candidates(it, candidates));
            }
        }
    }

    fn act<F>(&mut self, peer: SessionId, action: impl FnOnce(RtcPeerConnection) -> F)
    where
        F: Future<Output = Result<Outcome, JsValue>> + 'static,
    {
        let action = self.connection(peer).cloned().map(action);
        let tell = self.teller(peer);
        let errand = Errand::begin(async move {
            let outcome = match action {
                Some(action) => action.await.unwrap_or(Outcome::Failed),
                None => Outcome::Failed,
            };
            tell(LinkEvent::Outcome(outcome));
        });
        self.end(peer).acting = Some(errand);
    }

    /// Opens one end that waits for it, if there is one and it may.
    fn open_waiting(&mut self, readiness: Readiness, now: Timestamp) -> bool {
        if readiness == Readiness::Unsettled {
            return false;
        }
        let waiting = self
            .ends
            .iter_mut()
            .find_map(|end| Some((end.to, end.waiting.take()?)));
        let Some((peer, generation)) = waiting else {
            return false;
        };
        let outcome = self.open(peer, generation);
        self.mesh.handle_outcome(peer, outcome, now);
        true
    }

    fn open(&mut self, peer: SessionId, generation: Generation) -> Outcome {
        let tell = self.teller(peer);
        let politeness = politeness(self.mesh.me().0, peer);
        let opened = Peer::open(politeness, self.ways.servers(), move |event| {
            tell(LinkEvent::Peer(generation, event));
        });
        let outcome = match opened {
            Ok(_) => Outcome::Done,
            Err(_) => Outcome::Failed,
        };
        self.end(peer).peer = opened.ok();
        outcome
    }

    fn find(&self, peer: SessionId) -> Option<&End> {
        self.ends.iter().find(|end| end.to == peer)
    }

    /// The end to `peer`, made if there is none.
    fn end(&mut self, peer: SessionId) -> &mut End {
        let place = self.ends.iter().position(|end| end.to == peer);
        let place = place.unwrap_or_else(|| self.make_end(peer));
        &mut self.ends[place]
    }

    fn make_end(&mut self, peer: SessionId) -> usize {
        self.made += 1;
        self.ends.push(End {
            to: peer,
            number: self.made,
            waiting: None,
            acting: None,
            peer: None,
        });
        self.ends.len() - 1
    }

    fn teller(&mut self, peer: SessionId) -> impl Fn(LinkEvent) + Clone + use<> {
        let mailbox = self.mailbox.clone();
        let end = self.end(peer).number;
        move |event| mailbox.send(Input::Link(LinkInput { peer, end, event }))
    }
}

impl End {
    fn reopen(&mut self, generation: Generation) {
        self.peer = None;
        self.waiting = Some(generation);
    }
}
