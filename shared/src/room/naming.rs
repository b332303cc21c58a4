//! What a room is called until someone names it.

use crate::id::RoomId;
use crate::limits::Limits;
use crate::text::Name;

const SHADES: [&str; 16] = [
    "Amber",
    "Azure",
    "Bright",
    "Calm",
    "Copper",
    "Distant",
    "Golden",
    "Hidden",
    "Ivory",
    "Lunar",
    "Quiet",
    "Rosy",
    "Silver",
    "Solar",
    "Velvet",
    "Wandering",
];

const SIGHTS: [&str; 16] = [
    "Aurora", "Beacon", "Comet", "Crater", "Dawn", "Eclipse", "Galaxy", "Halo", "Meteor", "Moon",
    "Nebula", "Orbit", "Planet", "Star", "Twilight", "Zenith",
];

/// A name drawn from eight random bits: "Amber Comet". The lounge has its
/// own. It says nothing about the id, which opens the room.
///
/// # Panics
/// Never: the names are made of short words.
pub fn nickname(id: RoomId, chance: u8) -> Name {
    let text = if id == RoomId::LOUNGE {
        "Lounge".to_owned()
    } else {
        let shade = SHADES[usize::from(chance >> 4)];
        let sight = SIGHTS[usize::from(chance & 15)];
        format!("{shade} {sight}")
    };
    Name::parse(&text, &Limits::default()).expect("two short words")
}
