//! The log: kept messages, then one's own on their way.
//!
//! The style sheet counts its scroll from the end: so it stays at the end
//! while messages come, and stays in place while older ones come above.

use crate::live::{self, IntoLive as _, Live, Row, act, effect, rows};
use leptos::prelude::*;

use super::clock::Zone;
use super::draft::drafts;
use super::lines::{Head, Line, lines};
use super::message::message;
use crate::room::Desk;
use crate::ui::{Ui, Wish};

#[component]
pub(super) fn Log() -> impl IntoView {
    let desk = Desk::here();
    let timeline = desk.state().timeline;
    let zone = Zone::of_browser();
    let element = NodeRef::new();
    follow_oneself(desk, element);
    let lines = move || timeline.with(|log| lines(log.entries(), zone));
    let shown = move || {
        let rows = lines().into_iter().map(|line| row(line, zone));
        rows.collect()
    };
    view! {
        <div node_ref=element class="log" role="log" aria-label="Messages" tabindex="0">
            <div class="log-lines">
                {live::part(move || older(desk))}
                {rows(shown)}
                {drafts(desk)}
            </div>
        </div>
    }
    .live()
}

/// Made anew when what stands above it changes.
fn row(line: Line, zone: Zone) -> Row {
    let head = match line.head {
        Head::None => 0,
        Head::Author => 1,
        Head::Day(_) => 2,
    };
    Row::new(
        (u128::from_be_bytes(*line.client.as_bytes()), head),
        move || message(line, zone),
    )
}

/// A way to what was said before, if there is more.
fn older(desk: Desk) -> Option<Live> {
    let timeline = desk.state().timeline;
    let has_older = timeline.with(|timeline| timeline.older_before().is_some());
    has_older.then(|| {
        view! {
            <button type="button" class="button older" on:click=act(|_| Ui.wish(Wish::Older))>
                "Show older"
            </button>
        }
        .live()
    })
}

/// Whoever says something wants to see it.
fn follow_oneself(desk: Desk, element: NodeRef<leptos::html::Div>) {
    let timeline = desk.state().timeline;
    let mut before = 0;
    effect(move || {
        let drafts = timeline.with(|timeline| timeline.drafts().len());
        let is_new = drafts > std::mem::replace(&mut before, drafts);
        if let Some(log) = element.get_untracked().filter(|_| is_new) {
            log.set_scroll_top(0);
        }
    });
}
