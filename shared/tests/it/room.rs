//! A room: who may do what, and what then happens.

mod anything;
mod call;
mod doors;
mod life;
mod lobby;
mod words;

use chatmux_shared::id::{Incarnation, SessionId, Timestamp};
use chatmux_shared::limits::Limits;
use chatmux_shared::room::{Call, Command, Decision, Entrance, Event, Person, Refusal, Room};
use chatmux_shared::room::{Color, RoomCard};
use chatmux_shared::wire::Visibility;

use crate::someone::{NOW, card, member, session};

/// A room and a clock. Session 2 is a tab of member 2, and so is session 12.
struct Scene {
    room: Room,
    now: Timestamp,
}

impl Scene {
    fn new(limits: Limits) -> Self {
        Self {
            room: Room::new(card(), limits),
            now: NOW,
        }
    }

    /// With these sessions in it.
    fn of(sessions: &[u8]) -> Self {
        let mut scene = Self::new(Limits::default());
        for who in sessions {
            scene.does(*who, enter(*who));
        }
        scene
    }

    fn does(&mut self, who: u8, command: Command) -> Vec<Event> {
        let told = format!("{command:?}");
        match self.room.decide(session(who), command, self.now) {
            Ok(Decision::Tell(events)) => {
                self.happen(&events);
                events
            }
            other => panic!("{told} of {who} came to {other:?}"),
        }
    }

    fn refusal(&self, who: u8, command: Command) -> Refusal {
        let decided = self.room.decide(session(who), command, self.now);
        decided.expect_err("this is to be refused")
    }

    fn passes(&mut self, milliseconds: u64) -> Vec<Event> {
        self.now = self.now.plus(milliseconds);
        let events = self.room.expire(self.now);
        self.happen(&events);
        events
    }

    fn happen(&mut self, events: &[Event]) {
        for event in events {
            self.room.apply(event);
        }
    }

    fn person(&self, who: u8) -> &Person {
        self.room.person(session(who)).expect("in the room")
    }

    fn people(&self) -> Vec<SessionId> {
        let people = self.room.people();
        people.iter().map(|person| person.session).collect()
    }

    fn in_call(&self) -> Vec<SessionId> {
        self.room.call().sessions
    }
}

/// All there is to see of a room.
fn sight(room: &Room) -> (RoomCard, Vec<Person>, Call, Option<Timestamp>) {
    (
        room.card().clone(),
        room.people(),
        room.call(),
        room.next_expiry(),
    )
}

fn entrance(who: u8) -> Entrance {
    Entrance {
        member: member(if who < 20 { who % 10 } else { who }),
        incarnation: Incarnation(0),
        name: "Ann".to_owned(),
        color: Color::Pink,
        maker: None,
    }
}

fn enter(who: u8) -> Command {
    Command::Enter(entrance(who))
}

/// Who comes in having made the room.
fn maker(who: u8, wish: Visibility) -> Command {
    Command::Enter(Entrance {
        maker: Some(wish),
        ..entrance(who)
    })
}
