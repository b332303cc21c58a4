//! A room: who may do what, and what then happens.

mod anything;
mod call;
mod doors;
mod founding;
mod gestures;
mod life;
mod line;
mod locks;
mod outside;
mod owners;
mod posts;
mod words;

use chatmux_shared::id::{Incarnation, SessionId, Timestamp};
use chatmux_shared::limits::Limits;
use chatmux_shared::message::{Act, Entry, Post, Statement, Target};
use chatmux_shared::room::{
    Color, Command, Decision, Draft, Entrance, Event, Person, Posting, Refusal, Room, RoomCard,
};
use chatmux_shared::wire::Visibility;

use crate::log::{does, last};
use crate::someone::{NOW, card, member, session};

/// A room, its log and a clock. Session 2 is a tab of member 2, and so is
/// session 12.
struct Scene {
    room: Room,
    log: Vec<Entry>,
    now: Timestamp,
}

impl Scene {
    fn new(limits: Limits) -> Self {
        Self {
            room: Room::new(card(), limits),
            log: Vec::new(),
            now: NOW,
        }
    }

    /// With these sessions in it.
    fn of(sessions: &[u8]) -> Self {
        let mut scene = Self::new(Limits::default());
        for who in sessions {
            scene.enters(*who, &entrance(*who));
        }
        scene
    }

    /// The same, opened by the first of them.
    fn open(sessions: &[u8]) -> Self {
        let mut scene = Self::of(sessions);
        scene.opens(sessions[0], Visibility::Listed);
        scene
    }

    fn enters(&mut self, who: u8, entrance: &Entrance) -> Event {
        let admitted = self.room.admit(session(who), entrance);
        let event = admitted.unwrap_or_else(|refusal| panic!("{who} was kept out: {refusal}"));
        self.happen(std::slice::from_ref(&event));
        if let Some(wish) = entrance.maker {
            self.room.believe_maker(session(who), wish);
        }
        event
    }

    fn is_kept_out(&self, who: u8, entrance: &Entrance) -> Refusal {
        let admitted = self.room.admit(session(who), entrance);
        admitted.expect_err("this one is to be kept out")
    }

    /// Someone proves to have made the room, and opens it.
    fn opens(&mut self, who: u8, wish: Visibility) -> Vec<Event> {
        self.enters(who, &maker(who, wish));
        self.posts(who, self.deed(who, Act::Create))
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

    /// What the member of session `who` hands in who does this, having seen
    /// all there is.
    fn deed(&self, who: u8, act: Act) -> Post {
        let number = u64::try_from(self.log.len()).expect("few") + 1;
        does(member_of(who), number, last(&self.log), act)
    }

    /// What a server makes of that.
    fn posting(&self, post: Post) -> Posting {
        let statement = Statement::parse(&post.signed).expect("a statement");
        let target = match statement.act {
            Act::Edit { target } | Act::Delete { target } => {
                let entry = self.log.iter().find(|entry| entry.seq == target);
                let statement = entry.map(|entry| Statement::parse(&entry.signed));
                statement.map(|it| Target::of(&it.expect("a statement")))
            }
            Act::Create | Act::Say | Act::PassOwnership { .. } | Act::RemoveMember { .. } => None,
        };
        Posting {
            statement,
            post,
            target,
        }
    }

    fn draft(&self, who: u8, post: Post) -> Result<Box<Draft>, Refusal> {
        let command = Command::Post(Box::new(self.posting(post)));
        match self.room.decide(session(who), command, self.now)? {
            Decision::Keep(draft) => Ok(draft),
            told @ Decision::Tell(_) => panic!("not kept but {told:?}"),
        }
    }

    /// What is kept, and then happens.
    fn posts(&mut self, who: u8, post: Post) -> Vec<Event> {
        let drafted = self.draft(who, post);
        let draft = drafted.unwrap_or_else(|refusal| panic!("{who} was refused: {refusal}"));
        self.keep(*draft)
    }

    fn keep(&mut self, draft: Draft) -> Vec<Event> {
        let change = draft.change;
        let entry = draft.kept(last(&self.log), self.now);
        self.log.push(entry.clone());
        let mut events = vec![Event::Entry { entry }];
        self.happen(&events);
        events.extend(self.room.aftermath(change));
        self.happen(&events[1..]);
        events
    }

    fn is_not_posted(&self, who: u8, post: Post) -> Refusal {
        let drafted = self.draft(who, post);
        drafted.expect_err("this is to be refused")
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
        while let Some(event) = self.room.next_in_line() {
            self.room.apply(&event);
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
        in_call(&self.room)
    }
}

fn in_call(room: &Room) -> Vec<SessionId> {
    let people = room.people().into_iter();
    let callers = people.filter(|person| person.call.is_some());
    callers.map(|person| person.session).collect()
}

/// All there is to see of a room.
fn sight(room: &Room) -> (RoomCard, Vec<Person>, Option<Timestamp>) {
    (room.card().clone(), room.people(), room.next_expiry())
}

/// Whose tab session `who` is.
const fn member_of(who: u8) -> u8 {
    if who < 20 { who % 10 } else { who }
}

fn entrance(who: u8) -> Entrance {
    Entrance {
        member: member(member_of(who)),
        incarnation: Incarnation(0),
        name: "Ann".to_owned(),
        color: Color::Pink,
        status: String::new(),
        maker: None,
    }
}

/// Who comes in having made the room.
fn maker(who: u8, wish: Visibility) -> Entrance {
    Entrance {
        maker: Some(wish),
        ..entrance(who)
    }
}
