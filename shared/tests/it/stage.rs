//! Who gets the stage, where tiles stand, and what is seen of them.

mod cast;
mod grid;
mod sight;
mod spotlight;

use chatmux_shared::id::SessionId;
use chatmux_shared::stage::{Frame, Size, Space, Tile};
use proptest::prelude::*;

fn session(number: u8) -> SessionId {
    SessionId::from_random([number; 16])
}

fn person(number: u8) -> Tile {
    Tile::Person(session(number))
}

fn screen(number: u8) -> Tile {
    Tile::Screen(session(number))
}

fn people(count: u8) -> Vec<Tile> {
    (1..=count).map(person).collect()
}

fn space(width: u32, height: u32) -> Space {
    Space {
        size: Size { width, height },
        gap: 12,
    }
}

/// From a watch to a wall.
fn any_space() -> impl Strategy<Value = Space> {
    (120..4000u32, 120..2500u32, 0..24u32).prop_map(|(width, height, gap)| Space {
        size: Size { width, height },
        gap,
    })
}

fn right(frame: Frame) -> u32 {
    frame.x + frame.size.width
}

fn bottom(frame: Frame) -> u32 {
    frame.y + frame.size.height
}

fn overlap(one: Frame, other: Frame) -> bool {
    one.x < right(other) && other.x < right(one) && one.y < bottom(other) && other.y < bottom(one)
}

fn is_within(frame: Frame, size: Size) -> bool {
    right(frame) <= size.width && bottom(frame) <= size.height
}
