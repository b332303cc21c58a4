//! What someone reads of a log, line by line, and what is wrong with it.

use chatmux_shared::id::MemberId;
use chatmux_shared::message::Entry;
use chatmux_shared::timeline::{Judged, Mark, Message, Timeline, What};
use chatmux_shared::wire::{Asked, History};
use expect_test::Expect;

use super::empty;
use crate::log::{ANN, BEN, EVE, judged, last};
use crate::someone::{card, member};

/// What someone new is told of a log that begins with these.
pub fn told(entries: &[Entry]) -> Timeline {
    let mut timeline = empty();
    timeline.handle_log(judged(entries));
    timeline
}

/// What someone new is told of a log when they come in after so many of
/// these.
pub fn told_after(entries: &[Entry], place: usize) -> Timeline {
    let mut timeline = Timeline::default();
    let told = after(entries, place, entries.len());
    let newest = last(entries).seq;
    timeline.handle_welcome(&card(), History::Fresh, newest, told);
    timeline
}

/// The entries from one place to another, as a page.
pub fn after(entries: &[Entry], from: usize, to: usize) -> Judged {
    Judged {
        base: Some(last(&entries[..from])),
        ..judged(&entries[from..to])
    }
}

/// Someone asks for what is older, and is told this.
pub fn reads_back(timeline: &mut Timeline, page: Judged) {
    let before = timeline.older_before().expect("there is more");
    timeline.handle_answer(Asked::Below(before), page);
}

/// Checks what is read of a log when Ann is said to own the room.
pub fn check(timeline: &Timeline, expected: &Expect) {
    let messages = timeline.read(Some(member(ANN))).messages;
    let mut lines: Vec<String> = messages.iter().map(line).collect();
    let lost = timeline.lost().iter();
    lines.extend(lost.map(|breach| format!("lost: {breach}")));
    expected.assert_eq(&lines.join("\n"));
}

fn line(message: &Message) -> String {
    let (seq, what) = (message.seq, words(&message.what));
    let author = message.author.map_or("?", called);
    match message.mark {
        Mark::Good => format!("{seq} {author} {what}"),
        Mark::Waiting => format!("{seq} {author} {what} (waiting)"),
        Mark::Bad(breach) => format!("{seq} {author} {what}\n  ! {breach}"),
    }
}

fn words(what: &What) -> String {
    match what {
        What::Said { text, edits: 1.. } => format!("{text:?} (edited)"),
        What::Said { text, .. } => format!("{text:?}"),
        What::Deleted => "(deleted)".to_owned(),
        What::Made => "made the room".to_owned(),
        What::Passed { to } => format!("passed it on to {}", called(*to)),
        What::Removed { member } => format!("removed {}", called(*member)),
        What::Nothing => "–".to_owned(),
    }
}

fn called(key: MemberId) -> &'static str {
    let people = [(ANN, "Ann"), (BEN, "Ben"), (EVE, "Eve")];
    let mut people = people.into_iter();
    let known = people.find(|(who, _)| member(*who) == key);
    known.map_or("someone", |(_, name)| name)
}
