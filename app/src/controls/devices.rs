//! Choosing microphone, camera and speaker while in the room.

use crate::live::{self, IntoLive as _, Live};
use leptos::prelude::*;

use crate::green::{Devices, LevelMeter};
use crate::room::{Desk, Dialog, modal};

/// The same fields as in the green room, made anew each time it opens.
#[component]
pub fn DevicesDialog() -> impl IntoView {
    let desk = Desk::here();
    let is_open = move || desk.dialog().get() == Some(Dialog::Devices);
    let content = live::part(move || is_open().then(fields));
    modal(Dialog::Devices, "Devices", content.live())
}

fn fields() -> Live {
    view! {
        <div class="green-devices">
            <LevelMeter/>
            <Devices/>
        </div>
    }
    .live()
}
