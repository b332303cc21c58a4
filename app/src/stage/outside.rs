//! Which tile is shown outside of its place: on the full screen, or in a
//! window of its own. The browser says so, whoever made it so.

use chatmux_shared::stage::Tile;
use js_sys::Reflect;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast as _;
use leptos::wasm_bindgen::closure::Closure;
use web_sys::{Element, Event, EventTarget};

use super::floor::{ASIDE, Floor};
use super::tile::tile_id;
use crate::live::effect;

/// What a window that has another size says.
const RESIZE: &str = "resize";

/// Listens as long as the stage is there.
pub(super) fn keep(floor: Floor) {
    effect(move || {
        let filled = window_event_listener_untyped("fullscreenchange", move |_| {
            let place = document().fullscreen_element();
            floor.alone.set(place.and_then(|place| find(floor, &place)));
        });
        let small = StoredValue::new_local(None::<Small>);
        let went = window_event_listener_untyped("enterpictureinpicture", move |event| {
            let video = event.target().and_then(|it| it.dyn_into::<Element>().ok());
            floor.aside.set(video.and_then(|video| find(floor, &video)));
            small.set_value(Small::of(&event, floor.aside_height));
        });
        let came_back = window_event_listener_untyped("leavepictureinpicture", move |_| {
            floor.aside.set(None);
            small.set_value(None);
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

/// The window of its own that a picture has; tells how high it is as long as
/// this value is there (Picture-in-Picture API §4.3).
struct Small {
    window: EventTarget,
    resized: Closure<dyn FnMut()>,
}

impl Small {
    /// None if the browser does not give it.
    fn of(entered: &Event, height: RwSignal<u32>) -> Option<Self> {
        let window = Reflect::get(entered, &"pictureInPictureWindow".into()).ok()?;
        let window: EventTarget = window.dyn_into().ok()?;
        let take = {
            let window = window.clone();
            move || height.set(height_of(&window).unwrap_or(ASIDE))
        };
        take();
        let resized = Closure::<dyn FnMut()>::new(take);
        let small = Self { window, resized };
        let function = small.resized.as_ref().unchecked_ref();
        // Only throws for options that are none.
        let listening = small
            .window
            .add_event_listener_with_callback(RESIZE, function);
        listening.is_ok().then_some(small)
    }
}

impl Drop for Small {
    fn drop(&mut self) {
        let function = self.resized.as_ref().unchecked_ref();
        self.window
            .remove_event_listener_with_callback(RESIZE, function)
            .ok();
    }
}

/// In pixels; None before it is laid out.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a number of pixels, and a cast is never out of range"
)]
fn height_of(window: &EventTarget) -> Option<u32> {
    let height = Reflect::get(window, &"height".into()).ok()?.as_f64()?;
    Some(height as u32).filter(|height| *height > 0)
}
