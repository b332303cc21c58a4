//! The tile of a screen someone shares.

use crate::live::{self, IntoLive as _, act};
use chatmux_shared::id::SessionId;
use leptos::prelude::*;
use web_sys::MouseEvent;

use super::place::placed;
use super::tools::tools;
use super::{called, of_link, tile_id, volume_of};
use crate::room::Desk;
use crate::stage::video::{Video, VideoKind};
use crate::stage::{Floor, Tile};

/// A screen someone shares.
#[component]
pub(crate) fn ScreenTile(session: SessionId) -> impl IntoView {
    let desk = Desk::here();
    let floor = Floor::here();
    let tile = Tile::Screen(session);
    let place = placed(tile);
    let is_mine = untrack(move || desk.session() == Some(session));
    let kind = if is_mine {
        VideoKind::OwnScreen
    } else {
        VideoKind::RemoteScreen
    };
    let stream = move || {
        if is_mine {
            desk.state().screen.get()
        } else {
            of_link(desk, session, |link| &link.screen)
        }
    };
    let name = move || called(desk, tile);
    let class = move || floor.class(tile) + " tile-screen";
    view! {
        <div
            class=live::words(class)
            id=tile_id(tile)
            role="group"
            aria-label=live::words(name)
            node_ref=place
            on:click=act(move |event: MouseEvent| floor.touch(tile, &event))
            on:dblclick=act(move |event: MouseEvent| floor.touch_twice(tile, &event))
        >
            <Video stream=Box::new(stream) kind volume=volume_of(desk, session)/>
            <p class="tile-name"><span class="tile-called">{live::words(name)}</span></p>
            {tools(tile, place)}
        </div>
    }
    .live()
}
