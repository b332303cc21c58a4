//! Rooms as they are seen from outside.
//!
//! Invariant: a person is counted once, over all their tabs; a room by link
//! only is on no map.

use std::cmp::Reverse;
use std::collections::HashSet;

use super::Room;
use crate::wire::{PersonSummary, RoomSummary, Visibility};

impl Room {
    /// What is to be seen of it: each person by their first tab.
    pub fn summary(&self) -> RoomSummary {
        let people = self.people();
        let mut seen = HashSet::new();
        let each = people.iter().filter(|person| seen.insert(person.member));
        let each = each.map(|person| PersonSummary {
            name: person.name.to_string(),
            color: person.color,
        });
        RoomSummary {
            id: self.card.id,
            name: self.card.name.to_string(),
            visibility: self.card.visibility,
            people: each.collect(),
            in_call: self.in_call().count(),
            lock: self.card.lock,
        }
    }

    /// Whether it is shown to everyone: listed, with someone in it.
    pub fn is_on_map(&self) -> bool {
        self.card.visibility == Visibility::Listed && !self.is_empty()
    }
}

/// The map's rooms in order: most people first, and the lounge among them
/// whoever is in it.
pub fn lobby(mut rooms: Vec<RoomSummary>, lounge: &Room) -> Vec<RoomSummary> {
    if !rooms.iter().any(|room| room.id == lounge.card.id) {
        rooms.push(lounge.summary());
    }
    rooms.sort_by_key(|room| Reverse(room.people.len()));
    rooms
}
