//! What is said of the room that is pointed at, or has the focus.

use chatmux_app::map::HINT;
use wasm_bindgen::JsCast as _;
use web_sys::{Element, Event};

use crate::listener::Listener;
use crate::script::window;

/// What a room says of itself.
const SAID: &str = "data-hint";

/// Shows it as long as this is there.
pub fn watch() -> Vec<Listener> {
    let page = window().document();
    let Some(hint) = page.and_then(|page| page.get_element_by_id(HINT)) else {
        return Vec::new();
    };
    let Some(map) = hint.parent_element() else {
        return Vec::new();
    };
    let on = |event, hint: Element| Listener::new(&map, event, move |event| point(&hint, &event));
    ["pointerover", "pointerout", "focusin", "focusout"]
        .map(|event| on(event, hint.clone()))
        .into()
}

fn point(hint: &Element, event: &Event) {
    let is_over = matches!(&*event.type_(), "pointerover" | "focusin");
    let target = event.target().and_then(|it| it.dyn_into::<Element>().ok());
    let room = target.and_then(|it| it.closest("[data-hint]").ok().flatten());
    let said = room
        .filter(|_| is_over)
        .and_then(|it| it.get_attribute(SAID));
    hint.set_text_content(said.as_deref());
}
