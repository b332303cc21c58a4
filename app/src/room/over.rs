//! The end of a room, or of one's time in it.

use crate::live::IntoLive as _;
use leptos::prelude::*;

use super::desk::Desk;
use crate::page::Mark;

#[component]
pub(super) fn Over(reason: String) -> impl IntoView {
    let again = Desk::here()
        .card()
        .with_value(|card| format!("/r/{}", card.room.id));
    view! {
        <header class="top">
            <p class="brand"><a href="/"><Mark/>"chatMUX"</a></p>
        </header>
        <main class="words">
            <h1>{reason}</h1>
            <p class="ways">
                <a class="button primary" href="/">"Back to all rooms"</a>
                <a class="button" href=again>"Come in again"</a>
            </p>
        </main>
    }
    .live()
}
