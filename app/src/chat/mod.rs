//! What is said: messages in order, one's own on their way, and where one
//! writes.
//!
//! Invariant: a text is shown exactly as typed, and what is typed is never
//! lost by closing the chat. Nothing is shown as sent before it is kept.

mod clock;
mod composer;
mod draft;
mod lines;
mod log;
mod message;

pub use clock::{Zone, day, day_name, time};
pub use lines::{Head, Line, lines};

use crate::live::IntoLive as _;
use leptos::prelude::*;

use crate::people::PanelTop;
use composer::Composer;
use log::Log;

/// The conversation, beside the stage.
#[component]
pub fn ChatPanel() -> impl IntoView {
    view! {
        <aside class="panel" id="panel" aria-label="Chat">
            <PanelTop title="Chat"/>
            <Log/>
            <Composer/>
        </aside>
    }
    .live()
}
