//! A client's copy of a log: whatever comes in whatever order, each entry is
//! shown once, in its place.

mod drafts;
mod holes;
mod liars;
mod messages;
mod owners;
mod paging;
mod reconnect;
mod resume;
mod rewriters;
mod server;
mod sight;

use std::ops::RangeInclusive;

use chatmux_shared::id::Seq;
use chatmux_shared::message::{Act, Entry, Head, Seen, Statement};
use chatmux_shared::room::RoomCard;
use chatmux_shared::timeline::{Judged, Mark, Timeline};
use chatmux_shared::wire::{Asked, Have, History};
use proptest::prelude::*;

use self::sight::reads_back;
use crate::log::{ANN, before, byline, judged, monologue, room, signed_by, statement};
use crate::someone::{NOW, card, epoch};

/// A part of the log, as a server tells it.
fn page(numbers: RangeInclusive<u64>) -> Judged {
    Judged {
        base: Some(before(*numbers.start())),
        ..monologue(numbers)
    }
}

fn one(number: u64) -> Judged {
    monologue(number..=number)
}

/// Of a room whose newest entries are `shown`.
fn timeline(shown: RangeInclusive<u64>) -> Timeline {
    let mut timeline = Timeline::default();
    let newest = Seq(*shown.end());
    timeline.handle_welcome(&card(), History::Fresh, newest, page(shown));
    timeline
}

/// Of a room in which nothing was said.
fn empty() -> Timeline {
    let mut timeline = Timeline::default();
    timeline.handle_welcome(&card(), History::Fresh, Seq(0), Judged::default());
    timeline
}

/// What is shown, by its number.
fn shown(timeline: &Timeline) -> Vec<u64> {
    let messages = timeline.read(None).messages;
    messages.iter().map(|message| message.seq.0).collect()
}

/// What of it is good.
fn good(timeline: &Timeline) -> Vec<u64> {
    let messages = timeline.read(None).messages;
    let good = messages.iter().filter(|message| message.mark == Mark::Good);
    good.map(|message| message.seq.0).collect()
}

#[test]
fn entries_are_shown_in_order_and_once() {
    let mut timeline = timeline(41..=43);
    for seq in [46, 44, 46, 43, 45, 41] {
        timeline.handle_log(one(seq));
    }
    assert_eq!(shown(&timeline), [41, 42, 43, 44, 45, 46]);
    assert_eq!(good(&timeline), shown(&timeline));
}

#[test]
fn nothing_is_missing_from_a_whole_copy() {
    let timeline = timeline(41..=43);
    assert_eq!(timeline.hole(), None);
    assert_eq!(timeline.older_before(), Some(Seq(41)));
    assert_eq!(timeline.newest_held(), Seq(43));
    assert_eq!(timeline.home(), Some((room(), epoch(1))));
    let (epoch, seen) = (epoch(1), before(44));
    assert_eq!(timeline.have(), Some(Have { epoch, seen }));
    assert_eq!(timeline.last(), Some(seen));
}

#[test]
fn a_hole_is_named_by_the_entry_before_it_until_it_is_filled() {
    let mut timeline = timeline(41..=43);
    timeline.handle_log(one(46));
    timeline.handle_log(one(48));
    assert_eq!(timeline.hole(), Some(Seq(43)));
    assert_eq!(timeline.have().map(|have| have.seen), Some(before(44)));
    timeline.handle_log(page(44..=45));
    assert_eq!(timeline.hole(), Some(Seq(46)));
    timeline.handle_log(one(47));
    assert_eq!(timeline.hole(), None);
    assert_eq!(timeline.have().map(|have| have.seen), Some(before(49)));
}

#[test]
fn what_comes_after_a_hole_is_believed_once_that_is_filled() {
    let mut timeline = timeline(41..=43);
    timeline.handle_log(monologue(46..=47));
    assert_eq!(shown(&timeline), [41, 42, 43, 46, 47]);
    assert_eq!(good(&timeline), [41, 42, 43]);
    let waiting = &timeline.read(None).messages[3];
    assert_eq!(waiting.mark, Mark::Waiting);
    timeline.handle_log(page(44..=45));
    assert_eq!(good(&timeline), [41, 42, 43, 44, 45, 46, 47]);
}

#[test]
fn a_lost_last_entry_is_a_hole_once_the_newest_is_told() {
    let mut timeline = timeline(1..=3);
    timeline.handle_newest(Seq(4));
    assert_eq!(timeline.hole(), Some(Seq(3)));
    timeline.handle_newest(Seq(2));
    timeline.handle_log(one(4));
    assert_eq!(timeline.hole(), None);
}

#[test]
fn a_lost_first_entry_of_an_empty_room_is_a_hole() {
    let mut timeline = empty();
    assert_eq!((timeline.hole(), timeline.older_before()), (None, None));
    timeline.handle_log(one(2));
    assert_eq!(timeline.hole(), Some(Seq(0)));
    timeline.handle_log(one(1));
    assert_eq!((timeline.hole(), timeline.older_before()), (None, None));
}

#[test]
fn an_empty_room_is_resumed_from_its_beginning() {
    assert_eq!(Timeline::default().have(), None);
    let (epoch, seen) = (epoch(1), before(1));
    assert_eq!(empty().have(), Some(Have { epoch, seen }));
}

#[test]
fn older_entries_are_asked_for_until_the_first() {
    let mut timeline = timeline(41..=43);
    reads_back(&mut timeline, page(31..=40));
    assert_eq!(timeline.older_before(), Some(Seq(31)));
    assert_eq!(timeline.hole(), None);
    reads_back(&mut timeline, page(1..=30));
    assert_eq!(timeline.older_before(), None);
    assert!(shown(&timeline).into_iter().eq(1..=43));
    assert_eq!(good(&timeline), shown(&timeline));
}

#[test]
fn a_welcome_that_goes_on_joins_what_is_held() {
    let mut timeline = timeline(41..=43);
    timeline.handle_welcome(&card(), History::Continued, Seq(47), page(44..=45));
    assert_eq!(shown(&timeline), [41, 42, 43, 44, 45]);
    assert_eq!(timeline.hole(), Some(Seq(45)));
}

#[test]
fn a_reset_forgets_what_was_held_and_what_was_to_come() {
    let mut timeline = timeline(1..=3);
    timeline.handle_newest(Seq(100));
    timeline.handle_draft(drafts::draft(90));
    timeline.handle_welcome(&card(), History::Fresh, Seq(46), page(45..=46));
    assert_eq!(shown(&timeline), [45, 46]);
    assert_eq!(timeline.hole(), None);
    assert_eq!(timeline.older_before(), Some(Seq(45)));
    assert_eq!(timeline.lost(), []);
    assert_eq!(timeline.drafts().len(), 1);
}

/// The room, made again, and the first thing said in it.
fn made_again() -> (RoomCard, Entry) {
    let room = RoomCard {
        epoch: epoch(2),
        ..card()
    };
    let first = Seen {
        seq: Seq(0),
        head: Head::first(room.id, room.epoch),
    };
    let said = Statement {
        epoch: epoch(2),
        ..statement(ANN, 1, first, Act::Say, "anew")
    };
    let post = signed_by(ANN, &said, "anew");
    (room, Entry::after(first, NOW, post, byline()))
}

#[test]
fn a_room_made_again_has_another_log() {
    let mut timeline = timeline(1..=3);
    let (room, entry) = made_again();
    for history in [History::Continued, History::Fresh] {
        let told = judged(std::slice::from_ref(&entry));
        timeline.handle_welcome(&room, history, Seq(1), told);
        assert_eq!(good(&timeline), [1]);
        assert_eq!(timeline.hole(), None);
        assert_eq!(timeline.have().map(|have| have.epoch), Some(epoch(2)));
        assert_eq!(timeline.lost(), [], "nobody took anything back");
    }
}

proptest! {
    #[test]
    fn in_whatever_order_entries_come_the_holes_lead_to_a_whole_copy(
        first in 1_u64..50,
        come in prop::collection::vec(50_u64..90, 0..60),
        page_length in 1_u64..10,
    ) {
        let mut timeline = timeline(first..=49);
        for seq in &come {
            timeline.handle_log(one(*seq));
        }
        timeline.handle_newest(Seq(90));
        let mut asked = 0;
        while let Some(after) = timeline.hole() {
            let last = (after.0 + page_length).min(90);
            timeline.handle_log(page(after.0 + 1..=last));
            asked += 1;
            prop_assert!(asked <= 90, "asked without end after {after}");
        }
        prop_assert_eq!(good(&timeline), (first..=90).collect::<Vec<_>>());
    }
}

#[test]
fn nothing_older_is_asked_for_once_the_server_has_let_it_go() {
    let mut timeline = timeline(41..=43);
    assert_eq!(timeline.older_before(), Some(Seq(41)));
    reads_back(&mut timeline, page(38..=40));
    assert_eq!(timeline.older_before(), Some(Seq(38)));
    assert!(!timeline.begins_on_trust());
    timeline.handle_answer(Asked::Below(Seq(38)), Judged::default());
    assert_eq!(timeline.older_before(), None);
    assert!(timeline.begins_on_trust());
    assert_eq!(timeline.hole(), None);
    assert_eq!(shown(&timeline), [38, 39, 40, 41, 42, 43]);
    timeline.handle_welcome(&card(), History::Fresh, Seq(53), page(51..=53));
    assert_eq!(timeline.older_before(), Some(Seq(51)));
    assert!(!timeline.begins_on_trust());
}

#[test]
fn a_copy_from_the_first_entry_begins_on_no_trust() {
    let mut timeline = timeline(1..=3);
    assert!(!timeline.begins_on_trust());
    timeline.handle_answer(Asked::Below(Seq(1)), Judged::default());
    assert!(!timeline.begins_on_trust());
}

#[test]
fn an_empty_answer_about_a_hole_ends_no_paging_up() {
    let mut timeline = timeline(41..=43);
    timeline.handle_answer(Asked::Above(Seq(41)), Judged::default());
    assert_eq!(timeline.older_before(), Some(Seq(41)));
    assert!(!timeline.begins_on_trust());
}
