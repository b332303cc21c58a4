//! One room on the map.

use chatmux_shared::circles::{Circle, RoomShape, arc_path, label_capacity, shorten};
use chatmux_shared::text::initial;
use chatmux_shared::wire::{PersonSummary, RoomSummary};
use leptos::prelude::*;

use super::frame::cents;
use super::words::entrance;

/// Letters smaller than this only blur the map; the list has the name.
const SMALLEST_LETTERS: f64 = 5.0;

/// How names are written on one map.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Lettering {
    /// Their size.
    pub(super) size: f64,
    /// Before the ids of the lines they run along, which are once a page.
    pub(super) prefix: &'static str,
}

/// A room as a link: its rim, its name along it, its people.
#[component]
pub(super) fn RoomCircle(
    room: RoomSummary,
    shape: RoomShape,
    lettering: Lettering,
) -> impl IntoView {
    let Circle { center, radius } = shape.circle;
    let id = room.id.to_string();
    let class = match (room.people.is_empty(), room.in_call() > 1) {
        (true, _) => "sky-room sky-room-empty",
        (false, true) => "sky-room sky-room-call",
        (false, false) => "sky-room",
    };
    let arc = [lettering.prefix, "-", &id].concat();
    let label = entrance(&room);
    let people = room.people.clone().into_iter().zip(shape.people);
    let people = people.map(|(person, circle)| view! { <Face person circle/> });
    view! {
        <a class=class href=["/r/", &id].concat() aria-label=label>
            <circle class="halo" cx=cents(center.x) cy=cents(center.y) r=cents(radius)/>
            <circle class="rim" cx=cents(center.x) cy=cents(center.y) r=cents(radius)/>
            {people.collect_view()}
            {room.people.is_empty().then(|| view! { <Vacancy circle=shape.circle/> })}
            <RoomName name=room.name line=shape.label arc lettering/>
        </a>
    }
}

/// The name along the rim, as much as there is place for.
#[component]
fn RoomName(name: String, line: Circle, arc: String, lettering: Lettering) -> impl IntoView {
    let size = lettering.size;
    let text = shorten(&name, label_capacity(line, size));
    (size >= SMALLEST_LETTERS).then(|| {
        view! {
            <path id=arc.clone() class="arc" d=arc_path(line)/>
            <text class="sky-name" font-size=cents(size) text-anchor="middle" aria-hidden="true">
                <textPath href=["#", &arc].concat() startOffset="50%">{text}</textPath>
            </text>
        }
    })
}

/// Someone in the room.
#[component]
fn Face(person: PersonSummary, circle: Circle) -> impl IntoView {
    let Circle { center, radius } = circle;
    view! {
        <g class=["face person-", person.color.as_str()].concat() aria-hidden="true">
            <circle cx=cents(center.x) cy=cents(center.y) r=cents(radius)/>
            <text x=cents(center.x) y=cents(center.y) font-size=cents(radius * 0.9)>
                {initial(&person.name).to_owned()}
            </text>
        </g>
    }
}

/// Nobody is there yet.
#[component]
fn Vacancy(circle: Circle) -> impl IntoView {
    let Circle { center, radius } = circle;
    view! {
        <text
            class="vacancy"
            x=cents(center.x)
            y=cents(center.y)
            font-size=cents((radius * 0.26).min(16.0))
            aria-hidden="true"
        >
            "empty"
        </text>
    }
}
