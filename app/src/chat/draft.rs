//! One's own messages that are not kept yet.

use crate::live::{IntoLive as _, Live, Row, act, rows};
use chatmux_shared::id::ClientId;
use chatmux_shared::message::Act;
use chatmux_shared::timeline::{Draft, DraftState};
use leptos::prelude::*;

use crate::room::Desk;
use crate::ui::{Ui, Wish};

/// All of them, in the order they were written.
pub(super) fn drafts(desk: Desk) -> Live {
    let timeline = desk.state().timeline;
    rows(move || {
        timeline.with(|timeline| {
            let drafts = timeline.drafts().iter().filter(|draft| is_shown(draft));
            drafts.cloned().map(row).collect()
        })
    })
}

/// What says something is shown from the beginning, the rest only when it
/// does not go well.
fn is_shown(draft: &Draft) -> bool {
    draft.act.has_text() || draft.state != DraftState::Sending
}

/// Made anew when it gets further.
fn row(draft: Draft) -> Row {
    let state = match draft.state {
        DraftState::Sending => 0,
        DraftState::NotSent(_) => 1,
    };
    let key = u128::from_be_bytes(*draft.client.as_bytes());
    Row::new((key, state), move || view(draft))
}

fn view(draft: Draft) -> Live {
    let client = draft.client;
    let state = match draft.state {
        DraftState::Sending => view! { <p class="draft-words">"Sending…"</p> }.live(),
        DraftState::NotSent(reason) => not_sent(client, reason.to_string()),
    };
    let text = match draft.act {
        Act::Say | Act::Edit { .. } => draft.text,
        Act::Delete { .. } => "Deleting a message".to_owned(),
        Act::Create => "Opening this room".to_owned(),
        Act::PassOwnership { .. } => "Passing this room on".to_owned(),
        Act::RemoveMember { .. } => "Removing someone".to_owned(),
    };
    view! {
        <div class="draft">
            <p class="message">{text}</p>
            {state}
        </div>
    }
    .live()
}

fn not_sent(client: ClientId, reason: String) -> Live {
    view! {
        <p class="draft-words trouble">"Not sent. "{reason}</p>
        <p class="ways">
            <button type="button" class="button" on:click=act(move |_| Ui.wish(Wish::Retry(client)))>
                "Try again"
            </button>
            <button type="button" class="button" on:click=act(move |_| Ui.wish(Wish::Discard(client)))>
                "Discard"
            </button>
        </p>
    }
    .live()
}
