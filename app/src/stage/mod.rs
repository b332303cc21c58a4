//! Those in the call, as tiles that fill the stage with the least waste.
//!
//! Invariant: there is a tile for this tab while it is in the call, one for
//! every link, and one more for each shared screen. Nothing here makes or
//! ends a link.

mod tile;
mod tiles;
mod tiling;
mod video;
mod waiting;

pub use tiles::{Tile, tiles};
pub use tiling::{Shape, columns, tiling_class};
pub use video::{Video, VideoKind};

use leptos::prelude::*;

use crate::room::Desk;
use tile::{PersonTile, ScreenTile};
use waiting::Waiting;

/// The stage.
#[component]
pub fn Stage() -> impl IntoView {
    let desk = Desk::here();
    let tiles = Memo::new(move |_| tiles(desk));
    let class = move || tiles.with(|tiles| tiling_class(tiles.len()));
    view! {
        <section class="stage" aria-label="Stage">
            <Waiting/>
            <div class=class>
                <For each=move || tiles.get() key=|tile| *tile children=show/>
            </div>
        </section>
    }
    .into_any()
}

fn show(tile: Tile) -> AnyView {
    match tile {
        Tile::Person(session) => view! { <PersonTile session/> }.into_any(),
        Tile::Screen(session) => view! { <ScreenTile session/> }.into_any(),
    }
}
