//! The one island: a room's page, from the green room to the end.
//!
//! ```text
//!  Entrance ──Join──▶ Inside ──Leave, ended──▶ Over
//! ```
//!
//! Invariant: the island is empty when it is rendered and when it is hydrated;
//! everything in it is made in the browser alone. Until then the page shows
//! the green room as the server rendered it, asleep. What happens in the room
//! is told by [`State`]; what is merely open or typed here is in [`Desk`].

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
pub use modal::modal;

use leptos::prelude::*;

use crate::green::{ASLEEP, GreenRoom};
use crate::invite::Invitation;
use crate::live::{IntoLive as _, Live, dynamic};
use crate::page::RoomCardForPage;
use crate::state::{Phase, State};
use crate::ui::Ui;
use notices::notices;
use over::Over;

/// Everything of a room that moves. It is nothing until the page is awake:
/// then it takes the place of what the server rendered.
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
    let scene = Memo::new(move |_| state.phase.with(Scene::of));
    replace_rendered(scene);
    dynamic(move || scene.get().map(show))
}

/// What the page shows as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Scene {
    Entrance,
    Inside,
    Over(String),
}

impl Scene {
    /// None while only what the server rendered is there.
    fn of(phase: &Phase) -> Option<Self> {
        match phase {
            Phase::Asleep => None,
            Phase::GreenRoom | Phase::Joining => Some(Self::Entrance),
            Phase::InRoom => Some(Self::Inside),
            Phase::Over(reason) => Some(Self::Over(reason.clone())),
        }
    }
}

fn show(scene: Scene) -> Live {
    let scene = match scene {
        Scene::Entrance => view! { <GreenRoom/> }.live(),
        Scene::Inside => view! { <Inside/> }.live(),
        Scene::Over(reason) => view! { <Over reason/> }.live(),
    };
    (scene, notices()).live()
}

/// Takes away what the server rendered, once there is something alive.
fn replace_rendered(scene: Memo<Option<Scene>>) {
    Effect::new(move |_| {
        let rendered = document().get_element_by_id(ASLEEP);
        if let Some(rendered) = rendered.filter(|_| scene.get().is_some()) {
            rendered.remove();
        }
    });
}
