//! A room: who is in it, who is in its call, and what each may do.
//!
//! ```text
//!                Command                    Event
//!  connection ───────────▶ Room::decide ───────────▶ Room::apply ──▶ audience
//!                              │ Decision::Keep(Draft)      ▲
//!                              └──────▶ the store numbers ──┘ Event::Entry
//! ```
//!
//! Invariant: the state changes by [`Room::apply`] alone, and an event that
//! `decide` returned can always be applied. Nothing here knows of sockets,
//! of the store, or what a signal says.

mod call;
mod door;
mod gesture;
mod life;
mod line;
mod lock;
pub mod naming;
mod outside;
mod post;
mod refusal;
mod view;

pub use door::{Entrance, Returning};
pub use gesture::{REACTION_SHOWN, Reaction};
pub use life::{Ending, Lifetimes, MEMORY, WARNING};
pub use line::{InLine, Turn};
pub use lock::{Doorkeeper, Knock};
pub use outside::LinkQuality;
pub use post::{Clocks, Draft, Posting, Right, RoomChange, found};
pub use refusal::{Consequence, Refusal, wait_words};
pub use view::{Color, Event, Person, Presence, RoomCard};

use crate::call::negotiation::Signal;
use crate::id::{MemberId, SessionId, Timestamp};
use crate::limits::Limits;
use crate::message::{Act, Entry, Statement};
use crate::text::{Name, Status};
use crate::wire::{Media, Switch, Visibility};

/// How long a session whose connection was lost counts as coming back, in
/// milliseconds.
pub const LOST_GRACE: u64 = 60_000;
/// The same for a page that said it was going away: time for a refresh.
pub const LEAVING_GRACE: u64 = 5_000;

/// What a session wants of its room.
#[derive(Debug, Clone, PartialEq)]
pub enum Command {
    /// Its connection is gone.
    Lost,
    /// Its page is going away and may come back.
    Leaving,
    /// It leaves the room.
    Leave,
    /// Keep a statement.
    Post(Box<Posting>),
    /// It is writing something.
    Typing,
    /// Be in the call, sending this.
    JoinCall {
        /// What it sends.
        media: Media,
    },
    /// Be no longer in the call.
    LeaveCall,
    /// Tell one other session of the call.
    Signal {
        /// The other one.
        to: SessionId,
        /// Not looked into.
        signal: Signal,
    },
    /// Change what one is called and says of oneself.
    Profile {
        /// As typed.
        name: String,
        /// The new colour.
        color: Color,
        /// As typed; empty for none.
        status: String,
    },
    /// Give the room another name, as typed.
    Rename(String),
    /// Change who finds the room.
    Visibility(Visibility),
    /// Lock the room, or unlock it.
    Lock(Switch),
    /// Open to someone who knocks.
    LetIn(MemberId),
    /// Do not open to someone who knocks.
    TurnAway(MemberId),
    /// Raise one's hand, or lower it.
    Hand(Switch),
    /// Lower another's hand.
    LowerHand(SessionId),
    /// Show how one takes something.
    React(Reaction),
    /// Say whether one is speaking.
    Speaking(Switch),
    /// Say what one's links are like.
    Links(Vec<LinkQuality>),
}

/// What a command comes to.
#[derive(Debug, Clone, PartialEq)]
pub enum Decision {
    /// These happen now, in this order.
    Tell(Vec<Event>),
    /// This is to be kept first; it happens once the store has numbered it.
    Keep(Box<Draft>),
}

/// Who is told of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Audience {
    /// Every session in the room.
    Everyone,
    /// Those of its owner.
    Owner,
    /// This one alone.
    Only(SessionId),
    /// Nobody in the room: it is seen from outside.
    Nobody,
}

/// A room and the sessions in it.
#[derive(Debug, Clone)]
pub struct Room {
    card: RoomCard,
    limits: Limits,
    /// In order of arrival.
    seats: Vec<Seat>,
    /// The first to have come first.
    knocks: Vec<Knock>,
    /// The last number that someone got.
    numbered: u32,
}

#[derive(Debug, Clone)]
struct Seat {
    person: Person,
    /// Tells people apart on the map; tabs of one member share it.
    number: u32,
    /// Whether they are speaking, by their own word.
    speaking: Switch,
    /// What they think of their links.
    links: Vec<LinkQuality>,
    /// How they want the room found that they proved to have made.
    maker: Option<Visibility>,
    /// When it counts as gone, unless it comes back.
    gone_at: Option<Timestamp>,
}

impl Room {
    /// A room with nobody in it.
    pub fn new(card: RoomCard, limits: Limits) -> Self {
        Self {
            card,
            limits,
            seats: Vec::new(),
            knocks: Vec::new(),
            numbered: 0,
        }
    }

    /// What is known of it from outside.
    pub fn card(&self) -> &RoomCard {
        &self.card
    }

    /// Its limits.
    pub fn limits(&self) -> &Limits {
        &self.limits
    }

    /// Everyone in it, in order of arrival.
    pub fn people(&self) -> Vec<Person> {
        let people = self.seats.iter().map(|seat| &seat.person);
        people.cloned().collect()
    }

    /// One session, if it is here.
    pub fn person(&self, session: SessionId) -> Option<&Person> {
        let mut people = self.seats.iter().map(|seat| &seat.person);
        people.find(|person| person.session == session)
    }

    /// Whether nobody is in it, not even someone who may come back.
    pub fn is_empty(&self) -> bool {
        self.seats.is_empty()
    }

    /// What a command of `session` comes to at `now`.
    ///
    /// # Errors
    /// Why not, for the person to act on; nothing has changed then.
    pub fn decide(
        &self,
        session: SessionId,
        command: Command,
        now: Timestamp,
    ) -> Result<Decision, Refusal> {
        let person = self.person(session).ok_or(Refusal::NotInRoom)?;
        match command {
            Command::Lost => Ok(self.decide_away(session, now.plus(LOST_GRACE))),
            Command::Leaving => Ok(self.decide_away(session, now.plus(LEAVING_GRACE))),
            Command::Leave => Ok(tell(Event::Departed { session })),
            Command::Post(posting) => self.decide_post(person, *posting),
            Command::Typing => Ok(tell(Event::Typing {
                sessions: vec![session],
            })),
            Command::JoinCall { media } => self.decide_join_call(person, media),
            Command::LeaveCall => Ok(call::leave(person)),
            Command::Signal { to, signal } => self.decide_signal(person, to, signal),
            Command::Profile {
                name,
                color,
                status,
            } => self.decide_profile(session, &name, color, &status),
            Command::Rename(name) => self.decide_rename(person, &name),
            Command::Visibility(visibility) => self.decide_visibility(person, visibility),
            Command::Lock(lock) => self.decide_lock(person, lock),
            Command::LetIn(member) => self.decide_let_in(person, member),
            Command::TurnAway(member) => self.decide_turn_away(person, member),
            Command::Hand(hand) => self.decide_hand(person, hand),
            Command::LowerHand(other) => self.decide_lower_hand(person, other),
            Command::React(reaction) => gesture::react(person, reaction),
            Command::Speaking(speaking) => outside::speak(person, speaking),
            Command::Links(links) => self.decide_links(person, links),
        }
    }

    /// Who is to be counted as gone at `now`.
    pub fn expire(&self, now: Timestamp) -> Vec<Event> {
        self.seats
            .iter()
            .filter(|seat| seat.gone_at.is_some_and(|at| at <= now))
            .map(|seat| seat.person.session)
            .map(|session| Event::Departed { session })
            .collect()
    }

    /// When [`Self::expire`] has something to say next.
    pub fn next_expiry(&self) -> Option<Timestamp> {
        self.seats.iter().filter_map(|seat| seat.gone_at).min()
    }

    /// Makes `event` have happened.
    pub fn apply(&mut self, event: &Event) {
        match event {
            Event::Entered { person } => self.seat(person.clone()),
            Event::Away { session, until } => self.set_away(*session, *until),
            Event::Departed { session } => {
                self.seats.retain(|seat| seat.person.session != *session);
            }
            Event::InCall { session, media } => self.set_media(*session, Some(*media)),
            Event::InLine { session, place } => {
                if let Some(seat) = self.seat_of(*session) {
                    seat.person.line = Some(*place);
                }
            }
            Event::LeftCall { session } => {
                self.set_media(*session, None);
                self.set_hand(*session, None);
            }
            Event::Hand { session, hand } => self.set_hand(*session, *hand),
            Event::Speaking { session, speaking } => {
                if let Some(seat) = self.seat_of(*session) {
                    seat.speaking = *speaking;
                }
            }
            Event::Links { session, links } => {
                if let Some(seat) = self.seat_of(*session) {
                    seat.links.clone_from(links);
                }
            }
            Event::Knocks { knocks } => self.knocks.clone_from(knocks),
            Event::Profile {
                session,
                name,
                color,
                status,
            } => {
                if let Some(seat) = self.seat_of(*session) {
                    seat.person.name = name.clone();
                    seat.person.color = *color;
                    seat.person.status.clone_from(status);
                }
            }
            Event::Room { card } => self.set_card(card.clone()),
            Event::Entry { entry } => self.change(entry),
            Event::EndsSoon { .. }
            | Event::Typing { .. }
            | Event::Reaction { .. }
            | Event::Signal { .. } => {}
        }
    }

    /// Who is told of `event`.
    pub fn audience(event: &Event) -> Audience {
        match event {
            Event::Signal { to, .. } => Audience::Only(*to),
            Event::Knocks { .. } => Audience::Owner,
            Event::Speaking { .. } | Event::Links { .. } => Audience::Nobody,
            Event::Entered { .. }
            | Event::Away { .. }
            | Event::Departed { .. }
            | Event::InCall { .. }
            | Event::InLine { .. }
            | Event::LeftCall { .. }
            | Event::Hand { .. }
            | Event::Reaction { .. }
            | Event::Profile { .. }
            | Event::Typing { .. }
            | Event::Room { .. }
            | Event::EndsSoon { .. }
            | Event::Entry { .. } => Audience::Everyone,
        }
    }

    /// Away until then; nothing new for one who is away and gone by then.
    fn decide_away(&self, session: SessionId, until: Timestamp) -> Decision {
        let mut seats = self.seats.iter();
        let seat = seats.find(|seat| seat.person.session == session);
        let is_known = seat.is_some_and(|seat| seat.gone_at.is_some_and(|at| at <= until));
        let event = Event::Away { session, until };
        Decision::Tell((!is_known).then_some(event).into_iter().collect())
    }

    fn decide_profile(
        &self,
        session: SessionId,
        name: &str,
        color: Color,
        status: &str,
    ) -> Result<Decision, Refusal> {
        Ok(tell(Event::Profile {
            session,
            name: Name::parse(name, &self.limits).map_err(Refusal::Name)?,
            color,
            status: Status::parse(status, &self.limits).map_err(Refusal::Status)?,
        }))
    }

    fn decide_rename(&self, person: &Person, name: &str) -> Result<Decision, Refusal> {
        if self.card.is_open() || !self.is_maker(person.session) {
            self.check_owner(person)?;
        }
        let name = Name::parse(name, &self.limits).map_err(Refusal::Name)?;
        if name == self.card.name {
            return Ok(Decision::Tell(Vec::new()));
        }
        Ok(tell(Event::Room {
            card: RoomCard {
                name,
                ..self.card.clone()
            },
        }))
    }

    fn decide_visibility(
        &self,
        person: &Person,
        visibility: Visibility,
    ) -> Result<Decision, Refusal> {
        self.check_owner(person)?;
        if visibility == Visibility::Unopened {
            return Err(Refusal::NotAChoice);
        }
        Ok(tell(Event::Room {
            card: RoomCard {
                visibility,
                ..self.card.clone()
            },
        }))
    }

    fn in_call(&self) -> impl Iterator<Item = &Person> {
        self.seats
            .iter()
            .map(|seat| &seat.person)
            .filter(|person| person.call.is_some())
    }

    fn seat(&mut self, person: Person) {
        if let Some(seat) = self.seat_of(person.session) {
            seat.person = person;
            seat.gone_at = None;
            seat.tells_anew();
            return;
        }
        let number = self.number(person.member);
        self.seats.push(Seat {
            person,
            number,
            speaking: Switch::Off,
            links: Vec::new(),
            maker: None,
            gone_at: None,
        });
    }

    fn seat_of(&mut self, session: SessionId) -> Option<&mut Seat> {
        let mut seats = self.seats.iter_mut();
        seats.find(|seat| seat.person.session == session)
    }

    fn set_away(&mut self, session: SessionId, until: Timestamp) {
        let Some(seat) = self.seat_of(session) else {
            return;
        };
        seat.person.presence = Presence::Reconnecting;
        seat.speaking = Switch::Off;
        // A page that said it was going is not given longer by its
        // connection's end.
        seat.gone_at = Some(seat.gone_at.map_or(until, |at| at.min(until)));
    }

    fn set_media(&mut self, session: SessionId, media: Option<Media>) {
        if let Some(seat) = self.seat_of(session) {
            seat.person.call = media;
            seat.person.line = None;
            if media.is_none() {
                seat.tells_anew();
            }
        }
    }

    fn set_card(&mut self, card: RoomCard) {
        // Nobody tells it while it is of no interest.
        if card.visibility != Visibility::Listed {
            self.seats.iter_mut().for_each(Seat::tells_anew);
        }
        self.card = card;
    }

    fn set_hand(&mut self, session: SessionId, hand: Option<Turn>) {
        if let Some(seat) = self.seat_of(session) {
            seat.person.hand = hand;
        }
    }

    /// What an entry changes about the room itself.
    fn change(&mut self, entry: &Entry) {
        let Ok(statement) = Statement::parse(&entry.signed) else {
            return;
        };
        match statement.act {
            Act::Create => self.card.owner = Some(statement.author),
            Act::PassOwnership { to } => self.card.owner = Some(to),
            Act::RemoveMember { member } if !self.card.removed.contains(&member) => {
                self.card.removed.push(member);
            }
            Act::Say | Act::Edit { .. } | Act::Delete { .. } | Act::RemoveMember { .. } => {}
        }
    }
}

fn tell(event: Event) -> Decision {
    Decision::Tell(vec![event])
}
