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

mod life;
mod lobby;
pub mod naming;
mod refusal;
mod view;

pub use life::{Ending, Lifetimes, MEMORY, WARNING};
pub use lobby::lobby;
pub use refusal::{Consequence, Refusal};
pub use view::{Call, Color, Entry, Event, Kind, Person, Presence, RoomCard};

use crate::call::negotiation::Signal;
use crate::id::{ClientId, Incarnation, MemberId, Seq, SessionId, Timestamp};
use crate::limits::Limits;
use crate::text::{MessageText, Name};
use crate::wire::{Former, Media, Visibility};

/// How long a session whose connection was lost counts as coming back, in
/// milliseconds.
pub const LOST_GRACE: u64 = 60_000;
/// The same for a page that said it was going away: time for a refresh.
pub const LEAVING_GRACE: u64 = 5_000;

/// What a session wants of its room.
#[derive(Debug, Clone, PartialEq)]
pub enum Command {
    /// Come in, or come back.
    Enter(Entrance),
    /// Its connection is gone.
    Lost,
    /// Its page is going away and may come back.
    Leaving,
    /// It leaves the room.
    Leave,
    /// Keep a message.
    Say {
        /// Drawn by the client.
        client: ClientId,
        /// As typed.
        text: String,
    },
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
    /// Change name and colour.
    Profile {
        /// As typed.
        name: String,
        /// The new colour.
        color: Color,
    },
    /// Change who finds the room.
    Visibility(Visibility),
}

/// Someone at the door, with what the server has verified of them.
#[derive(Debug, Clone, PartialEq)]
pub struct Entrance {
    /// Who.
    pub member: MemberId,
    /// Which load of their tab.
    pub incarnation: Incarnation,
    /// As typed.
    pub name: String,
    /// Their colour.
    pub color: Color,
    /// Whether they proved to have made the room, and how they want it
    /// found.
    pub maker: Option<Visibility>,
}

/// A tab that proved which session it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Returning {
    /// The session.
    pub session: SessionId,
    /// Which load of the tab.
    pub incarnation: Incarnation,
    /// What it knows of the page before it.
    pub former: Former,
}

/// What a command comes to.
#[derive(Debug, Clone, PartialEq)]
pub enum Decision {
    /// These happen now, in this order.
    Tell(Vec<Event>),
    /// This is to be kept first; it happens once the store has numbered it.
    Keep(Draft),
}

/// A message on its way into the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// Drawn by the client.
    pub client: ClientId,
    /// Who says it.
    pub author: MemberId,
    /// What they are called as they say it.
    pub name: Name,
    /// Their colour.
    pub color: Color,
    /// What they say.
    pub text: MessageText,
}

impl Draft {
    /// The entry it becomes at this place in the log.
    pub fn kept(self, seq: Seq, at: Timestamp) -> Entry {
        Entry {
            seq,
            at,
            author: self.author,
            name: self.name,
            color: self.color,
            client: self.client,
            kind: Kind::Say { text: self.text },
        }
    }

    /// Whether `entry`, kept under the same client id, is this very message.
    pub fn is_kept_as(&self, entry: &Entry) -> bool {
        let Kind::Say { text } = &entry.kind;
        entry.author == self.author && entry.client == self.client && *text == self.text
    }
}

/// Who is told of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Audience {
    /// Every session in the room.
    Everyone,
    /// This one alone.
    Only(SessionId),
}

/// A room and the sessions in it.
#[derive(Debug, Clone)]
pub struct Room {
    card: RoomCard,
    limits: Limits,
    /// In order of arrival.
    seats: Vec<Seat>,
}

#[derive(Debug, Clone)]
struct Seat {
    person: Person,
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

    /// Who is in the call.
    pub fn call(&self) -> Call {
        Call {
            sessions: self.in_call().map(|person| person.session).collect(),
            limit: self.limits.call_sessions,
            video_limit: self.limits.call_video,
        }
    }

    /// Whether nobody is in it, not even someone who may come back.
    pub fn is_empty(&self) -> bool {
        self.seats.is_empty()
    }

    /// Which session a tab is: the one it was, if that is not at home in
    /// another tab; else `fresh`, loaded for the first time.
    pub fn recognize(
        &self,
        returning: Option<Returning>,
        fresh: SessionId,
    ) -> (SessionId, Incarnation) {
        let fresh = (fresh, Incarnation::default());
        let Some(tab) = returning else {
            return fresh;
        };
        let Some(known) = self.person(tab.session) else {
            return (tab.session, tab.incarnation);
        };
        let same_page = known.incarnation == tab.incarnation;
        let reloaded = known.incarnation < tab.incarnation
            && (tab.former == Former::Gone || known.presence == Presence::Reconnecting);
        if same_page || reloaded {
            (tab.session, tab.incarnation)
        } else {
            fresh
        }
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
        if let Command::Enter(entrance) = command {
            return self.decide_enter(session, &entrance);
        }
        let person = self.person(session).ok_or(Refusal::NotInRoom)?;
        match command {
            Command::Enter(_) => unreachable!("returned above"),
            Command::Lost => Ok(tell(away(session, now.plus(LOST_GRACE)))),
            Command::Leaving => Ok(tell(away(session, now.plus(LEAVING_GRACE)))),
            Command::Leave => Ok(tell(Event::Departed { session })),
            Command::Say { client, text } => self.decide_say(person, client, &text),
            Command::JoinCall { media } => self.decide_join_call(person, media),
            Command::LeaveCall => Ok(decide_leave_call(person)),
            Command::Signal { to, signal } => self.decide_signal(person, to, signal),
            Command::Profile { name, color } => self.decide_profile(session, &name, color),
            Command::Visibility(visibility) => self.decide_visibility(person, visibility),
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
            Event::LeftCall { session } => self.set_media(*session, None),
            Event::Profile {
                session,
                name,
                color,
            } => self.set_profile(*session, name, *color),
            Event::Room { card } => self.card = card.clone(),
            Event::EndsSoon { .. } | Event::Entry { .. } | Event::Signal { .. } => {}
        }
    }

    /// Who is told of `event`.
    pub fn audience(event: &Event) -> Audience {
        match event {
            Event::Signal { to, .. } => Audience::Only(*to),
            Event::Entered { .. }
            | Event::Away { .. }
            | Event::Departed { .. }
            | Event::InCall { .. }
            | Event::LeftCall { .. }
            | Event::Profile { .. }
            | Event::Room { .. }
            | Event::EndsSoon { .. }
            | Event::Entry { .. } => Audience::Everyone,
        }
    }

    fn decide_enter(&self, session: SessionId, entrance: &Entrance) -> Result<Decision, Refusal> {
        let name = Name::parse(&entrance.name, &self.limits).map_err(Refusal::Name)?;
        let former = self.person(session);
        if former.is_none() && self.seats.len() >= self.limits.room_sessions {
            return Err(Refusal::RoomFull {
                limit: self.limits.room_sessions,
            });
        }
        let opened = self.opened_by(entrance);
        let person = Person {
            session,
            member: entrance.member,
            name,
            color: entrance.color,
            incarnation: entrance.incarnation,
            presence: Presence::Here,
            call: former.and_then(|person| person.call),
        };
        let mut events: Vec<Event> = opened
            .map(|card| Event::Room { card })
            .into_iter()
            .collect();
        events.push(Event::Entered { person });
        Ok(Decision::Tell(events))
    }

    /// The room's card once its maker has come in for the first time.
    fn opened_by(&self, entrance: &Entrance) -> Option<RoomCard> {
        let wished = entrance.maker?;
        if self.card.owner.is_some() {
            return None;
        }
        let visibility = match wished {
            Visibility::ByLink => Visibility::ByLink,
            Visibility::Listed | Visibility::Unopened => Visibility::Listed,
        };
        Some(RoomCard {
            owner: Some(entrance.member),
            visibility,
            ..self.card.clone()
        })
    }

    fn decide_say(
        &self,
        person: &Person,
        client: ClientId,
        text: &str,
    ) -> Result<Decision, Refusal> {
        let text = MessageText::parse(text, &self.limits).map_err(Refusal::Message)?;
        Ok(Decision::Keep(Draft {
            client,
            author: person.member,
            name: person.name.clone(),
            color: person.color,
            text,
        }))
    }

    fn decide_join_call(&self, person: &Person, media: Media) -> Result<Decision, Refusal> {
        // A person is in it by one tab alone: the last that asked.
        let others = || self.in_call().filter(|other| other.member != person.member);
        if person.call.is_none() && others().count() >= self.limits.call_sessions {
            return Err(Refusal::CallFull {
                limit: self.limits.call_sessions,
            });
        }
        if media.has_video()
            && others().filter(|other| sends_video(other)).count() >= self.limits.call_video
        {
            return Err(Refusal::VideoFull {
                limit: self.limits.call_video,
            });
        }
        if person.call == Some(media) {
            return Ok(Decision::Tell(Vec::new()));
        }
        let tabs = self
            .in_call()
            .filter(|other| other.member == person.member && other.session != person.session);
        let mut events: Vec<Event> = tabs
            .map(|tab| tab.session)
            .map(|session| Event::LeftCall { session })
            .collect();
        events.push(Event::InCall {
            session: person.session,
            media,
        });
        Ok(Decision::Tell(events))
    }

    fn decide_signal(
        &self,
        person: &Person,
        to: SessionId,
        signal: Signal,
    ) -> Result<Decision, Refusal> {
        let other = self.person(to).ok_or(Refusal::NotInCall)?;
        let linked = person.call.is_some()
            && other.call.is_some()
            && crate::call::are_linked(person.session_of_member(), other.session_of_member());
        if !linked {
            return Err(Refusal::NotInCall);
        }
        Ok(tell(Event::Signal {
            from: person.session,
            to,
            signal,
        }))
    }

    fn decide_profile(
        &self,
        session: SessionId,
        name: &str,
        color: Color,
    ) -> Result<Decision, Refusal> {
        let name = Name::parse(name, &self.limits).map_err(Refusal::Name)?;
        Ok(tell(Event::Profile {
            session,
            name,
            color,
        }))
    }

    fn decide_visibility(
        &self,
        person: &Person,
        visibility: Visibility,
    ) -> Result<Decision, Refusal> {
        if self.card.owner != Some(person.member) {
            return Err(Refusal::NotOwner);
        }
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
        let seat = Seat {
            person,
            gone_at: None,
        };
        match self.seat_of(seat.person.session) {
            Some(former) => *former = seat,
            None => self.seats.push(seat),
        }
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
        // A page that said it was going is not given longer by its
        // connection's end.
        seat.gone_at = Some(seat.gone_at.map_or(until, |at| at.min(until)));
    }

    fn set_media(&mut self, session: SessionId, media: Option<Media>) {
        if let Some(seat) = self.seat_of(session) {
            seat.person.call = media;
        }
    }

    fn set_profile(&mut self, session: SessionId, name: &Name, color: Color) {
        if let Some(seat) = self.seat_of(session) {
            seat.person.name = name.clone();
            seat.person.color = color;
        }
    }
}

fn tell(event: Event) -> Decision {
    Decision::Tell(vec![event])
}

fn away(session: SessionId, until: Timestamp) -> Event {
    Event::Away { session, until }
}

fn decide_leave_call(person: &Person) -> Decision {
    let events = person.call.map(|_| Event::LeftCall {
        session: person.session,
    });
    Decision::Tell(events.into_iter().collect())
}

fn sends_video(person: &Person) -> bool {
    person.call.is_some_and(Media::has_video)
}
