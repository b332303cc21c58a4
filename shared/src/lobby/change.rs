//! What changes about a room as it is seen from outside.

use serde::{Deserialize, Serialize};

use crate::call::stats::Verdict;
use crate::id::RoomId;
use crate::wire::{PersonSummary, RoomSummary, Switch, Tie};

/// What those who look at the map are told: all of it, then what changes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LobbyFrame {
    /// All there is.
    Snapshot {
        /// Every room.
        rooms: Vec<RoomSummary>,
        /// People on the server, in whichever rooms.
        online: usize,
    },
    /// What has changed since the frame before, in this order.
    Changes(Vec<Change>),
}

/// One thing that has changed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// A room is there, or is another one by now.
    Room {
        /// All of it.
        room: RoomSummary,
    },
    /// A room is not there any more.
    Gone {
        /// Which.
        room: RoomId,
    },
    /// What is known of a room without its people.
    Card {
        /// Which.
        room: RoomId,
        /// What it is called.
        name: String,
        /// Whether whoever is new to it has to knock.
        #[serde(default, skip_serializing_if = "Switch::is_off")]
        lock: Switch,
        /// Whether nobody more gets in.
        #[serde(default, skip_serializing_if = "Switch::is_off")]
        full: Switch,
    },
    /// Someone came.
    Came {
        /// Where.
        room: RoomId,
        /// Who.
        person: PersonSummary,
    },
    /// Someone went.
    Went {
        /// From where.
        room: RoomId,
        /// Their seat.
        seat: u32,
    },
    /// Someone is seen otherwise.
    Person {
        /// Where.
        room: RoomId,
        /// As they are now.
        person: PersonSummary,
    },
    /// What a link is like.
    Tie {
        /// Where.
        room: RoomId,
        /// The seats at its ends, the lower first.
        between: (u32, u32),
        /// What to think of it; nothing once that is not known any more.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        verdict: Option<Verdict>,
    },
    /// How many people are on the server.
    Online {
        /// So many.
        count: usize,
    },
}

/// What makes the one room the other: nothing if nothing has changed.
pub fn between(before: Option<&RoomSummary>, after: Option<&RoomSummary>) -> Vec<Change> {
    match (before, after) {
        (None, None) => Vec::new(),
        (Some(before), None) => vec![Change::Gone { room: before.id }],
        (None, Some(after)) => vec![Change::Room {
            room: after.clone(),
        }],
        (Some(before), Some(after)) => within(before, after),
    }
}

fn within(before: &RoomSummary, after: &RoomSummary) -> Vec<Change> {
    let is_another =
        (before.id, before.made, before.visibility) != (after.id, after.made, after.visibility);
    if is_another {
        return vec![Change::Room {
            room: after.clone(),
        }];
    }
    let room = after.id;
    let mut changes = Vec::new();
    if (&before.name, before.lock, before.full) != (&after.name, after.lock, after.full) {
        changes.push(Change::Card {
            room,
            name: after.name.clone(),
            lock: after.lock,
            full: after.full,
        });
    }
    for person in &before.people {
        if seat(&after.people, person.seat).is_none() {
            let seat = person.seat;
            changes.push(Change::Went { room, seat });
        }
    }
    for person in &after.people {
        let known = seat(&before.people, person.seat);
        let person = person.clone();
        match known {
            None => changes.push(Change::Came { room, person }),
            Some(known) if *known != person => changes.push(Change::Person { room, person }),
            Some(_) => {}
        }
    }
    changes.extend(ties(before, after));
    changes
}

fn ties(before: &RoomSummary, after: &RoomSummary) -> Vec<Change> {
    let room = after.id;
    let is_among = |ties: &[Tie], tie: &Tie| ties.iter().any(|it| it.between == tie.between);
    // Those of someone who went are gone with them.
    let is_there = |tie: &&Tie| {
        let (one, other) = tie.between;
        seat(&after.people, one).is_some() && seat(&after.people, other).is_some()
    };
    let lost = before
        .ties
        .iter()
        .filter(is_there)
        .filter(|tie| !is_among(&after.ties, tie))
        .map(|tie| (tie.between, None));
    let new = after.ties.iter().filter(|tie| !before.ties.contains(tie));
    let new = new.map(|tie| (tie.between, Some(tie.verdict)));
    lost.chain(new)
        .map(|(between, verdict)| Change::Tie {
            room,
            between,
            verdict,
        })
        .collect()
}

/// Changes one room.
pub(super) fn apply(room: &mut RoomSummary, change: Change) {
    match change {
        Change::Card {
            name, lock, full, ..
        } => {
            room.name = name;
            room.lock = lock;
            room.full = full;
        }
        Change::Came { person, .. } | Change::Person { person, .. } => put(room, person),
        Change::Went { seat, .. } => {
            room.people.retain(|person| person.seat != seat);
            room.ties
                .retain(|Tie { between, .. }| between.0 != seat && between.1 != seat);
        }
        Change::Tie {
            between, verdict, ..
        } => {
            room.ties.retain(|tie| tie.between != between);
            room.ties
                .extend(verdict.map(|verdict| Tie { between, verdict }));
            room.ties.sort_by_key(|tie| tie.between);
        }
        Change::Room { .. } | Change::Gone { .. } | Change::Online { .. } => {}
    }
}

fn put(room: &mut RoomSummary, person: PersonSummary) {
    let mut people = room.people.iter_mut();
    if let Some(known) = people.find(|known| known.seat == person.seat) {
        *known = person;
        return;
    }
    room.people.push(person);
    room.people.sort_by_key(|person| person.seat);
}

fn seat(people: &[PersonSummary], seat: u32) -> Option<&PersonSummary> {
    people.iter().find(|person| person.seat == seat)
}
