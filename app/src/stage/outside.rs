//! Which tile is shown outside of its place: on the full screen, or in a
//! window of its own. The browser says so, whoever made it so.

use chatmux_shared::stage::Tile;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast as _;
use web_sys::Element;

use super::floor::Floor;
use super::tile::tile_id;
use crate::live::effect;

/// Listens as long as the stage is there.
pub(super) fn keep(floor: Floor) {
    effect(move || {
        let filled = window_event_listener_untyped("fullscreenchange", move |_| {
            let place = document().fullscreen_element();
            floor.alone.set(place.and_then(|place| find(floor, &place)));
        });
        let went = window_event_listener_untyped("enterpictureinpicture", move |event| {
            let video = event.target().and_then(|it| it.dyn_into::<Element>().ok());
            floor.aside.set(video.and_then(|video| find(floor, &video)));
        });
        let came_back = window_event_listener_untyped("leavepictureinpicture", move |_| {
            floor.aside.set(None);
        });
        on_cleanup(move || {
            filled.remove();
            went.remove();
            came_back.remove();
        });
    });
}

/// The tile that `place` is, or is within.
fn find(floor: Floor, place: &Element) -> Option<Tile> {
    let id = place.closest(".tile").ok()??.id();
    let mut tiles = untrack(|| floor.tiles()).into_iter();
    tiles.find(|tile| tile_id(*tile) == id)
}
