//! The map, shrunk to one line while one is in a room.
//!
//! Invariant: the server is asked for it only while it can be seen. The Tab
//! key stops at it once; the arrow keys go from room to room.

use std::time::Duration;

use crate::live::{self, IntoLive as _, act, effect};
use chatmux_shared::lobby::Lobby;
use chatmux_shared::wire::RoomSummary;
use leptos::ev::{FocusEvent, PointerEvent};
use leptos::html::Div;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast as _;
use web_sys::{Element, Event, KeyboardEvent, SvgElement};

use super::desk::Desk;
use crate::map::{self, Frame};
use crate::sizes;
use crate::ui::{Ui, Wish};

/// For each room there is to be about as much place as a finger takes, in CSS
/// pixels: the fullest are shown. All of them are in the lobby.
const ROOM: u16 = 48;
/// How often what is said of ages is said anew.
const AGING: Duration = Duration::from_mins(1);

#[component]
pub(super) fn Strip() -> impl IntoView {
    let desk = Desk::here();
    let place = NodeRef::<Div>::new();
    let width = RwSignal::new(0);
    let hint = RwSignal::new(None);
    let age = RwSignal::new(0_u32);
    let aging = set_interval_with_handle(move || age.update(|age| *age += 1), AGING);
    on_cleanup(move || {
        if let Ok(aging) = aging {
            aging.clear();
        }
    });
    effect(move || {
        let Some(place) = place.get() else { return };
        let measured = place.clone();
        let take = move || {
            let is_seen = !document().hidden();
            let pixels = u16::try_from(measured.client_width()).unwrap_or_default();
            let seen = if is_seen { pixels } else { 0 };
            if width.get_untracked() != seen {
                width.set(seen);
            }
        };
        take();
        sizes::watch(&place.into(), take);
    });
    let is_seen = Memo::new(move |_| width.get() > 0);
    effect(move || Ui.wish(Wish::Watch(is_seen.get().into())));
    effect(move || {
        let (Some(place), width) = (place.get(), width.get()) else {
            return;
        };
        age.track();
        let here = desk.card().with_value(|card| card.room.id);
        if width > 0 {
            let place: Element = place.into();
            Ui.draw(&place, Frame::Strip { width }, &rooms(desk, width), here);
            if hint.get_untracked().is_some() {
                // The room is another by now, or gone.
                hint.set(map::pointed_at(&place).as_ref().and_then(map::said));
            }
        }
    });
    let point = move |event: &Event| hint.set(map::pointed(event).as_ref().and_then(map::said));
    view! {
        <div class="strip">
            <div
                node_ref=place
                class="strip-sky"
                role="group"
                aria-label="Map of rooms"
                on:pointerover=act(move |event: PointerEvent| point(&event))
                on:pointerout=act(move |event: PointerEvent| point(&event))
                on:focusin=act(move |event: FocusEvent| point(&event))
                on:focusout=act(move |event: FocusEvent| point(&event))
                on:keydown=act(move |event: KeyboardEvent| match &*event.key() {
                    "Escape" => hint.set(None),
                    _ => go(&event),
                })
            ></div>
            <p class="map-hint" aria-hidden="true">
                {live::words(move || hint.get().unwrap_or_default())}
            </p>
        </div>
    }
    .live()
}

/// One's own room first, then those with most people.
fn rooms(desk: Desk, width: u16) -> Vec<RoomSummary> {
    let here = desk.card().with_value(|card| card.room.id);
    let lobby = desk.state().lobby.read();
    let listed = lobby.as_ref().and_then(|lobby| lobby.room(here)).cloned();
    let own = listed.or_else(|| seen_inside(desk));
    let others = lobby.iter().flat_map(Lobby::rooms);
    let others = others.filter(|room| room.id != here).cloned();
    own.into_iter()
        .chain(others)
        .take(usize::from(width / ROOM))
        .collect()
}

/// One's own room, which is on no map.
fn seen_inside(desk: Desk) -> Option<RoomSummary> {
    let state = desk.state();
    let (speaking, graph) = (state.speaking.read(), state.graph.read());
    let room = state.room.read();
    Some(room.as_ref()?.summary_from_inside(&speaking, &graph))
}

/// From room to room, as they lie beside one another.
fn go(event: &KeyboardEvent) {
    let sign = match &*event.key() {
        "ArrowRight" | "ArrowDown" => 1.0,
        "ArrowLeft" | "ArrowUp" => -1.0,
        _ => return,
    };
    event.prevent_default();
    let place = event.current_target();
    let place = place.and_then(|place| place.dyn_into::<Element>().ok());
    if let Some(room) = place.and_then(|place| beside(&place, sign)) {
        // A room that cannot take the focus is passed by.
        let _ = room.unchecked_into::<SvgElement>().focus();
    }
}

/// The room that is next to the one with the focus: on its right by a sign of
/// one, on its left by minus one.
fn beside(place: &Element, sign: f64) -> Option<Element> {
    let focused = document().active_element()?;
    let layer = place.query_selector(".rooms").ok()??;
    let left = |room: &Element| sign * room.get_bounding_client_rect().left();
    let from = left(&focused);
    std::iter::successors(layer.first_element_child(), Element::next_element_sibling)
        .filter(|room| left(room) > from)
        .min_by(|one, other| left(one).total_cmp(&left(other)))
}
