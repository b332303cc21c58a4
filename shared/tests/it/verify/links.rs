//! What is known of the ends of links.

use chatmux_shared::call::verify::{
    Acquaintance, Acquaintances, Doubt, Fault, Fingerprint, PATIENCE_MS, Parties, Question, Trust,
    Verifications,
};
use chatmux_shared::id::{Epoch, RoomId};
use chatmux_shared::message::{PublicKey, Signature, Verdict};
use ed25519_dalek::VerifyingKey;

use super::{ANN, BEN, EVE, START, attest, build, parties, session, sign};

/// Ann's link to Ben, on which words can be said.
fn opened() -> Verifications {
    let mut ann = Verifications::default();
    let parties = parties(ANN, BEN);
    let bytes = ann.handle_opened(session(BEN), build(ANN.into()), Some(parties), START);
    assert_eq!(bytes, Some(parties.attested()));
    ann
}

/// Looks at the signature, as a browser does.
fn answer(ann: &mut Verifications, question: Option<Question>) {
    let Some(question) = question else { return };
    let key = VerifyingKey::from_bytes(question.author.as_bytes()).expect("a key");
    let signature = ed25519_dalek::Signature::from_bytes(question.signature.as_bytes());
    let verdict = match key.verify_strict(&question.bytes, &signature) {
        Ok(()) => Verdict::Verified,
        Err(_) => Verdict::Refused,
    };
    ann.handle_verdict(question.peer, question.build, verdict);
}

/// What Ann thinks after Ben's end said this, signed by `signer`.
fn after(said: &Parties, signer: u8) -> Trust {
    let mut ann = opened();
    let question = ann.handle_attest(session(BEN), &attest(said, signer));
    answer(&mut ann, question);
    trust(&ann)
}

fn trust(ann: &Verifications) -> Trust {
    ann.trust(session(BEN), START).expect("Ann has that link")
}

fn verified() -> Verifications {
    let mut ann = opened();
    let question = ann.handle_attest(session(BEN), &attest(&parties(BEN, ANN), BEN));
    answer(&mut ann, question);
    assert_eq!(trust(&ann), Trust::Verified);
    ann
}

/// Wrong: another certificate than the one that was signed for.
fn exchanged() -> Verifications {
    let mut ann = verified();
    let eves = Fingerprint::of_certificate(b"Eve's");
    ann.handle_fingerprint(session(BEN), build(ANN.into()), eves);
    ann
}

/// Ann's end is built anew, and words can be said.
fn rebuild(ann: &mut Verifications) -> Parties {
    let mut rebuilt = parties(ANN, BEN);
    rebuilt.me.generation = build(100);
    ann.keep(&[(session(BEN), build(100))]);
    ann.handle_member(session(BEN), rebuilt.peer.member);
    ann.handle_opened(session(BEN), build(100), Some(rebuilt), START);
    rebuilt
}

/// Ben's end says who it is, rightly.
fn prove(ann: &mut Verifications, link: &Parties) {
    let question = ann.handle_attest(session(BEN), &attest(&link.turned(), BEN));
    answer(ann, question);
}

fn compared_with_ben() -> Acquaintances {
    Acquaintances::new([Acquaintance {
        member: parties(ANN, BEN).peer.member,
        name: "Ben".to_owned(),
        at: START,
    }])
}

#[test]
fn other_emoji_are_held_against_the_key_however_well_it_signs() {
    let mut ann = verified();
    ann.handle_mismatch(&parties(ANN, BEN));
    assert_eq!(trust(&ann), Trust::Wrong(Fault::Emoji));
    assert!(ann.is_held_back(session(BEN)));
    let rebuilt = rebuild(&mut ann);
    prove(&mut ann, &rebuilt);
    assert_eq!(trust(&ann), Trust::Wrong(Fault::Emoji));
    assert!(ann.is_held_back(session(BEN)), "the key signs as before");
    // As another session, too.
    ann.keep(&[(session(EVE), build(5))]);
    ann.handle_member(session(EVE), rebuilt.peer.member);
    ann.handle_connected(session(EVE), build(5), START);
    assert!(ann.is_held_back(session(EVE)));
    let emoji = Some(Trust::Wrong(Fault::Emoji));
    assert_eq!(ann.trust(session(EVE), START), emoji);
}

#[test]
fn emoji_that_are_the_same_at_last_clear_the_key() {
    let mut ann = verified();
    ann.handle_mismatch(&parties(ANN, BEN));
    ann.handle_mismatch(&parties(ANN, BEN));
    assert_eq!(ann.verified(session(BEN)), Some(parties(ANN, BEN)));
    ann.handle_match(&parties(ANN, EVE));
    assert!(ann.is_held_back(session(BEN)), "those were someone else's");
    ann.handle_match(&parties(ANN, BEN));
    assert!(!ann.is_held_back(session(BEN)));
    assert_eq!(trust(&ann), Trust::Verified);
}

#[test]
fn to_leave_and_to_come_back_clears_nobody() {
    for mismatched in [false, true] {
        let mut ann = exchanged();
        if mismatched {
            ann = verified();
            ann.handle_mismatch(&parties(ANN, BEN));
        }
        ann.keep(&[]);
        assert_eq!(ann.trust(session(BEN), START), None);
        rebuild(&mut ann);
        assert!(ann.is_held_back(session(BEN)));
    }
}

#[test]
fn one_compared_with_who_proves_nothing_is_held_back_until_they_do() {
    let mut ann = Verifications::default();
    let link = rebuild(&mut ann);
    let known = compared_with_ben();
    ann.handle_timeout(&known, START.plus(PATIENCE_MS - 1));
    assert!(!ann.is_held_back(session(BEN)), "it may be on its way");
    let late = START.plus(PATIENCE_MS);
    ann.handle_timeout(&Acquaintances::default(), late);
    assert!(!ann.is_held_back(session(BEN)), "a stranger may be silent");
    let silent = Some(Trust::Unverified(Doubt::Silent));
    assert_eq!(ann.trust(session(BEN), late), silent);
    ann.handle_timeout(&known, late);
    let unproven = Some(Trust::Wrong(Fault::Unproven));
    assert_eq!(ann.trust(session(BEN), late), unproven);
    assert!(ann.is_held_back(session(BEN)));
    // Nor does anything go over each new building for its first seconds.
    ann.keep(&[]);
    let link = Parties {
        me: rebuild(&mut ann).me,
        ..link
    };
    assert!(ann.is_held_back(session(BEN)));
    prove(&mut ann, &link);
    assert!(!ann.is_held_back(session(BEN)));
    assert_eq!(ann.trust(session(BEN), late), Some(Trust::Verified));
}

#[test]
fn who_signs_the_certificate_at_the_other_end_is_verified() {
    let ann = verified();
    assert_eq!(ann.verified(session(BEN)), Some(parties(ANN, BEN)));
    assert!(!ann.is_held_back(session(BEN)));
}

#[test]
fn one_in_between_who_hands_the_word_on_is_found_out() {
    // Ben has another certificate than the one Ann's browser talks to.
    let mut bens = parties(BEN, ANN);
    bens.me.fingerprint = Fingerprint::of_certificate(b"Ben's own");
    assert_eq!(after(&bens, BEN), Trust::Wrong(Fault::Certificate));
}

#[test]
fn one_in_between_who_signs_with_another_key_is_found_out() {
    assert_eq!(
        after(&parties(BEN, ANN), EVE),
        Trust::Wrong(Fault::Signature)
    );
}

#[test]
fn a_word_that_was_for_another_link_is_wrong() {
    let right = parties(BEN, ANN);
    let mut others = [right; 4];
    others[0].room = RoomId::from_random(1);
    others[1].epoch = Epoch::from_random([8; 16]);
    others[2].me.session = session(EVE);
    others[3].peer.session = session(EVE);
    for other in others {
        let mut ann = opened();
        let said = right.attest(sign(BEN, &other.attested()));
        let question = ann.handle_attest(session(BEN), &said);
        answer(&mut ann, question);
        assert_eq!(trust(&ann), Trust::Wrong(Fault::Signature), "{other:?}");
    }
}

#[test]
fn a_word_of_a_former_building_proves_nothing() {
    let mut former = parties(BEN, ANN);
    former.me.generation = build(0);
    assert_eq!(after(&former, BEN), Trust::Checking);
    let mut former = parties(BEN, ANN);
    former.peer.generation = build(0);
    assert_eq!(after(&former, BEN), Trust::Checking);
    // The same word as if it were of now: it was signed for then.
    let mut ann = opened();
    let said = parties(BEN, ANN).attest(sign(BEN, &former.attested()));
    let question = ann.handle_attest(session(BEN), &said);
    answer(&mut ann, question);
    assert_eq!(trust(&ann), Trust::Wrong(Fault::Signature));
}

#[test]
fn a_signature_that_no_library_is_asked_about_is_wrong() {
    let said = parties(BEN, ANN).attest(Signature::from_bytes([0xff; 64]));
    let mut ann = opened();
    assert_eq!(ann.handle_attest(session(BEN), &said), None);
    assert_eq!(trust(&ann), Trust::Wrong(Fault::Signature));
}

#[test]
fn a_key_that_anybody_can_sign_with_is_wrong() {
    let mut weak = parties(ANN, BEN);
    weak.peer.member = PublicKey::from_bytes([0; 32]);
    let mut ann = Verifications::default();
    ann.handle_opened(session(BEN), build(ANN.into()), Some(weak), START);
    let question = ann.handle_attest(session(BEN), &attest(&parties(BEN, ANN), BEN));
    assert_eq!(question, None);
    assert_eq!(trust(&ann), Trust::Wrong(Fault::Signature));
}

#[test]
fn silence_is_said_after_a_while() {
    let mut ann = Verifications::default();
    ann.handle_connected(session(BEN), build(1), START);
    let due = ann.poll_timeout(START).expect("it waits");
    assert_eq!(due, START.plus(PATIENCE_MS));
    assert_eq!(trust(&ann), Trust::Checking);
    let silent = Some(Trust::Unverified(Doubt::Silent));
    assert_eq!(ann.trust(session(BEN), due), silent);
    assert_eq!(ann.poll_timeout(due), None);
    // Words that come late are heard.
    let parties = Some(parties(ANN, BEN));
    ann.handle_opened(session(BEN), build(1), parties, due);
    assert_eq!(ann.trust(session(BEN), due), silent);
}

#[test]
fn a_late_proof_is_a_proof() {
    let mut ann = opened();
    let late = START.plus(10 * PATIENCE_MS);
    let question = ann.handle_attest(session(BEN), &attest(&super::parties(BEN, ANN), BEN));
    answer(&mut ann, question);
    assert_eq!(ann.trust(session(BEN), late), Some(Trust::Verified));
}

#[test]
fn a_browser_that_tells_no_certificate_does_not_vouch() {
    let mut ann = Verifications::default();
    let bytes = ann.handle_opened(session(BEN), build(1), None, START);
    assert_eq!(bytes, None);
    assert_eq!(trust(&ann), Trust::Unverified(Doubt::Blind));
    assert_eq!(
        ann.handle_attest(session(BEN), &attest(&parties(BEN, ANN), BEN)),
        None
    );
}

#[test]
fn a_certificate_exchanged_later_is_wrong() {
    let mut ann = verified();
    ann.handle_fingerprint(
        session(BEN),
        build(ANN.into()),
        parties(ANN, BEN).peer.fingerprint,
    );
    assert_eq!(trust(&ann), Trust::Verified);
    ann.handle_fingerprint(
        session(BEN),
        build(ANN.into()),
        Fingerprint::of_certificate(b"Eve's"),
    );
    assert_eq!(trust(&ann), Trust::Wrong(Fault::Exchanged));
    ann.handle_fingerprint(
        session(BEN),
        build(ANN.into()),
        parties(ANN, BEN).peer.fingerprint,
    );
    assert_eq!(
        trust(&ann),
        Trust::Wrong(Fault::Exchanged),
        "wrong stays wrong"
    );
}

#[test]
fn a_session_that_is_said_to_be_someone_else_is_wrong() {
    let mut ann = verified();
    ann.handle_member(session(BEN), parties(ANN, BEN).peer.member);
    assert_eq!(trust(&ann), Trust::Verified);
    ann.handle_member(session(BEN), parties(ANN, EVE).peer.member);
    assert_eq!(trust(&ann), Trust::Wrong(Fault::Key));
}

#[test]
fn wrong_stays_wrong_until_the_link_is_built_anew() {
    let mut ann = exchanged();
    assert!(ann.is_held_back(session(BEN)));
    assert_eq!(ann.verified(session(BEN)), None);
    let right = attest(&parties(BEN, ANN), BEN);
    assert_eq!(ann.handle_attest(session(BEN), &right), None);
    ann.handle_verdict(session(BEN), build(ANN.into()), Verdict::Verified);
    ann.handle_connected(session(BEN), build(ANN.into()), START);
    assert_eq!(trust(&ann), Trust::Wrong(Fault::Exchanged));

    ann.handle_connected(session(BEN), build(100), START);
    assert_eq!(trust(&ann), Trust::Checking);
    // What was asked about the former building says nothing of this one.
    ann.handle_verdict(session(BEN), build(ANN.into()), Verdict::Verified);
    assert_eq!(trust(&ann), Trust::Checking);
}

#[test]
fn after_a_wrong_one_nothing_goes_over_a_link_before_it_is_verified() {
    let mut ann = exchanged();
    ann.keep(&[(session(BEN), build(100))]);
    assert_eq!(ann.trust(session(BEN), START), None);
    assert!(ann.is_held_back(session(BEN)), "before it is connected");
    let rebuilt = rebuild(&mut ann);
    assert!(ann.is_held_back(session(BEN)), "while it is looked at");
    prove(&mut ann, &rebuilt);
    assert_eq!(trust(&ann), Trust::Verified);
    assert!(!ann.is_held_back(session(BEN)));
}

#[test]
fn the_certificate_of_a_former_building_says_nothing_of_this_one() {
    let mut ann = verified();
    let former = Fingerprint::of_certificate(b"of before");
    ann.handle_fingerprint(session(BEN), build(0), former);
    assert_eq!(trust(&ann), Trust::Verified);
}

#[test]
fn a_question_is_asked_once() {
    let mut ann = opened();
    let right = attest(&parties(BEN, ANN), BEN);
    assert!(ann.handle_attest(session(BEN), &right).is_some());
    assert_eq!(ann.handle_attest(session(BEN), &right), None);
    assert_eq!(trust(&ann), Trust::Checking);
}

#[test]
fn words_of_strangers_change_nothing() {
    let mut ann = opened();
    let word = attest(&parties(EVE, ANN), EVE);
    assert_eq!(ann.handle_attest(session(EVE), &word), None);
    ann.handle_fingerprint(session(EVE), build(1), Fingerprint::of_certificate(b""));
    ann.handle_mismatch(&parties(ANN, EVE));
    assert_eq!(ann.trust(session(EVE), START), None);
    ann.keep(&[(session(EVE), build(1))]);
    assert_eq!(ann.trust(session(BEN), START), None);
}
