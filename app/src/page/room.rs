//! The page of a room: one island, and the drawings it refers to.

use leptos::config::LeptosOptions;
use leptos::prelude::*;

use super::head::Scripts;
use super::shell::Shell;
use super::{Look, RoomCardForPage};
use crate::controls::Drawings;
use crate::green::AsleepGreenRoom;
use crate::invite::Invitation;
use crate::room::{Card, RoomIsland, card_data};

pub(super) fn document(options: LeptosOptions, look: Look, room: RoomCardForPage) -> impl IntoView {
    let shell = Shell {
        options,
        look,
        title: room.name.clone() + " · chatMUX",
        scripts: Scripts::Hydrate,
        class: "room",
    };
    let invitation = Invitation::to(&room.link);
    let card = Card { room, invitation };
    shell.around(view! {
        <Drawings/>
        {card_data(&card)}
        <AsleepGreenRoom card/>
        <RoomIsland/>
        <noscript>
            <p class="banner">"A room needs JavaScript, for sound, pictures and messages. "
                <a href="/">"Back to all rooms"</a></p>
        </noscript>
    })
}
