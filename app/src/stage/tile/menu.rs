//! The menu of a tile: what is to be said and done about whom it shows.
//!
//! Invariant: what is in it is built when it is opened and gone when it is
//! closed, so that nobody pays for what nobody sees.

use crate::live::{self, IntoLive as _, Live, act};
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast as _;
use web_sys::{Element, Event};

use super::entries::entries;
use super::{called, tile_id};
use crate::controls::icon;
use crate::room::Desk;
use crate::stage::Tile;

/// The button and what it opens: the browser's own popover, which closes on
/// Escape and on a tap beside it.
pub(super) fn menu(tile: Tile) -> Live {
    let desk = Desk::here();
    let id = id(tile);
    let is_open = RwSignal::new(false);
    let label = move || ["More about ", &called(desk, tile)].concat();
    view! {
        <button
            type="button"
            class="tile-tool"
            aria-label=live::words(label)
            title=live::words(label)
            popovertarget=id.clone()
        >
            {icon("more")}
        </button>
        <div
            class="tile-menu"
            id=id
            popover
            role="group"
            aria-label=live::words(label)
            on:toggle=act(move |event| is_open.set(has_opened(&event)))
        >
            {live::part(move || is_open.get().then(|| entries(tile).live()))}
        </div>
    }
    .live()
}

/// By what the button finds what it opens.
pub(super) fn id(tile: Tile) -> String {
    ["more-", &tile_id(tile)].concat()
}

/// Whether the popover that was toggled is open now (HTML §6.12).
fn has_opened(event: &Event) -> bool {
    let popover = event.target().and_then(|it| it.dyn_into::<Element>().ok());
    popover.is_some_and(|it| it.matches(":popover-open") == Ok(true))
}
