//! What passes, in words.

use crate::live::{IntoLive as _, Live, Row, act, rows};
use leptos::prelude::*;

use super::desk::Desk;
use crate::state::Notice;
use crate::ui::{Ui, Wish};

/// Said aloud as they come; the browser's side takes them away again.
pub(super) fn notices() -> Live {
    let notices = Desk::here().state().notices;
    let toasts = move || notices.get().into_iter().map(row).collect();
    view! { <div class="notices" role="status">{rows(toasts)}</div> }.live()
}

fn row(notice: Notice) -> Row {
    Row::new((notice.id.into(), 0), move || toast(notice))
}

fn toast(Notice { id, text }: Notice) -> Live {
    view! {
        <p class="toast">
            {text}
            <button
                type="button"
                class="round"
                aria-label="Dismiss"
                on:click=act(move |_| Ui.wish(Wish::Dismiss(id)))
            >
                "×"
            </button>
        </p>
    }
    .live()
}
