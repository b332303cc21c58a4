//! Paging up: older entries are checked as they join the copy, and so is what
//! the newer ones say of them.

use chatmux_shared::id::Seq;
use chatmux_shared::timeline::{Judged, Timeline};
use chatmux_shared::wire::Asked;
use expect_test::expect;

use super::sight::{after, check, reads_back, told, told_after};
use crate::log::{
    BEN, EVE, again, beginning, conversation, judged, keep, last, log, says, seen, words,
};

#[test]
fn older_entries_are_believed_once_they_join() {
    let entries = conversation(6);
    let mut timeline = told_after(&entries, 4);
    reads_back(&mut timeline, after(&entries, 2, 4));
    reads_back(&mut timeline, after(&entries, 0, 2));
    assert_eq!(timeline, told(&entries), "as if one had been there");
}

#[test]
fn a_page_that_comes_twice_changes_nothing() {
    let entries = conversation(6);
    let asked = Asked::Below(Seq(5));
    let mut timeline = told_after(&entries, 4);
    timeline.handle_answer(asked, after(&entries, 2, 4));
    let before = timeline.clone();
    timeline.handle_answer(asked, after(&entries, 2, 4));
    assert_eq!(timeline, before);
}

#[test]
fn a_changed_text_in_an_older_entry_is_noticed() {
    let mut entries = conversation(5);
    entries[1].words = words(2, "massage 2");
    let mut timeline = told_after(&entries, 3);
    reads_back(&mut timeline, after(&entries, 1, 3));
    check(
        &timeline,
        &expect![[r#"
        2 Ben "massage 2"
          ! Message 2 has another text than the one its author signed.
        3 Ann "message 3"
        4 Ben "message 4"
        5 Ann "message 5""#]],
    );
}

#[test]
fn older_entries_of_another_history_are_noticed() {
    let entries = conversation(4);
    let mut timeline = told_after(&entries, 3);
    let mut other = conversation(1);
    for number in [8, 9] {
        let own = says(EVE, number, last(&other), "it was always so");
        keep(&mut other, own);
    }
    reads_back(&mut timeline, after(&other, 1, 3));
    assert_eq!(timeline.older_before(), Some(Seq(2)), "one may read on");
    check(
        &timeline,
        &expect![[r#"
        2 Eve "it was always so"
        3 Eve "it was always so"
        4 Ben "message 4"
          ! Message 4 does not follow from what came before: something was changed or left out."#]],
    );
}

#[test]
fn older_entries_after_another_beginning_are_noticed() {
    let entries = conversation(5);
    let mut timeline = told_after(&entries, 3);
    let mut page = after(&entries, 1, 3);
    page.base = Some(seen(1, entries[4].head));
    reads_back(&mut timeline, page);
    check(
        &timeline,
        &expect![[r#"
        2 Ben "message 2"
          ! Message 2 does not follow from what came before: something was changed or left out.
        3 Ann "message 3"
        4 Ben "message 4"
        5 Ann "message 5""#]],
    );
}

/// Of six, the last is held; the two before it are dropped by who is asked.
fn with_two_dropped() -> Timeline {
    let entries = conversation(6);
    let mut timeline = told_after(&entries, 5);
    reads_back(&mut timeline, after(&entries, 1, 3));
    timeline
}

#[test]
fn a_message_dropped_just_below_the_copy_is_noticed() {
    let mut timeline = with_two_dropped();
    assert_eq!(timeline.older_before(), Some(Seq(2)), "one may read on");
    reads_back(&mut timeline, after(&conversation(6), 0, 1));
    assert_eq!(timeline.older_before(), None);
    check(
        &timeline,
        &expect![[r#"
        1 Ann "message 1"
        2 Ben "message 2"
        3 Ann "message 3"
        6 Ben "message 6"
          ! Message 6 came right after message 3: what lies between is missing."#]],
    );
}

#[test]
fn after_a_break_older_pages_are_still_checked_against_each_other() {
    let mut timeline = with_two_dropped();
    let own = says(EVE, 9, beginning(), "it was always so");
    reads_back(&mut timeline, after(&log([own]), 0, 1));
    check(
        &timeline,
        &expect![[r#"
        1 Eve "it was always so"
        2 Ben "message 2"
          ! Message 2 does not follow from what came before: something was changed or left out.
        3 Ann "message 3"
        6 Ben "message 6"
          ! Message 6 came right after message 3: what lies between is missing."#]],
    );
}

#[test]
fn a_message_dropped_within_an_older_page_is_noticed() {
    let entries = conversation(5);
    let mut timeline = told_after(&entries, 4);
    let mut page = after(&entries, 0, 4);
    page.entries.remove(1);
    reads_back(&mut timeline, page);
    assert_eq!(timeline.older_before(), None);
    check(
        &timeline,
        &expect![[r#"
        1 Ann "message 1"
        3 Ann "message 3"
          ! Message 3 came right after message 1: what lies between is missing.
        4 Ben "message 4"
        5 Ann "message 5""#]],
    );
}

#[test]
fn a_page_that_is_not_below_what_was_asked_is_not_taken() {
    let entries = conversation(6);
    let timeline = told_after(&entries, 4);
    let without_base = judged(&entries[2..4]);
    let base_above = Judged {
        base: Some(last(&entries)),
        ..judged(&entries[2..4])
    };
    for page in [after(&entries, 4, 6), without_base, base_above] {
        let mut told = timeline.clone();
        reads_back(&mut told, page);
        assert_eq!(told, timeline);
    }
}

#[test]
fn an_answer_to_what_is_not_asked_any_more_is_not_taken() {
    let entries = conversation(6);
    let timeline = told_after(&entries, 4);
    let mut told = timeline.clone();
    told.handle_answer(Asked::Below(Seq(3)), after(&entries, 0, 2));
    told.handle_answer(Asked::Below(Seq(3)), Judged::default());
    told.handle_log(judged(&entries[1..2]));
    assert_eq!(told, timeline);
}

// trial 46
#[test]
fn an_old_message_told_again_is_noticed_once_that_is_read() {
    let mut entries = conversation(4);
    let twice = again(&entries[1]);
    keep(&mut entries, twice);
    let mut timeline = told_after(&entries, 3);
    check(
        &timeline,
        &expect![[r#"
        4 Ben "message 4"
        5 Ben "message 2""#]],
    );
    reads_back(&mut timeline, after(&entries, 1, 3));
    check(
        &timeline,
        &expect![[r#"
        2 Ben "message 2"
        3 Ann "message 3"
        4 Ben "message 4"
        5 Ben "message 2"
          ! Message 5 is message 2 over again."#]],
    );
}

#[test]
fn a_fork_from_before_the_copy_is_noticed_once_that_is_read() {
    let mut entries = conversation(4);
    let first = says(EVE, 1, beginning(), "for Ben alone");
    let elsewhere = last(&log([first]));
    keep(&mut entries, says(BEN, 9, elsewhere, "so I see"));
    let mut timeline = told_after(&entries, 2);
    check(
        &timeline,
        &expect![[r#"
        3 Ann "message 3"
        4 Ben "message 4"
        5 Ben "so I see""#]],
    );
    reads_back(&mut timeline, after(&entries, 1, 2));
    check(
        &timeline,
        &expect![[r#"
        2 Ben "message 2"
        3 Ann "message 3"
        4 Ben "message 4"
        5 Ben "so I see"
          ! Message 5 was written by someone who was shown something else than you, up to message 1."#]],
    );
    reads_back(&mut timeline, after(&entries, 0, 1));
    check(
        &timeline,
        &expect![[r#"
        1 Ann "message 1"
        2 Ben "message 2"
        3 Ann "message 3"
        4 Ben "message 4"
        5 Ben "so I see"
          ! Message 5 was written by someone who was shown something else than you, up to message 1."#]],
    );
}

#[test]
fn what_fills_a_hole_is_checked() {
    let mut entries = conversation(5);
    entries[2].words = words(3, "massage 3");
    let mut timeline = told(&entries[..2]);
    timeline.handle_log(judged(&entries[4..]));
    check(
        &timeline,
        &expect![[r#"
        1 Ann "message 1"
        2 Ben "message 2"
        5 Ann "message 5" (waiting)"#]],
    );
    timeline.handle_log(after(&entries, 2, 4));
    check(
        &timeline,
        &expect![[r#"
        1 Ann "message 1"
        2 Ben "message 2"
        3 Ann "massage 3"
          ! Message 3 has another text than the one its author signed.
        4 Ben "message 4"
        5 Ann "message 5""#]],
    );
}

#[test]
fn a_hole_filled_from_another_history_is_noticed() {
    let entries = conversation(4);
    let mut timeline = told(&entries[..2]);
    timeline.handle_log(judged(&entries[3..]));
    let mut other = conversation(2);
    keep(
        &mut other,
        says(EVE, 9, last(&entries[..2]), "nothing else"),
    );
    timeline.handle_log(after(&other, 2, 3));
    check(
        &timeline,
        &expect![[r#"
        1 Ann "message 1"
        2 Ben "message 2"
        3 Eve "nothing else"
        4 Ben "message 4"
          ! Message 4 does not follow from what came before: something was changed or left out."#]],
    );
}
