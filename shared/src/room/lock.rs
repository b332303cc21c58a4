//! A locked room: who has to knock, and who answers.
//!
//! ```text
//!             ┌── owner, let in before, or here when it was locked ──► in
//!  at the door│
//!             └── anyone else ──► knocks ──let in, or unlocked──► in
//!                                   └─────turned away──────────► out
//! ```
//!
//! Invariant: one who knocks is told nothing of the room but whether its owner
//! is there. Nothing here knows by which connection anyone knocks, nor how
//! often.

use serde::{Deserialize, Serialize};

use super::{Color, Decision, Entrance, Event, Person, Presence, Refusal, Room, RoomCard, tell};
use crate::id::MemberId;
use crate::limits::{ADMITTED, KNOCKS};
use crate::text::Name;
use crate::wire::Switch;

/// Someone who knocks, as the owner sees them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Knock {
    /// Who: the key they have proved to have.
    pub member: MemberId,
    /// What they are called.
    pub name: Name,
    /// Their colour.
    pub color: Color,
}

/// Whether the one who can open is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Doorkeeper {
    /// The owner is in the room.
    Here,
    /// Nobody can open just now.
    Away,
}

impl Room {
    /// Whether the room is locked and this one has to knock.
    pub fn is_shut_to(&self, member: MemberId) -> bool {
        let is_known = || {
            self.card.owner == Some(member)
                || self.card.admitted.contains(&member)
                || self.seats.iter().any(|seat| seat.person.member == member)
        };
        self.card.lock.is_on() && !is_known()
    }

    /// Those who knock, the first to have come first.
    pub fn knocks(&self) -> &[Knock] {
        &self.knocks
    }

    /// Whether this one's knock has not been answered.
    pub fn is_knocking(&self, member: MemberId) -> bool {
        self.knocks.iter().any(|knock| knock.member == member)
    }

    /// Whether the owner is there to open.
    pub fn doorkeeper(&self) -> Doorkeeper {
        let mut people = self.seats.iter().map(|seat| &seat.person);
        let is_here = people.any(|person| {
            Some(person.member) == self.card.owner && person.presence == Presence::Here
        });
        if is_here {
            Doorkeeper::Here
        } else {
            Doorkeeper::Away
        }
    }

    /// Someone whom the room is shut to knocks.
    ///
    /// # Errors
    /// Why they cannot even do that.
    pub fn decide_knock(&self, entrance: &Entrance) -> Result<Event, Refusal> {
        let member = entrance.member;
        if self.card.removed.contains(&member) {
            return Err(Refusal::Removed);
        }
        let knock = Knock {
            member,
            name: Name::parse(&entrance.name, &self.limits).map_err(Refusal::Name)?,
            color: entrance.color,
        };
        let mut knocks = self.knocks.clone();
        let known = knocks.iter().position(|known| known.member == member);
        match known {
            Some(place) => knocks[place] = knock,
            None if knocks.len() >= KNOCKS => {
                return Err(Refusal::TooManyKnock { limit: KNOCKS });
            }
            None => knocks.push(knock),
        }
        Ok(Event::Knocks { knocks })
    }

    /// Someone knocks no more; nothing if they did not.
    pub fn decide_knock_ends(&self, member: MemberId) -> Option<Event> {
        self.is_knocking(member).then(|| self.without_knock(member))
    }

    pub(super) fn decide_lock(&self, person: &Person, lock: Switch) -> Result<Decision, Refusal> {
        self.check_owner(person)?;
        if self.card.lock == lock {
            return Ok(Decision::Tell(Vec::new()));
        }
        let mut events = vec![Event::Room {
            card: RoomCard {
                lock,
                admitted: self.admitted_by(lock),
                ..self.card.clone()
            },
        }];
        if !self.knocks.is_empty() {
            let knocks = Vec::new();
            events.push(Event::Knocks { knocks });
        }
        Ok(Decision::Tell(events))
    }

    pub(super) fn decide_let_in(
        &self,
        person: &Person,
        member: MemberId,
    ) -> Result<Decision, Refusal> {
        self.check_knock(person, member)?;
        let mut card = self.card.clone();
        card.admitted.push(member);
        if card.admitted.len() > ADMITTED {
            card.admitted.remove(0);
        }
        let known = self.without_knock(member);
        Ok(Decision::Tell(vec![Event::Room { card }, known]))
    }

    pub(super) fn decide_turn_away(
        &self,
        person: &Person,
        member: MemberId,
    ) -> Result<Decision, Refusal> {
        self.check_knock(person, member)?;
        Ok(tell(self.without_knock(member)))
    }

    pub(super) fn check_owner(&self, person: &Person) -> Result<(), Refusal> {
        if self.card.owner == Some(person.member) {
            return Ok(());
        }
        Err(Refusal::NotOwner)
    }

    fn check_knock(&self, person: &Person, member: MemberId) -> Result<(), Refusal> {
        self.check_owner(person)?;
        if self.is_knocking(member) {
            return Ok(());
        }
        Err(Refusal::NotKnocking)
    }

    /// Whoever is here when the room is locked need never knock.
    fn admitted_by(&self, lock: Switch) -> Vec<MemberId> {
        let mut admitted = Vec::new();
        for seat in self.seats.iter().filter(|_| lock.is_on()) {
            if !admitted.contains(&seat.person.member) {
                admitted.push(seat.person.member);
            }
        }
        admitted
    }

    fn without_knock(&self, member: MemberId) -> Event {
        let others = self.knocks.iter().filter(|knock| knock.member != member);
        Event::Knocks {
            knocks: others.cloned().collect(),
        }
    }
}
