//! The words of the map.

use chatmux_shared::wire::RoomSummary;

/// How many people are in all these rooms.
pub fn online(rooms: &[RoomSummary]) -> usize {
    rooms.iter().map(|room| room.people.len()).sum()
}

/// So many people: `nobody yet`, `1 person`, `3 people`.
pub fn people(count: usize) -> String {
    match count {
        0 => "nobody yet".into(),
        1 => "1 person".into(),
        _ => format!("{count} people"),
    }
}

/// What the link of a room says: `Enter Lounge, 3 people`.
pub fn entrance(room: &RoomSummary) -> String {
    let lock = if room.lock.is_on() { ", locked" } else { "" };
    format!("Enter {}, {}{lock}", room.name, people(room.people.len()))
}
