//! What is said: messages in order, one's own on their way, and where one
//! writes.
//!
//! Invariant: a text is shown exactly as typed, and what is typed is never
//! lost by closing the chat. Nothing is shown as sent before it is kept.

mod clock;
mod composer;
mod draft;
mod files;
mod lines;
mod log;
mod message;
mod typing;

pub use clock::{Zone, day, day_name, time};
pub use files::{
    FileCard, FileWish, Picked, Way, asking, in_words, left_words, listen, out_words, percent,
    size_words,
};
pub use lines::{Head, Line, News, lines};
pub use typing::typing_words;

use crate::live::IntoLive as _;
use leptos::prelude::*;

use crate::people::PanelTop;
use crate::room::Desk;
use composer::Composer;
use log::Log;

/// The conversation, beside the stage.
#[component]
pub fn ChatPanel() -> impl IntoView {
    view! {
        <aside class="panel" id="panel" aria-label="Chat">
            <PanelTop title="Chat"/>
            <Log/>
            {typing::typing(Desk::here())}
            <Composer/>
        </aside>
    }
    .live()
}
