//! A server that lies about a log is caught by whoever reads it, who is told
//! what is wrong with which message. It knows how heads are made, so they
//! follow in each of these lies, unless the test says otherwise.

use chatmux_shared::id::{RoomId, Seq};
use chatmux_shared::message::{Act, SignedBytes, Statement};
use chatmux_shared::timeline::Judged;
use chatmux_shared::wire::History;
use expect_test::expect;

use super::sight::{after, check, told, told_after};
use crate::log::{
    ANN, BEN, EVE, again, beginning, conversation, judged, keep, last, retold, says, signed_by,
    statement, words,
};
use crate::someone::{card, epoch, member};

#[test]
fn a_server_that_does_not_lie_is_believed() {
    check(
        &told(&conversation(4)),
        &expect![[r#"
        1 Ann "message 1"
        2 Ben "message 2"
        3 Ann "message 3"
        4 Ben "message 4""#]],
    );
}

#[test]
fn it_changes_a_text() {
    let mut entries = conversation(3);
    entries[1].words = words(2, "massage 2");
    check(
        &told(&entries),
        &expect![[r#"
        1 Ann "message 1"
        2 Ben "massage 2"
          ! Message 2 has another text than the one its author signed.
        3 Ann "message 3""#]],
    );
}

#[test]
fn it_changes_a_text_and_what_was_signed() {
    let mut entries = conversation(3);
    let seen = last(&entries[..1]);
    entries[1].signed = statement(BEN, 2, seen, Act::Say, "massage 2").encode();
    entries[1].words = words(2, "massage 2");
    check(
        &told(&retold(&entries)),
        &expect![[r#"
        1 Ann "message 1"
        2 Ben "massage 2"
          ! Message 2 was not written by the person it names, or was changed afterwards.
        3 Ann "message 3"
          ! Message 3 was written by someone who was shown something else than you, up to message 2."#]],
    );
}

#[test]
fn it_changes_when_something_was_said_and_no_head() {
    let mut entries = conversation(4);
    entries[1].at = entries[1].at.plus(60_000);
    check(
        &told(&entries),
        &expect![[r#"
        1 Ann "message 1"
        2 Ben "message 2"
          ! Message 2 does not follow from what came before: something was changed or left out.
        3 Ann "message 3"
        4 Ben "message 4""#]],
    );
}

#[test]
fn it_tells_what_is_no_message_at_all() {
    let mut entries = conversation(3);
    entries[1].signed = SignedBytes::from_bytes(b"\0\0\0\x05hello".to_vec());
    check(
        &told(&retold(&entries)),
        &expect![[r#"
        1 Ann "message 1"
        2 ? –
          ! Message 2 cannot be read: it is something else, or of another version.
        3 Ann "message 3"
          ! Message 3 was written by someone who was shown something else than you, up to message 2."#]],
    );
}

#[test]
fn it_says_something_in_the_name_of_another() {
    let mut entries = conversation(2);
    let forged = statement(ANN, 3, last(&entries), Act::Say, "I agree");
    keep(&mut entries, signed_by(EVE, &forged, "I agree"));
    check(
        &told(&entries),
        &expect![[r#"
        1 Ann "message 1"
        2 Ben "message 2"
        3 Ann "I agree"
          ! Message 3 was not written by the person it names, or was changed afterwards."#]],
    );
}

// trial 46
#[test]
fn it_says_something_of_someone_under_another_author() {
    let mut entries = conversation(2);
    let said = Statement::parse(&entries[1].signed).expect("a statement");
    let author = member(EVE);
    entries[1].signed = Statement { author, ..said }.encode();
    check(
        &told(&retold(&entries)),
        &expect![[r#"
        1 Ann "message 1"
        2 Eve "message 2"
          ! Message 2 was not written by the person it names, or was changed afterwards."#]],
    );
}

// trial 46
#[test]
fn it_tells_a_message_again() {
    let mut entries = conversation(3);
    let twice = again(&entries[1]);
    keep(&mut entries, twice);
    check(
        &told(&entries),
        &expect![[r#"
        1 Ann "message 1"
        2 Ben "message 2"
        3 Ann "message 3"
        4 Ben "message 2"
          ! Message 4 is message 2 over again."#]],
    );
}

// trial 46
#[test]
fn it_puts_in_what_was_said_elsewhere_or_before() {
    let mut entries = conversation(1);
    let said = statement(BEN, 2, beginning(), Act::Say, "come here");
    let elsewhere = Statement {
        room: RoomId::LOUNGE,
        ..said
    };
    let earlier = Statement {
        epoch: epoch(2),
        ..said
    };
    keep(&mut entries, signed_by(BEN, &elsewhere, "come here"));
    keep(&mut entries, signed_by(BEN, &earlier, "come here"));
    check(
        &told(&entries),
        &expect![[r#"
        1 Ann "message 1"
        2 Ben "come here"
          ! Message 2 was written in another room and put here by someone else.
        3 Ben "come here"
          ! Message 3 was written in an earlier room of this name and put here by someone else."#]],
    );
}

#[test]
fn it_drops_a_message_and_says_that_it_has_none() {
    let mut entries = conversation(4);
    entries.remove(1);
    let mut timeline = told(&entries);
    assert_eq!(timeline.hole(), Some(Seq(1)));
    timeline.handle_log(judged(&entries[1..]));
    assert_eq!(
        timeline.hole(),
        Some(Seq(1)),
        "what is missing stays missing"
    );
    check(
        &timeline,
        &expect![[r#"
        1 Ann "message 1"
        3 Ann "message 3" (waiting)
        4 Ben "message 4" (waiting)"#]],
    );
}

#[test]
fn it_drops_a_message_and_closes_the_gap() {
    let mut entries = conversation(4);
    entries.remove(1);
    check(
        &told(&retold(&entries)),
        &expect![[r#"
        1 Ann "message 1"
        2 Ann "message 3"
          ! Message 2 was written after 2 others: some of them are missing here, or come later.
        3 Ben "message 4"
          ! Message 3 was written after 3 others: some of them are missing here, or come later."#]],
    );
}

#[test]
fn it_drops_a_message_and_puts_one_of_its_own_there() {
    let honest = conversation(4);
    let mut entries = honest[..1].to_vec();
    let own = says(EVE, 9, last(&entries), "nothing to see here");
    keep(&mut entries, own);
    keep(&mut entries, again(&honest[2]));
    keep(&mut entries, again(&honest[3]));
    check(
        &told(&entries),
        &expect![[r#"
        1 Ann "message 1"
        2 Eve "nothing to see here"
        3 Ann "message 3"
          ! Message 3 was written by someone who was shown something else than you, up to message 2.
        4 Ben "message 4"
          ! Message 4 was written by someone who was shown something else than you, up to message 3."#]],
    );
}

#[test]
fn it_tells_two_messages_the_other_way_round() {
    let mut entries = conversation(4);
    entries.swap(1, 2);
    check(
        &told(&retold(&entries)),
        &expect![[r#"
        1 Ann "message 1"
        2 Ann "message 3"
          ! Message 2 was written after 2 others: some of them are missing here, or come later.
        3 Ben "message 2"
        4 Ben "message 4"
          ! Message 4 was written by someone who was shown something else than you, up to message 3."#]],
    );
}

#[test]
fn it_shows_two_people_two_histories() {
    let common = conversation(1);
    let mut ann = common.clone();
    keep(&mut ann, says(EVE, 2, last(&common), "Ben has left"));
    let mut ben = common.clone();
    keep(&mut ben, says(EVE, 2, last(&common), "Ann has left"));
    let word = says(BEN, 3, last(&ben), "how sad");
    keep(&mut ben, word.clone());
    check(
        &told(&ben),
        &expect![[r#"
        1 Ann "message 1"
        2 Eve "Ann has left"
        3 Ben "how sad""#]],
    );
    let mut timeline = told(&ann);
    check(
        &timeline,
        &expect![[r#"
        1 Ann "message 1"
        2 Eve "Ben has left""#]],
    );
    keep(&mut ann, word);
    timeline.handle_log(judged(&ann[2..]));
    check(
        &timeline,
        &expect![[r#"
        1 Ann "message 1"
        2 Eve "Ben has left"
        3 Ben "how sad"
          ! Message 3 was written by someone who was shown something else than you, up to message 2."#]],
    );
}

#[test]
fn after_a_break_the_log_goes_on_and_what_follows_is_checked() {
    let mut entries = conversation(3);
    entries[1].at = entries[1].at.plus(60_000);
    let word = says(BEN, 8, last(&entries), "I have seen it all");
    keep(&mut entries, word);
    let forged = statement(ANN, 9, last(&entries), Act::Say, "I agree");
    keep(&mut entries, signed_by(EVE, &forged, "I agree"));
    check(
        &told(&entries),
        &expect![[r#"
        1 Ann "message 1"
        2 Ben "message 2"
          ! Message 2 does not follow from what came before: something was changed or left out.
        3 Ann "message 3"
        4 Ben "I have seen it all"
        5 Ann "I agree"
          ! Message 5 was not written by the person it names, or was changed afterwards."#]],
    );
}

// trial 9: a number from the future
#[test]
fn it_numbers_a_message_far_ahead() {
    let mut entries = conversation(3);
    entries[2].seq = Seq(u64::MAX);
    let mut timeline = told_after(&entries[..2], 0);
    let have = timeline.have();
    timeline.handle_log(judged(&entries[2..]));
    assert_eq!(timeline.hole(), Some(Seq(2)));
    assert_eq!(timeline.have(), have, "one resumes from where one was");
    check(
        &timeline,
        &expect![[r#"
        1 Ann "message 1"
        2 Ben "message 2"
        18446744073709551615 Ann "message 3" (waiting)"#]],
    );
    let page = after(&conversation(3), 0, 3);
    timeline.handle_welcome(&card(), History::Fresh, Seq(3), page);
    assert_eq!(timeline.hole(), None);
    check(
        &timeline,
        &expect![[r#"
        1 Ann "message 1"
        2 Ben "message 2"
        3 Ann "message 3""#]],
    );
}

// trial 9: a number from the future
#[test]
fn it_says_that_there_are_more_than_there_are() {
    let mut timeline = told(&conversation(3));
    timeline.handle_newest(Seq(u64::MAX));
    assert_eq!(timeline.hole(), Some(Seq(3)));
    timeline.handle_log(Judged::default());
    timeline.handle_log(judged(&conversation(4)[3..]));
    assert_eq!(timeline.hole(), Some(Seq(4)));
    check(
        &timeline,
        &expect![[r#"
        1 Ann "message 1"
        2 Ben "message 2"
        3 Ann "message 3"
        4 Ben "message 4""#]],
    );
}
