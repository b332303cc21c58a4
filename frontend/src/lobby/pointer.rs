//! What is said of the room that is pointed at, or has the focus.

use chatmux_app::map::{self, HINT};
use wasm_bindgen::JsCast as _;
use web_sys::{Document, Element, Event, KeyboardEvent};

use crate::listener::Listener;
use crate::script::window;

/// The class of a hint that is above what it is about.
const ABOVE: &str = "above";

/// Shows it as long as this is there. The Escape key takes it away.
pub fn watch() -> Vec<Listener> {
    let page = window().document();
    let Some(hint) = page.and_then(|page| page.get_element_by_id(HINT)) else {
        return Vec::new();
    };
    let Some(map) = hint.parent_element() else {
        return Vec::new();
    };
    let on = |event, hint: Element| {
        let point = move |event: Event| show(&hint, map::pointed(&event).as_ref());
        Listener::new(&map, event, point)
    };
    let pointing = ["pointerover", "pointerout", "focusin", "focusout"];
    let mut listeners: Vec<Listener> = pointing.map(|event| on(event, hint.clone())).into();
    listeners.push(Listener::new(&window(), "keydown", move |event| {
        let key = event.dyn_ref::<KeyboardEvent>().map(KeyboardEvent::key);
        if key.as_deref() == Some("Escape") {
            show(&hint, None);
        }
    }));
    listeners
}

/// The room is another by now, or gone.
pub fn renew(page: &Document) {
    let Some(hint) = page.get_element_by_id(HINT) else {
        return;
    };
    if hint.first_child().is_some() {
        let map = hint.parent_element();
        show(&hint, map.and_then(|map| map::pointed_at(&map)).as_ref());
    }
}

/// In the half of the map where the room is not.
fn show(hint: &Element, room: Option<&Element>) {
    hint.set_text_content(room.and_then(map::said).as_deref());
    let (Some(room), Some(map)) = (room, hint.parent_element()) else {
        return;
    };
    let (room, map) = (
        room.get_bounding_client_rect(),
        map.get_bounding_client_rect(),
    );
    let is_low = room.top() + room.bottom() > map.top() + map.bottom();
    hint.class_list().toggle_with_force(ABOVE, is_low).ok();
}
