//! The map: every listed room a circle around its people, and the same as a
//! list.
//!
//! ```text
//!  rooms ──► Plan (where) ──► Drawing (what) ──► Shape ──┬─► HTML, by the server
//!    └─────────────────────► rows ────────────────┘      └─► kept so, by the browser
//! ```
//!
//! Invariant: what is shown follows from the rooms and the plan alone, on both
//! sides alike. The server cannot measure, so it draws a wide and a tall map
//! and the style sheet shows one of them. What is drawn needs no browser; only
//! what a person points at is asked of it.

mod list;
mod plan;
mod rooms;
mod shape;
mod words;

pub use list::{Rows, is_found};
pub use plan::{Frame, Plan};
pub use rooms::{DOORS, Drawing, LAYER_CLASSES, LAYERS, Painter, Pen, Ruler, Segmenter};
pub use shape::{Shape, Space};
pub use words::{entrance, people};

use std::rc::Rc;

use chatmux_shared::id::Timestamp;
use chatmux_shared::wire::RoomSummary;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast as _;
use web_sys::{Element, Event};

/// The id of the list of rooms.
pub const LIST: &str = "room-list";
/// The id of what is said of the room that is pointed at.
pub const HINT: &str = "map-hint";
/// The id of the field for what is looked for.
pub const SEARCH: &str = "room-search";
/// The id of the words for when nothing is found.
pub const FOUND: &str = "found";
/// The id of the words for when the server is away.
pub const AWAY: &str = "away";
/// The id of how many are online.
pub const ONLINE: &str = "online";

/// The map of these rooms.
pub fn map(rooms: &[RoomSummary], pen: Pen) -> impl IntoView + use<> {
    let sky = |frame| {
        let plan = Plan::new(frame, rooms);
        Painter::default()
            .draw(&plan, rooms, pen)
            .into_shape(frame)
            .render()
    };
    view! {
        <div class="map" role="group" aria-label="Map of rooms">
            {sky(Frame::Wide)}
            {sky(Frame::Tall)}
            <p id=HINT class="map-hint" aria-hidden="true"></p>
        </div>
    }
}

/// These rooms as a list, in their order.
pub fn room_list(rooms: &[RoomSummary], now: Timestamp) -> impl IntoView + use<> {
    let rows = Rows::default().of(rooms, |_| true, now).into_iter();
    let rows: Vec<AnyView> = rows.map(Rc::unwrap_or_clone).map(Shape::render).collect();
    view! { <ul id=LIST class="room-list" aria-label="Rooms">{rows}</ul> }
}

/// The room to which the pointer or the focus came by this event, if it did
/// not leave one.
pub fn pointed(event: &Event) -> Option<Element> {
    let is_over = matches!(&*event.type_(), "pointerover" | "focusin");
    let target = event.target()?.dyn_into::<Element>().ok()?;
    let room = target.closest(".sky-room").ok().flatten();
    room.filter(|_| is_over)
}

/// The room in `map` that has the pointer or the focus.
pub fn pointed_at(map: &Element) -> Option<Element> {
    let room = map.query_selector(".sky-room:hover, .sky-room:focus");
    room.ok().flatten()
}

/// What is to be said of a room.
pub fn said(room: &Element) -> Option<String> {
    room.get_attribute("data-hint")
}
