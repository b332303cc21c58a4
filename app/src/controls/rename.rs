//! Another name for the room, by its owner.

use crate::live::{IntoLive as _, Live, act};
use leptos::prelude::*;
use web_sys::SubmitEvent;

use crate::green::{NameField, TypedName};
use crate::room::{Desk, Dialog, modal_anew};
use crate::ui::{Ui, Wish};

/// Made anew each time it opens.
#[component]
pub fn RenameDialog() -> impl IntoView {
    modal_anew(Dialog::Rename, "Rename this room", form)
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
