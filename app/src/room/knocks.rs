//! Those who knock at a locked room, before its owner.

use chatmux_shared::room::Knock;
use leptos::prelude::*;

use super::desk::Desk;
use crate::live::{self, IntoLive as _, Live, act};
use crate::ui::{Ui, Wish};

/// Who knocks, with what can be answered; nothing for anyone but the owner.
#[component]
pub(super) fn Knocks() -> impl IntoView {
    let desk = Desk::here();
    let rows = move || {
        let knocks = knocks(desk);
        knocks.iter().map(row).collect_view().live()
    };
    view! {
        <div class="knocks" role="status">{live::part(rows)}</div>
    }
    .live()
}

fn knocks(desk: Desk) -> Vec<Knock> {
    if !desk.is_owner() {
        return Vec::new();
    }
    let room = desk.state().room.read();
    room.as_ref()
        .map(|room| room.knocks().to_vec())
        .unwrap_or_default()
}

fn row(knock: &Knock) -> Live {
    let answer = |word: &'static str, class: &'static str, wish: Wish| {
        let label = [word, " ", knock.name.as_str()].concat();
        let answer = move |_| Ui.wish(wish.clone());
        view! {
            <button type="button" class=class aria-label=label on:click=act(answer)>{word}</button>
        }
        .live()
    };
    let let_in = answer("Let in", "button primary", Wish::LetIn(knock.member));
    let turn_away = answer("Turn away", "button", Wish::TurnAway(knock.member));
    let words = [knock.name.as_str(), " is knocking."].concat();
    view! { <p class="banner knock">{words}<span class="ways">{let_in}{turn_away}</span></p> }
        .live()
}
