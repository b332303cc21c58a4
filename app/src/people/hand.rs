//! A raised hand in the list of people.

use chatmux_shared::id::SessionId;
use leptos::prelude::*;

use crate::live::{IntoLive as _, Live, act};
use crate::ui::{Ui, Wish};

/// Who looks at the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Power {
    /// The owner of the room.
    Owner,
    /// Anyone else.
    Nobody,
}

/// That it is up; whoever owns the room may lower it.
pub(super) fn hand_of(name: &str, session: SessionId, power: Power) -> Live {
    if power == Power::Nobody {
        return view! { <span class="tag" role="img" aria-label="hand raised">"✋"</span> }.live();
    }
    let label = ["Lower the hand of ", name].concat();
    let lower = move |_| Ui.wish(Wish::LowerHand(session));
    view! {
        <button type="button" class="tag tag-hand" aria-label=label on:click=act(lower)>
            "✋ Lower"
        </button>
    }
    .live()
}
