//! Who is in the room.
//!
//! Invariant: a person is listed once, over all their tabs, and no two are
//! called the same.

mod hand;
mod panel;
mod roster;
mod verify;
mod volume;

pub use panel::{PanelTop, PeoplePanel};
pub use roster::{Row, called, members, roster, suffix};
pub use verify::{VerifyDialog, VerifyNotice};
pub use volume::{volume, volume_of};

use chatmux_shared::room::Color;

/// The class that colours what is a person's.
pub fn color_class(color: Color) -> &'static str {
    match color {
        Color::Pink => "person-pink",
        Color::Green => "person-green",
        Color::Cyan => "person-cyan",
        Color::Orange => "person-orange",
        Color::Violet => "person-violet",
        Color::Yellow => "person-yellow",
        Color::Red => "person-red",
    }
}
