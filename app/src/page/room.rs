//! The page of a room: one island, and the drawings it refers to.

use leptos::config::LeptosOptions;
use leptos::prelude::*;

use super::head::Scripts;
use super::shell::Shell;
use super::{Look, RoomCardForPage};
use crate::controls::Drawings;
use crate::invite::Invitation;
use crate::room::RoomIsland;

pub(super) fn document(options: LeptosOptions, look: Look, room: RoomCardForPage) -> impl IntoView {
    let shell = Shell {
        options,
        look,
        title: room.name.clone() + " · chatMUX",
        scripts: Scripts::Hydrate,
        class: "room",
    };
    let invitation = Invitation::to(&room.link);
    shell.around(view! {
        <Drawings/>
        <RoomIsland room invitation/>
        <noscript>
            <p class="banner">"A room needs JavaScript, for sound, pictures and messages. "
                <a href="/">"Back to all rooms"</a></p>
        </noscript>
    })
}
