//! A server that tells something else than it told before is caught by those
//! who were there. Heads follow in each of these lies, too.

use chatmux_shared::message::Entry;
use chatmux_shared::timeline::{Judged, Timeline};
use chatmux_shared::wire::History;
use expect_test::expect;

use super::sight::{after, check, told};
use crate::log::{EVE, conversation, judged, keep, last, says};
use crate::someone::card;

/// Comes back to a server that says these are the newest.
fn comes_back(timeline: &mut Timeline, history: History, entries: &[Entry], page: Judged) {
    timeline.handle_welcome(&card(), history, last(entries).seq, page);
}

#[test]
fn it_tells_another_message_at_the_place_of_one() {
    let entries = conversation(3);
    let mut timeline = told(&entries);
    let mut other = entries[..2].to_vec();
    let own = says(EVE, 9, last(&other), "I was here first");
    keep(&mut other, own);
    timeline.handle_log(judged(&other[2..]));
    check(
        &timeline,
        &expect![[r#"
        1 Ann "message 1"
        2 Ben "message 2"
        3 Ann "message 3"
          ! Message 3 is another one than the server showed here before."#]],
    );
}

#[test]
fn it_takes_back_what_was_said_last() {
    let entries = conversation(4);
    let mut timeline = told(&entries);
    let page = after(&entries, 0, 2);
    comes_back(&mut timeline, History::Fresh, &entries[..2], page);
    check(
        &timeline,
        &expect![[r#"
        1 Ann "message 1"
        2 Ben "message 2"
        lost: Message 3 was shown before, and the server says there is no such message."#]],
    );
    assert_eq!(timeline.hole(), None, "and yet all goes on");
}

#[test]
fn it_changes_what_was_said_while_one_is_away() {
    let entries = conversation(4);
    let mut timeline = told(&entries);
    let mut other = entries[..2].to_vec();
    for number in [8, 9] {
        let own = says(EVE, number, last(&other), "nothing to see here");
        keep(&mut other, own);
    }
    let page = after(&other, 0, 4);
    comes_back(&mut timeline, History::Fresh, &other, page);
    check(
        &timeline,
        &expect![[r#"
        1 Ann "message 1"
        2 Ben "message 2"
        3 Eve "nothing to see here"
          ! Message 3 is another one than the server showed here before.
        4 Eve "nothing to see here"
          ! Message 4 is another one than the server showed here before."#]],
    );
}

#[test]
fn it_changes_what_was_said_and_tells_only_what_came_after() {
    let entries = conversation(4);
    let mut timeline = told(&entries);
    let mut other = entries[..3].to_vec();
    for number in [8, 9] {
        let own = says(EVE, number, last(&other), "while you were away");
        keep(&mut other, own);
    }
    let page = after(&other, 4, 5);
    comes_back(&mut timeline, History::Fresh, &other, page);
    check(
        &timeline,
        &expect![[r#"
        5 Eve "while you were away"
        lost: Message 4 is another one than the server showed here before."#]],
    );
}

#[test]
fn it_goes_on_from_another_history_as_if_it_were_the_same() {
    let entries = conversation(3);
    let mut timeline = told(&entries);
    let mut other = entries[..2].to_vec();
    for number in [8, 9] {
        let own = says(EVE, number, last(&other), "while you were away");
        keep(&mut other, own);
    }
    let page = after(&other, 3, 4);
    comes_back(&mut timeline, History::Continued, &other, page);
    check(
        &timeline,
        &expect![[r#"
        1 Ann "message 1"
        2 Ben "message 2"
        3 Ann "message 3"
        4 Eve "while you were away"
          ! Message 4 does not follow from what came before: something was changed or left out."#]],
    );
}
