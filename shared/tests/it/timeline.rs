//! A client's copy of a log: whatever comes in whatever order, each entry is
//! shown once, in its place.

mod reconnect;

use chatmux_shared::id::Seq;
use chatmux_shared::room::Refusal;
use chatmux_shared::timeline::{DraftState, Timeline};
use chatmux_shared::wire::{Have, History, Welcome};
use proptest::prelude::*;

use crate::someone::{client, entry, epoch, welcome};

fn entries(numbers: impl IntoIterator<Item = u64>) -> Vec<chatmux_shared::room::Entry> {
    numbers.into_iter().map(entry).collect()
}

/// Of a room whose newest entries are `shown`.
fn timeline(shown: std::ops::RangeInclusive<u64>) -> Timeline {
    let mut timeline = Timeline::default();
    let newest = *shown.end();
    timeline.handle_welcome(&welcome(History::Fresh, entries(shown), newest));
    timeline
}

fn shown(timeline: &Timeline) -> Vec<u64> {
    timeline.entries().map(|entry| entry.seq.0).collect()
}

#[test]
fn entries_are_shown_in_order_and_once() {
    let mut timeline = timeline(41..=43);
    for seq in [46, 44, 46, 43, 45, 41] {
        timeline.handle_entry(entry(seq));
    }
    assert_eq!(shown(&timeline), [41, 42, 43, 44, 45, 46]);
}

#[test]
fn nothing_is_missing_from_a_whole_copy() {
    let timeline = timeline(41..=43);
    assert_eq!(timeline.hole(), None);
    assert_eq!(timeline.older_before(), Some(Seq(41)));
    let (epoch, seq) = (epoch(1), Seq(43));
    assert_eq!(timeline.have(), Some(Have { epoch, seq }));
}

#[test]
fn a_hole_is_named_by_the_entry_before_it_until_it_is_filled() {
    let mut timeline = timeline(41..=43);
    timeline.handle_entry(entry(46));
    timeline.handle_entry(entry(48));
    assert_eq!(timeline.hole(), Some(Seq(43)));
    assert_eq!(timeline.have().map(|have| have.seq), Some(Seq(43)));
    timeline.handle_entries(&entries(44..=45));
    assert_eq!(timeline.hole(), Some(Seq(46)));
    timeline.handle_entry(entry(47));
    assert_eq!(timeline.hole(), None);
    assert_eq!(timeline.have().map(|have| have.seq), Some(Seq(48)));
}

#[test]
fn a_lost_last_entry_is_a_hole_once_the_newest_is_told() {
    let mut timeline = timeline(1..=3);
    timeline.handle_newest(Seq(4));
    assert_eq!(timeline.hole(), Some(Seq(3)));
    timeline.handle_newest(Seq(2));
    timeline.handle_entry(entry(4));
    assert_eq!(timeline.hole(), None);
}

#[test]
fn a_lost_first_entry_of_an_empty_room_is_a_hole() {
    let mut timeline = Timeline::default();
    timeline.handle_welcome(&welcome(History::Fresh, Vec::new(), 0));
    assert_eq!((timeline.hole(), timeline.older_before()), (None, None));
    timeline.handle_entry(entry(2));
    assert_eq!(timeline.hole(), Some(Seq(0)));
    timeline.handle_entry(entry(1));
    assert_eq!((timeline.hole(), timeline.older_before()), (None, None));
}

#[test]
fn an_empty_room_is_resumed_from_its_beginning() {
    let mut timeline = Timeline::default();
    assert_eq!(timeline.have(), None);
    timeline.handle_welcome(&welcome(History::Fresh, Vec::new(), 0));
    let (epoch, seq) = (epoch(1), Seq(0));
    assert_eq!(timeline.have(), Some(Have { epoch, seq }));
}

#[test]
fn older_entries_are_asked_for_until_the_first() {
    let mut timeline = timeline(41..=43);
    timeline.handle_entries(&entries(31..=40));
    assert_eq!(timeline.older_before(), Some(Seq(31)));
    assert_eq!(timeline.hole(), None);
    timeline.handle_entries(&entries(1..=30));
    assert_eq!(timeline.older_before(), None);
    assert!(shown(&timeline).into_iter().eq(1..=43));
}

#[test]
fn a_welcome_that_goes_on_joins_what_is_held() {
    let mut timeline = timeline(41..=43);
    timeline.handle_welcome(&welcome(History::Continued, entries(44..=45), 47));
    assert_eq!(shown(&timeline), [41, 42, 43, 44, 45]);
    assert_eq!(timeline.hole(), Some(Seq(45)));
}

#[test]
fn a_reset_forgets_what_was_held_and_what_was_to_come() {
    let mut timeline = timeline(41..=43);
    timeline.handle_newest(Seq(100));
    timeline.handle_draft(client(900), "mine".to_owned());
    timeline.handle_welcome(&welcome(History::Fresh, entries(5..=6), 6));
    assert_eq!(shown(&timeline), [5, 6]);
    assert_eq!(timeline.hole(), None);
    assert_eq!(timeline.older_before(), Some(Seq(5)));
    assert_eq!(timeline.drafts().len(), 1);
}

#[test]
fn a_room_made_again_has_another_log() {
    let mut timeline = timeline(1..=3);
    let mut other: Welcome = welcome(History::Continued, entries(1..=1), 1);
    other.room.epoch = epoch(2);
    timeline.handle_welcome(&other);
    assert_eq!(shown(&timeline), [1]);
    assert_eq!(timeline.hole(), None);
    assert_eq!(timeline.have().map(|have| have.epoch), Some(epoch(2)));
}

/// A log with a draft for each of these numbers, in line.
fn with_drafts(numbers: &[u64]) -> Timeline {
    let mut timeline = timeline(1..=3);
    for number in numbers {
        timeline.handle_draft(client(*number), number.to_string());
    }
    timeline
}

fn drafts(timeline: &Timeline) -> Vec<&str> {
    let drafts = timeline.drafts().iter();
    drafts.map(|draft| draft.text.as_str()).collect()
}

#[test]
fn a_draft_goes_when_its_entry_comes() {
    let mut timeline = with_drafts(&[5, 4]);
    assert_eq!(drafts(&timeline), ["5", "4"]);
    timeline.handle_entry(entry(4));
    assert_eq!(drafts(&timeline), ["5"]);
    timeline.handle_entries(&entries([5]));
    assert_eq!(drafts(&timeline), [""; 0]);
    assert_eq!(shown(&timeline), [1, 2, 3, 4, 5]);
}

#[test]
fn a_draft_goes_when_a_welcome_shows_that_it_was_kept() {
    for history in [History::Continued, History::Fresh] {
        let mut timeline = with_drafts(&[4, 9]);
        timeline.handle_welcome(&welcome(history, entries([4]), 4));
        assert_eq!(drafts(&timeline), ["9"]);
    }
}

#[test]
fn a_refused_draft_waits_for_its_author() {
    let mut timeline = with_drafts(&[4, 5]);
    timeline.handle_refusal(client(4), Refusal::Busy);
    timeline.handle_refusal(client(99), Refusal::Busy);
    assert_eq!(
        timeline.drafts()[0].state,
        DraftState::NotSent(Refusal::Busy)
    );
    let unsent: Vec<&str> = timeline.unsent().map(|draft| &*draft.text).collect();
    assert_eq!(unsent, ["5"]);
}

#[test]
fn a_refused_draft_is_sent_again_or_given_up() {
    let mut timeline = with_drafts(&[4, 5]);
    for number in [4, 5] {
        timeline.handle_refusal(client(number), Refusal::NotKept);
    }
    assert_eq!(timeline.handle_retry(client(4)), Some("4".to_owned()));
    assert_eq!(timeline.handle_retry(client(99)), None);
    timeline.handle_discard(client(5));
    timeline.handle_discard(client(99));
    assert_eq!(drafts(&timeline), ["4"]);
    assert_eq!(timeline.unsent().count(), 1);
}

proptest! {
    #[test]
    fn in_whatever_order_entries_come_the_holes_lead_to_a_whole_copy(
        first in 1_u64..50,
        come in prop::collection::vec(50_u64..90, 0..60),
        page in 1_u64..10,
    ) {
        let mut timeline = timeline(first..=49);
        for seq in &come {
            timeline.handle_entry(entry(*seq));
        }
        timeline.handle_newest(Seq(90));
        let mut asked = 0;
        while let Some(after) = timeline.hole() {
            let last = (after.0 + page).min(90);
            timeline.handle_entries(&entries(after.0 + 1..=last));
            asked += 1;
            prop_assert!(asked <= 90, "asked without end after {after}");
        }
        prop_assert_eq!(shown(&timeline), (first..=90).collect::<Vec<_>>());
    }
}

#[test]
fn nothing_older_is_asked_for_once_the_server_has_let_it_go() {
    let mut timeline = timeline(41..=43);
    assert_eq!(timeline.older_before(), Some(Seq(41)));
    timeline.handle_page(Seq(41), &entries(38..=40));
    assert_eq!(timeline.older_before(), Some(Seq(38)));
    timeline.handle_page(Seq(38), &[]);
    assert_eq!(timeline.older_before(), None);
    assert_eq!(timeline.hole(), None);
    assert_eq!(shown(&timeline), [38, 39, 40, 41, 42, 43]);
    let fresh = welcome(History::Fresh, entries(51..=53), 53);
    timeline.handle_welcome(&fresh);
    assert_eq!(timeline.older_before(), Some(Seq(51)));
}
