//! Going into a room: its circle grows to the room's page (CSS View
//! Transitions Level 2, between documents).
//!
//! A transition begins with one element, and a room on the map is several, in
//! layers: they are copied into one, in the very same place, as the page goes.

use chatmux_shared::circles::cents;
use chatmux_shared::id::RoomId;
use js_sys::Reflect;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{Document, Element, Event, SvgElement, SvgGraphicsElement};

use crate::script::text_of;

/// The class of the copy, which has its name for the transition.
const ZOOMED: &str = "zoomed";

/// The class of what is seen as a copy.
const LIFTED: &str = "lifted";
/// Around a room, for the halo it has, in units of the map.
const MARGIN: f64 = 5.0;

/// The room to which a page goes by this `pageswap`, if the browser shows it
/// going.
pub fn room_ahead(event: &Event) -> Option<RoomId> {
    let part = |object: &JsValue, name: &str| Reflect::get(object, &name.into()).ok();
    part(event, "viewTransition").filter(JsValue::is_object)?;
    let entry = part(&part(event, "activation")?, "entry")?;
    let address = text_of(&entry, "url")?;
    let (_, path) = address.split_once("/r/")?;
    let (id, _) = path.split_at(path.find(['?', '#']).unwrap_or(path.len()));
    id.parse().ok()
}

/// Takes the copy away: the browser kept the page, and shows it again.
pub fn clear(page: &Document) {
    while let Ok(Some(copy)) = page.query_selector(&[".", ZOOMED].concat()) {
        copy.remove();
    }
    while let Ok(Some(part)) = page.query_selector(&[".", LIFTED].concat()) {
        part.class_list().remove_1(LIFTED).ok();
    }
}

/// Puts a copy of these parts of a room over them.
pub fn lift(page: &Document, door: &Element, parts: &[Element]) -> Option<()> {
    let place = door.get_bounding_client_rect();
    let bounds = door.dyn_ref::<SvgGraphicsElement>()?.get_b_box().ok()?;
    let copy = page.create_element_ns(Some("http://www.w3.org/2000/svg"), "svg");
    let copy: SvgElement = copy.ok()?.dyn_into().ok()?;
    copy.set_attribute("class", ZOOMED).ok()?;
    let (x, y) = (f64::from(bounds.x()), f64::from(bounds.y()));
    let width = f64::from(bounds.width());
    let frame = [x - MARGIN, y - MARGIN, width + 2.0 * MARGIN];
    let [x, y, side] = &frame.map(cents);
    let frame = [x, " ", y, " ", side, " ", side].concat();
    copy.set_attribute("viewBox", &frame).ok()?;
    for part in parts {
        copy.append_child(&part.clone_node_with_deep(true).ok()?)
            .ok()?;
        part.class_list().add_1(LIFTED).ok()?;
    }
    let margin = MARGIN * place.width() / width;
    let lengths = [
        ("left", place.left() - margin),
        ("top", place.top() - margin),
        ("width", place.width() + 2.0 * margin),
        ("height", place.height() + 2.0 * margin),
    ];
    for (name, length) in lengths {
        let length = [&cents(length), "px"].concat();
        copy.style().set_property(name, &length).ok()?;
    }
    page.body()?.append_child(&copy).ok()?;
    Some(())
}
