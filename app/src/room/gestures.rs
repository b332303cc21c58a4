//! Raised hands and reactions, said for those who do not see them.

use chatmux_shared::room::Person;
use leptos::prelude::*;

use super::desk::Desk;
use crate::live::{self, IntoLive as _};

/// A sentence about the last hand that went up, and one about the last
/// reaction.
#[component]
pub(super) fn GestureWords() -> impl IntoView {
    let desk = Desk::here();
    view! {
        <p class="unseen" role="status">{live::words(move || hand_words(desk))}</p>
        <p class="unseen" role="status">{live::words(move || reaction_words(desk))}</p>
    }
    .live()
}

fn hand_words(desk: Desk) -> String {
    let last = desk.people().with(|people| {
        let raised = people.iter().filter(|person| person.hand.is_some());
        let last: Option<&Person> = raised.max_by_key(|person| person.hand);
        last.map(|person| person.session)
    });
    last.map(|session| desk.name(session) + " raised a hand.")
        .unwrap_or_default()
}

fn reaction_words(desk: Desk) -> String {
    let last = desk.state().reactions.with(|shown| shown.last().copied());
    last.map(|last| [&desk.name(last.session), ": ", last.reaction.words(), "."].concat())
        .unwrap_or_default()
}
