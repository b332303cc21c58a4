//! The map: every listed room a circle around its people, and the same as a
//! list.
//!
//! Invariant: geometry is in attributes of SVG, colours are classes. The
//! server cannot measure, so it draws a wide and a tall map and the style
//! sheet shows one of them. Nothing here needs the browser.

mod frame;
mod list;
mod shape;
mod words;

pub use list::RoomList;
pub use words::{entrance, people};

use chatmux_shared::wire::RoomSummary;
use leptos::prelude::*;

use frame::{Frame, Sky};

/// The map of `rooms`.
#[component]
pub fn Map(
    /// Every listed room.
    rooms: Vec<RoomSummary>,
) -> impl IntoView {
    view! {
        <div class="map" role="group" aria-label="Map of rooms">
            <Sky frame=Frame::Wide rooms=rooms.clone()/>
            <Sky frame=Frame::Tall rooms/>
        </div>
    }
}
