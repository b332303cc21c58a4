//! Holds a tile large, whoever speaks.

use crate::live::{self, IntoLive as _, Live, act};
use leptos::prelude::*;

use crate::controls::icon;
use crate::stage::{Floor, Tile};

/// The button.
pub(super) fn pin(tile: Tile) -> Live {
    let floor = Floor::here();
    let (class, label) = (
        move || {
            if floor.is_pinned(tile) {
                "tile-tool tile-tool-on"
            } else {
                "tile-tool"
            }
        },
        move || {
            if floor.is_pinned(tile) {
                "Unpin"
            } else {
                "Pin"
            }
        },
    );
    view! {
        <button
            type="button"
            class=live::words(class)
            aria-label=live::words(label)
            title=live::words(label)
            on:click=act(move |_| floor.pin(tile))
        >
            {icon("pin")}
        </button>
    }
    .live()
}
