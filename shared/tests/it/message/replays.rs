//! What was signed once is of no use again, elsewhere or to someone else.

use chatmux_shared::id::{RoomId, Seq};
use chatmux_shared::message::{
    Act, Fault, Post, PublicKey, Signature, SignatureRefusal, Statement, Verdict,
};

use super::{ANN, BEN, EVE, again, beginning, caught, conversation, keep, last, log, public};
use super::{retold, room, salt, says, shown, signed_by, statement, unhex};
use crate::someone::epoch;

// trial 46
#[test]
fn a_message_told_again_is_noticed() {
    let mut entries = conversation(4);
    let twice = again(&entries[1]);
    keep(&mut entries, twice);
    assert_eq!(caught(&entries), (5, Fault::Repeated { first: Seq(2) }));
}

#[test]
fn two_messages_of_one_author_by_one_number_are_noticed() {
    let mut entries = conversation(2);
    let other = says(BEN, 2, last(&entries), "something else");
    keep(&mut entries, other);
    let fault = Fault::SaidOtherwise { first: Seq(2) };
    assert_eq!(caught(&entries), (3, fault));
}

// trial 46
#[test]
fn a_message_replayed_into_another_room_is_noticed() {
    let mut elsewhere = statement(ANN, 2, beginning(), Act::Say, "come here");
    elsewhere.room = RoomId::LOUNGE;
    let mut entries = conversation(1);
    let sent = signed_by(ANN, &elsewhere, "come here");
    keep(&mut entries, sent);
    assert_eq!(caught(&entries), (2, Fault::OtherRoom));
    // And if it is to have been written here.
    let room = room();
    entries[1].signed = Statement { room, ..elsewhere }.encode();
    assert_eq!(caught(&retold(&entries)), (2, Fault::NotVerified));
}

// trial 46
#[test]
fn a_message_replayed_into_a_later_room_of_the_same_id_is_noticed() {
    let mut before = statement(ANN, 2, beginning(), Act::Say, "come here");
    before.epoch = epoch(2);
    let mut entries = conversation(1);
    let sent = signed_by(ANN, &before, "come here");
    keep(&mut entries, sent);
    assert_eq!(caught(&entries), (2, Fault::OtherEpoch));
    let epoch = epoch(1);
    entries[1].signed = Statement { epoch, ..before }.encode();
    assert_eq!(caught(&retold(&entries)), (2, Fault::NotVerified));
}

// trial 46
#[test]
fn a_message_replayed_under_another_author_is_noticed() {
    let mut entries = conversation(2);
    let said = Statement::parse(&entries[1].signed).expect("a statement");
    for who in [ANN, EVE] {
        let author = public(who);
        entries[1].signed = Statement { author, ..said }.encode();
        let caught = caught(&retold(&entries));
        assert_eq!(caught, (2, Fault::NotVerified));
    }
}

#[test]
fn an_order_about_one_member_is_not_one_about_another() {
    let member = public(BEN);
    let removed = statement(ANN, 1, beginning(), Act::RemoveMember { member }, "");
    let mut entries = log([signed_by(ANN, &removed, "")]);
    assert!(shown(&entries).is_ok());
    let (to, member) = (public(BEN), public(EVE));
    for act in [Act::RemoveMember { member }, Act::PassOwnership { to }] {
        entries[0].signed = Statement { act, ..removed }.encode();
        let caught = caught(&retold(&entries));
        assert_eq!(caught, (1, Fault::NotVerified));
    }
}

// trial 47
#[test]
fn a_key_that_fits_any_message_is_noticed_even_if_the_library_takes_it() {
    // With S = 0, R = -kA is all it takes, and for an A of small order that
    // comes out for one message in eight.
    let order_eight = "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa";
    let mut forged = statement(EVE, 1, beginning(), Act::Say, "I am everyone");
    forged.author = PublicKey::from_bytes(unhex(order_eight));
    let mut signature = [0; 64];
    signature[..32].copy_from_slice(forged.author.as_bytes());
    let entries = log([Post {
        signed: forged.encode(),
        signature: Signature::from_bytes(signature),
        text: "I am everyone".to_owned(),
        salt: salt(1),
    }]);
    let mut chain = shown(&[]).expect("nothing yet");
    let breach = chain.handle_entry(&entries[0], Verdict::Verified);
    let fault = Fault::SignatureRefused(SignatureRefusal::KeyOfSmallOrder);
    assert_eq!(breach.map_err(|breach| breach.fault), Err(fault));
}
