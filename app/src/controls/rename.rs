//! Another name for the room, by its owner.

use crate::live::{self, IntoLive as _, Live, act};
use leptos::prelude::*;
use web_sys::SubmitEvent;

use crate::green::{NameField, TypedName};
use crate::room::{Desk, Dialog, modal};
use crate::ui::{Ui, Wish};

/// Made anew each time it opens.
#[component]
pub fn RenameDialog() -> impl IntoView {
    let desk = Desk::here();
    let is_open = move || desk.dialog().get() == Some(Dialog::Rename);
    let content = live::part(move || is_open().then(|| form(desk)));
    modal(Dialog::Rename, "Rename this room", content.live())
}

fn form(desk: Desk) -> Live {
    let typed = TypedName::of_room(desk);
    let save = move |event: SubmitEvent| {
        event.prevent_default();
        if let Some(name) = typed.checked() {
            Ui.wish(Wish::Rename(name));
            desk.dialog().set(None);
        }
    };
    view! {
        <form class="profile" on:submit=act(save)>
            <NameField typed/>
            <button class="button primary">"Save"</button>
        </form>
    }
    .live()
}
