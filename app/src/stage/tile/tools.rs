//! Buttons at hand while one points at a tile, taps it, or comes to it by key.

use crate::live::{IntoLive as _, Live};
use leptos::prelude::*;

use super::menu::menu;
use crate::stage::tiles::Tile;

/// The tools of a tile, from the nearest to the rarest.
pub(super) fn tools(tile: Tile) -> Live {
    view! { <div class="tile-tools">{menu(tile)}</div> }.live()
}
