//! What happens in a call: words arrive, browsers do things, pages load,
//! sockets come and go.

use chatmux_shared::call::negotiation::{
    Action, Connection, Generation, Negotiation, Outcome, Signal, politeness,
};
use chatmux_shared::call::starvation::Starvation;
use chatmux_shared::id::{Incarnation, Timestamp};

use super::{Call, End, Event, Fault, LOOK_MS, Link, Mood, Presence};
use crate::world::path::{Media, Path};
use crate::world::peer_connection::Browser;

/// What happens.
impl Call {
    pub(super) fn happen(&mut self, link: Link, event: Event) {
        match event {
            Event::Deliver { losses, signal } => self.deliver(link, losses, signal),
            Event::Perform { end, action } => self.perform(link, end, action),
            Event::Report { end, outcome } => self.tell(link, Some(end), |end, now| {
                end.is_at_something = false;
                end.machine.handle_outcome(outcome, now);
            }),
            Event::Found {
                end,
                generation,
                candidate,
            } => self.tell(link, Some(end), |end, now| {
                end.machine
                    .handle_local_candidate(generation, candidate, now);
            }),
            Event::Wake { end } => self.tell(link, Some(end), End::wake),
            Event::Look => self.look(),
            Event::Load { incarnation } => self.load(link.0, incarnation),
            Event::Resume { losses } => self.resume(link.0, losses),
            Event::Heal => drop(self.cut.remove(&link)),
            Event::Fed => drop(self.starved.remove(&link)),
            Event::Quick => self.sessions[link.0].slow_by = 0,
            Event::Befall(fault) => self.suffer(fault),
        }
    }

    fn suffer(&mut self, fault: Fault) {
        match fault {
            Fault::SocketLost { who, lasts } => self.lose_socket(who, lasts),
            Fault::Refresh { who, lasts } => self.refresh(who, lasts),
            Fault::NetworkChange { who } => self.tell_all(who, Negotiation::handle_network_change),
            Fault::MediaCut { one, other, lasts } => {
                let link = (one.min(other), one.max(other));
                self.cut.insert(link);
                self.after(link, lasts, Event::Heal);
            }
            Fault::Sleep { who, lasts } => self.fall_asleep(who, lasts),
            Fault::Starved { from, to, lasts } => self.starve((from, to), lasts),
            Fault::Slow { who, by, lasts } => {
                self.sessions[who].slow_by = by;
                self.after((who, who), lasts, Event::Quick);
            }
            Fault::Ghost { from, to } => self.haunt((from, to)),
        }
    }

    fn deliver(&mut self, (from, to): Link, losses: (u32, u32), signal: Signal) {
        let is_lost = losses != (self.sessions[from].losses, self.sessions[to].losses);
        if !is_lost {
            self.tell((to, from), None, |end, now| {
                end.machine.handle_signal(signal, now);
            });
        }
    }

    fn perform(&mut self, link: Link, number: u64, action: Action) {
        let refuses = self.mood == Mood::Moody && self.rng.u8(..) < 4;
        let id = u32::try_from(self.scheduled).unwrap();
        let Some(end) = self.ends.get_mut(&link).filter(|end| end.number == number) else {
            return;
        };
        let is_open = matches!(action, Action::Open { .. });
        let outcome = if refuses {
            Outcome::Failed
        } else {
            end.browser.perform(action, id)
        };
        if is_open {
            end.path = Path::new(self.now);
        }
        if let Outcome::Described(_) = outcome {
            self.gather(link, number);
        }
        let delay = self.rng.u64(0..60);
        self.after(
            link,
            delay,
            Event::Report {
                end: number,
                outcome,
            },
        );
    }

    fn gather(&mut self, link: Link, number: u64) {
        let connection = self.ends[&link].browser.connection.clone().unwrap();
        for candidate in 0..3 {
            let delay = self.rng.u64(0..400);
            let found = Event::Found {
                end: number,
                generation: connection.generation,
                candidate: connection.candidate(candidate),
            };
            self.after(link, delay, found);
        }
    }

    fn look(&mut self) {
        for (me, peer) in self.links() {
            if let Some(connection) = self.look_at((me, peer)) {
                self.tell((me, peer), None, |end, now| {
                    let opened = end.browser.connection.as_ref().unwrap().generation;
                    end.machine.handle_connection(opened, connection, now);
                });
            }
            self.watch((me, peer));
        }
        self.after((0, 0), LOOK_MS, Event::Look);
    }

    fn look_at(&mut self, (me, peer): Link) -> Option<Connection> {
        if self.is_asleep(me) {
            return None;
        }
        let is_cut = self.cut.contains(&(me.min(peer), me.max(peer))) || self.is_asleep(peer);
        let media = if is_cut { Media::Cut } else { Media::Passes };
        let theirs = self.ends.get(&(peer, me));
        let theirs = theirs.and_then(|end| end.browser.connection.clone());
        let end = self.ends.get_mut(&(me, peer))?;
        let mine = end.browser.connection.as_ref()?;
        end.path.look(mine, theirs.as_ref(), media, self.now)
    }

    fn load(&mut self, who: usize, incarnation: u32) {
        let session = &mut self.sessions[who];
        if session.incarnation != incarnation {
            return;
        }
        session.page = Presence::Here;
        session.socket = Presence::Here;
        for peer in (0..self.sessions.len()).filter(|peer| *peer != who) {
            let end = self.fresh_end(who, peer);
            self.ends.insert((who, peer), end);
            self.poll((who, peer));
        }
    }

    fn fresh_end(&mut self, me: usize, peer: usize) -> End {
        self.scheduled += 1;
        let politeness = politeness(self.sessions[me].id, self.sessions[peer].id);
        let incarnation = Incarnation(self.sessions[me].incarnation);
        End {
            number: self.scheduled,
            machine: Negotiation::new(politeness, incarnation, Timestamp(self.now)),
            browser: Browser::new(politeness),
            path: Path::new(self.now),
            watch: Starvation::new(Generation::default()),
            is_at_something: false,
            wakes_at: None,
        }
    }

    fn refresh(&mut self, who: usize, lasts: u64) {
        if self.sessions[who].page == Presence::Away {
            return;
        }
        let session = &mut self.sessions[who];
        session.page = Presence::Away;
        session.socket = Presence::Away;
        session.losses += 1;
        session.incarnation += 1;
        let incarnation = session.incarnation;
        self.ends.retain(|(me, _), _| *me != who);
        self.after((who, who), lasts, Event::Load { incarnation });
    }

    pub(super) fn lose_socket(&mut self, who: usize, lasts: u64) {
        let session = &mut self.sessions[who];
        if session.socket == Presence::Away {
            return;
        }
        session.socket = Presence::Away;
        session.losses += 1;
        let losses = session.losses;
        self.after((who, who), lasts, Event::Resume { losses });
    }

    /// The socket is back; often the others hear of it, and sometimes words
    /// come twice.
    pub(super) fn resume(&mut self, who: usize, losses: u32) {
        if self.sessions[who].losses != losses {
            return;
        }
        self.sessions[who].socket = Presence::Here;
        self.tell_all(who, Negotiation::handle_socket_resumed);
        for peer in (0..self.sessions.len()).filter(|peer| *peer != who) {
            if self.rng.bool() {
                self.tell((peer, who), None, |end, now| {
                    end.machine.handle_socket_resumed(now);
                });
            }
            if self.rng.bool() {
                self.haunt((peer, who));
            }
        }
    }

    fn haunt(&mut self, link: Link) {
        let said = self.wires.get(&link).map_or(0, |wire| wire.said.len());
        if said > 0 {
            let signal = self.wires[&link].said[self.rng.usize(0..said)].clone();
            self.carry(link, signal);
        }
    }
}
