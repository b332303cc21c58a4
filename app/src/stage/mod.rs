//! Those in the call, as tiles that fill the stage with the least waste.
//!
//! Invariant: there is a tile for this tab while it is in the call, one for
//! every link, and one more for each shared screen. Nothing here makes or
//! ends a link. A tile is made once and never moved in the document, whatever
//! becomes of its place: its video plays on.
//!
//! # Layout
//! - [`tiles`](tiles()): which there are
//! - [`Floor`]: where they are, and what is pinned
//! - [`measures`], [`outside`], [`shown`]: what the browser says of the stage,
//!   and what it is told
//! - [`tile`]: one of them, with its marks, tools and menu
//! - [`link`], [`connections`]: how well the links do, one by one and as a whole
//! - [`waiting`]: what is said while there is nobody to see

mod connections;
mod floor;
mod gestures;
mod link;
mod measures;
mod outside;
mod shown;
mod tile;
mod tiles;
mod video;
mod waiting;

pub use chatmux_shared::stage::Tile;
pub use connections::{ConnectionsDialog, deaf_words};
pub use floor::{Floor, fill_screen};
pub use tiles::tiles;
pub use video::{Video, VideoKind};

use crate::live::{self, IntoLive as _, Live, Row, act, effect, rows};
use leptos::prelude::*;

use tile::{PersonTile, ScreenTile, resize};
use waiting::Waiting;

/// The stage.
#[component]
pub fn Stage() -> impl IntoView {
    let floor = Floor::here();
    let (stage, ground) = (NodeRef::new(), NodeRef::new());
    measures::keep(floor, stage);
    outside::keep(floor);
    shown::keep(floor);
    lay(floor, ground);
    let shown = move || floor.tiles().into_iter().map(row).collect();
    view! {
        <section class="stage" aria-label="Stage" node_ref=stage>
            <Waiting/>
            {scroller(floor, ground, rows(shown))}
        </section>
    }
    .live()
}

/// What is scrolled where the strip is longer than the stage.
fn scroller(floor: Floor, ground: NodeRef<leptos::html::Div>, tiles: Live) -> Live {
    let scroller = NodeRef::<leptos::html::Div>::new();
    let note = move |_| {
        if let Some(it) = scroller.get_untracked() {
            let along = |length: i32| u32::try_from(length).unwrap_or_default();
            floor
                .scrolled
                .set((along(it.scroll_left()), along(it.scroll_top())));
        }
    };
    let class = move || {
        let (ground, stage) = (floor.ground(), floor.measures.get().stage);
        match (ground.width > stage.width, ground.height > stage.height) {
            (true, _) => "tiles tiles-across",
            (false, true) => "tiles tiles-down",
            (false, false) => "tiles",
        }
    };
    view! {
        <div class=live::words(class) node_ref=scroller on:scroll=act(note)>
            <div class="ground" node_ref=ground>{tiles}</div>
        </div>
    }
    .live()
}

/// Makes the ground as large as it is to be.
fn lay(floor: Floor, ground: NodeRef<leptos::html::Div>) {
    effect(move || {
        let size = floor.ground();
        if let Some(ground) = ground.get() {
            resize(&ground, size);
        }
    });
}

fn row(tile: Tile) -> Row {
    let kind = match tile {
        Tile::Person(_) => 0,
        Tile::Screen(_) => 1,
    };
    let key = (u128::from_be_bytes(*tile.session().as_bytes()), kind);
    Row::new(key, move || show(tile))
}

fn show(tile: Tile) -> Live {
    match tile {
        Tile::Person(session) => view! { <PersonTile session/> }.live(),
        Tile::Screen(session) => view! { <ScreenTile session/> }.live(),
    }
}
