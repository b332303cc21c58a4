//! A room as it is seen from outside, and what only that is for: who is
//! speaking, and what the links are like.
//!
//! Invariant: a person is counted once, over all their tabs; a room by link
//! only is on no map.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Decision, Event, Person, Refusal, Room, Seat, tell};
use crate::call::graph::{Graph, Line, Pair};
use crate::call::stats::Verdict;
use crate::id::{MemberId, SessionId};
use crate::wire::{PersonSummary, RoomSummary, Switch, Tie, Visibility};

/// What one end of a link thinks of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LinkQuality {
    /// To whom it is.
    pub to: SessionId,
    /// What to think of it.
    pub verdict: Verdict,
}

impl LinkQuality {
    /// None of one that is not there.
    fn of(pair: &Pair) -> Option<Self> {
        let to = pair.other;
        match pair.line {
            Line::Up(_, verdict) => Some(Self { to, verdict }),
            Line::Coming | Line::Down => None,
        }
    }
}

impl Room {
    /// What is to be seen of it.
    pub fn summary(&self) -> RoomSummary {
        let mut people: BTreeMap<u32, PersonSummary> = BTreeMap::new();
        for seat in &self.seats {
            let seen = seat.seen();
            match people.get_mut(&seat.number) {
                // The first tab gives the name, any the rest.
                Some(known) => {
                    known.in_call = (known.in_call.is_on() || seen.in_call.is_on()).into();
                    known.speaking = (known.speaking.is_on() || seen.speaking.is_on()).into();
                }
                None => {
                    people.insert(seat.number, seen);
                }
            }
        }
        RoomSummary {
            id: self.card.id,
            name: self.card.name.to_string(),
            visibility: self.card.visibility,
            made: self.card.made,
            full: (people.len() >= self.limits.room_sessions).into(),
            people: people.into_values().collect(),
            lock: self.card.lock,
            ties: self.ties(),
        }
    }

    /// The same as those in it see it, whom the server tells neither who is
    /// speaking nor what links are like.
    pub fn summary_from_inside(&self, speaking: &[SessionId], graph: &Graph) -> RoomSummary {
        let mut room = self.clone();
        for seat in &mut room.seats {
            let session = seat.person.session;
            let own = graph.pairs.iter().filter(|pair| pair.one == session);
            seat.speaking = speaking.contains(&session).into();
            seat.links = own.filter_map(LinkQuality::of).collect();
        }
        room.summary()
    }

    /// Whether it is shown to everyone: listed, with someone in it.
    pub fn is_on_map(&self) -> bool {
        self.card.visibility == Visibility::Listed && !self.is_empty()
    }

    pub(super) fn decide_links(
        &self,
        person: &Person,
        mut links: Vec<LinkQuality>,
    ) -> Result<Decision, Refusal> {
        if person.call.is_none() {
            return Err(Refusal::NotInCall);
        }
        let is_in_call = |link: &LinkQuality| {
            let other = self.person(link.to);
            other.is_some_and(|other| other.call.is_some())
        };
        links.retain(is_in_call);
        let session = person.session;
        Ok(tell(Event::Links { session, links }))
    }

    /// What both ends think of each link between two people, the worse of it.
    fn ties(&self) -> Vec<Tie> {
        let mut worst: BTreeMap<(u32, u32), Verdict> = BTreeMap::new();
        let in_call = |seat: &&Seat| seat.person.call.is_some();
        for seat in self.seats.iter().filter(in_call) {
            for link in &seat.links {
                let mut seats = self.seats.iter().filter(in_call);
                let Some(other) = seats.find(|other| other.person.session == link.to) else {
                    continue;
                };
                let (one, other) = (seat.number, other.number);
                if one != other {
                    let between = (one.min(other), one.max(other));
                    let known = worst.entry(between).or_insert(link.verdict);
                    *known = link.verdict.max(*known);
                }
            }
        }
        worst
            .into_iter()
            .map(|(between, verdict)| Tie { between, verdict })
            .collect()
    }

    /// The number of this member on the map: the one of their other tabs, or
    /// one that nobody had before.
    pub(super) fn number(&mut self, member: MemberId) -> u32 {
        let mut seats = self.seats.iter();
        let known = seats.find(|seat| seat.person.member == member);
        if let Some(known) = known {
            return known.number;
        }
        self.numbered = self.numbered.wrapping_add(1);
        self.numbered
    }
}

pub(super) fn speak(person: &Person, speaking: Switch) -> Result<Decision, Refusal> {
    if person.call.is_none() {
        return Err(Refusal::NotInCall);
    }
    let session = person.session;
    Ok(tell(Event::Speaking { session, speaking }))
}

impl Seat {
    /// Nothing is known of their part in the call until they tell it again.
    pub(super) fn tells_anew(&mut self) {
        self.speaking = Switch::Off;
        self.links.clear();
    }

    fn seen(&self) -> PersonSummary {
        let Person {
            name,
            color,
            status,
            call,
            ..
        } = &self.person;
        PersonSummary {
            seat: self.number,
            name: name.to_string(),
            color: *color,
            status: status.as_ref().map(|status| status.as_str().to_owned()),
            // A key identifies a browser, not a person.
            avatar: None,
            in_call: call.is_some().into(),
            speaking: self.speaking,
        }
    }
}
