//! The door of a room: who comes in, and as which session.

use std::collections::BTreeSet;

use super::{Color, Event, Person, Presence, Refusal, Room};
use crate::id::{Incarnation, MemberId, SessionId};
use crate::limits::TABS;
use crate::text::{Name, Status};
use crate::wire::{Former, Visibility};

/// Someone at the door, with what the server has verified of them.
#[derive(Debug, Clone, PartialEq)]
pub struct Entrance {
    /// Who: the key they have proved to have.
    pub member: MemberId,
    /// Which load of their tab.
    pub incarnation: Incarnation,
    /// As typed.
    pub name: String,
    /// Their colour.
    pub color: Color,
    /// As typed; empty for none.
    pub status: String,
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

impl Room {
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

    /// Whether someone may come in, or come back, as `session`.
    ///
    /// # Errors
    /// Why not, for the person to act on.
    pub fn admit(&self, session: SessionId, entrance: &Entrance) -> Result<Event, Refusal> {
        if self.card.removed.contains(&entrance.member) {
            return Err(Refusal::Removed);
        }
        let former = self.person(session);
        if former.is_none() {
            self.check_place(entrance.member)?;
        }
        let person = Person {
            session,
            member: entrance.member,
            name: Name::parse(&entrance.name, &self.limits).map_err(Refusal::Name)?,
            color: entrance.color,
            status: Status::parse(&entrance.status, &self.limits).map_err(Refusal::Status)?,
            incarnation: entrance.incarnation,
            presence: Presence::Here,
            call: former.and_then(|person| person.call),
            line: former.and_then(|person| person.line),
            hand: former.and_then(|person| person.hand),
        };
        Ok(Event::Entered { person })
    }

    /// Whether there is a place for another tab of this member.
    fn check_place(&self, member: MemberId) -> Result<(), Refusal> {
        let members = self.seats.iter().map(|seat| seat.person.member);
        let tabs = members.clone().filter(|it| *it == member).count();
        if tabs >= TABS {
            return Err(Refusal::TooManyTabs { limit: TABS });
        }
        let limit = self.limits.room_sessions;
        let others: BTreeSet<MemberId> = members.collect();
        if tabs == 0 && others.len() >= limit {
            return Err(Refusal::RoomFull { limit });
        }
        Ok(())
    }

    /// Takes in that the session has proved to have made the room, and how it
    /// wants the room found: it may open it.
    pub fn believe_maker(&mut self, session: SessionId, wish: Visibility) {
        if let Some(seat) = self.seat_of(session) {
            seat.maker = Some(wish);
        }
    }

    /// Whether the session has proved to have made the room.
    pub(super) fn is_maker(&self, session: SessionId) -> bool {
        let mut seats = self.seats.iter();
        seats.any(|seat| seat.person.session == session && seat.maker.is_some())
    }
}
