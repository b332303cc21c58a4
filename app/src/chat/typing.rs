//! Who is writing something now.

use crate::live;
use crate::live::{IntoLive as _, Live};
use leptos::prelude::*;

use crate::room::Desk;

/// A line in words, empty most of the time.
pub(super) fn typing(desk: Desk) -> Live {
    let words = move || {
        let sessions = desk.state().typing.get();
        let mut names: Vec<String> = sessions.into_iter().map(|it| desk.name(it)).collect();
        names.dedup();
        typing_words(&names)
    };
    view! { <p class="typing">{live::words(words)}</p> }.live()
}

/// `Ann is typing…`, and so on for more.
pub fn typing_words(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => [one, " is typing…"].concat(),
        [one, other] => [one, " and ", other, " are typing…"].concat(),
        _ => "Several people are typing…".to_owned(),
    }
}
