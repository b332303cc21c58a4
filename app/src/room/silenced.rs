//! What the system has taken for itself, as a phone call does, and one tap to
//! have it back.

use crate::live::{self, IntoLive as _, Live, act};
use leptos::prelude::*;

use super::desk::Desk;
use crate::state::{Health, Local};
use crate::ui::{Ui, Wish};

/// A banner while there is something to offer back.
pub(super) fn silenced(desk: Desk) -> Live {
    let words = Memo::new(move |_| desk.state().local.with(words));
    live::part(move || words.get().map(banner)).live()
}

fn words(local: &Local) -> Option<&'static str> {
    let is_silenced = |health: &Health| *health == Health::Silenced;
    match (is_silenced(&local.microphone), is_silenced(&local.camera)) {
        (false, false) => None,
        (true, false) => Some("Your microphone was muted by the system (a phone call?)."),
        (false, true) => Some("Your camera was paused by the system (another app?)."),
        (true, true) => {
            Some("Your microphone and camera were taken by the system (a phone call?).")
        }
    }
}

fn banner(words: &'static str) -> Live {
    view! {
        <div class="banner silenced" role="alert">
            <p>{words}</p>
            <button
                type="button"
                class="button primary"
                on:click=act(|_| Ui.wish(Wish::AskForDevices))
            >
                "Turn it back on"
            </button>
        </div>
    }
    .live()
}
