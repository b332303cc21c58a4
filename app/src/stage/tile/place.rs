//! Puts a tile where it is to be.
//!
//! Invariant: the element stays where it is in the document; only its size
//! and how far it is shifted change, by script, as the policy of the page
//! allows no style in its text.

use chatmux_shared::stage::{Frame, Size, Tile};
use leptos::html::Div;
use leptos::prelude::*;
use web_sys::HtmlElement;

use crate::live::effect;
use crate::stage::Floor;

/// The element of `tile`, kept in its place from now on.
pub(super) fn placed(tile: Tile) -> NodeRef<Div> {
    let floor = Floor::here();
    let element = NodeRef::<Div>::new();
    let mut before = None;
    effect(move || {
        let seat = floor.seat(tile).map(|seat| seat.frame);
        let Some((element, frame)) = element.get().zip(seat) else {
            return;
        };
        if before.replace(frame) != Some(frame) {
            put(&element, frame);
        }
    });
    element
}

fn put(element: &HtmlElement, frame: Frame) {
    let shift = ["translate(", &px(frame.x), ", ", &px(frame.y), ")"].concat();
    set(element, "transform", &shift);
    resize(element, frame.size);
}

/// Makes an element this large.
pub(crate) fn resize(element: &HtmlElement, size: Size) {
    set(element, "width", &px(size.width));
    set(element, "height", &px(size.height));
}

/// Only throws for a style that is computed.
fn set(element: &HtmlElement, property: &str, value: &str) {
    let style = HtmlElement::style(element);
    style.set_property(property, value).ok();
}

/// A length as CSS has it.
fn px(length: u32) -> String {
    length.to_string() + "px"
}
