//! The rooms as a list: for a keyboard, for a screen reader, and for what is
//! too small to tap.

use std::cmp::Reverse;

use chatmux_shared::wire::{PersonSummary, RoomSummary, Switch};
use leptos::prelude::*;

use super::words::people;

/// Dots for so many people at most; the number is beside them.
const MOST_DOTS: usize = 8;

/// Every listed room, those with most people first.
#[component]
pub fn RoomList(
    /// Every listed room.
    mut rooms: Vec<RoomSummary>,
) -> impl IntoView {
    rooms.sort_by_key(|room| Reverse(room.people.len()));
    let rows = rooms
        .into_iter()
        .map(|room| view! { <RoomRow room/> })
        .collect_view();
    view! { <ul class="room-list" aria-label="Rooms">{rows}</ul> }
}

#[component]
fn RoomRow(room: RoomSummary) -> impl IntoView {
    let dots = room.people.iter().take(MOST_DOTS).map(dot).collect_view();
    view! {
        <li>
            <a class="room-row" href=format!("/r/{}", room.id)>
                <span class="room-row-name">{room.name}{lock_sign(room.lock)}</span>
                <span class="dots" aria-hidden="true">{dots}</span>
                <span class="room-row-count">" "{people(room.people.len())}</span>
            </a>
        </li>
    }
}

/// A small one, beside the name.
fn lock_sign(lock: Switch) -> impl IntoView + use<> {
    lock.is_on().then(|| {
        view! { <span class="lock" role="img" aria-label="locked">" 🔒"</span> }
    })
}

fn dot(person: &PersonSummary) -> impl IntoView + use<> {
    view! { <span class=["dot person-", person.color.as_str()].concat()></span> }
}
