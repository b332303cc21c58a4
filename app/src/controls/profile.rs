//! Changing name and colour while in the room.

use crate::live::{self, IntoLive as _, Live, act};
use leptos::prelude::*;
use web_sys::SubmitEvent;

use crate::green::{ColorChoice, NameField, Typed};
use crate::room::{Desk, Dialog, modal};
use crate::ui::{Ui, Wish};

/// Made anew each time it opens: what was typed and not saved is gone.
#[component]
pub fn ProfileDialog() -> impl IntoView {
    let desk = Desk::here();
    let is_open = move || desk.dialog().get() == Some(Dialog::Profile);
    let content = live::part(move || is_open().then(|| form(desk)));
    modal(Dialog::Profile, "Name and colour", content.live())
}

/// The same fields as in the green room.
fn form(desk: Desk) -> Live {
    let typed = Typed::of(desk);
    let save = move |event: SubmitEvent| {
        event.prevent_default();
        if let Some(name) = typed.checked_name() {
            let color = typed.color();
            Ui.wish(Wish::Profile { name, color });
            desk.dialog().set(None);
        }
    };
    view! {
        <form class="profile" on:submit=act(save)>
            <NameField typed/>
            <ColorChoice typed/>
            <button class="button primary">"Save"</button>
        </form>
    }
    .live()
}
