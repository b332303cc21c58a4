//! Buttons at hand while one points at a tile, taps it, or comes to it by key.

use crate::live::{IntoLive as _, Live};
use leptos::html::Div;
use leptos::prelude::*;

use super::menu::menu;
use super::outside::outside;
use super::pin::pin;
use crate::stage::Tile;

/// The tools of a tile, whose element is `place`.
pub(super) fn tools(tile: Tile, place: NodeRef<Div>) -> Live {
    view! { <div class="tile-tools">{pin(tile)}{outside(tile, place)}{menu(tile)}</div> }.live()
}
