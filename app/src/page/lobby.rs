//! The lobby: a night sky of rooms.

use chatmux_shared::wire::RoomSummary;
use leptos::config::LeptosOptions;
use leptos::prelude::*;

use super::Look;
use super::head::Scripts;
use super::mark::Mark;
use super::shell::Shell;
use super::theme::ThemeSwitch;
use crate::map::{Map, RoomList};

pub(super) fn document(
    options: LeptosOptions,
    look: Look,
    rooms: Vec<RoomSummary>,
    online: usize,
) -> impl IntoView {
    let shell = Shell {
        options,
        look,
        title: "chatMUX: chat with people, not AI".into(),
        scripts: Scripts::Without,
        class: "lobby",
    };
    shell.around(view! { <Lobby rooms online/> })
}

#[component]
fn Lobby(rooms: Vec<RoomSummary>, online: usize) -> impl IntoView {
    view! {
        <LobbyHeader online/>
        <main class="lobby-main">
            <Map rooms=rooms.clone()/>
            <section class="beside" aria-labelledby="rooms">
                <div class="beside-top">
                    <h2 id="rooms">"Rooms"</h2>
                    <NewRoom/>
                </div>
                <RoomList rooms/>
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
            <p class="online">{online}" online"</p>
            <ThemeSwitch/>
        </header>
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
