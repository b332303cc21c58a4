//! What passes, in words.

use leptos::prelude::*;

use super::desk::Desk;
use crate::state::Notice;
use crate::ui::{Ui, Wish};

/// Said aloud as they come; the browser's side takes them away again.
#[component]
pub(super) fn Notices() -> impl IntoView {
    let notices = Desk::here().state().notices;
    view! {
        <div class="notices" role="status">
            <For each=move || notices.get() key=|notice| notice.id children=toast/>
        </div>
    }
}

fn toast(Notice { id, text }: Notice) -> AnyView {
    view! {
        <p class="toast">
            {text}
            <button
                type="button"
                class="round"
                aria-label="Dismiss"
                on:click=move |_| Ui.wish(Wish::Dismiss(id))
            >
                "×"
            </button>
        </p>
    }
    .into_any()
}
