//! What a server answers to the question for what is missing, be it nothing
//! of use: no message waits for ever, and none goes without a word.

use chatmux_shared::id::Seq;
use chatmux_shared::timeline::{Judged, Mark, Timeline};
use chatmux_shared::wire::{Asked, History};
use expect_test::expect;
use proptest::prelude::*;

use super::sight::{after, check, reads_back, told};
use crate::log::{BEN, EVE, conversation, judged, keep, last, says, seen};
use crate::someone::card;

/// Holds the first three of six and knows that there are as many, the last of
/// which has come.
fn missing_two() -> Timeline {
    let entries = conversation(6);
    let mut timeline = told(&entries[..3]);
    timeline.handle_log(judged(&entries[5..]));
    assert_eq!(timeline.hole(), Some(Seq(3)));
    timeline
}

fn answer(timeline: &mut Timeline, judged: Judged) {
    let after = timeline.hole().expect("something is missing");
    timeline.handle_answer(Asked::Above(after), judged);
}

#[test]
fn what_was_let_go_while_it_was_missing_is_told() {
    let mut timeline = missing_two();
    answer(&mut timeline, after(&conversation(6), 5, 6));
    assert_eq!(timeline.hole(), None);
    assert_eq!(timeline.older_before(), Some(Seq(6)));
    check(
        &timeline,
        &expect![[r#"
        6 Ben "message 6"
        lost: Message 6 came right after message 3: what lay between is not kept any more."#]],
    );
}

#[test]
fn what_came_after_what_was_let_go_is_not_forgotten() {
    let mut timeline = missing_two();
    answer(&mut timeline, after(&conversation(6), 4, 5));
    check(
        &timeline,
        &expect![[r#"
        5 Ann "message 5"
        6 Ben "message 6"
        lost: Message 5 came right after message 3: what lay between is not kept any more."#]],
    );
}

#[test]
fn a_fork_from_before_what_was_let_go_is_noticed() {
    let mut timeline = missing_two();
    let mut other = conversation(2);
    let own = says(EVE, 8, last(&other), "for Ben alone");
    keep(&mut other, own);
    let seen = last(&other);
    let mut entries = conversation(4);
    keep(&mut entries, says(BEN, 9, seen, "so I see"));
    answer(&mut timeline, after(&entries, 4, 5));
    check(
        &timeline,
        &expect![[r#"
            5 Ben "so I see"
              ! Message 5 was written by someone who was shown something else than you, up to message 3.
            6 Ben "message 6"
              ! Message 6 does not follow from what came before: something was changed or left out.
            lost: Message 5 came right after message 3: what lay between is not kept any more."#]],
    );
}

#[test]
fn what_was_let_go_and_comes_back_as_something_else_is_noticed() {
    let mut timeline = missing_two();
    answer(&mut timeline, after(&conversation(6), 5, 6));
    let mut other = conversation(2);
    for number in [7, 8, 9] {
        let own = says(EVE, number, last(&other), "it was always so");
        keep(&mut other, own);
    }
    reads_back(&mut timeline, after(&other, 1, 5));
    check(
        &timeline,
        &expect![[r#"
        2 Ben "message 2"
        3 Eve "it was always so"
          ! Message 3 is another one than the server showed here before.
        4 Eve "it was always so"
        5 Eve "it was always so"
        6 Ben "message 6"
          ! Message 6 does not follow from what came before: something was changed or left out.
        lost: Message 6 came right after message 3: what lay between is not kept any more."#]],
    );
}

#[test]
fn what_comes_after_what_is_not_told_is_marked() {
    let entries = conversation(6);
    let later = judged(&entries[5..]);
    let wrong_base = Judged {
        base: Some(last(&entries[..1])),
        ..later.clone()
    };
    for told in [Judged::default(), after(&entries, 1, 3), later, wrong_base] {
        let mut timeline = missing_two();
        answer(&mut timeline, told);
        assert_eq!(timeline.hole(), None);
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
}

#[test]
fn what_goes_on_after_what_is_not_told_is_checked() {
    let mut timeline = missing_two();
    answer(&mut timeline, Judged::default());
    let mut entries = conversation(7);
    let elsewhere = seen(2, entries[6].head);
    keep(&mut entries, says(BEN, 9, elsewhere, "so I see"));
    timeline.handle_log(judged(&entries[6..]));
    check(
        &timeline,
        &expect![[r#"
        1 Ann "message 1"
        2 Ben "message 2"
        3 Ann "message 3"
        6 Ben "message 6"
          ! Message 6 came right after message 3: what lies between is missing.
        7 Ann "message 7"
        8 Ben "so I see"
          ! Message 8 was written by someone who was shown something else than you, up to message 2."#]],
    );
}

#[test]
fn what_comes_after_it_was_gone_on_without_is_marked() {
    let mut timeline = missing_two();
    answer(&mut timeline, Judged::default());
    timeline.handle_log(after(&conversation(6), 3, 5));
    check(
        &timeline,
        &expect![[r#"
        1 Ann "message 1"
        2 Ben "message 2"
        3 Ann "message 3"
        4 Ben "message 4"
          ! Message 4 came after message 6, out of order.
        5 Ann "message 5"
          ! Message 5 came after message 6, out of order.
        6 Ben "message 6"
          ! Message 6 came right after message 3: what lies between is missing."#]],
    );
}

#[test]
fn what_comes_only_after_the_answer_is_marked_too() {
    let entries = conversation(6);
    let mut timeline = told(&entries[..3]);
    timeline.handle_newest(Seq(5));
    answer(&mut timeline, Judged::default());
    assert_eq!(timeline.hole(), Some(Seq(3)));
    timeline.handle_log(judged(&entries[5..]));
    assert_eq!(timeline.hole(), None);
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
fn whoever_comes_back_asks_again() {
    let entries = conversation(6);
    let mut timeline = told(&entries[..3]);
    timeline.handle_newest(Seq(5));
    answer(&mut timeline, Judged::default());
    let (newest, none) = (Seq(6), Judged::default());
    timeline.handle_welcome(&card(), History::Continued, newest, none);
    timeline.handle_log(judged(&entries[5..]));
    assert_eq!(timeline.hole(), Some(Seq(3)));
    answer(&mut timeline, after(&entries, 3, 5));
    assert_eq!(timeline, told(&entries));
}

#[test]
fn an_answer_about_a_former_hole_marks_nothing() {
    let mut timeline = missing_two();
    let before = timeline.clone();
    timeline.handle_answer(Asked::Above(Seq(2)), Judged::default());
    assert_eq!(timeline, before);
}

proptest! {
    #[test]
    fn whatever_a_server_answers_nothing_waits_for_ever(
        come in prop::collection::vec(4_usize..9, 1..5),
        pages in prop::collection::vec((0_usize..9, 0_usize..4), 0..10),
    ) {
        let entries = conversation(9);
        let mut timeline = told(&entries[..3]);
        for place in come {
            timeline.handle_log(judged(&entries[place..=place]));
        }
        let mut pages = pages.into_iter();
        let mut asked = None;
        while let Some(hole) = timeline.hole().filter(|hole| Some(*hole) != asked) {
            asked = Some(hole);
            let (from, length) = pages.next().unwrap_or_default();
            answer(&mut timeline, after(&entries, from, 9.min(from + length)));
        }
        let messages = timeline.read(None).messages;
        prop_assert!(messages.iter().all(|message| message.mark != Mark::Waiting));
    }
}
