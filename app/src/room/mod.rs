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
mod gestures;
mod header;
mod inside;
mod keys;
mod knocks;
mod modal;
mod notices;
mod over;
mod silenced;
mod strip;
mod talk;

pub use announcements::news;
pub use desk::{Card, Desk, Dialog, Panel};
pub use inside::{Inside, WIDE};
pub use keys::{Shortcut, shortcut};
pub use modal::{modal, modal_anew};

use leptos::prelude::*;

use crate::green::{ASLEEP, GreenRoom};
use crate::live::{self, IntoLive as _, Live, effect};
use crate::state::{Phase, State};
use crate::ui::Ui;
use notices::notices;
use over::Over;

/// The id of what [`card_data`] makes.
pub const CARD: &str = "card";

/// Everything of a room that moves. It is nothing until the page is awake:
/// then it takes the place of what the server rendered.
#[island]
pub fn RoomIsland() -> impl IntoView {
    let state = State::new();
    if let Some(card) = Ui.card() {
        let id = card.room.id;
        provide_context(Desk::new(state, card));
        effect(move || Ui.open(id, state));
    }
    let scene = Memo::new(move |_| state.phase.with(Scene::of));
    replace_rendered(scene);
    live::part(move || scene.get().map(show))
}

/// What the island is to know before anyone is in, as JSON in the page. An
/// island's own properties would cost the browser a parser (see [`Browser`]).
///
/// [`Browser`]: crate::ui::Browser::card
///
/// # Panics
/// Never: a card is plain data.
pub fn card_data(card: &Card) -> impl IntoView + use<> {
    let json = serde_json::to_string(card).expect("a card is plain data");
    view! { <data id=CARD value=json></data> }
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
            Phase::InRoom | Phase::Leaving => Some(Self::Inside),
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
    effect(move || {
        let rendered = document().get_element_by_id(ASLEEP);
        if let Some(rendered) = rendered.filter(|_| scene.get().is_some()) {
            rendered.remove();
        }
    });
}
