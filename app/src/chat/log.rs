//! The log: kept messages, then one's own on their way.
//!
//! The style sheet counts its scroll from the end: so it stays at the end
//! while messages come, and stays in place while older ones come above.

use crate::live::{IntoLive as _, Live, Row, dynamic, rows};
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
    let (timeline, zone) = (desk.state().timeline, desk.zone());
    let element = NodeRef::new();
    follow_oneself(desk, element);
    let lines = move || timeline.with(|log| lines(log.entries(), zone.get()));
    let shown = move || {
        let zone = zone.get();
        let rows = lines().into_iter().map(|line| row(line, zone));
        rows.collect()
    };
    view! {
        <div node_ref=element class="log" role="log" aria-label="Messages" tabindex="0">
            <div class="log-lines">
                {dynamic(move || older(desk))}
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
    Row::new((line.seq.0.into(), head), move || message(line, zone))
}

/// A way to what was said before, if there is more.
fn older(desk: Desk) -> Option<Live> {
    let timeline = desk.state().timeline;
    let has_older = timeline.with(|timeline| timeline.older_before().is_some());
    has_older.then(|| {
        view! {
            <button type="button" class="button older" on:click=|_| Ui.wish(Wish::Older)>
                "Show older"
            </button>
        }
        .live()
    })
}

/// Whoever says something wants to see it.
fn follow_oneself(desk: Desk, element: NodeRef<leptos::html::Div>) {
    let timeline = desk.state().timeline;
    let drafts = Memo::new(move |_| timeline.with(|timeline| timeline.drafts().len()));
    Effect::new(move |_| {
        if drafts.get() > 0
            && let Some(log) = element.get_untracked()
        {
            log.set_scroll_top(0);
        }
    });
}
