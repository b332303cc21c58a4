//! What a server answers to the question for what is missing, be it nothing
//! of use: no message waits for ever, and none goes without a word.

use chatmux_shared::id::Seq;
use chatmux_shared::timeline::{Judged, Timeline};
use chatmux_shared::wire::Asked;
use expect_test::expect;

use super::sight::{after, check, reads_back, told};
use crate::log::{BEN, EVE, conversation, judged, keep, last, says};

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
