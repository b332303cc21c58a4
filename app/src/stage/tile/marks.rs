//! What is to be seen over a person's picture, beside their name.
//!
//! A mark is a function of a session in a file of its own, and a line in
//! [`marks`]. It places itself by its class; it is never in the way of a tap.

use crate::live::{self, IntoLive as _, Live};
use chatmux_shared::call::negotiation::LinkState;
use chatmux_shared::id::SessionId;
use chatmux_shared::room::Presence;
use leptos::prelude::*;

use super::trust::warning;
use crate::room::Desk;
use crate::stage::gestures::{Reactions, hand};

/// All marks of someone.
pub(super) fn marks(session: SessionId) -> Vec<Live> {
    let corner = view! { <div class="tile-corner">{hand(session)}{link(session)}</div> };
    vec![
        corner.live(),
        view! { <Reactions session/> }.live(),
        crate::stage::link::mark(session),
        warning(session),
    ]
}

/// How the link is, unless it is well.
fn link(session: SessionId) -> Live {
    let desk = Desk::here();
    view! { <p class="tile-words">{live::words(move || words(desk, session))}</p> }.live()
}

fn words(desk: Desk, session: SessionId) -> &'static str {
    let links = desk.state().links.read();
    let link = links.iter().find(|link| link.peer == session);
    let state = link.map(|link| link.state);
    let is_away = || {
        let person = desk.person(session);
        person.is_some_and(|person| person.presence == Presence::Reconnecting)
    };
    match state {
        Some(LinkState::Connecting) => "Connecting…",
        Some(LinkState::Reconnecting) => "Reconnecting…",
        Some(LinkState::Connected) if is_away() => "Reconnecting to the room…",
        Some(LinkState::Connected) | None => "",
    }
}
