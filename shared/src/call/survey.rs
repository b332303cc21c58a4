//! What is known of all links beyond their negotiation: which pictures both
//! ends want, what comes over them, what everyone tells of theirs. From it
//! follows what each of the others is sent, what is told them, which links
//! count as failed, and the graph of the call.
//!
//! ```text
//!  tiles ─── show ──────────┐            ┌──► shares       to the encoders
//!  words ─── handle_wants ──┤            ├──► poll_word    to the others
//!        └── handle_gives ──┤            │
//!        └── handle_links ──┼─► Survey ──┼──► flows        to the mesh
//!  counters ─ handle_reading┤            │
//!  links ─── note ──────────┘            └──► known, graph to be shown
//! ```
//!
//! Invariant: what a peer says counts for their own link and their own report
//! only; nothing they say makes anyone send more than the table allows.

use super::budget::{Share, Supply, shares, told_height};
use super::graph::{Deaf, Graph, Hearing, LinkReport, merge};
use super::negotiation::{Flow, Generation, LinkState};
use super::starvation::{Due, Starvation};
use super::stats::{Figures, Reading, Verdict};
use super::uplink::{Outlet, Uplink};
use super::word::{Gives, MAX_REPORTS, Wants, Word};
use crate::id::{SessionId, Timestamp};
use crate::wire::{Media, Switch};

/// Between two words of a kind to one peer pass so many milliseconds, at
/// least; of what changed meanwhile, the last is told.
pub const PAUSE_MS: u64 = 250;
/// The same for what is told of one's links.
pub const REPORT_PAUSE_MS: u64 = 1_000;
/// So often one's links are told of, changed or not.
pub const REPORT_MS: u64 = 5_000;
/// What was told longer ago than this counts no more.
pub const STALE_MS: u64 = 20_000;
/// One who has not heard another for so long is told of.
pub const LASTING_MS: u64 = 10_000;
/// How long after a link has come its tile may be missing.
pub const UNSHOWN_MS: u64 = 3_000;

/// All that is known.
#[derive(Debug)]
pub struct Survey {
    peers: Vec<Peer>,
    /// What one's tiles show of whom; `None` before they were ever measured.
    shown: Option<Vec<(SessionId, Wants)>>,
    uplink: Uplink,
    /// Who does not hear whom, and since when.
    deaf: Vec<(Deaf, Timestamp)>,
}

/// How a link is at present, by the mesh and the room.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// To whom.
    pub peer: SessionId,
    /// The building of one's end.
    pub generation: Generation,
    /// How it is.
    pub state: LinkState,
    /// What they have on, by the room; nothing if it does not know them.
    pub media: Media,
    /// Whether anything of people may pass on it.
    pub passage: Passage,
}

/// Whether anything of people may pass on a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Passage {
    /// It may.
    Open,
    /// Voice and pictures are held back, both ways: it is not known to be with
    /// the person shown. That nothing comes is no reason to build it anew.
    HeldBack,
}

/// What is known of what comes over a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Known {
    /// From whom.
    pub peer: SessionId,
    /// Lately.
    pub figures: Figures,
    /// What to think of it.
    pub verdict: Verdict,
}

#[derive(Debug)]
struct Peer {
    standing: Standing,
    since: Timestamp,
    /// Since when it has been connected; none while it is not.
    connected_since: Option<Timestamp>,
    /// Whether words can be said to them.
    channel: Switch,
    /// What they want of one's video, if they ever said so.
    wants: Option<Wants>,
    /// What they say they send, if they ever did.
    gives: Option<Gives>,
    /// What is sent to them.
    giving: Gives,
    told_wants: Told<Wants>,
    told_gives: Told<Gives>,
    told_links: Told<Vec<LinkReport>>,
    /// What they told of their links, and when.
    reports: (Vec<LinkReport>, Timestamp),
    reading: Option<Reading>,
    figures: Option<(Figures, Verdict)>,
    starvation: Starvation,
}

/// What was said last of a kind, and when.
#[derive(Debug)]
struct Told<T>(Option<(T, Timestamp)>);

impl<T: PartialEq> Told<T> {
    /// When `word` is due; at once if nothing was said yet.
    fn due(&self, word: &T, pause: u64, again: Option<u64>) -> Option<Timestamp> {
        match &self.0 {
            None => Some(Timestamp::default()),
            Some((told, at)) if told != word => Some(at.plus(pause)),
            Some((_, at)) => again.map(|again| at.plus(again)),
        }
    }
}

impl Survey {
    /// Nothing is known.
    pub fn new(now: Timestamp) -> Self {
        Self {
            peers: Vec::new(),
            shown: None,
            uplink: Uplink::new(now),
            deaf: Vec::new(),
        }
    }
}

/// In.
impl Survey {
    /// These are all links there are.
    pub fn note(&mut self, links: &[Standing], now: Timestamp) {
        let is_there = |peer: &Peer| links.iter().any(|it| it.peer == peer.standing.peer);
        self.peers.retain(is_there);
        for standing in links {
            match self.peer_mut(standing.peer) {
                Some(peer) => peer.note(*standing, now),
                None => self.peers.push(Peer::new(*standing, now)),
            }
        }
    }

    /// One's tiles are of these sizes by now; who is not among them is not
    /// seen.
    pub fn show(&mut self, shown: Vec<(SessionId, Wants)>) {
        self.shown = Some(shown);
    }

    /// From now on words can be said to them, who know of none.
    pub fn handle_opened(&mut self, peer: SessionId) {
        if let Some(peer) = self.peer_mut(peer) {
            peer.channel = Switch::On;
            peer.forget_told();
        }
    }

    /// They say how large one is seen.
    pub fn handle_wants(&mut self, peer: SessionId, wants: Wants) {
        if let Some(peer) = self.peer_mut(peer) {
            peer.wants = Some(wants);
        }
    }

    /// They say what they send.
    pub fn handle_gives(&mut self, peer: SessionId, gives: Gives) {
        if let Some(peer) = self.peer_mut(peer) {
            peer.gives = Some(gives);
        }
    }

    /// They tell of their links.
    pub fn handle_links(&mut self, peer: SessionId, reports: Vec<LinkReport>, now: Timestamp) {
        if let Some(peer) = self.peer_mut(peer) {
            peer.reports = (reports, now);
        }
    }

    /// The counters of that building of the link.
    pub fn handle_reading(&mut self, peer: SessionId, generation: Generation, reading: Reading) {
        let now = reading.at;
        let wants = self.wants_of(peer);
        let peer = self.peer_mut(peer);
        if let Some(peer) = peer.filter(|peer| peer.standing.generation == generation) {
            peer.handle_reading(reading, wants);
        }
        let outlets: Vec<Outlet> = self.peers.iter().filter_map(Peer::outlet).collect();
        self.uplink.handle(&outlets, now);
    }
}

/// Out.
impl Survey {
    /// What everyone is to be sent of one's camera and screen, which have so
    /// many lines if they are there, beside one's voice.
    pub fn shares(
        &mut self,
        camera: Option<u32>,
        screen: Option<u32>,
        voice: Switch,
    ) -> Vec<(SessionId, Share)> {
        let supply = Supply {
            camera,
            screen,
            uplink: self.uplink.bits(),
            strain: self.uplink.strain(),
        };
        let receivers: Vec<_> = self.peers.iter().map(Peer::receives).collect();
        let shares = shares(supply, &receivers);
        let each = self.peers.iter_mut().zip(shares).map(|(peer, share)| {
            let share = peer.give(share, voice);
            (peer.standing.peer, share)
        });
        each.collect()
    }

    /// For each link, whether what should come over it does.
    pub fn flows(&self) -> impl Iterator<Item = (SessionId, (Generation, Flow))> + '_ {
        self.peers.iter().map(|peer| {
            let Standing {
                peer: session,
                generation,
                ..
            } = peer.standing;
            (session, (generation, peer.starvation.flow()))
        })
    }

    /// The next word to say to one of the others.
    pub fn poll_word(&mut self, now: Timestamp) -> Option<(SessionId, Word)> {
        let reports = self.reports();
        let (place, due) = (0..self.peers.len())
            .filter_map(|place| Some((place, self.due(place, &reports, now)?)))
            .min_by_key(|(_, due)| *due)?;
        if due > now {
            return None;
        }
        let wants = self.wants(place, now);
        let peer = &mut self.peers[place];
        let word = peer.say(wants, reports, now)?;
        Some((peer.standing.peer, word))
    }

    /// When the next word is due.
    pub fn poll_timeout(&self, now: Timestamp) -> Option<Timestamp> {
        let reports = self.reports();
        let places = 0..self.peers.len();
        places
            .filter_map(|place| self.due(place, &reports, now))
            .min()
    }

    /// What comes over which link.
    pub fn known(&self) -> Vec<Known> {
        let each = self.peers.iter().filter_map(|peer| {
            let (figures, verdict) = peer.figures?;
            let peer = peer.standing.peer;
            Some(Known {
                peer,
                figures,
                verdict,
            })
        });
        each.collect()
    }

    /// The links of all, by what they told; this is `me`.
    pub fn graph(&mut self, me: SessionId, now: Timestamp) -> Graph {
        let mine = self.reports();
        let fresh = self
            .peers
            .iter()
            .filter(|peer| now.since(peer.reports.1) < STALE_MS);
        let mut told: Vec<(SessionId, &[LinkReport])> = vec![(me, &mine)];
        told.extend(fresh.map(|peer| (peer.standing.peer, &*peer.reports.0)));
        let mut people: Vec<SessionId> = self.peers.iter().map(|it| it.standing.peer).collect();
        people.push(me);
        people.sort_unstable_by_key(|session| *session.as_bytes());
        let mut graph = merge(people, &told);
        graph.lasting = self.lasting(&graph.deaf, now);
        graph
    }
}

impl Survey {
    fn peer_mut(&mut self, session: SessionId) -> Option<&mut Peer> {
        self.peers
            .iter_mut()
            .find(|peer| peer.standing.peer == session)
    }

    fn lasting(&mut self, deaf: &[Deaf], now: Timestamp) -> Vec<Deaf> {
        self.deaf.retain(|(known, _)| deaf.contains(known));
        for new in deaf {
            if !self.deaf.iter().any(|(known, _)| known == new) {
                self.deaf.push((*new, now));
            }
        }
        let lasting = self
            .deaf
            .iter()
            .filter(|(_, since)| now.since(*since) >= LASTING_MS);
        lasting.map(|(deaf, _)| *deaf).collect()
    }

    fn reports(&self) -> Vec<LinkReport> {
        self.peers
            .iter()
            .take(MAX_REPORTS)
            .map(Peer::report)
            .collect()
    }

    /// What one wants of them, if that is known.
    fn wants_of(&self, session: SessionId) -> Option<Wants> {
        let shown = self.shown.as_ref()?;
        let (_, wants) = shown.iter().find(|(shown, _)| *shown == session)?;
        Some(*wants)
    }

    /// What to tell them that one wants, if that is to be told: not while
    /// their tile may only be about to come.
    fn wants(&self, place: usize, now: Timestamp) -> Option<Wants> {
        let peer = &self.peers[place];
        self.shown.as_ref()?;
        match peer.standing.passage {
            Passage::Open => {}
            // Nothing of theirs is shown.
            Passage::HeldBack => return Some(Wants::default()),
        }
        let Some(wants) = self.wants_of(peer.standing.peer) else {
            let is_settled = now.since(peer.since) >= UNSHOWN_MS;
            return is_settled.then(Wants::default);
        };
        let former = peer.told_wants.0.as_ref().map(|(told, _)| *told);
        let former = former.unwrap_or_default();
        Some(Wants {
            camera: told_height(former.camera, wants.camera.into()),
            screen: told_height(former.screen, wants.screen.into()),
        })
    }

    fn due(&self, place: usize, reports: &Vec<LinkReport>, now: Timestamp) -> Option<Timestamp> {
        let peer = &self.peers[place];
        if !peer.channel.is_on() {
            return None;
        }
        let wants = match self.wants(place, now) {
            Some(wants) => peer.told_wants.due(&wants, PAUSE_MS, None),
            None => self.shown.as_ref().map(|_| peer.since.plus(UNSHOWN_MS)),
        };
        let gives = peer.told_gives.due(&peer.giving, PAUSE_MS, None);
        let links = peer
            .told_links
            .due(reports, REPORT_PAUSE_MS, Some(REPORT_MS));
        [wants, gives, links].into_iter().flatten().min()
    }
}

impl Peer {
    fn new(standing: Standing, now: Timestamp) -> Self {
        Self {
            standing,
            since: now,
            connected_since: connected_since(None, standing.state, now),
            channel: Switch::Off,
            wants: None,
            gives: None,
            giving: Gives::default(),
            told_wants: Told(None),
            told_gives: Told(None),
            told_links: Told(None),
            reports: (Vec::new(), Timestamp::default()),
            reading: None,
            figures: None,
            starvation: Starvation::new(standing.generation),
        }
    }

    fn note(&mut self, standing: Standing, now: Timestamp) {
        self.connected_since = connected_since(self.connected_since, standing.state, now);
        if standing.generation != self.standing.generation {
            self.channel = Switch::Off;
            self.wants = None;
            self.gives = None;
            self.reading = None;
            self.figures = None;
            self.forget_told();
        }
        self.standing = standing;
        self.starvation.note(standing.generation);
        match standing.state {
            LinkState::Connected => {}
            LinkState::Connecting | LinkState::Reconnecting => self.starvation.pause(),
        }
    }

    fn outlet(&self) -> Option<Outlet> {
        let (figures, _) = self.figures?;
        Some(Outlet {
            figures,
            since: self.connected_since,
        })
    }

    /// What they want to be sent, as far as they get any of it.
    fn receives(&self) -> Option<Wants> {
        match self.standing.passage {
            Passage::Open => self.wants,
            Passage::HeldBack => Some(Wants::default()),
        }
    }

    /// Notes what is sent to them, of what is their share; gives that.
    fn give(&mut self, share: Share, voice: Switch) -> Share {
        let (share, voice) = match self.standing.passage {
            Passage::Open => (share, voice),
            Passage::HeldBack => (Share::default(), Switch::Off),
        };
        self.giving = gives(share, voice);
        share
    }

    fn forget_told(&mut self) {
        self.told_wants = Told(None);
        self.told_gives = Told(None);
        self.told_links = Told(None);
    }

    fn handle_reading(&mut self, reading: Reading, wanted: Option<Wants>) {
        let former = self.reading.replace(reading);
        let Some(figures) = former.and_then(|former| Figures::between(&former, &reading)) else {
            return;
        };
        self.starvation.handle(&figures, self.due(wanted));
        let now = figures.verdict();
        let before = self.figures.map_or(now, |(figures, _)| figures.verdict());
        self.figures = Some((figures, now.max(before)));
    }

    /// What should come from them: what the room says they have on, unless
    /// they say that they do not send it, or one does not want it.
    fn due(&self, wanted: Option<Wants>) -> Due {
        let Media {
            microphone, camera, ..
        } = match self.standing.passage {
            Passage::Open => self.standing.media,
            Passage::HeldBack => Media::default(),
        };
        let gives_voice = self.gives.is_none_or(|gives| gives.voice.is_on());
        let gives_camera = self.gives.is_none_or(|gives| gives.camera > 0);
        let wants_camera = wanted.is_none_or(|wanted| wanted.camera > 0);
        Due {
            voice: Switch::from(microphone.is_on() && gives_voice),
            camera: Switch::from(camera.is_on() && gives_camera && wants_camera),
        }
    }

    fn report(&self) -> LinkReport {
        LinkReport {
            to: self.standing.peer,
            state: self.standing.state,
            path: self.figures.and_then(|(figures, _)| figures.path),
            verdict: self.figures.map(|(_, verdict)| verdict),
            hearing: self.hearing(),
        }
    }

    fn hearing(&self) -> Hearing {
        if !self.due(None).voice.is_on() {
            return Hearing::Quiet;
        }
        let is_there = self.standing.state == LinkState::Connected;
        if is_there && !self.starvation.lacks_voice() {
            Hearing::Heard
        } else {
            Hearing::Missing
        }
    }

    /// The first word that is due, as said.
    fn say(
        &mut self,
        wants: Option<Wants>,
        reports: Vec<LinkReport>,
        now: Timestamp,
    ) -> Option<Word> {
        let is_due = |due: Option<Timestamp>| due.is_some_and(|due| due <= now);
        if let Some(wants) = wants.filter(|it| is_due(self.told_wants.due(it, PAUSE_MS, None))) {
            self.told_wants = Told(Some((wants, now)));
            return Some(Word::Wants(wants));
        }
        if is_due(self.told_gives.due(&self.giving, PAUSE_MS, None)) {
            self.told_gives = Told(Some((self.giving, now)));
            return Some(Word::Gives(self.giving));
        }
        let links = self
            .told_links
            .due(&reports, REPORT_PAUSE_MS, Some(REPORT_MS));
        if !is_due(links) {
            return None;
        }
        self.told_links = Told(Some((reports.clone(), now)));
        Some(Word::Links(reports))
    }
}

fn connected_since(
    former: Option<Timestamp>,
    state: LinkState,
    now: Timestamp,
) -> Option<Timestamp> {
    match state {
        LinkState::Connected => former.or(Some(now)),
        LinkState::Connecting | LinkState::Reconnecting => None,
    }
}

fn gives(share: Share, voice: Switch) -> Gives {
    let lines = |quality: Option<super::budget::Quality>| {
        let height = quality.map_or(0, |quality| quality.height);
        u16::try_from(height).unwrap_or(u16::MAX)
    };
    Gives {
        voice,
        camera: lines(share.camera),
        screen: lines(share.screen),
    }
}
