//! What is not to be had, in words, with a way back.

use leptos::config::LeptosOptions;
use leptos::prelude::*;

use super::head::Scripts;
use super::mark::Mark;
use super::shell::Shell;
use super::theme::ThemeSwitch;
use super::{Look, Sentence};

pub(super) fn document(options: LeptosOptions, look: Look, sentence: Sentence) -> impl IntoView {
    let shell = Shell {
        options,
        look,
        title: sentence.title.clone() + " · chatMUX",
        scripts: Scripts::Without,
        class: "refused",
    };
    shell.around(view! {
        <header class="top">
            <p class="brand"><a href="/"><Mark/>"chatMUX"</a></p>
            <ThemeSwitch/>
        </header>
        <main class="words">
            <h1>{sentence.title}</h1>
            <p>{sentence.text}</p>
            <p><a class="button primary" href="/">"Back to all rooms"</a></p>
        </main>
    })
}
