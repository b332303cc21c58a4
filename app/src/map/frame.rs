//! One of the two maps: for a wide window, or for a tall one.

use chatmux_shared::circles::{Circle, RoomShape, lay_out};
use chatmux_shared::wire::RoomSummary;
use leptos::prelude::*;

use super::shape::{Lettering, RoomCircle};
use super::words::online;

/// What the map is drawn for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Frame {
    /// Wider than high.
    Wide,
    /// A phone.
    Tall,
}

impl Frame {
    const fn size(self) -> (f64, f64) {
        match self {
            Self::Wide => (1040.0, 780.0),
            Self::Tall => (390.0, 430.0),
        }
    }

    const fn as_str(self) -> &'static str {
        match self {
            Self::Wide => "wide",
            Self::Tall => "tall",
        }
    }

    fn view_box(self) -> String {
        let (width, height) = self.size();
        format!("0 0 {width} {height}")
    }
}

/// The circle that invites is as large as a room of so many.
const INVITING: usize = 3;

/// Every room in its place, and a circle that invites when nobody is there.
#[component]
pub(super) fn Sky(frame: Frame, rooms: Vec<RoomSummary>) -> impl IntoView {
    let invites = online(&rooms) == 0;
    let mut counts: Vec<usize> = rooms.iter().map(|room| room.people.len()).collect();
    if invites {
        counts.insert(0, INVITING);
    }
    let (width, height) = frame.size();
    let layout = lay_out(&counts, width, height);
    let lettering = Lettering {
        size: layout.label_size,
        prefix: frame.as_str(),
    };
    let mut shapes = layout.rooms.into_iter();
    let start = invites.then(|| shapes.next()).flatten();
    let circles = rooms
        .into_iter()
        .zip(shapes)
        .map(|(room, shape)| view! { <RoomCircle room shape lettering/> })
        .collect_view();
    view! {
        <svg class=["sky sky-", frame.as_str()].concat() viewBox=frame.view_box()>
            {start.map(|RoomShape { circle, .. }| view! { <StartCircle circle/> })}
            {circles}
        </svg>
    }
}

/// A circle that makes a room: a form, since a link would not.
#[component]
fn StartCircle(circle: Circle) -> impl IntoView {
    let Circle { center, radius } = circle;
    view! {
        <circle class="start-ring" cx=cents(center.x) cy=cents(center.y) r=cents(radius)/>
        <foreignObject
            x=cents(center.x - radius)
            y=cents(center.y - radius)
            width=cents(radius * 2.0)
            height=cents(radius * 2.0)
        >
            <form class="start" method="post" action="/rooms">
                <button>"Start a room"</button>
            </form>
        </foreignObject>
    }
}

/// Two decimals are enough for a screen.
pub(super) fn cents(length: f64) -> String {
    format!("{length:.2}")
}
