//! The document around every page.

use leptos::config::LeptosOptions;
use leptos::prelude::*;

use super::Look;
use super::head::{Head, Scripts};
use crate::ui::Theme;

/// What differs between the documents.
pub(super) struct Shell {
    /// Of the binary, for the names of its files.
    pub(super) options: LeptosOptions,
    /// Dark, light, or as the system has it.
    pub(super) look: Look,
    /// Of the window.
    pub(super) title: String,
    /// Whether an island is on the page.
    pub(super) scripts: Scripts,
    /// The page's class.
    pub(super) class: &'static str,
}

impl Shell {
    /// The document around `body`.
    pub(super) fn around(self, body: impl IntoView + 'static) -> impl IntoView {
        let theme = self.look.theme;
        view! {
            <!DOCTYPE html>
            <html lang="en" data-theme=theme.map(Theme::as_str)>
                <head>
                    <Head options=self.options title=self.title theme scripts=self.scripts/>
                </head>
                <body class=self.class>{body.into_any()}</body>
            </html>
        }
    }
}
