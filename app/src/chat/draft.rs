//! One's own messages that are not kept yet.

use chatmux_shared::id::ClientId;
use chatmux_shared::timeline::{Draft, DraftState};
use leptos::prelude::*;

use crate::room::Desk;
use crate::ui::{Ui, Wish};

/// All of them, in the order they were written.
#[component]
pub(super) fn Drafts() -> impl IntoView {
    let timeline = Desk::here().state().timeline;
    let drafts = Memo::new(move |_| timeline.with(|timeline| timeline.drafts().to_vec()));
    move || drafts.get().into_iter().map(draft).collect_view()
}

fn draft(draft: Draft) -> AnyView {
    let client = draft.client;
    let state = match draft.state {
        DraftState::Sending => view! { <p class="draft-words">"Sending…"</p> }.into_any(),
        DraftState::NotSent(reason) => not_sent(client, reason.to_string()),
    };
    view! {
        <div class="draft">
            <p class="message">{draft.text}</p>
            {state}
        </div>
    }
    .into_any()
}

fn not_sent(client: ClientId, reason: String) -> AnyView {
    view! {
        <p class="draft-words trouble">"Not sent. "{reason}</p>
        <p class="ways">
            <button type="button" class="button" on:click=move |_| Ui.wish(Wish::Retry(client))>
                "Try again"
            </button>
            <button type="button" class="button" on:click=move |_| Ui.wish(Wish::Discard(client))>
                "Discard"
            </button>
        </p>
    }
    .into_any()
}
