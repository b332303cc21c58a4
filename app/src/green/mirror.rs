//! How one looks and sounds.

use crate::live;
use leptos::prelude::*;

use crate::room::Desk;
use crate::stage::{Video, VideoKind};
use crate::state::Health;

/// One's own picture, mirrored, and a meter of one's voice.
#[component]
pub(super) fn Mirror() -> impl IntoView {
    let state = Desk::here().state();
    let words = move || {
        let is_asking = state.local.with(|local| local.camera == Health::Unknown);
        match (state.picture.with(Option::is_some), is_asking) {
            (true, _) => "",
            (false, true) => "Your picture comes here once the browser may use the camera.",
            (false, false) => "No picture",
        }
    };
    view! {
        <div class="mirror">
            <Video stream=Box::new(move || state.picture.get()) kind=VideoKind::Mirror/>
            <p class="mirror-words">{live::words(words)}</p>
        </div>
        <LevelMeter/>
    }
}

/// How loud one's own microphone is.
#[component]
pub fn LevelMeter() -> impl IntoView {
    let level = Desk::here().state().level;
    view! {
        <meter
            class="level"
            min="0"
            max="100"
            aria-label="Microphone level"
            prop:value=live::words(move || level.get().to_string())
        ></meter>
    }
}
