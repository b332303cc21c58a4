//! What someone says on their tile without a word: a raised hand, and a
//! reaction that floats away.

use chatmux_shared::id::SessionId;
use leptos::prelude::*;

use crate::live::{self, IntoLive as _, Live, Row, rows};
use crate::room::Desk;
use crate::state::Shown;

/// Of a session, while it is raised.
pub(super) fn hand(session: SessionId) -> Live {
    let desk = Desk::here();
    let is_up = move || desk.person(session).is_some_and(|it| it.hand.is_some());
    live::part(move || is_up().then(raised)).live()
}

fn raised() -> Live {
    view! { <span class="tile-hand" role="img" aria-label="hand raised">"✋"</span> }.live()
}

/// Over the picture of a session.
#[component]
pub(super) fn Reactions(session: SessionId) -> impl IntoView {
    let desk = Desk::here();
    rows(move || {
        let shown = desk.state().reactions.get().into_iter();
        let own = shown.filter(|shown| shown.session == session);
        own.map(row).collect()
    })
}

/// It is said by words elsewhere.
fn row(shown: Shown) -> Row {
    Row::new((shown.id.into(), 0), move || {
        let emoji = shown.reaction.emoji();
        view! { <span class="tile-reaction" aria-hidden="true">{emoji}</span> }.live()
    })
}
