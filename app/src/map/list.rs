//! The rooms as a list: for a keyboard, for a screen reader, and for what is
//! too small to tap.

use std::collections::HashMap;
use std::rc::Rc;

use chatmux_shared::id::{RoomId, Timestamp};
use chatmux_shared::wire::{PersonSummary, RoomSummary};

use super::shape::Shape;
use super::words::{crowd, names};

/// Dots for so many people at most; the number is beside them.
const MOST_DOTS: usize = 8;

/// The rows of a list that changes. One of a room that is as it was is not made
/// again.
#[derive(Debug, Default)]
pub struct Rows {
    known: HashMap<RoomId, (RoomSummary, Rc<Shape>)>,
    /// By which ages were told.
    minute: u64,
}

impl Rows {
    /// Of those of these rooms that are wanted, in their order.
    pub fn of(
        &mut self,
        rooms: &[RoomSummary],
        is_wanted: impl Fn(&RoomSummary) -> bool,
        now: Timestamp,
    ) -> Vec<Rc<Shape>> {
        let mut known = std::mem::take(&mut self.known);
        let minute = now.0 / 60_000;
        if std::mem::replace(&mut self.minute, minute) != minute {
            known.clear();
        }
        let found = rooms.iter().filter(|room| is_wanted(room));
        let rows = found.map(|room| {
            let former = known.remove(&room.id).filter(|(it, _)| it == room);
            let made = former.unwrap_or_else(|| (room.clone(), Rc::new(row(room, now))));
            let row = Rc::clone(&made.1);
            self.known.insert(room.id, made);
            row
        });
        rows.collect()
    }
}

/// Whether each word of `wanted` is in the name of the room, or of someone in
/// it, or in what someone says of themselves. Spellings that are looked for
/// alike are one when they are folded, as `wanted` is already.
pub fn is_found(room: &RoomSummary, wanted: &str, fold: impl Fn(&str) -> String) -> bool {
    if wanted.is_empty() {
        return true;
    }
    let statuses = room
        .people
        .iter()
        .filter_map(|person| person.status.as_ref());
    let texts: Vec<String> = room
        .people
        .iter()
        .map(|person| &person.name)
        .chain(statuses)
        .chain([&room.name])
        .map(|text| fold(text))
        .collect();
    wanted
        .split_whitespace()
        .all(|word| texts.iter().any(|text| text.contains(word)))
}

fn row(room: &RoomSummary, now: Timestamp) -> Shape {
    let id = room.id.to_string();
    let words = Shape::html("words", "span").with("dir", "auto");
    let mut name = vec![words.saying(room.name.clone())];
    let space = || Shape::html("space", "span").saying(" ");
    if room.lock.is_on() {
        name.extend([space(), sign("lock", "locked", "🔒")]);
    }
    if room.full.is_on() {
        let full = Shape::html("full", "span").with("class", "tag");
        name.extend([space(), full.saying("full")]);
    }
    let dots = room.people.iter().take(MOST_DOTS).map(dot);
    let parts = [
        Shape::html("name", "span")
            .with("class", "room-row-name")
            .around(name),
        Shape::html("dots", "span")
            .with("class", "dots")
            .with("aria-hidden", "true")
            .around(dots),
        Shape::html("count", "span")
            .with("class", "room-row-count")
            .saying([" ", &crowd(room, now)].concat()),
    ];
    let who = (!room.people.is_empty()).then(|| {
        Shape::html("who", "span")
            .with("class", "room-row-who")
            .saying([" ", &names(&room.people)].concat())
    });
    let link = Shape::html("link", "a")
        .with("class", "room-row")
        .with("href", ["/r/", &id].concat())
        .around(parts)
        .around(who);
    Shape::html(id, "li").around([link])
}

/// A small one, beside the name.
fn sign(class: &'static str, words: &str, text: &str) -> Shape {
    Shape::html(class, "span")
        .with("class", class)
        .with("role", "img")
        .with("aria-label", words)
        .saying(text)
}

fn dot(person: &PersonSummary) -> Shape {
    Shape::html(person.seat.to_string(), "span")
        .with("class", ["dot person-", person.color.as_str()].concat())
}
