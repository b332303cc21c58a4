//! The top of a room: its name, who finds it, the way to invite.

use crate::live::{self, IntoLive as _, act, effect};
use chatmux_shared::wire::{Switch, Visibility};
use leptos::prelude::*;

use super::desk::{Desk, Dialog};
use super::strip::Strip;
use crate::page::Mark;

#[component]
pub(super) fn RoomHeader() -> impl IntoView {
    let desk = Desk::here();
    let invite = move |_| desk.dialog().set(Some(Dialog::Invite));
    effect(move || document().set_title(&[&desk.room_name(), " · chatMUX"].concat()));
    view! {
        <header class="room-top">
            <a class="home" href="/" aria-label="All rooms" title="All rooms"><Mark/></a>
            <h1>{live::words(move || desk.room_name())}</h1>
            <p class="room-facts">{live::words(move || [locked(desk), found_by(desk)].concat())}</p>
            <p class="room-facts online">{live::words(move || online(desk))}</p>
            <Strip/>
            <button type="button" class="button" aria-haspopup="dialog" on:click=act(invite)>
                "Invite"
            </button>
        </header>
    }
    .live()
}

fn online(desk: Desk) -> String {
    desk.state().online.get().to_string() + " online"
}

fn locked(desk: Desk) -> &'static str {
    let room = desk.state().room.read();
    match room.as_ref().map(|room| room.card().lock) {
        Some(Switch::On) => "🔒 Locked · ",
        Some(Switch::Off) | None => "",
    }
}

fn found_by(desk: Desk) -> &'static str {
    let room = desk.state().room.read();
    match room.as_ref().map(|room| room.card().visibility) {
        Some(Visibility::Listed) => "Everyone finds this room",
        Some(Visibility::ByLink) => "By link only",
        Some(Visibility::Unopened) | None => "",
    }
}
