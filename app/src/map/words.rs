//! The words of the map.

use std::borrow::Cow;

use chatmux_shared::id::Timestamp;
use chatmux_shared::wire::{PersonSummary, RoomSummary};

/// So many people are named at most.
const NAMED: usize = 6;

/// So many people: `nobody yet`, `1 person`, `3 people`.
pub fn people(count: usize) -> String {
    match count {
        0 => "nobody yet".into(),
        1 => "1 person".into(),
        _ => format!("{count} people"),
    }
}

/// What the link of a room says: `Enter Lounge, 3 people, locked`.
pub fn entrance(room: &RoomSummary) -> String {
    format!(
        "Enter {}, {}{}",
        room.name,
        people(room.people.len()),
        state(room)
    )
}

/// What is said of the room one is in: `You are in Lounge, 3 people`.
pub fn presence(room: &RoomSummary) -> String {
    format!(
        "You are in {}, {}{}",
        room.name,
        people(room.people.len()),
        state(room)
    )
}

/// What is known of a room at a glance:
/// `Lounge: 3 people, there for 2 hours. Ada, Bert (at lunch), Cleo`.
pub fn hint(room: &RoomSummary, now: Timestamp) -> String {
    let (name, names) = (isolated(&room.name), names(&room.people));
    let (count, age, state) = (people(room.people.len()), age(room.made, now), state(room));
    format!("{name}: {count}, there for {age}{state}. {names}")
}

/// How many are in a room, and for how long it has been there.
pub fn crowd(room: &RoomSummary, now: Timestamp) -> String {
    let count = people(room.people.len());
    if room.people.is_empty() {
        return count;
    }
    [&*count, ", there for ", &age(room.made, now)].concat()
}

/// Such that a name written from right to left does not turn what stands
/// around it (Unicode Standard Annex 9, 2.4).
fn isolated(name: &str) -> Cow<'_, str> {
    if name.is_ascii() {
        return name.into();
    }
    ["\u{2068}", name, "\u{2069}"].concat().into()
}

/// Their names, with what they say of themselves; those beyond a few are
/// counted.
pub fn names(people: &[PersonSummary]) -> String {
    let name = |person: &PersonSummary| match &person.status {
        Some(status) => format!("{} ({})", isolated(&person.name), isolated(status)),
        None => isolated(&person.name).into_owned(),
    };
    let mut names: Vec<String> = people.iter().take(NAMED).map(name).collect();
    if people.len() > NAMED {
        names.push(format!("{} more", people.len() - NAMED));
    }
    names.join(", ")
}

fn state(room: &RoomSummary) -> String {
    let lock = if room.lock.is_on() { ", locked" } else { "" };
    let full = if room.full.is_on() { ", full" } else { "" };
    [lock, full].concat()
}

/// How long ago that was, in the largest unit of which there is one.
fn age(made: Timestamp, now: Timestamp) -> String {
    let minutes = now.since(made) / 60_000;
    let (count, unit) = match minutes {
        0 => return "a moment".into(),
        1..60 => (minutes, "minute"),
        60..1_440 => (minutes / 60, "hour"),
        _ => (minutes / 1_440, "day"),
    };
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {unit}{plural}")
}
