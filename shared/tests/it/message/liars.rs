//! A server that lies about a log is caught. It knows how heads are made, so
//! they follow in each of these lies, unless the test says otherwise.

use chatmux_shared::id::Seq;
use chatmux_shared::message::{Act, Fault, NotAStatement, SignedBytes};

use super::{ANN, BEN, EVE, again, caught, conversation, keep, last, retold, says};
use super::{shown, shown_further, signed_by, statement, words};

#[test]
fn a_server_that_does_not_lie_is_believed() {
    let honest = conversation(6);
    assert_eq!(retold(&honest), honest);
    assert!(shown(&honest).is_ok());
}

#[test]
fn it_changes_a_text() {
    let mut entries = conversation(4);
    entries[1].words = words(2, "massage 2");
    assert_eq!(caught(&entries), (2, Fault::OtherText));
}

#[test]
fn it_changes_a_text_and_what_was_signed() {
    let mut entries = conversation(4);
    let seen = last(&entries[..1]);
    entries[1].signed = statement(BEN, 2, seen, Act::Say, "massage 2").encode();
    entries[1].words = words(2, "massage 2");
    assert_eq!(caught(&retold(&entries)), (2, Fault::NotVerified));
}

#[test]
fn it_changes_what_was_signed_and_no_head() {
    let mut entries = conversation(4);
    let seen = last(&entries[..1]);
    entries[1].signed = statement(BEN, 2, seen, Act::Say, "massage 2").encode();
    assert_eq!(caught(&entries), (2, Fault::DoesNotFollow));
}

#[test]
fn it_changes_the_time_of_a_message_for_some() {
    let honest = conversation(4);
    let mut entries = honest[..2].to_vec();
    entries[1].at = entries[1].at.plus(60_000);
    entries[1].head = entries[1].head_after(&entries[0].head);
    keep(&mut entries, again(&honest[2]));
    assert_eq!(caught(&entries), (3, Fault::Fork { upto: Seq(2) }));
}

#[test]
fn it_says_something_in_the_name_of_another() {
    let mut entries = conversation(2);
    let forged = statement(ANN, 3, last(&entries), Act::Say, "I agree");
    keep(&mut entries, signed_by(EVE, &forged, "I agree"));
    assert_eq!(caught(&entries), (3, Fault::NotVerified));
}

#[test]
fn it_tells_what_is_no_message_at_all() {
    let mut entries = conversation(2);
    entries[1].signed = SignedBytes::from_bytes(b"\0\0\0\x05hello".to_vec());
    let fault = Fault::NotAStatement(NotAStatement::UnknownTag);
    assert_eq!(caught(&retold(&entries)), (2, fault));
}

#[test]
fn it_drops_a_message() {
    let mut entries = conversation(4);
    entries.remove(1);
    assert_eq!(caught(&entries), (3, Fault::Gap { after: Seq(1) }));
}

#[test]
fn it_drops_a_message_and_closes_the_gap() {
    let mut entries = conversation(4);
    entries.remove(1);
    let fault = Fault::SeenLater { seen: Seq(2) };
    assert_eq!(caught(&retold(&entries)), (2, fault));
}

#[test]
fn it_drops_the_first_message() {
    let mut entries = conversation(4);
    entries.remove(0);
    assert_eq!(caught(&entries), (2, Fault::Gap { after: Seq(0) }));
    let fault = Fault::SeenLater { seen: Seq(1) };
    assert_eq!(caught(&retold(&entries)), (1, fault));
}

#[test]
fn it_drops_a_message_and_puts_one_of_its_own_there() {
    let mut entries = conversation(4);
    let own = says(EVE, 2, last(&entries[..1]), "nothing to see here");
    let rest = entries.split_off(2);
    entries.truncate(1);
    keep(&mut entries, own);
    for entry in rest {
        keep(&mut entries, again(&entry));
    }
    assert_eq!(caught(&entries), (3, Fault::Fork { upto: Seq(2) }));
}

#[test]
fn it_drops_the_newest_message_until_someone_has_seen_it() {
    let honest = conversation(4);
    let mut entries = honest[..3].to_vec();
    assert!(shown(&entries).is_ok(), "nobody could know yet");
    let word = says(ANN, 9, last(&honest), "as Ben has just said");
    keep(&mut entries, word);
    let fault = Fault::SeenLater { seen: Seq(4) };
    assert_eq!(caught(&entries), (4, fault));
}

#[test]
fn it_tells_two_messages_the_other_way_round() {
    let mut entries = conversation(4);
    entries.swap(1, 2);
    assert_eq!(caught(&entries), (3, Fault::Gap { after: Seq(1) }));
    let fault = Fault::SeenLater { seen: Seq(2) };
    assert_eq!(caught(&retold(&entries)), (2, fault));
}

#[test]
fn it_tells_two_messages_written_at_once_the_other_way_round_to_some() {
    let mut honest = conversation(2);
    let before = last(&honest);
    keep(&mut honest, says(ANN, 3, before, "yes"));
    keep(&mut honest, says(BEN, 4, before, "no"));
    let mut entries = honest[..2].to_vec();
    for place in [3, 2] {
        keep(&mut entries, again(&honest[place]));
    }
    assert!(shown(&entries).is_ok(), "either may have come first");
    keep(&mut entries, says(ANN, 5, last(&honest), "so it is no"));
    assert_eq!(caught(&entries), (5, Fault::Fork { upto: Seq(4) }));
}

#[test]
fn it_puts_in_a_message_for_some() {
    let honest = conversation(4);
    let mut entries = honest[..2].to_vec();
    let own = says(EVE, 9, last(&entries), "for your eyes only");
    keep(&mut entries, own);
    assert!(shown(&entries).is_ok(), "anyone may write");
    keep(&mut entries, again(&honest[2]));
    assert!(shown(&entries).is_ok(), "Ann may not have seen it yet");
    keep(&mut entries, again(&honest[3]));
    assert_eq!(caught(&entries), (5, Fault::Fork { upto: Seq(3) }));
}

#[test]
fn it_shows_two_people_two_histories() {
    let common = conversation(1);
    let mut ann = common.clone();
    keep(&mut ann, says(EVE, 2, last(&common), "Ben has left"));
    let mut ben = common.clone();
    keep(&mut ben, says(EVE, 2, last(&common), "Ann has left"));
    let mut chain = shown(&ann).expect("all is well for Ann");
    let word = says(BEN, 3, last(&ben), "how sad");
    keep(&mut ben, word.clone());
    assert!(shown(&ben).is_ok(), "and for Ben");
    keep(&mut ann, word);
    let breach = shown_further(&mut chain, &ann[2..]).expect_err("a fork");
    let fault = Fault::Fork { upto: Seq(2) };
    assert_eq!((breach.seq, breach.fault), (Seq(3), fault));
}

#[test]
fn it_shows_another_history_to_one_who_was_away() {
    let honest = conversation(6);
    let mut chain = shown(&honest[..4]).expect("an honest log");
    let mut entries = honest[..3].to_vec();
    let own = says(EVE, 9, last(&entries), "while you were away");
    keep(&mut entries, own);
    keep(&mut entries, again(&honest[4]));
    let breach = shown_further(&mut chain, &entries[4..]).expect_err("a fork");
    let fault = Fault::DoesNotFollow;
    assert_eq!((breach.seq, breach.fault), (Seq(5), fault));
}
