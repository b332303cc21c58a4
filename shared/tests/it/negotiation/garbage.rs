//! A peer, and a browser, that do anything at all: the machine stays sane.

use chatmux_shared::call::negotiation::{
    Action, Candidate, Connection, Content, ExchangeId, Generation, IceRestart, MAX_CANDIDATES,
    Negotiation, Outcome, Politeness, Sdp, Signal,
};
use chatmux_shared::id::{Incarnation, Timestamp};
use fastrand::Rng;

/// What a machine may keep, as its `Debug` shows it: room for a full inbox and
/// outbox, and no more.
const MOST_KEPT: usize = 10_000;

/// The order of actions a browser allows, whatever they hold.
#[derive(Debug)]
struct Order {
    politeness: Politeness,
    is_open: bool,
    offer_is_out: bool,
    has_remote: bool,
    under_way: Option<Action>,
}

impl Order {
    fn new(politeness: Politeness) -> Self {
        Self {
            politeness,
            is_open: false,
            offer_is_out: false,
            has_remote: false,
            under_way: None,
        }
    }

    fn is_settled(&self) -> bool {
        self.is_open && !self.offer_is_out
    }

    fn may_offer(&self, restart: IceRestart) -> bool {
        match restart {
            IceRestart::Keep => !self.has_remote,
            IceRestart::Restart => self.has_remote,
        }
    }

    fn begin(&mut self, action: Action) {
        assert_eq!(self.under_way, None, "illegal: two actions at a time");
        let is_legal = match &action {
            Action::Open { .. } => true,
            Action::Offer { restart } => {
                let is_impolite = self.politeness == Politeness::Impolite;
                is_impolite && self.is_settled() && self.may_offer(*restart)
            }
            Action::Accept { .. } => self.is_settled() && self.politeness == Politeness::Polite,
            Action::Finish { .. } => self.is_open && self.offer_is_out,
            Action::AddCandidates { candidates } => self.has_remote && !candidates.is_empty(),
        };
        assert!(is_legal, "illegal: {action:?} in {self:?}");
        self.under_way = Some(action);
    }

    /// An outcome: mostly the right one.
    fn end(&mut self, rng: &mut Rng) -> Option<Outcome> {
        let action = self.under_way.take()?;
        let (right, wrong) = match action {
            Action::Offer { .. } | Action::Accept { .. } => (described(), Outcome::Done),
            Action::Open { .. } | Action::Finish { .. } | Action::AddCandidates { .. } => {
                (Outcome::Done, described())
            }
        };
        if rng.u8(..) < 10 {
            return Some(any_of(rng, &[Outcome::Failed, wrong]));
        }
        self.done(&action);
        Some(right)
    }

    fn done(&mut self, action: &Action) {
        match action {
            Action::Open { .. } => {
                *self = Self {
                    is_open: true,
                    ..Self::new(self.politeness)
                };
            }
            Action::Offer { .. } => self.offer_is_out = true,
            Action::Accept { .. } => self.has_remote = true,
            Action::Finish { .. } => {
                self.offer_is_out = false;
                self.has_remote = true;
            }
            Action::AddCandidates { .. } => {}
        }
    }
}

fn any_of<T: Clone>(rng: &mut Rng, choices: &[T]) -> T {
    choices[rng.usize(0..choices.len())].clone()
}

fn sdp() -> Sdp {
    Sdp::parse("v=0\r\n".to_owned()).unwrap()
}

fn described() -> Outcome {
    Outcome::Described(sdp())
}

fn any_generation(rng: &mut Rng) -> Generation {
    // Seldom a new one, or nothing ever gets under way.
    let build = if rng.u8(..) < 8 { rng.u32(..) } else { 0 };
    Generation {
        incarnation: Incarnation(u32::from(rng.u8(..) < 2)),
        build,
    }
}

fn any_exchange(rng: &mut Rng) -> ExchangeId {
    let any = rng.u32(..);
    ExchangeId(any_of(rng, &[0, 1, 2, 3, 4, 5, 6, 7, any, u32::MAX]))
}

fn any_candidates(rng: &mut Rng) -> Vec<Candidate> {
    let candidate = Candidate {
        candidate: String::new(),
        mid: None,
        line: None,
        username_fragment: None,
    };
    vec![candidate; rng.usize(0..=MAX_CANDIDATES)]
}

fn any_signal(machine: &Negotiation, rng: &mut Rng) -> Signal {
    let exchange = any_exchange(rng);
    let content = match rng.u8(0..5) {
        0 => Content::Ready,
        4 => Content::Renew { after: exchange },
        1 => Content::Offer {
            exchange,
            sdp: sdp(),
        },
        2 => Content::Answer {
            exchange,
            sdp: sdp(),
        },
        _ => Content::Candidates {
            exchange,
            candidates: any_candidates(rng),
        },
    };
    let stranger = any_generation(rng);
    let mine = Some(machine.generation());
    Signal {
        from: any_generation(rng),
        to: any_of(rng, &[None, mine, mine, mine, Some(stranger)]),
        content,
    }
}

fn any_connection(rng: &mut Rng) -> Connection {
    any_of(
        rng,
        &[
            Connection::New,
            Connection::Connecting,
            Connection::Connected,
            Connection::Disconnected,
            Connection::Failed,
            Connection::Closed,
        ],
    )
}

fn anything(machine: &mut Negotiation, order: &mut Order, now: Timestamp, rng: &mut Rng) {
    match rng.u8(0..12) {
        0..5 => machine.handle_signal(any_signal(machine, rng), now),
        5..8 => {
            if let Some(outcome) = order.end(rng) {
                machine.handle_outcome(outcome, now);
            }
        }
        8 => {
            for candidate in any_candidates(rng) {
                machine.handle_local_candidate(machine.generation(), candidate, now);
            }
        }
        9 => machine.handle_connection(machine.generation(), any_connection(rng), now),
        10 if rng.bool() => machine.handle_socket_resumed(now),
        10 => machine.handle_network_change(now),
        _ => machine.handle_timeout(now),
    }
}

fn survives_anything(seed: u64) {
    let mut rng = Rng::with_seed(seed);
    let politeness = any_of(&mut rng, &[Politeness::Polite, Politeness::Impolite]);
    let mut now = Timestamp(0);
    let mut machine = Negotiation::new(politeness, Incarnation(0), now);
    let mut order = Order::new(politeness);
    for _ in 0..200 {
        now = now.plus(any_of(&mut rng, &[0, 1, 50, 500, 10_000]));
        anything(&mut machine, &mut order, now, &mut rng);
        if let Some(action) = machine.poll_action() {
            order.begin(action);
        }
        while rng.u8(..) > 20 && machine.poll_signal().is_some() {}
        assert!(format!("{machine:?}").len() < MOST_KEPT, "keeps too much");
    }
}

#[test]
fn whatever_comes_the_order_of_actions_is_legal_and_memory_bounded() {
    for seed in 0..1_000 {
        let told = std::panic::catch_unwind(|| survives_anything(seed));
        assert!(told.is_ok(), "with seed {seed}");
    }
}
