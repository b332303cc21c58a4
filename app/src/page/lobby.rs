//! The lobby: a night sky of rooms.

use chatmux_shared::lobby::Lobby;
use leptos::config::LeptosOptions;
use leptos::prelude::*;

use super::Look;
use super::head::Scripts;
use super::mark::Mark;
use super::shell::Shell;
use super::theme::ThemeSwitch;
use crate::map::{AWAY, FOUND, ONLINE, Pen, SEARCH, map, room_list};

pub(super) fn document(
    options: LeptosOptions,
    look: Look,
    lobby: &Lobby,
    pen: Pen,
) -> impl IntoView + use<> {
    let shell = Shell {
        options,
        look,
        title: "chatMUX: chat with people, not AI".into(),
        scripts: Scripts::Hydrate,
        class: "lobby",
    };
    shell.around(content(lobby, pen))
}

fn content(lobby: &Lobby, pen: Pen) -> impl IntoView + use<> {
    let rooms = lobby.rooms();
    view! {
        <a class="skip button" href="#rooms">"Skip the map"</a>
        <LobbyHeader online=lobby.online()/>
        <p id=AWAY class="banner" role="status"></p>
        <main class="lobby-main">
            {map(rooms, pen)}
            <section class="beside" aria-labelledby="rooms">
                <div class="beside-top">
                    <h2 id="rooms" tabindex="-1">"Rooms"</h2>
                    <NewRoom/>
                </div>
                <Search/>
                {room_list(rooms, pen.now)}
            </section>
        </main>
    }
}

#[component]
fn LobbyHeader(online: usize) -> impl IntoView {
    view! {
        <header class="top">
            <h1 class="brand"><Mark/>"chatMUX"</h1>
            <p class="motto">"Chat with people, not AI"</p>
            <p class="online"><span id=ONLINE>{online}</span>" online"</p>
            <ThemeSwitch/>
        </header>
    }
}

/// There is nothing to search in until the page is awake.
#[component]
fn Search() -> impl IntoView {
    view! {
        <input
            id=SEARCH
            class="room-search"
            type="search"
            aria-label="Search rooms and people"
            placeholder="Search rooms and people"
            autocomplete="off"
            disabled
        />
        <p id=FOUND class="found-none" role="status"></p>
    }
}

#[component]
fn NewRoom() -> impl IntoView {
    view! {
        <form class="new-room" method="post" action="/rooms">
            <button class="button primary">"New room"</button>
        </form>
    }
}
