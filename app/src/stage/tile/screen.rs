//! The tile of a screen someone shares.

use crate::live::{self, IntoLive as _};
use chatmux_shared::id::SessionId;
use leptos::prelude::*;

use super::tools::tools;
use super::{called, of_link};
use crate::room::Desk;
use crate::stage::tiles::Tile;
use crate::stage::video::{Video, VideoKind};

/// A screen someone shares.
#[component]
pub(crate) fn ScreenTile(session: SessionId) -> impl IntoView {
    let desk = Desk::here();
    let tile = Tile::Screen(session);
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
    view! {
        <div class="tile tile-screen" role="group" aria-label=live::words(name)>
            <Video stream=Box::new(stream) kind/>
            <p class="tile-name">{live::words(name)}</p>
            {tools(tile)}
        </div>
    }
    .live()
}
