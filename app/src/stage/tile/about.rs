//! Who this is, and what they say of themselves.

use crate::live::{self, IntoLive as _, Live};
use leptos::prelude::*;

use super::called;
use crate::room::Desk;
use crate::stage::Tile;

/// The first entry of a menu.
pub(super) fn about(tile: Tile) -> Live {
    let desk = Desk::here();
    let status = move || {
        let status = desk.face(tile.session()).and_then(|person| person.status);
        status
            .map(|status| status.as_str().to_owned())
            .unwrap_or_default()
    };
    let about = view! {
        <p class="tile-fact">
            <strong>{live::words(move || called(desk, tile))}</strong>
            <span class="tile-status">{live::words(status)}</span>
        </p>
    };
    about.live()
}
