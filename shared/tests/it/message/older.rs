//! Paging up: older entries join those a chain began with.

use chatmux_shared::id::Seq;
use chatmux_shared::message::{Breach, Chain, Entry, Fault, Seen};

use super::{ANN, BEN, EVE, again, beginning, conversation, keep, last, log, room, says};
use super::{shown, shown_further};
use crate::someone::epoch;

/// The chain of the entries after `from`.
fn window(entries: &[Entry], from: usize) -> Chain {
    let mut chain = Chain::trusting(room(), epoch(1), last(&entries[..from]));
    shown_further(&mut chain, &entries[from..]).expect("nothing to see yet");
    chain
}

/// The sentences for someone who was shown the entries after `from` first and
/// those before it then.
fn sentences(entries: &[Entry], from: usize) -> Vec<String> {
    let mut chain = window(entries, from);
    let older = shown(&entries[..from]).expect("an honest log");
    let breaches = chain.handle_older(older);
    breaches.iter().map(Breach::to_string).collect()
}

#[test]
fn a_window_and_what_is_older_are_the_whole_log() {
    let entries = conversation(9);
    let mut chain = window(&entries, 6);
    let mut page = Chain::trusting(room(), epoch(1), last(&entries[..3]));
    shown_further(&mut page, &entries[3..6]).expect("an honest log");
    assert_eq!(chain.handle_older(page), []);
    assert_eq!(chain.first(), last(&entries[..3]));
    let first = shown(&entries[..3]).expect("an honest log");
    assert_eq!(chain.handle_older(first), []);
    assert_eq!(Ok(chain), shown(&entries));
}

#[test]
fn older_entries_that_end_elsewhere_are_not_joined() {
    let entries = conversation(6);
    let mut other = conversation(2);
    let third = says(ANN, 30, last(&other), "another third");
    keep(&mut other, third);
    for older in [&other[..], &entries[..2], &entries[..4]] {
        let mut chain = window(&entries, 3);
        let before = chain.clone();
        let older = shown(older).expect("a log");
        let breaches = chain.handle_older(older);
        assert_eq!(
            breaches.iter().map(Breach::to_string).collect::<Vec<_>>(),
            ["Message 4 does not follow from what came before: something was changed or left out."]
        );
        assert_eq!(chain, before);
    }
}

// trial 46
#[test]
fn an_old_message_told_again_in_the_window_is_noticed_once_it_is_known() {
    let mut entries = conversation(5);
    let twice = again(&entries[1]);
    keep(&mut entries, twice);
    assert_eq!(
        sentences(&entries, 4),
        ["Message 6 is message 2 over again."]
    );
}

/// What Ben has seen in another history.
fn elsewhere() -> Seen {
    let seen = beginning();
    let other = says(EVE, 2, seen, "for Ben alone");
    last(&log([says(ANN, 1, seen, "message 1"), other]))
}

#[test]
fn what_an_author_saw_before_the_window_is_compared_once_it_is_known() {
    let mut entries = conversation(5);
    let honest = last(&entries[..2]);
    keep(&mut entries, says(ANN, 20, honest, "long under way"));
    assert_eq!(sentences(&entries, 4), [""; 0]);
    keep(&mut entries, says(BEN, 21, elsewhere(), "so I see"));
    assert_eq!(
        sentences(&entries, 4),
        [
            "Message 7 was written by someone who was shown something else than you, up to message 2."
        ]
    );
}

#[test]
fn what_an_author_saw_two_pages_ago_is_compared_when_that_page_comes() {
    let mut entries = conversation(4);
    keep(&mut entries, says(BEN, 21, elsewhere(), "so I see"));
    let word = says(ANN, 22, last(&entries), "what do you see?");
    keep(&mut entries, word);
    let mut chain = window(&entries, 5);
    let mut page = Chain::trusting(room(), epoch(1), last(&entries[..3]));
    assert_eq!(shown_further(&mut page, &entries[3..5]), Ok(()));
    assert_eq!(chain.handle_older(page), []);
    let first = shown(&entries[..3]).expect("nothing is wrong before");
    let (seq, fault) = (Seq(5), Fault::Fork { upto: Seq(2) });
    assert_eq!(chain.handle_older(first), [Breach { seq, fault }]);
}
