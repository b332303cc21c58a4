//! Those in the call, as tiles that fill the stage with the least waste.
//!
//! Invariant: there is a tile for this tab while it is in the call, one for
//! every link, and one more for each shared screen. Nothing here makes or
//! ends a link.

mod gestures;
mod tile;
mod tiles;
mod tiling;
mod video;
mod waiting;

pub use tiles::{Tile, tiles};
pub use tiling::{Shape, columns, tiling_class};
pub use video::{Video, VideoKind};

use crate::live::{self, IntoLive as _, Live, Row, rows};
use leptos::prelude::*;

use crate::room::Desk;
use tile::{PersonTile, ScreenTile};
use waiting::Waiting;

/// The stage.
#[component]
pub fn Stage() -> impl IntoView {
    let desk = Desk::here();
    let class = live::words(move || tiling_class(tiles(desk).len()));
    let shown = move || tiles(desk).into_iter().map(row).collect();
    view! {
        <section class="stage" aria-label="Stage">
            <Waiting/>
            <div class=class>
                {rows(shown)}
            </div>
        </section>
    }
    .live()
}

fn row(tile: Tile) -> Row {
    let key = match tile {
        Tile::Person(session) => (u128::from_be_bytes(*session.as_bytes()), 0),
        Tile::Screen(session) => (u128::from_be_bytes(*session.as_bytes()), 1),
    };
    Row::new(key, move || show(tile))
}

fn show(tile: Tile) -> Live {
    match tile {
        Tile::Person(session) => view! { <PersonTile session/> }.live(),
        Tile::Screen(session) => view! { <ScreenTile session/> }.live(),
    }
}
