//! The green room: one's own picture and sound, name and colour, before
//! coming in.
//!
//! Invariant: no trouble with a device keeps anyone from joining. The server
//! renders the same, with everything disabled, until the page is awake.

mod checkup;
mod devices;
mod fields;
mod form;
mod mirror;

pub use devices::Devices;
pub use fields::{ColorChoice, NameField, Typed, TypedName};
pub use mirror::LevelMeter;

use leptos::prelude::*;

use crate::page::Mark;
use crate::room::{Card, Desk};
use crate::state::State;
use checkup::Checkup;
use form::EntranceForm;
use mirror::Mirror;

/// The id of what [`AsleepGreenRoom`] renders.
pub const ASLEEP: &str = "asleep";

/// The green room as it looks before it can be used, without a line of
/// script.
#[component]
pub fn AsleepGreenRoom(
    /// What is known of the room.
    card: Card,
) -> impl IntoView {
    provide_context(Desk::new(State::new(), card));
    view! {
        <div id=ASLEEP>
            <GreenRoom/>
        </div>
    }
}

/// What everyone passes on every way in.
#[component]
pub fn GreenRoom() -> impl IntoView {
    let name = Desk::here()
        .card()
        .with_value(|card| card.room.name.clone());
    view! {
        <header class="top">
            <p class="brand"><a href="/"><Mark/>"chatMUX"</a></p>
        </header>
        <main class="green">
            <h1><span class="green-to">"Come into "</span>{name}</h1>
            <div class="green-parts">
                <section class="green-devices" aria-label="Sound and picture">
                    <Mirror/>
                    <Devices/>
                    <Checkup/>
                </section>
                <EntranceForm/>
            </div>
        </main>
    }
}
