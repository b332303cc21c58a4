//! What one has written is shown until the log has it, and never lost.

use chatmux_shared::id::Seq;
use chatmux_shared::message::{Act, Entry, Post, SignedBytes};
use chatmux_shared::room::Refusal;
use chatmux_shared::timeline::{Draft, DraftState, Timeline};
use chatmux_shared::wire::History;

use super::{empty, one, page, shown, timeline};
use crate::log::{ANN, EVE, again, before, byline, entry, judged, says, signed_by, statement};
use crate::someone::{NOW, card, client};

/// What is to become entry `number`.
pub fn draft(number: u64) -> Draft {
    Draft::of_post(again(&entry(number))).expect("a statement")
}

/// A log with a draft for each of these numbers, in line.
fn with_drafts(numbers: &[u64]) -> Timeline {
    let mut timeline = timeline(1..=3);
    for number in numbers {
        timeline.handle_draft(draft(*number));
    }
    timeline
}

fn drafts(timeline: &Timeline) -> Vec<&str> {
    let drafts = timeline.drafts().iter();
    drafts.map(|draft| draft.text.as_str()).collect()
}

fn unsent(timeline: &Timeline) -> Vec<&str> {
    timeline.unsent().map(|post| post.text.as_str()).collect()
}

#[test]
fn a_draft_goes_when_its_entry_comes() {
    let mut timeline = with_drafts(&[5, 4]);
    assert_eq!(drafts(&timeline), ["5", "4"]);
    timeline.handle_log(one(4));
    assert_eq!(drafts(&timeline), ["5"]);
    timeline.handle_log(page(5..=5));
    assert_eq!(drafts(&timeline), [""; 0]);
    assert_eq!(shown(&timeline), [1, 2, 3, 4, 5]);
}

#[test]
fn a_draft_goes_when_a_welcome_shows_that_it_was_kept() {
    for history in [History::Continued, History::Fresh] {
        let mut timeline = with_drafts(&[4, 9]);
        timeline.handle_welcome(&card(), history, Seq(4), page(4..=4));
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
    assert_eq!(unsent(&timeline), ["5"]);
}

#[test]
fn a_refused_draft_is_sent_again_or_given_up() {
    let mut timeline = with_drafts(&[4, 5]);
    for number in [4, 5] {
        timeline.handle_refusal(client(number), Refusal::NotKept);
    }
    timeline.handle_retry(client(4));
    timeline.handle_retry(client(99));
    timeline.handle_discard(client(5));
    timeline.handle_discard(client(99));
    assert_eq!(drafts(&timeline), ["4"]);
    assert_eq!(unsent(&timeline), ["4"]);
}

#[test]
fn a_draft_is_handed_in_once_it_is_signed() {
    let mut timeline = empty();
    timeline.handle_draft(Draft {
        client: client(1),
        act: Act::Say,
        text: "1".to_owned(),
        post: None,
        state: DraftState::Sending,
    });
    assert_eq!(drafts(&timeline), ["1"]);
    assert_eq!(timeline.unsent().count(), 0);
    timeline.handle_signed(client(99), again(&entry(9)));
    assert_eq!(timeline.unsent().count(), 0);
    timeline.handle_signed(client(1), again(&entry(1)));
    assert_eq!(timeline.draft(client(1)), Some(&draft(1)));
    assert_eq!(unsent(&timeline), ["1"]);
}

#[test]
fn a_draft_is_handed_in_as_it_was_signed_last() {
    let mut timeline = with_drafts(&[4]);
    timeline.handle_refusal(client(4), Refusal::Stale);
    let anew = says(ANN, 4, before(3), "4");
    timeline.handle_signed(client(4), anew.clone());
    timeline.handle_retry(client(4));
    assert!(timeline.unsent().eq([&anew]));
    timeline.handle_log(one(4));
    assert_eq!(
        drafts(&timeline),
        [""; 0],
        "the first came through after all"
    );
}

#[test]
fn a_draft_is_put_in_line_once() {
    let mut timeline = with_drafts(&[4, 5, 4]);
    assert_eq!(drafts(&timeline), ["4", "5"]);
    timeline.handle_refusal(client(4), Refusal::Busy);
    timeline.handle_draft(draft(4));
    assert_eq!(unsent(&timeline), ["5"], "it is not sent behind one's back");
}

#[test]
fn what_was_handed_in_before_a_refresh_is_a_draft_again() {
    let post = again(&entry(4));
    let restored = Draft::of_post(post.clone()).expect("a statement");
    let meant = Draft {
        client: client(4),
        act: Act::Say,
        text: "4".to_owned(),
        post: Some(post.clone()),
        state: DraftState::Sending,
    };
    assert_eq!(restored, meant);
    let spoilt = Post {
        signed: SignedBytes::from_bytes(b"not a statement".to_vec()),
        ..post
    };
    assert_eq!(Draft::of_post(spoilt), None);
}

#[test]
fn drafts_stay_over_a_reset_and_are_handed_in_again() {
    let mut timeline = with_drafts(&[90, 91]);
    timeline.handle_refusal(client(90), Refusal::NotKept);
    timeline.handle_welcome(&card(), History::Fresh, Seq(53), page(51..=53));
    assert_eq!(drafts(&timeline), ["90", "91"]);
    assert_eq!(unsent(&timeline), ["91"]);
}

#[test]
fn a_draft_does_not_go_when_someone_else_says_something_under_its_id() {
    let mut timeline = with_drafts(&[4]);
    let theirs = says(EVE, 4, before(4), "not yours");
    let forged = statement(ANN, 4, before(4), Act::Say, "4");
    for post in [theirs, signed_by(EVE, &forged, "4")] {
        let entry = Entry::after(before(4), NOW, post, byline());
        timeline.handle_log(judged(&[entry]));
        assert_eq!(unsent(&timeline), ["4"]);
    }
}
