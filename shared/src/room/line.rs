//! The line before a full call.
//!
//! ```text
//!  join_call ──no place──► in line ──a place, and first──► in the call
//!                             └──────── leave_call ───────► out
//! ```
//!
//! Invariant: while [`Room::next_in_line`] has someone, the call has a place
//! for them; whoever performs what a room decides lets them in at once. One
//! who is away is passed over and keeps their turn. A member stands in line by
//! one tab alone, as they are in the call.

use serde::{Deserialize, Serialize};

use super::{Decision, Event, Person, Presence, Room};
use crate::id::SessionId;
use crate::wire::{Media, Switch};

/// A place in an order: the lower, the earlier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Turn(pub u64);

impl Turn {
    /// After all of these.
    pub(super) fn after(turns: impl Iterator<Item = Self>) -> Self {
        Self(turns.max().map_or(0, |Self(last)| last.saturating_add(1)))
    }
}

/// Someone's place in the line before the call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct InLine {
    /// When it is their turn.
    pub turn: Turn,
    /// What they want to send.
    pub media: Media,
}

impl Room {
    /// Whoever gets into the call now, as there is a place for them: with
    /// their voice alone if there is none for their picture.
    pub fn next_in_line(&self) -> Option<Event> {
        if self.in_call().count() >= self.limits.call_sessions {
            return None;
        }
        let here = self
            .in_line()
            .filter(|(person, _)| person.presence == Presence::Here);
        let (person, InLine { media, .. }) = here.min_by_key(|(_, place)| place.turn)?;
        Some(Event::InCall {
            session: person.session,
            media: self.as_there_is_place(person, media),
        })
    }

    /// How many are before this session in the line; `None` if it is not in
    /// it.
    pub fn before_in_line(&self, session: SessionId) -> Option<usize> {
        let own = self.person(session)?.line?.turn;
        Some(self.in_line().filter(|(_, place)| place.turn < own).count())
    }

    /// Whether this session may send video in the call.
    pub fn has_place_for_video(&self, person: &Person) -> bool {
        // A person is in it by one tab alone: the last that asked.
        let others = self.in_call().filter(|other| other.member != person.member);
        let seen = others.filter(|other| other.call.is_some_and(Media::has_video));
        seen.count() < self.limits.call_video
    }

    /// They get in line, or stay where they stand and want to send this.
    pub(super) fn decide_wait(&self, person: &Person, media: Media) -> Decision {
        let own = |other: &Person| other.member == person.member;
        let held = self.in_line().find(|(other, _)| own(other));
        let turn = held.map_or_else(
            || Turn::after(self.in_line().map(|(_, place)| place.turn)),
            |(_, place)| place.turn,
        );
        if person.line == Some(InLine { turn, media }) {
            return Decision::Tell(Vec::new());
        }
        let mut events = self.other_tabs_leave(person);
        let session = person.session;
        let place = InLine { turn, media };
        events.push(Event::InLine { session, place });
        Decision::Tell(events)
    }

    /// The other tabs of a person are no longer in the call, nor in its line.
    pub(super) fn other_tabs_leave(&self, person: &Person) -> Vec<Event> {
        let tabs = self.seats.iter().map(|seat| &seat.person).filter(|other| {
            other.member == person.member
                && other.session != person.session
                && (other.call.is_some() || other.line.is_some())
        });
        let sessions = tabs.map(|tab| tab.session);
        sessions
            .map(|session| Event::LeftCall { session })
            .collect()
    }

    fn in_line(&self) -> impl Iterator<Item = (&Person, InLine)> {
        let people = self.seats.iter().map(|seat| &seat.person);
        people.filter_map(|person| Some((person, person.line?)))
    }

    fn as_there_is_place(&self, person: &Person, media: Media) -> Media {
        if self.has_place_for_video(person) {
            return media;
        }
        Media {
            camera: Switch::Off,
            screen: Switch::Off,
            ..media
        }
    }
}
