//! One file as a card in the log.

use chatmux_shared::call::transfer::Standing;
use chatmux_shared::id::{FileId, SessionId};
use leptos::prelude::*;

use super::card::{FileCard, FileWish, Way, percent};
use super::words::{in_words, out_words, size_words};
use crate::live::{self, IntoLive as _, Live, Row, act, rows};
use crate::room::Desk;
use crate::ui::{Ui, Wish};

/// What is offered for a file now: it changes seldom, so that no button goes
/// while a finger is on it.
#[derive(Debug, Clone, PartialEq)]
enum Choices {
    /// To take it or not.
    Answer,
    /// To stop it.
    Stop,
    /// To have it, if it is not where the person wanted it, and to see no
    /// more of it.
    Keep(Option<String>),
}

/// The card of one file.
pub(super) fn card(desk: Desk, file: FileId) -> Live {
    let card = Memo::new(move |_| {
        let files = desk.state().files.read();
        files.iter().find(|card| card.file == file).cloned()
    });
    let Some(first) = card.get_untracked() else {
        return ().live();
    };
    let name = first.name.as_str().to_owned();
    let label = ["File ", &name].concat();
    let choices = Memo::new(move |_| card.with(|card| card.as_ref().map(Choices::of)));
    let url = Memo::new(move |_| card.with(|card| card.as_ref().and_then(picture_of)));
    let shown = name.clone();
    let picture = move || url.get().map(|url| picture(shown.clone(), url));
    view! {
        <div class="file" role="group" aria-label=label>
            <p class="file-name">{name.clone()}</p>
            <p class="file-about">{about(desk, &first)}</p>
            {live::part(picture)}
            {ways(desk, &first, card)}
            {live::part(move || choices.get().map(|choices| choice(file, &name, choices)))}
        </div>
    }
    .live()
}

impl Choices {
    fn of(card: &FileCard) -> Self {
        match &card.way {
            _ if card.is_asking() => Self::Answer,
            _ if !card.is_over() => Self::Stop,
            Way::Out(_) => Self::Keep(None),
            Way::In { url, .. } => Self::Keep(url.clone()),
        }
    }
}

/// From whom, how large, and that it is not part of the log.
fn about(desk: Desk, card: &FileCard) -> String {
    let from = match &card.way {
        Way::Out(_) => "From you".to_owned(),
        Way::In { from, .. } => ["From ", &desk.name(*from)].concat(),
    };
    [
        &from,
        " · ",
        &size_words(card.size),
        " · sent directly, not kept",
    ]
    .concat()
}

fn picture_of(card: &FileCard) -> Option<String> {
    match &card.way {
        Way::In { url, .. } if card.is_picture() => url.clone(),
        Way::In { .. } | Way::Out(_) => None,
    }
}

fn picture(name: String, url: String) -> Live {
    view! { <img class="file-picture" src=url alt=name/> }.live()
}

/// How far it is: one line for each it goes to.
fn ways(desk: Desk, first: &FileCard, card: Memo<Option<FileCard>>) -> Live {
    let size = first.size;
    let standing_of = move |peer: SessionId| {
        Memo::new(move |_| card.with(|card| card.as_ref().and_then(|card| card.way.standing(peer))))
    };
    match &first.way {
        Way::In { from, .. } => {
            let from = *from;
            let words = move |standing| in_words(&desk.name(from), standing, size);
            way(standing_of(from), size, words)
        }
        Way::Out(to) => {
            let peers: Vec<SessionId> = to.iter().map(|(peer, _)| *peer).collect();
            let line = move |peer: SessionId| {
                let words = move |standing| out_words(&desk.name(peer), standing, size);
                Row::new((u128::from_be_bytes(*peer.as_bytes()), 0), move || {
                    view! { <li>{way(standing_of(peer), size, words)}</li> }.live()
                })
            };
            let lines = rows(move || peers.iter().copied().map(line).collect());
            view! { <ul class="file-ways" aria-label="To">{lines}</ul> }.live()
        }
    }
}

/// Words, and a bar while it is under way.
fn way(
    standing: Memo<Option<Standing>>,
    size: u64,
    words: impl Fn(Standing) -> String + Send + Sync + 'static,
) -> Live {
    let done = move || standing.get().and_then(|standing| percent(standing, size));
    let is_under_way = Memo::new(move |_| done().is_some());
    let said = Memo::new(move |_| standing.get().map(&words).unwrap_or_default());
    let bar = move || {
        let value = live::words(move || done().unwrap_or_default().to_string());
        let label = live::words(move || said.get());
        let bar =
            move || view! { <progress max="100" value=value aria-label=label></progress> }.live();
        is_under_way.get().then(bar)
    };
    view! {
        <p class="file-words">{live::words(move || said.get())}</p>
        {live::part(bar)}
    }
    .live()
}

fn choice(file: FileId, name: &str, choices: Choices) -> Live {
    let button = move |words: &'static str, class: &'static str, wish: FileWish| {
        let wish = move |_| Ui.wish(Wish::File(wish.clone()));
        view! { <button type="button" class=class on:click=act(wish)>{words}</button> }.live()
    };
    let buttons = match choices {
        Choices::Answer => vec![
            button("Accept", "button primary", FileWish::Accept(file)),
            button("Decline", "button", FileWish::Decline(file)),
        ],
        Choices::Stop => vec![button("Cancel", "button", FileWish::Cancel(file))],
        Choices::Keep(url) => {
            let name = name.to_owned();
            let save = url.map(|url| {
                view! { <a class="button primary" href=url download=name>"Save"</a> }.live()
            });
            let remove = button("Remove", "button", FileWish::Dismiss(file));
            save.into_iter().chain([remove]).collect()
        }
    };
    view! { <p class="ways">{buttons.into_iter().collect_view()}</p> }.live()
}
