//! What is said is shown as its author wants it by now.

use chatmux_shared::id::Seq;
use chatmux_shared::message::{Entry, Words};
use chatmux_shared::timeline::{Draft, Timeline};
use expect_test::expect;

use super::sight::{after, check, reads_back, told, told_after};
use crate::log::{
    ANN, BEN, EVE, again, conversation, deletes, edits, judged, keep, last, says, words,
};

/// What someone does to which message.
#[derive(Debug, Clone, Copy)]
enum Deed {
    Edit(u64, &'static str),
    Delete(u64),
}

use Deed::{Delete, Edit};

/// Ann and Ben in turn, and then these, each by who has seen all before.
fn and_then(length: usize, deeds: &[(u8, Deed)]) -> Vec<Entry> {
    let mut entries = conversation(length);
    for (number, (who, deed)) in (50..).zip(deeds) {
        let seen = last(&entries);
        let post = match *deed {
            Edit(target, text) => edits(*who, number, seen, target, text),
            Delete(target) => deletes(*who, number, seen, target),
        };
        keep(&mut entries, post);
    }
    entries
}

/// In a room that Ann owns, whose first entries are gone.
fn told_by_ann(entries: &[Entry]) -> Timeline {
    told_after(entries, 1)
}

#[test]
fn an_edited_message_stays_where_it_was() {
    let entries = and_then(3, &[(BEN, Edit(2, "anew"))]);
    check(
        &told(&entries),
        &expect![[r#"
        1 Ann "message 1"
        2 Ben "anew" (edited)
        3 Ann "message 3""#]],
    );
}

#[test]
fn the_last_edit_counts() {
    let entries = and_then(2, &[(BEN, Edit(2, "anew")), (BEN, Edit(2, "and again"))]);
    check(
        &told(&entries),
        &expect![[r#"
        1 Ann "message 1"
        2 Ben "and again" (edited)"#]],
    );
}

#[test]
fn a_message_is_deleted_by_its_author_or_the_owner() {
    let entries = and_then(4, &[(BEN, Delete(2)), (ANN, Delete(4))]);
    check(
        &told_by_ann(&entries),
        &expect![[r#"
        2 Ben (deleted)
        3 Ann "message 3"
        4 Ben (deleted)"#]],
    );
}

#[test]
fn what_others_do_to_a_message_is_shown_and_not_done() {
    let deeds = [
        (EVE, Edit(2, "I love Eve")),
        (EVE, Delete(2)),
        (ANN, Edit(2, "I love Ann")),
        (BEN, Delete(3)),
    ];
    check(
        &told_by_ann(&and_then(3, &deeds)),
        &expect![[r#"
        2 Ben "message 2"
        3 Ann "message 3"
        4 Eve –
          ! Message 4 does something its author may not do: only its author can do this.
        5 Eve –
          ! Message 5 does something its author may not do: only its author can do this.
        6 Ann –
          ! Message 6 does something its author may not do: only its author can do this.
        7 Ben –
          ! Message 7 does something its author may not do: only its author can do this."#]],
    );
}

#[test]
fn what_does_something_to_no_message_does_nothing() {
    let deeds = [
        (BEN, Edit(2, "anew")),
        (BEN, Edit(4, "anew")),
        (BEN, Delete(4)),
    ];
    check(
        &told(&and_then(3, &deeds)),
        &expect![[r#"
        1 Ann "message 1"
        2 Ben "anew" (edited)
        3 Ann "message 3"
        5 Ben –
          ! Message 5 does something its author may not do: the message it is about is not there any more.
        6 Ben –
          ! Message 6 does something its author may not do: the message it is about is not there any more."#]],
    );
}

#[test]
fn what_was_deleted_stays_deleted() {
    let deeds = [
        (BEN, Delete(2)),
        (BEN, Edit(2, "and yet")),
        (ANN, Delete(2)),
    ];
    check(
        &told_by_ann(&and_then(3, &deeds)),
        &expect![[r#"
        2 Ben (deleted)
        3 Ann "message 3""#]],
    );
}

#[test]
fn an_edit_that_is_not_believed_is_not_done() {
    let mut entries = and_then(3, &[(BEN, Edit(2, "anew"))]);
    entries[3].words = words(50, "something else");
    check(
        &told(&entries),
        &expect![[r#"
        1 Ann "message 1"
        2 Ben "message 2"
        3 Ann "message 3"
        4 Ben –
          ! Message 4 has another text than the one its author signed."#]],
    );
}

#[test]
fn an_edit_after_a_hole_is_done_once_that_is_filled() {
    let entries = and_then(3, &[(BEN, Edit(2, "anew")), (BEN, Delete(2))]);
    let mut timeline = told(&entries[..3]);
    timeline.handle_log(judged(&entries[4..]));
    check(
        &timeline,
        &expect![[r#"
        1 Ann "message 1"
        2 Ben "message 2"
        3 Ann "message 3"
        5 Ben – (waiting)"#]],
    );
    timeline.handle_log(judged(&entries[3..4]));
    check(
        &timeline,
        &expect![[r#"
        1 Ann "message 1"
        2 Ben (deleted)
        3 Ann "message 3""#]],
    );
}

#[test]
fn an_edit_of_a_message_before_the_copy_is_done_once_that_is_read() {
    let deeds = [
        (BEN, Edit(2, "anew")),
        (ANN, Delete(1)),
        (EVE, Edit(2, "I love Eve")),
    ];
    let entries = and_then(4, &deeds);
    let mut timeline = told_after(&entries, 3);
    check(&timeline, &expect![[r#"4 Ben "message 4""#]]);
    reads_back(&mut timeline, after(&entries, 0, 3));
    check(
        &timeline,
        &expect![[r#"
        1 Ann (deleted)
        2 Ben "anew" (edited)
        3 Ann "message 3"
        4 Ben "message 4"
        7 Eve –
          ! Message 7 does something its author may not do: only its author can do this."#]],
    );
}

#[test]
fn erased_words_leave_the_log_whole() {
    let mut entries = and_then(4, &[(BEN, Delete(2))]);
    entries[1].words = Words::Erased;
    let word = says(ANN, 60, last(&entries), "what was it?");
    keep(&mut entries, word);
    let timeline = told(&entries);
    check(
        &timeline,
        &expect![[r#"
        1 Ann "message 1"
        2 Ben (deleted)
        3 Ann "message 3"
        4 Ben "message 4"
        6 Ann "what was it?""#]],
    );
    assert_eq!(timeline.last().map(|seen| seen.seq), Some(Seq(6)));
}

#[test]
fn what_is_deleted_while_one_reads_is_gone_though_its_words_are_held() {
    let entries = and_then(2, &[(BEN, Delete(2))]);
    let mut timeline = told(&entries[..2]);
    timeline.handle_log(judged(&entries[2..]));
    check(
        &timeline,
        &expect![[r#"
        1 Ann "message 1"
        2 Ben (deleted)"#]],
    );
}

#[test]
fn a_change_of_ones_own_is_in_line_until_the_log_has_it() {
    let entries = and_then(2, &[(BEN, Edit(2, "anew"))]);
    let mut timeline = told(&entries[..2]);
    let post = again(&entries[2]);
    timeline.handle_draft(Draft::of_post(post).expect("a statement"));
    assert_eq!(timeline.unsent().count(), 1);
    timeline.handle_log(judged(&entries[2..]));
    assert_eq!(timeline.drafts(), []);
    check(
        &timeline,
        &expect![[r#"
        1 Ann "message 1"
        2 Ben "anew" (edited)"#]],
    );
}
