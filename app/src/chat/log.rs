//! The log: kept messages, then one's own on their way.
//!
//! The style sheet counts its scroll from the end: so it stays at the end
//! while messages come, and stays in place while older ones come above. Where
//! they come, the browser is not to anchor it: it would follow what it finds
//! at the top. Further down it is, so that what comes at the end moves nothing.

use crate::live::{self, IntoLive as _, Live, Row, act, effect, rows};
use chatmux_shared::id::Seq;
use chatmux_shared::message::Breach;
use chatmux_shared::timeline::{Mark, Timeline, What};
use leptos::prelude::*;

use super::clock::Zone;
use super::draft::drafts;
use super::files::{among, places};
use super::lines::{Head, Line, News, lines};
use super::message::{Power, message};
use crate::room::Desk;
use crate::ui::{Ui, Wish};

/// So near the oldest message held, older ones are asked for, in pixels.
const NEAR: i32 = 300;

#[component]
pub(super) fn Log() -> impl IntoView {
    let desk = Desk::here();
    let zone = Zone::of_browser();
    let element = NodeRef::new();
    let seen = watch_for_news(desk);
    follow_oneself(desk, element, seen);
    let lines = move || {
        let me = desk.member();
        desk.reading()
            .with(|reading| lines(&reading.messages, zone, me, seen.get()))
    };
    let files = places(desk);
    let shown = move || {
        let messages = lines().into_iter();
        let messages = messages.map(|line| (line.message.seq, row(desk, line, zone)));
        files.with(|places| among(desk, messages, places))
    };
    let near_top = RwSignal::new(true);
    let scrolled = move |_| {
        let is_near = element.get_untracked().is_some_and(|log| is_near_top(&log));
        near_top.set(is_near);
        if is_near {
            Ui.wish(Wish::Older);
        }
    };
    let class = move || if near_top.get() { "log log-top" } else { "log" };
    view! {
        <div
            node_ref=element
            class=live::words(class)
            role="log"
            aria-label="Messages"
            tabindex="0"
            on:scroll=act(scrolled)
        >
            <div class="log-lines">
                {live::part(move || older(desk))}
                {live::part(move || lost(desk))}
                {rows(shown)}
                {drafts(desk)}
            </div>
        </div>
    }
    .live()
}

/// Made anew when it is something else, or what stands above it is.
fn row(desk: Desk, line: Line, zone: Zone) -> Row {
    let power = Power::of(desk, &line.message);
    let head = match line.head {
        Head::None => 0,
        Head::Author => 1,
        Head::Day(_) => 2,
    };
    let mark = match line.message.mark {
        Mark::Good => 0,
        Mark::Waiting => 1,
        Mark::Bad(_) => 2,
    };
    let (edits, gone) = match line.message.what {
        What::Said { edits, .. } => (edits, 0),
        What::Deleted => (0, 1),
        What::Made | What::Passed { .. } | What::Removed { .. } | What::Nothing => (0, 0),
    };
    let news = u8::from(line.news == News::Begin);
    let look = head | mark << 2 | gone << 4 | news << 5 | (power as u8) << 6;
    let key = u128::from(edits) << 64 | u128::from(line.message.seq.0);
    Row::new((key, look), move || message(desk, &line, power, zone))
}

/// A way to what was said before, if there is more; a word if there was.
fn older(desk: Desk) -> Option<Live> {
    let timeline = desk.state().timeline;
    let (has_older, on_trust) = timeline.with(|timeline| {
        let has_older = timeline.older_before().is_some();
        (has_older, timeline.begins_on_trust())
    });
    if on_trust {
        let words = "What was said before is not kept. From here on, each message is checked.";
        return Some(view! { <p class="begin">{words}</p> }.live());
    }
    has_older.then(|| {
        view! {
            <button type="button" class="button older" on:click=act(|_| Ui.wish(Wish::Older))>
                "Show older"
            </button>
        }
        .live()
    })
}

/// What the server showed before and does not any more.
fn lost(desk: Desk) -> Live {
    let lost = desk.state().timeline.with(|log| log.lost().to_vec());
    let line = |breach: Breach| {
        let words = breach.to_string();
        view! { <p class="trouble breach" role="alert">{words}</p> }.live()
    };
    lost.into_iter().map(line).collect_view().live()
}

/// After which message the others' are new: the last one there was when the
/// chat was closed, or when the reader looked elsewhere.
fn watch_for_news(desk: Desk) -> RwSignal<Option<Seq>> {
    let newest = move || desk.state().timeline.with_untracked(Timeline::newest_held);
    let seen = desk.seen().get_untracked();
    let news = RwSignal::new((seen < newest()).then_some(seen));
    effect(move || {
        let blur = window_event_listener(leptos::ev::blur, move |_| news.set(Some(newest())));
        let focus = window_event_listener(leptos::ev::focus, move |_| {
            if news.get_untracked() == Some(newest()) {
                news.set(None);
            }
        });
        on_cleanup(move || {
            blur.remove();
            focus.remove();
        });
    });
    news
}

/// Whoever says something has read what is there, and wants to see it.
fn follow_oneself(desk: Desk, element: NodeRef<leptos::html::Div>, seen: RwSignal<Option<Seq>>) {
    let timeline = desk.state().timeline;
    let mut before = 0;
    effect(move || {
        let drafts = timeline.with(|timeline| timeline.drafts().len());
        let is_new = drafts > std::mem::replace(&mut before, drafts);
        if let Some(log) = element.get_untracked().filter(|_| is_new) {
            log.set_scroll_top(0);
            seen.set(None);
        }
    });
}

/// Scrolled from the end, `scrollTop` counts below zero.
fn is_near_top(log: &web_sys::HtmlDivElement) -> bool {
    log.scroll_height() - log.client_height() + log.scroll_top() < NEAR
}
