//! Who came and who left, said for those who do not see it.

use crate::live::{self, IntoLive as _};
use chatmux_shared::id::MemberId;
use chatmux_shared::room::Person;
use leptos::prelude::*;

use super::desk::Desk;

/// A sentence about the last coming or going.
#[component]
pub(super) fn Announcements() -> impl IntoView {
    let people = Desk::here().people();
    let mut before = untrack(|| people.get());
    let mut said = String::new();
    let words = move || {
        let now = people.get();
        if let Some(news) = news(&before, &now) {
            said = news;
        }
        before = now;
        said.clone()
    };
    view! { <p class="unseen" role="status">{live::words(words)}</p> }.live()
}

/// Who is in `now` and was not `before`, and the other way round; nothing
/// when it is the same people, in however many tabs.
pub fn news(before: &[Person], now: &[Person]) -> Option<String> {
    let came = names(now, before);
    let left = names(before, now);
    let mut said = Vec::new();
    if !came.is_empty() {
        said.push(came.join(", ") + " joined.");
    }
    if !left.is_empty() {
        said.push(left.join(", ") + " left.");
    }
    (!said.is_empty()).then(|| said.join(" "))
}

/// The names of those in `here` who are not in `there`.
fn names(here: &[Person], there: &[Person]) -> Vec<String> {
    let mut told: Vec<MemberId> = there.iter().map(|person| person.member).collect();
    let mut names = Vec::new();
    for person in here {
        if !told.contains(&person.member) {
            told.push(person.member);
            names.push(person.name.to_string());
        }
    }
    names
}
