//! What lasts, in words: the connection is not there, the sound is held back.

use crate::live::{self, IntoLive as _, Live, act};
use leptos::prelude::*;

use super::desk::Desk;
use crate::stage::deaf_words;
use crate::state::{Connection, Sound};
use crate::ui::{Ui, Wish};

/// As long before as [`chatmux_shared::room::WARNING`] says.
const ENDS_SOON: &str = "This room ends within ten minutes, with all that was said in it.";

const PLACE: &str = "There is a place for your picture now. You can turn your camera on.";

#[component]
pub(super) fn Banners() -> impl IntoView {
    let desk = Desk::here();
    let state = desk.state();
    let words = move || connection_words(state.connection.get());
    let ending = move || if state.ends_soon.get() { ENDS_SOON } else { "" };
    let place = move || if has_place(desk) { PLACE } else { "" };
    let deaf = move || state.graph.with(|graph| deaf_words(desk, &graph.lasting));
    let is_blocked = move || state.sound.get() == Sound::Blocked;
    view! {
        <p class="banner" role="status">{live::words(words)}</p>
        <p class="banner" role="status">{live::words(ending)}</p>
        <p class="banner" role="status">{live::words(place)}</p>
        <p class="banner" role="status">{live::words(deaf)}</p>
        {live::part(move || is_blocked().then(hear))}
    }
    .live()
}

/// Whether one's picture found no place before, and there is one now.
fn has_place(desk: Desk) -> bool {
    let is_waiting = desk.state().unseen.get();
    let Some(me) = desk.myself().filter(|me| is_waiting && me.call.is_some()) else {
        return false;
    };
    let room = desk.state().room.read();
    room.as_ref()
        .is_some_and(|room| room.has_place_for_video(&me))
}

const fn connection_words(connection: Connection) -> &'static str {
    match connection {
        Connection::Open => "",
        Connection::Connecting => "Connecting…",
        Connection::Lost => "Reconnecting… Calls go on.",
        Connection::Offline => "You are offline. The room comes back with your network.",
    }
}

fn hear() -> Live {
    view! {
        <button type="button" class="button primary hear" on:click=act(|_| Ui.wish(Wish::Hear))>
            "Tap to hear"
        </button>
    }
    .live()
}
