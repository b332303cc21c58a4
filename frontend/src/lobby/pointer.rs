//! What is said of the room that is pointed at, or has the focus.

use chatmux_app::map::{self, HINT};
use web_sys::{Element, Event};

use crate::listener::Listener;
use crate::script::window;

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
    hint.set_text_content(map::said(event).as_deref());
}
