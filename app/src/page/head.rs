//! The head of every document.

use leptos::config::LeptosOptions;
use leptos::prelude::*;
use leptos_meta::HashedStylesheet;

use crate::ui::Theme;

/// Whether a page needs the browser's side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scripts {
    /// It has an island.
    Hydrate,
    /// It is plain HTML.
    Without,
}

/// The keyboard of a phone makes the page smaller instead of covering it, and
/// the page goes under the notch.
const VIEWPORT: &str =
    "width=device-width, initial-scale=1, viewport-fit=cover, interactive-widget=resizes-content";

const DESCRIPTION: &str =
    "Open a link, choose a name, see and talk to people. Calls go from browser to browser.";

#[component]
pub(super) fn Head(
    options: LeptosOptions,
    title: String,
    theme: Option<Theme>,
    scripts: Scripts,
) -> impl IntoView {
    let hydration = (scripts == Scripts::Hydrate)
        .then(|| view! { <HydrationScripts options=options.clone() islands=true/> });
    view! {
        <meta charset="utf-8"/>
        <meta name="viewport" content=VIEWPORT/>
        <title>{title}</title>
        <meta name="description" content=DESCRIPTION/>
        <ThemeColor theme/>
        <link rel="manifest" href="/manifest.webmanifest"/>
        <link rel="icon" href="/favicon.ico" sizes="32x32"/>
        <link rel="icon" href="/icon.svg" type="image/svg+xml"/>
        <link rel="apple-touch-icon" href="/icon-192.png"/>
        <HashedStylesheet options=options.clone()/>
        <AutoReload options/>
        {hydration}
    }
}

/// What the browser paints around the page.
#[component]
fn ThemeColor(theme: Option<Theme>) -> impl IntoView {
    let color = |theme| {
        leptos::html::meta()
            .name("theme-color")
            .content(ground(theme))
    };
    let for_system = |theme: Theme| {
        let query = ["(prefers-color-scheme: ", theme.as_str(), ")"].concat();
        color(theme).attr("media", query)
    };
    match theme {
        Some(theme) => color(theme).into_any(),
        None => (for_system(Theme::Dark), for_system(Theme::Light)).into_any(),
    }
}

/// As `--ground` in the style sheet.
const fn ground(theme: Theme) -> &'static str {
    match theme {
        Theme::Dark => "#1f0e3c",
        Theme::Light => "#f6f1ff",
    }
}
