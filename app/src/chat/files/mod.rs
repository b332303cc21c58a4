//! Files that go straight from person to person, as cards among the messages.
//!
//! Invariant: a card is no part of the log. It stands below the message that
//! was the last one when the file was offered, and goes with the page.

mod attach;
mod card;
mod view;
mod words;

pub(super) use attach::attach;
pub use attach::listen;
pub use card::{FileCard, FileWish, Picked, Way, percent};
pub use words::{in_words, left_words, out_words, size_words};

use chatmux_shared::id::{FileId, Seq};
use leptos::prelude::*;

use crate::live::Row;
use crate::room::Desk;

/// Which files there are, each with the message it stands below.
pub(super) fn places(desk: Desk) -> Memo<Vec<(Seq, FileId)>> {
    let place = |card: &FileCard| (card.after, card.file);
    Memo::new(move |_| {
        desk.state()
            .files
            .with(|cards| cards.iter().map(place).collect())
    })
}

/// Puts the cards among the messages, each of which has its number.
pub(super) fn among(
    desk: Desk,
    messages: impl Iterator<Item = (Seq, Row)>,
    places: &[(Seq, FileId)],
) -> Vec<Row> {
    let mut rows = Vec::new();
    let mut places = places.iter().peekable();
    for (seq, message) in messages {
        while let Some((_, file)) = places.next_if(|(after, _)| *after < seq) {
            rows.push(row(desk, *file));
        }
        rows.push(message);
    }
    rows.extend(places.map(|(_, file)| row(desk, *file)));
    rows
}

/// Files that wait for this person's answer.
pub fn asking(desk: Desk) -> usize {
    let files = desk.state().files.read();
    files.iter().filter(|card| card.is_asking()).count()
}

fn row(desk: Desk, file: FileId) -> Row {
    let key = u128::from_be_bytes(*file.as_bytes());
    Row::new((key, u8::MAX), move || view::card(desk, file))
}
