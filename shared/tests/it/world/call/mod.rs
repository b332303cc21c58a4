//! Sessions that all link to each other: wires that keep order, with delay and
//! loss; browsers that take their time; pages that are loaded anew. All by a
//! seed, in virtual time.

mod ends;
mod flow;
mod happen;

use std::collections::{BTreeMap, BTreeSet};

use chatmux_shared::call::negotiation::{
    Action, Candidate, Generation, LinkState, Negotiation, Outcome, Signal,
};
use chatmux_shared::call::starvation::Starvation;
use chatmux_shared::id::{SessionId, Timestamp};
use fastrand::Rng;

use super::path::Path;
use super::peer_connection::{Browser, Count};

/// How often the browsers look at their paths.
const LOOK_MS: u64 = 200;
/// How many words of one session to another are remembered, to come late.
const REMEMBERED: usize = 40;

/// How kind the world is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mood {
    Kind,
    /// Browsers refuse now and then.
    Moody,
}

/// What befalls a call.
#[derive(Debug, Clone, Copy)]
pub enum Fault {
    SocketLost {
        who: usize,
        lasts: u64,
    },
    Refresh {
        who: usize,
        lasts: u64,
    },
    NetworkChange {
        who: usize,
    },
    MediaCut {
        one: usize,
        other: usize,
        lasts: u64,
    },
    /// A machine stands still: its timers, its inbox, its media.
    Sleep {
        who: usize,
        lasts: u64,
    },
    /// Nothing of what one sends comes out at the other end, though the path
    /// is there: for so long, or until either end is built anew.
    Starved {
        from: usize,
        to: usize,
        lasts: u64,
    },
    /// The words to and from someone take so much longer.
    Slow {
        who: usize,
        by: u64,
        lasts: u64,
    },
    /// An old word of one to the other arrives once more.
    Ghost {
        from: usize,
        to: usize,
    },
}

pub struct Call {
    pub now: u64,
    rng: Rng,
    mood: Mood,
    sessions: Vec<Session>,
    ends: BTreeMap<Link, End>,
    wires: BTreeMap<Link, Wire>,
    cut: BTreeSet<Link>,
    /// What flows from the one to the other is lost, between these buildings.
    starved: BTreeMap<Link, flow::Buildings>,
    /// By time, and in the order they were scheduled.
    events: BTreeMap<(u64, u64), (Link, Event)>,
    scheduled: u64,
}

/// Of one session, to another.
type Link = (usize, usize);

struct Session {
    id: SessionId,
    incarnation: u32,
    /// How long its person takes to allow the camera.
    allows_after: u64,
    page: Presence,
    socket: Presence,
    /// How often its socket was lost.
    losses: u32,
    /// Until when it stands still.
    asleep_until: u64,
    /// How much longer its words take.
    slow_by: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Presence {
    Here,
    Away,
}

struct End {
    /// Unlike that of any other end there ever was.
    number: u64,
    machine: Negotiation,
    browser: Browser,
    path: Path,
    watch: Starvation,
    is_at_something: bool,
    wakes_at: Option<Timestamp>,
}

#[derive(Default)]
struct Wire {
    /// When the last word arrives: none overtakes.
    last: u64,
    said: Vec<Signal>,
}

enum Event {
    Deliver {
        losses: (u32, u32),
        signal: Signal,
    },
    Perform {
        end: u64,
        action: Action,
    },
    Report {
        end: u64,
        outcome: Outcome,
    },
    Found {
        end: u64,
        generation: Generation,
        candidate: Candidate,
    },
    Wake {
        end: u64,
    },
    Look,
    Load {
        incarnation: u32,
    },
    Resume {
        losses: u32,
    },
    Heal,
    Fed,
    Quick,
    Befall(Fault),
}

impl Call {
    /// `allows_after`: for each session, how long its person takes to allow
    /// the camera.
    pub fn new(seed: u64, mood: Mood, allows_after: &[u64]) -> Self {
        let mut call = Self {
            now: 1_000,
            rng: Rng::with_seed(seed),
            mood,
            sessions: Vec::new(),
            ends: BTreeMap::new(),
            wires: BTreeMap::new(),
            cut: BTreeSet::new(),
            starved: BTreeMap::new(),
            events: BTreeMap::new(),
            scheduled: 0,
        };
        for (who, allows_after) in allows_after.iter().enumerate() {
            call.sessions.push(Session::new(who, *allows_after));
            let arrives = call.now + call.rng.u64(0..3_000);
            call.at_for((who, who), arrives, Event::Load { incarnation: 0 });
        }
        call.after((0, 0), LOOK_MS, Event::Look);
        call
    }

    pub fn befall(&mut self, delay: u64, fault: Fault) {
        self.after((0, 0), delay, Event::Befall(fault));
    }

    /// Lets time pass.
    pub fn pass(&mut self, milliseconds: u64) {
        let until = self.now + milliseconds;
        while let Some(entry) = self.events.first_entry() {
            if entry.key().0 > until {
                break;
            }
            let ((at, _), (link, event)) = entry.remove_entry();
            self.now = at;
            match self.sleeps_until(link, &event) {
                Some(until) => self.at_for(link, until, event),
                None => self.happen(link, event),
            }
        }
        self.now = until;
    }

    /// Lets time pass until all are connected; says how long it took.
    pub fn pass_until_connected(&mut self, most: u64) -> u64 {
        let start = self.now;
        while !self.is_connected() {
            assert!(
                self.now - start < most,
                "not connected after {most} ms: {:#?}",
                self.account()
            );
            self.pass(LOOK_MS);
        }
        self.now - start
    }

    /// Everything is well from now on: what was still to befall does not.
    pub fn heal(&mut self) {
        self.mood = Mood::Kind;
        self.cut.clear();
        self.starved.clear();
        self.events.retain(|_, (_, event)| !event.is_trouble());
        for who in 0..self.sessions.len() {
            if self.sessions[who].lacks_socket_only() {
                self.resume(who, self.sessions[who].losses);
            }
        }
    }

    pub fn is_connected(&self) -> bool {
        let all_here = self.sessions.iter().all(|it| it.page == Presence::Here);
        all_here && self.links().all(|link| self.link_is_connected(link))
    }

    /// How often each action was performed by the present ends of each link.
    pub fn counts(&self) -> BTreeMap<Link, Count> {
        let counts = self.ends.iter();
        counts
            .map(|(link, end)| (*link, end.browser.count))
            .collect()
    }

    pub fn link_state(&self, link: Link) -> LinkState {
        self.ends[&link].machine.link_state()
    }

    fn account(&self) -> Vec<String> {
        let ends = self.ends.iter();
        ends.map(|(link, end)| format!("{link:?}: {:?} {:?}", end.machine, end.browser))
            .collect()
    }

    fn links(&self) -> impl Iterator<Item = Link> + use<> {
        let people = self.sessions.len();
        (0..people).flat_map(move |me| {
            (0..people)
                .filter(move |peer| *peer != me)
                .map(move |peer| (me, peer))
        })
    }

    fn link_is_connected(&self, (me, peer): Link) -> bool {
        let (Some(mine), Some(theirs)) = (self.ends.get(&(me, peer)), self.ends.get(&(peer, me)))
        else {
            return false;
        };
        let (Some(here), Some(there)) = (&mine.browser.connection, &theirs.browser.connection)
        else {
            return false;
        };
        mine.machine.link_state() == LinkState::Connected
            && here.generation == mine.machine.generation()
            && here.agrees_with(there)
    }
}

impl Event {
    fn is_trouble(&self) -> bool {
        match self {
            Self::Befall(_) | Self::Resume { .. } => true,
            Self::Deliver { .. }
            | Self::Perform { .. }
            | Self::Report { .. }
            | Self::Found { .. }
            | Self::Wake { .. }
            | Self::Look
            | Self::Load { .. }
            | Self::Fed
            | Self::Quick
            | Self::Heal => false,
        }
    }
}

impl Session {
    fn new(who: usize, allows_after: u64) -> Self {
        Self {
            id: SessionId::from_random([u8::try_from(who).unwrap(); 16]),
            incarnation: 0,
            allows_after,
            page: Presence::Away,
            socket: Presence::Away,
            losses: 0,
            asleep_until: 0,
            slow_by: 0,
        }
    }

    fn lacks_socket_only(&self) -> bool {
        self.page == Presence::Here && self.socket == Presence::Away
    }
}
