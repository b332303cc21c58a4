//! A raised hand and reactions: the controls.
//!
//! Invariant: whether a hand is up is what the room says, not what was
//! pressed. Outside the call there are none.

use chatmux_shared::room::Reaction;
use leptos::prelude::*;

use super::drawings::icon;
use crate::live::{self, IntoLive as _, Live, act, dynamic};
use crate::room::Desk;
use crate::ui::{Ui, Wish};

/// The id of what the button for reactions opens.
const REACTIONS: &str = "reactions";

/// Wishes one's hand up if it is down, and down if it is up.
pub fn turn_hand(desk: Desk) {
    if untrack(|| desk.is_in_call()) {
        let other = !untrack(|| is_up(desk));
        Ui.wish(Wish::Hand(other.into()));
    }
}

/// One's own hand.
pub(super) fn hand_control() -> Live {
    hand_button(
        |desk| {
            if is_up(desk) {
                "control control-live control-hand"
            } else {
                "control control-hand"
            }
        },
        |_| icon("hand"),
    )
}

/// The button for reactions, and what it opens: on a phone with one's hand.
pub(super) fn reactions_control() -> Live {
    let desk = Desk::here();
    let each = Reaction::ALL.map(reaction_item).into_iter().collect_view();
    view! {
        <button
            type="button"
            class="control"
            aria-label="Reactions"
            popovertarget=REACTIONS
            disabled=dynamic(move || !desk.is_in_call())
        >
            {icon("smile")}
        </button>
        <div class="more reactions" id=REACTIONS popover role="group" aria-label="Reactions">
            {each}
            {hand_button(|_| "item item-hand", |desk| hand_label(desk).live())}
        </div>
    }
    .live()
}

fn hand_button(class: fn(Desk) -> &'static str, content: fn(Desk) -> Live) -> Live {
    let desk = Desk::here();
    view! {
        <button
            type="button"
            class=live::words(move || class(desk))
            aria-label=live::words(move || hand_label(desk))
            aria-keyshortcuts="h"
            disabled=dynamic(move || !desk.is_in_call())
            on:click=act(move |_| turn_hand(desk))
        >
            {live::part(move || content(desk))}
        </button>
    }
    .live()
}

fn reaction_item(reaction: Reaction) -> Live {
    let react = move |_| Ui.wish(Wish::React(reaction));
    view! {
        <button
            type="button"
            class="item reaction"
            aria-label=reaction.words()
            popovertarget=REACTIONS
            popovertargetaction="hide"
            on:click=act(react)
        >
            {reaction.emoji()}
        </button>
    }
    .live()
}

fn hand_label(desk: Desk) -> &'static str {
    if is_up(desk) {
        "Lower hand"
    } else {
        "Raise hand"
    }
}

fn is_up(desk: Desk) -> bool {
    desk.myself().is_some_and(|me| me.hand.is_some())
}
