//! Two ends stepped by hand: nothing is delivered, performed or passes unless
//! the test says so.

use std::collections::VecDeque;

use chatmux_shared::call::negotiation::{
    Action, Connection, Negotiation, Outcome, Politeness, Signal,
};
use chatmux_shared::id::{Incarnation, Timestamp};

use super::peer_connection::Browser;

#[derive(Debug, Clone)]
pub struct Pair {
    pub now: Timestamp,
    pub impolite: Side,
    pub polite: Side,
    connections: u32,
}

#[derive(Debug, Clone)]
pub struct Side {
    pub machine: Negotiation,
    pub browser: Browser,
    /// What it was given to do and has not done.
    pub action: Option<Action>,
    /// What it said and was not delivered.
    pub said: VecDeque<Signal>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Which {
    Impolite,
    Polite,
}
pub use Which::{Impolite, Polite};

impl Which {
    pub fn other(self) -> Self {
        match self {
            Impolite => Polite,
            Polite => Impolite,
        }
    }
}

impl Side {
    fn new(politeness: Politeness, incarnation: u32, now: Timestamp) -> Self {
        Self {
            machine: Negotiation::new(politeness, Incarnation(incarnation), now),
            browser: Browser::new(politeness),
            action: None,
            said: VecDeque::new(),
        }
    }

    fn poll(&mut self) {
        self.said
            .extend(std::iter::from_fn(|| self.machine.poll_signal()));
        if let Some(action) = self.machine.poll_action() {
            assert_eq!(self.action, None, "illegal: two actions at a time");
            self.action = Some(action);
        }
        assert_eq!(self.machine.poll_action(), None, "an action while at one");
    }
}

impl Pair {
    pub fn new() -> Self {
        let now = Timestamp(1_000);
        let mut pair = Self {
            now,
            impolite: Side::new(Politeness::Impolite, 0, now),
            polite: Side::new(Politeness::Polite, 0, now),
            connections: 0,
        };
        pair.poll();
        pair
    }

    /// Two ends that have connected in the plainest way.
    pub fn connected() -> Self {
        let mut pair = Self::new();
        pair.run();
        pair.report(Connection::Connected);
        assert!(pair.agrees(), "{pair:?}");
        pair
    }

    pub fn side(&mut self, which: Which) -> &mut Side {
        match which {
            Impolite => &mut self.impolite,
            Polite => &mut self.polite,
        }
    }

    /// Something happens to an end; what it then says and does is noted.
    pub fn tell(&mut self, which: Which, event: impl FnOnce(&mut Negotiation, Timestamp)) {
        let now = self.now;
        event(&mut self.side(which).machine, now);
        self.poll();
    }

    pub fn hear(&mut self, which: Which, signal: Signal) {
        self.tell(which, |machine, now| machine.handle_signal(signal, now));
    }

    /// Delivers the oldest undelivered word to this end, if there is one.
    pub fn deliver(&mut self, to: Which) -> Option<Signal> {
        let signal = self.side(to.other()).said.pop_front()?;
        self.hear(to, signal.clone());
        Some(signal)
    }

    /// Lets this end do what it was given to do; what it describes has a
    /// candidate found.
    pub fn act(&mut self, which: Which) -> Option<Action> {
        let action = self.side(which).action.take()?;
        self.connections += 1;
        let id = self.connections;
        let browser = &mut self.side(which).browser;
        let outcome = browser.perform(action.clone(), id);
        let described = matches!(outcome, Outcome::Described(_));
        self.tell(which, |machine, now| machine.handle_outcome(outcome, now));
        if described {
            self.find_candidate(which, 1);
        }
        Some(action)
    }

    pub fn fail(&mut self, which: Which) {
        self.side(which).action.take().expect("an action to fail");
        self.tell(which, |machine, now| {
            machine.handle_outcome(Outcome::Failed, now);
        });
    }

    pub fn find_candidate(&mut self, which: Which, number: u32) {
        let connection = self.side(which).browser.connection.as_ref().unwrap();
        let (generation, found) = (connection.generation, connection.candidate(number));
        self.tell(which, |machine, now| {
            machine.handle_local_candidate(generation, found, now);
        });
    }

    pub fn pass(&mut self, milliseconds: u64) {
        self.now = self.now.plus(milliseconds);
        for which in [Impolite, Polite] {
            self.tell(which, Negotiation::handle_timeout);
        }
    }

    /// Both browsers say how the connection is.
    pub fn report(&mut self, connection: Connection) {
        for which in [Impolite, Polite] {
            self.tell(which, |machine, now| {
                machine.handle_connection(machine.generation(), connection, now);
            });
        }
    }

    /// The page of this end is loaded anew; what it said is still under way.
    pub fn refresh(&mut self, which: Which) {
        let now = self.now;
        let side = self.side(which);
        let incarnation = side.machine.generation().incarnation.0 + 1;
        let said = std::mem::take(&mut side.said);
        *side = Side {
            said,
            ..Side::new(side.browser.politeness, incarnation, now)
        };
        self.poll();
    }

    /// All that is under way is lost, and the sockets are back.
    pub fn lose_signals(&mut self) {
        self.impolite.said.clear();
        self.polite.said.clear();
        for which in [Impolite, Polite] {
            self.tell(which, Negotiation::handle_socket_resumed);
        }
    }

    /// Delivers and performs, in turn, until there is nothing left to.
    pub fn run(&mut self) {
        for _ in 0..100 {
            let mut moved = false;
            for which in [Impolite, Polite] {
                moved |= self.act(which).is_some() | self.deliver(which).is_some();
            }
            if !moved && self.is_quiet() {
                return;
            }
            if !moved {
                self.pass(100);
            }
        }
        panic!("they do not come to an end: {self:?}");
    }

    /// Whether no candidates wait to be sent.
    pub fn is_quiet(&self) -> bool {
        let soon = self.now.plus(100);
        [&self.impolite, &self.polite]
            .iter()
            .all(|side| side.machine.poll_timeout().is_none_or(|at| at > soon))
    }

    pub fn agrees(&self) -> bool {
        match (
            &self.impolite.browser.connection,
            &self.polite.browser.connection,
        ) {
            (Some(impolite), Some(polite)) => impolite.agrees_with(polite),
            (None, _) | (_, None) => false,
        }
    }

    fn poll(&mut self) {
        self.impolite.poll();
        self.polite.poll();
    }
}
