//! The one island: a room's page, from the green room to the end.
//!
//! ```text
//!  Entrance ──Join──▶ Inside ──Leave, ended──▶ Over
//! ```
//!
//! Invariant: the first thing rendered is the green room, on the server and
//! in the browser alike; everything else is made in the browser alone. What
//! happens in the room is told by [`State`]; what is merely open or typed
//! here is in [`Desk`].

mod announcements;
mod banner;
mod desk;
mod header;
mod inside;
mod keys;
mod modal;
mod notices;
mod over;

pub use announcements::news;
pub use desk::{Card, Desk, Dialog, Panel};
pub use inside::Inside;
pub use keys::{Shortcut, shortcut};
pub use modal::Modal;

use leptos::prelude::*;

use crate::green::GreenRoom;
use crate::invite::Invitation;
use crate::page::RoomCardForPage;
use crate::state::{Phase, State};
use crate::ui::Ui;
use notices::Notices;
use over::Over;

/// Everything of a room that moves.
#[island]
pub fn RoomIsland(
    /// What is known of it before anyone is in.
    room: RoomCardForPage,
    /// What there is to say of its link.
    invitation: Invitation,
) -> impl IntoView {
    let state = State::new();
    let id = room.id;
    provide_context(Desk::new(state, Card { room, invitation }));
    Effect::new(move |_| Ui.open(id, state));
    view! {
        <Scenes/>
        <Notices/>
    }
}

/// What the page shows as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Scene {
    Entrance,
    Inside,
    Over(String),
}

impl Scene {
    fn of(phase: &Phase) -> Self {
        match phase {
            Phase::Asleep | Phase::GreenRoom | Phase::Joining => Self::Entrance,
            Phase::InRoom => Self::Inside,
            Phase::Over(reason) => Self::Over(reason.clone()),
        }
    }
}

#[component]
fn Scenes() -> impl IntoView {
    let phase = Desk::here().state().phase;
    let scene = Memo::new(move |_| phase.with(Scene::of));
    move || match scene.get() {
        Scene::Entrance => view! { <GreenRoom/> }.into_any(),
        Scene::Inside => view! { <Inside/> }.into_any(),
        Scene::Over(reason) => view! { <Over reason/> }.into_any(),
    }
}
