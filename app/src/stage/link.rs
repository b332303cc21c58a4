//! How well a link does: a mark on each tile, and its figures in the tile's
//! menu.

use chatmux_shared::call::stats::{Path, Verdict};
use chatmux_shared::call::survey::Known;
use chatmux_shared::id::SessionId;
use leptos::prelude::*;

use super::Tile;
use crate::live::{self, IntoLive as _, Live};
use crate::room::Desk;

/// What there is to say before anything was counted.
const NOTHING_YET: &str = "Connecting…";

/// Three bars, and a ring around them if the link is relayed; nothing before
/// anything is known, nor on one's own tile.
pub(super) fn mark(session: SessionId) -> Live {
    let desk = Desk::here();
    let seen = Memo::new(move |_| {
        let known = known(desk, session)?;
        Some((known.figures.path, known.verdict))
    });
    let class = move || mark_class(seen.get());
    let label = move || mark_words(seen.get());
    view! {
        <span class=live::words(class) role="img" aria-label=live::words(label)>
            <span></span>
            <span></span>
            <span></span>
        </span>
    }
    .live()
}

/// An entry of the menu: the figures, as long as it is open. One's own tile
/// has none.
pub(super) fn figures(tile: Tile) -> Option<Live> {
    let desk = Desk::here();
    let session = match tile {
        Tile::Person(session) | Tile::Screen(session) => session,
    };
    if desk.session() == Some(session) {
        return None;
    }
    let words = move || {
        let known = known(desk, session);
        known.map_or_else(|| NOTHING_YET.to_owned(), |known| known.figures.words())
    };
    let entry = view! {
        <p class="tile-fact">
            "About the link"
            <span class="link-figures">{live::words(words)}</span>
        </p>
    };
    Some(entry.live())
}

fn known(desk: Desk, session: SessionId) -> Option<Known> {
    let known = desk.state().known.read();
    known.iter().find(|known| known.peer == session).copied()
}

fn mark_class(seen: Option<(Option<Path>, Verdict)>) -> String {
    let Some((path, verdict)) = seen else {
        return "link-mark link-unknown".to_owned();
    };
    let relayed = if path == Some(Path::Relayed) {
        " link-relayed"
    } else {
        ""
    };
    ["link-mark link-", verdict_word(verdict), relayed].concat()
}

fn mark_words(seen: Option<(Option<Path>, Verdict)>) -> String {
    let Some((path, verdict)) = seen else {
        return String::new();
    };
    let verdict = match verdict {
        Verdict::Good => "Good connection",
        Verdict::Fair => "Fair connection",
        Verdict::Bad => "Bad connection",
    };
    [verdict, path_words(path)].concat()
}

/// One word for a verdict, in classes and in sentences.
pub(super) const fn verdict_word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Good => "good",
        Verdict::Fair => "fair",
        Verdict::Bad => "bad",
    }
}

/// What follows a word about a link that goes this way.
pub(super) const fn path_words(path: Option<Path>) -> &'static str {
    match path {
        Some(Path::Direct) => ", direct",
        Some(Path::Relayed) => ", relayed",
        None => "",
    }
}
