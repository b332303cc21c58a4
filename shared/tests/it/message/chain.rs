//! A log that is what its authors signed, and entries out of their place.

use chatmux_shared::id::{RoomId, Seq};
use chatmux_shared::message::{
    Breach, Chain, Denial, Fault, Footing, Head, NotAStatement, SignatureRefusal, Verdict,
};
use expect_test::expect;

use super::{ANN, BEN, beginning, conversation, keep, last, log, room, says, seen};
use super::{shown, shown_further, verdict};
use crate::someone::epoch;

#[test]
fn an_honest_log_is_taken_entry_by_entry() {
    let entries = conversation(6);
    let mut chain = Chain::from_beginning(room(), epoch(1));
    for entry in &entries {
        let checked = chain.handle_entry(entry, verdict(entry));
        let checked = checked.expect("nothing is wrong");
        assert_eq!(checked.footing, Footing::Shared);
        assert_eq!(chain.last(), seen(entry.seq.0, entry.head));
    }
    assert_eq!(chain.first(), beginning());
}

#[test]
fn a_log_goes_on_after_a_later_head_on_trust() {
    let entries = conversation(6);
    let mut chain = shown(&entries[..2]).expect("nothing is wrong");
    chain.go_on_after(entries[3].seen());
    let checked = chain.handle_entry(&entries[4], verdict(&entries[4]));
    assert_eq!(checked.map(|checked| checked.footing), Ok(Footing::Shared));
    assert_eq!(chain.first(), beginning());
    assert_eq!(chain.head(Seq(2)), Some(entries[1].head));
    assert_eq!(chain.head(Seq(3)), None);
    assert_eq!(chain.head(Seq(4)), Some(entries[3].head));
}

#[test]
fn a_log_does_not_go_on_after_a_head_that_lies_behind() {
    let entries = conversation(6);
    let mut chain = shown(&entries).expect("nothing is wrong");
    let before = chain.clone();
    chain.go_on_after(seen(6, entries[0].head));
    chain.go_on_after(entries[2].seen());
    assert_eq!(chain, before);
}

#[test]
fn those_who_write_at_once_have_seen_the_same() {
    let mut entries = conversation(3);
    let before = last(&entries);
    for (number, who) in [(10, ANN), (11, BEN), (12, ANN)] {
        keep(&mut entries, says(who, number, before, "at once"));
    }
    assert_eq!(
        shown(&entries).map(|chain| chain.last()),
        Ok(last(&entries))
    );
}

#[test]
fn two_authors_may_draw_the_same_number() {
    let entries = log([
        says(ANN, 1, beginning(), "mine"),
        says(BEN, 1, beginning(), "mine"),
    ]);
    assert!(shown(&entries).is_ok());
}

#[test]
fn each_making_of_each_room_begins_with_another_head() {
    let head = Head::first(room(), epoch(1));
    assert_ne!(head, Head::first(room(), epoch(2)));
    assert_ne!(head, Head::first(RoomId::LOUNGE, epoch(1)));
    assert_eq!(beginning(), seen(0, head));
}

#[test]
fn a_window_begins_with_a_head_taken_on_trust() {
    let entries = conversation(6);
    let mut chain = Chain::trusting(room(), epoch(1), last(&entries[..3]));
    assert_eq!(shown_further(&mut chain, &entries[3..]), Ok(()));
    assert_eq!(chain.first(), last(&entries[..3]));
    assert_eq!(chain.last(), last(&entries));
}

#[test]
fn what_an_author_saw_before_the_window_is_not_compared() {
    let mut entries = conversation(5);
    let late = says(ANN, 10, last(&entries[..2]), "long under way");
    keep(&mut entries, late);
    let mut chain = Chain::trusting(room(), epoch(1), last(&entries[..3]));
    assert_eq!(shown_further(&mut chain, &entries[3..5]), Ok(()));
    let checked = chain.handle_entry(&entries[5], verdict(&entries[5]));
    let footing = checked.map(|checked| checked.footing);
    assert_eq!(footing, Ok(Footing::Unchecked));
}

#[test]
fn nothing_is_taken_on_trust_at_the_beginning() {
    let entries = conversation(2);
    let claimed = seen(0, Head::from_bytes([7; 32]));
    let mut chain = Chain::trusting(room(), epoch(1), claimed);
    assert_eq!(chain.first(), beginning());
    assert_eq!(shown_further(&mut chain, &entries), Ok(()));
    // In a window too, what someone saw at the beginning is known.
    let mut entries = entries;
    keep(&mut entries, says(ANN, 10, claimed, "shown nothing yet"));
    let mut chain = Chain::trusting(room(), epoch(1), last(&entries[..2]));
    let breach = shown_further(&mut chain, &entries[2..]).expect_err("a fork");
    assert_eq!(breach.fault, Fault::Fork { upto: Seq(0) });
}

#[test]
fn an_entry_out_of_its_place_leaves_the_chain_as_it_was() {
    let entries = conversation(6);
    let mut chain = shown(&entries[..3]).expect("an honest log");
    let before = chain.clone();
    let mut changed = entries[3].clone();
    changed.at = changed.at.plus(1);
    let after = Seq(3);
    for (entry, fault) in [
        (&entries[4], Fault::Gap { after }),
        (&entries[5], Fault::Gap { after }),
        (&entries[2], Fault::OutOfOrder { after }),
        (&entries[0], Fault::OutOfOrder { after }),
        (&changed, Fault::DoesNotFollow),
    ] {
        let checked = chain.handle_entry(entry, Verdict::Verified);
        assert_eq!(checked.map_err(|breach| breach.fault), Err(fault));
        assert_eq!(chain, before);
    }
    assert_eq!(shown_further(&mut chain, &entries[3..]), Ok(()));
}

#[test]
fn the_log_goes_on_after_an_entry_that_is_not_believed() {
    let entries = conversation(6);
    let mut chain = shown(&entries[..3]).expect("an honest log");
    let breach = chain.handle_entry(&entries[3], Verdict::Refused);
    let breach = breach.expect_err("not signed by Ben");
    assert_eq!((breach.seq, breach.fault), (Seq(4), Fault::NotVerified));
    assert_eq!(chain.last(), last(&entries[..4]));
    assert_eq!(shown_further(&mut chain, &entries[4..]), Ok(()));
}

#[test]
fn each_fault_has_a_sentence() {
    let (after, first, seen, upto) = (Seq(3), Seq(2), Seq(9), Seq(4));
    let faults = [
        Fault::Gap { after },
        Fault::OutOfOrder { after },
        Fault::DoesNotFollow,
        Fault::NotAStatement(NotAStatement::EndsEarly),
        Fault::NotAStatement(NotAStatement::Trailing),
        Fault::NotAStatement(NotAStatement::UnknownTag),
        Fault::NotAStatement(NotAStatement::WrongLength),
        Fault::NotAStatement(NotAStatement::NoRoom),
        Fault::NotAStatement(NotAStatement::UnknownKind(7)),
        Fault::NotAStatement(NotAStatement::WrongObject),
        Fault::SignatureRefused(SignatureRefusal::KeyOfSmallOrder),
        Fault::SignatureRefused(SignatureRefusal::KeyNotCanonical),
        Fault::SignatureRefused(SignatureRefusal::CommitmentOfSmallOrder),
        Fault::SignatureRefused(SignatureRefusal::CommitmentNotCanonical),
        Fault::SignatureRefused(SignatureRefusal::ResponseTooLarge),
        Fault::NotVerified,
        Fault::OtherRoom,
        Fault::OtherEpoch,
        Fault::Repeated { first },
        Fault::SaidOtherwise { first },
        Fault::OtherText,
        Fault::SeenLater { seen },
        Fault::Denied(Denial::NotOwner),
        Fault::Denied(Denial::NotAuthor),
        Fault::Denied(Denial::NoTarget),
        Fault::Denied(Denial::MadeBefore),
        Fault::Denied(Denial::OwnerGoes),
        Fault::Replaced,
        Fault::Withdrawn,
        Fault::LetGo { after },
        Fault::Fork { upto },
    ];
    let seq = Seq(5);
    let told = faults.map(|fault| Breach { seq, fault }.to_string());
    expect![[r"
        Message 5 came right after message 3: what lies between is missing.
        Message 5 came after message 3, out of order.
        Message 5 does not follow from what came before: something was changed or left out.
        Message 5 cannot be read: it ends too early.
        Message 5 cannot be read: something follows after its end.
        Message 5 cannot be read: it is something else, or of another version.
        Message 5 cannot be read: a part of it is too long or too short.
        Message 5 cannot be read: it names no room.
        Message 5 cannot be read: it does something unknown, of kind 7.
        Message 5 cannot be read: what it does and what it is about do not fit.
        Message 5 is not signed by anyone in particular: its key is one that anybody can sign with.
        Message 5 is not signed by anyone in particular: its key is written in a way no key is.
        Message 5 is not signed by anyone in particular: its signature could be for another message as well.
        Message 5 is not signed by anyone in particular: its signature is written in a way no signature is.
        Message 5 is not signed by anyone in particular: its signature is another one written differently.
        Message 5 was not written by the person it names, or was changed afterwards.
        Message 5 was written in another room and put here by someone else.
        Message 5 was written in an earlier room of this name and put here by someone else.
        Message 5 is message 2 over again.
        Message 5 and message 2 were sent as one and the same, and are different.
        Message 5 has another text than the one its author signed.
        Message 5 was written after 9 others: some of them are missing here, or come later.
        Message 5 does something its author may not do: only the owner of the room can do this.
        Message 5 does something its author may not do: only its author can do this.
        Message 5 does something its author may not do: the message it is about is not there any more.
        Message 5 does something its author may not do: the room has an owner already.
        Message 5 does something its author may not do: an owner passes the room on before they go.
        Message 5 is another one than the server showed here before.
        Message 5 was shown before, and the server says there is no such message.
        Message 5 came right after message 3: what lay between is not kept any more.
        Message 5 was written by someone who was shown something else than you, up to message 4."]].assert_eq(&told.join("\n"));
}
