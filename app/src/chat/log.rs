//! The log: kept messages, then one's own on their way; at its end unless
//! someone reads further up.

use leptos::prelude::*;

use super::draft::Drafts;
use super::lines::lines;
use super::message::message;
use crate::room::Desk;
use crate::ui::{Ui, Wish};

/// Closer to the end than this, in pixels, is at the end.
const AT_END: i32 = 48;

type Element = NodeRef<leptos::html::Div>;

/// What to keep in sight when messages come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// The newest one.
    End,
    /// What is in sight now.
    Here,
    /// What is so many pixels above the end, while older ones come above it.
    AboveEnd(i32),
}

#[component]
pub(super) fn Log() -> impl IntoView {
    let desk = Desk::here();
    let timeline = desk.state().timeline;
    let element = Element::new();
    let place = StoredValue::new(Place::End);
    follow(desk, element, place);
    let zone = desk.zone();
    let lines = Memo::new(move |_| timeline.with(|log| lines(log.entries(), zone.get())));
    view! {
        <div
            node_ref=element
            class="log"
            role="log"
            aria-label="Messages"
            tabindex="0"
            on:scroll=move |_| place.set_value(place_of(element))
        >
            {move || older(desk, element, place)}
            <For
                each=move || lines.get()
                key=|line| (line.seq, line.head)
                children=move |line| message(line, zone.get_untracked())
            />
            <Drafts/>
        </div>
    }
    .into_any()
}

/// A way to what was said before, if there is more.
fn older(desk: Desk, element: Element, place: StoredValue<Place>) -> Option<AnyView> {
    let has_older = desk
        .state()
        .timeline
        .with(|timeline| timeline.older_before().is_some());
    let show = move |_| {
        if let Some(log) = element.get_untracked() {
            place.set_value(Place::AboveEnd(log.scroll_height() - log.scroll_top()));
        }
        Ui.wish(Wish::Older);
    };
    has_older.then(|| {
        view! {
            <button type="button" class="button older" on:click=show>"Show older"</button>
        }
        .into_any()
    })
}

/// Scrolls whenever the log has grown, once it is drawn.
fn follow(desk: Desk, element: Element, place: StoredValue<Place>) {
    Effect::new(move |_| {
        desk.state().timeline.track();
        desk.zone().track();
        request_animation_frame(move || {
            if let Some(Some(log)) = element.try_get_untracked() {
                match place.try_get_value() {
                    Some(Place::End) => log.set_scroll_top(log.scroll_height()),
                    Some(Place::AboveEnd(above)) => log.set_scroll_top(log.scroll_height() - above),
                    Some(Place::Here) | None => {}
                }
            }
        });
    });
}

fn place_of(element: Element) -> Place {
    let Some(log) = element.get_untracked() else {
        return Place::End;
    };
    let below = log.scroll_height() - log.scroll_top() - log.client_height();
    if below < AT_END {
        Place::End
    } else {
        Place::Here
    }
}
