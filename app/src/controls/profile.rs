//! Changing name, colour and status while in the room.

use crate::live::{self, IntoLive as _, Live, act};
use leptos::prelude::*;
use web_sys::SubmitEvent;

use crate::green::{ColorChoice, NameField, Typed};
use crate::room::{Desk, Dialog, modal_anew};
use crate::ui::{Ui, Wish};

/// Made anew each time it opens: what was typed and not saved is gone.
#[component]
pub fn ProfileDialog() -> impl IntoView {
    modal_anew(Dialog::Profile, "Name and colour", form)
}

/// The same fields as in the green room.
fn form(desk: Desk) -> Live {
    let typed = Typed::of(desk);
    let known = desk
        .state()
        .memory
        .with_untracked(|memory| memory.status.clone());
    let status = RwSignal::new(known);
    let save = move |event: SubmitEvent| {
        event.prevent_default();
        if let Some(name) = typed.name.checked() {
            Ui.wish(Wish::Profile {
                name,
                color: typed.color(),
                status: status.get_untracked(),
            });
            desk.dialog().set(None);
        }
    };
    view! {
        <form class="profile" on:submit=act(save)>
            <NameField typed=typed.name/>
            <ColorChoice typed/>
            <label class="field">
                <span>"Your status"</span>
                <input
                    type="text"
                    name="status"
                    maxlength="80"
                    placeholder="What are you up to?"
                    prop:value=live::words(move || status.get())
                    on:input=act(move |event| status.set(event_target_value(&event)))
                />
            </label>
            <button class="button primary">"Save"</button>
        </form>
    }
    .live()
}
