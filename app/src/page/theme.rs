//! Dark or light, for pages without script.

use leptos::prelude::*;

use crate::ui::Theme;

/// A button for the theme that is not there; the style sheet shows the right
/// one, since the server does not know what the system prefers.
#[component]
pub(super) fn ThemeSwitch() -> impl IntoView {
    view! {
        <form class="theme" method="post" action="/theme">
            <ThemeButton theme=Theme::Light label="Light theme" sign="☀"/>
            <ThemeButton theme=Theme::Dark label="Dark theme" sign="☾"/>
        </form>
    }
}

#[component]
fn ThemeButton(theme: Theme, label: &'static str, sign: &'static str) -> impl IntoView {
    let class = match theme {
        Theme::Light => "round to-light",
        Theme::Dark => "round to-dark",
    };
    view! {
        <button class=class name="theme" value=theme.as_str() aria-label=label title=label>
            <span aria-hidden="true">{sign}</span>
        </button>
    }
}
