//! The mark of chatMUX: many lines, one crossing.

use leptos::prelude::*;

/// Three lines crossed by three, as in ⨳, for beside the name.
#[component]
pub fn Mark() -> impl IntoView {
    view! {
        <svg class="mark" viewBox="0 0 32 32" aria-hidden="true">
            <path d="M6 10.5h20M4 16h24M6 21.5h20"/>
            <path d="M13.5 4 8 28M24 4l-5.5 24"/>
        </svg>
    }
}
