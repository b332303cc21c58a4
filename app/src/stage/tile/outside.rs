//! Shows a tile outside of its place: on the full screen, or in a window of
//! its own that stays over all others.

use crate::live::{self, IntoLive as _, Live, act};
use leptos::html::Div;
use leptos::prelude::*;

use crate::controls::icon;
use crate::stage::{Floor, Tile};
use crate::ui::{Outside, Ui};

/// The buttons, as far as the browser can.
pub(super) fn outside(tile: Tile, place: NodeRef<Div>) -> Vec<Live> {
    [Outside::FullScreen, Outside::PictureInPicture]
        .into_iter()
        .filter(|way| Ui.can_show(*way))
        .map(|way| button(way, tile, place))
        .collect()
}

fn button(way: Outside, tile: Tile, place: NodeRef<Div>) -> Live {
    let floor = Floor::here();
    let label = move || label(floor, way, tile);
    let (class, drawing) = match way {
        Outside::FullScreen => ("tile-tool tile-tool-rare", "full"),
        Outside::PictureInPicture => ("tile-tool tile-tool-rare tile-tool-picture", "picture"),
    };
    let press = move |_| {
        if let Some(place) = place.get_untracked() {
            Ui.show(way, &place);
        }
    };
    view! {
        <button
            type="button"
            class=class
            aria-label=live::words(label)
            title=live::words(label)
            on:click=act(press)
        >
            {icon(drawing)}
        </button>
    }
    .live()
}

fn label(floor: Floor, way: Outside, tile: Tile) -> &'static str {
    match way {
        Outside::FullScreen if floor.alone.get() == Some(tile) => "Leave full screen",
        Outside::FullScreen => "Full screen",
        Outside::PictureInPicture if floor.aside.get() == Some(tile) => "Leave picture in picture",
        Outside::PictureInPicture => "Picture in picture",
    }
}
