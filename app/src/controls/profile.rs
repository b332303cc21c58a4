//! Changing name and colour while in the room.

use crate::live::{IntoLive as _, act};
use leptos::prelude::*;
use web_sys::SubmitEvent;

use crate::green::{ColorChoice, NameField, Typed};
use crate::room::{Desk, Dialog, modal};
use crate::ui::{Ui, Wish};

/// The same fields as in the green room.
#[component]
pub fn ProfileDialog() -> impl IntoView {
    let desk = Desk::here();
    let typed = Typed::of(desk);
    let save = move |event: SubmitEvent| {
        event.prevent_default();
        if let Some(name) = typed.checked_name() {
            let color = typed.color();
            Ui.wish(Wish::Profile { name, color });
            desk.dialog().set(None);
        }
    };
    let form = view! {
        <form class="profile" on:submit=act(save)>
            <NameField typed/>
            <ColorChoice typed/>
            <button class="button primary">"Save"</button>
        </form>
    };
    modal(Dialog::Profile, "Name and colour", form.live())
}
