//! The JSON of every refusal, and its sentence.

use chatmux_shared::message::{Denial, NotAStatement, SignatureRefusal};
use chatmux_shared::room::Refusal;
use chatmux_shared::text::TextRefusal;
use chatmux_shared::wire::ServerFrame;
use expect_test::{Expect, expect};

fn check(refusals: impl IntoIterator<Item = Refusal>, expected: &Expect) {
    let mut lines = Vec::new();
    for reason in refusals {
        lines.push(reason.to_string());
        let about = None;
        let frame = ServerFrame::Refused { reason, about };
        let json = frame.encode();
        assert_eq!(ServerFrame::parse(&json).ok(), Some(frame));
        lines.push(format!("  {json}"));
    }
    expected.assert_eq(&lines.join("\n"));
}

#[test]
fn refusals_about_a_room_have_their_json() {
    check(
        [
            Refusal::Malformed {
                why: "not so".to_owned(),
            },
            Refusal::NotInRoom,
            Refusal::NotOwner,
            Refusal::NotAChoice,
            Refusal::NotProven,
            Refusal::Removed,
            Refusal::NotOpen,
            Refusal::RoomFull { limit: 500 },
            Refusal::TooManyTabs { limit: 10 },
            Refusal::TooFast { wait: 1_500 },
            Refusal::Busy,
        ],
        &expect![[r#"
            This was not understood: not so.
              {"refused":{"reason":{"malformed":{"why":"not so"}}}}
            Come into the room first.
              {"refused":{"reason":"not_in_room"}}
            Only the owner of the room can do this.
              {"refused":{"reason":"not_owner"}}
            A room that was opened stays open. Choose whether it is listed.
              {"refused":{"reason":"not_a_choice"}}
            This browser could not prove its key to the server. Load the page again.
              {"refused":{"reason":"not_proven"}}
            The owner of this room has removed you from it.
              {"refused":{"reason":"removed"}}
            This room is not open yet: whoever made it has to come in first.
              {"refused":{"reason":"not_open"}}
            The room is full: 500 are in it. Try again when someone has left.
              {"refused":{"reason":{"room_full":{"limit":500}}}}
            You are in this room with 10 tabs already. Close one of them first.
              {"refused":{"reason":{"too_many_tabs":{"limit":10}}}}
            Please wait 2 s.
              {"refused":{"reason":{"too_fast":{"wait":1500}}}}
            The room is busy. Try again in a moment.
              {"refused":{"reason":"busy"}}"#]],
    );
}

#[test]
fn refusals_about_a_call_have_their_json() {
    check(
        [
            Refusal::NotInCall,
            Refusal::TooManyKnock { limit: 20 },
            Refusal::TurnedAway,
            Refusal::NotKnocking,
            Refusal::VideoFull { limit: 8 },
        ],
        &expect![[r#"
            The other one is not in this call.
              {"refused":{"reason":"not_in_call"}}
            20 people are knocking at this room already. Try again in a while.
              {"refused":{"reason":{"too_many_knock":{"limit":20}}}}
            The owner of this room did not let you in.
              {"refused":{"reason":"turned_away"}}
            They are not knocking any more.
              {"refused":{"reason":"not_knocking"}}
            8 people are sending video already. You can join with your voice.
              {"refused":{"reason":{"video_full":{"limit":8}}}}"#]],
    );
}

#[test]
fn refusals_of_texts_have_their_json() {
    let why = [
        TextRefusal::Empty,
        TextRefusal::TooLong { limit: 32 },
        TextRefusal::TooManyBytes { limit: 128 },
        TextRefusal::Control,
    ];
    let each = why.into_iter().map(Refusal::Name);
    check(
        each.chain([
            Refusal::Status(TextRefusal::TooLong { limit: 80 }),
            Refusal::Message(TextRefusal::TooLong { limit: 1000 }),
        ]),
        &expect![[r#"
            This name cannot be used: it is empty.
              {"refused":{"reason":{"name":"empty"}}}
            This name cannot be used: it is longer than 32 characters.
              {"refused":{"reason":{"name":{"too_long":{"limit":32}}}}}
            This name cannot be used: it takes more than 128 bytes; use fewer emoji or accents.
              {"refused":{"reason":{"name":{"too_many_bytes":{"limit":128}}}}}
            This name cannot be used: it has an invisible control character in it.
              {"refused":{"reason":{"name":"control"}}}
            This status cannot be used: it is longer than 80 characters.
              {"refused":{"reason":{"status":{"too_long":{"limit":80}}}}}
            This message cannot be sent: it is longer than 1000 characters.
              {"refused":{"reason":{"message":{"too_long":{"limit":1000}}}}}"#]],
    );
}

#[test]
fn refusals_of_statements_have_their_json() {
    check(
        [
            Refusal::NotAStatement(NotAStatement::EndsEarly),
            Refusal::NotAStatement(NotAStatement::Trailing),
            Refusal::NotAStatement(NotAStatement::UnknownTag),
            Refusal::NotAStatement(NotAStatement::WrongLength),
            Refusal::NotAStatement(NotAStatement::NoRoom),
            Refusal::NotAStatement(NotAStatement::UnknownKind(7)),
            Refusal::NotAStatement(NotAStatement::WrongObject),
            Refusal::SignatureRefused(SignatureRefusal::KeyOfSmallOrder),
            Refusal::SignatureRefused(SignatureRefusal::KeyNotCanonical),
            Refusal::SignatureRefused(SignatureRefusal::CommitmentOfSmallOrder),
            Refusal::SignatureRefused(SignatureRefusal::CommitmentNotCanonical),
            Refusal::SignatureRefused(SignatureRefusal::ResponseTooLarge),
            Refusal::NotVerified,
            Refusal::OtherAuthor,
            Refusal::OtherRoom,
            Refusal::OtherText,
            Refusal::Stale,
            Refusal::SaidOtherwise,
            Refusal::NotKept,
        ],
        &expect![[r#"
            This message cannot be read: it ends too early.
              {"refused":{"reason":{"not_a_statement":"ends_early"}}}
            This message cannot be read: something follows after its end.
              {"refused":{"reason":{"not_a_statement":"trailing"}}}
            This message cannot be read: it is something else, or of another version.
              {"refused":{"reason":{"not_a_statement":"unknown_tag"}}}
            This message cannot be read: a part of it is too long or too short.
              {"refused":{"reason":{"not_a_statement":"wrong_length"}}}
            This message cannot be read: it names no room.
              {"refused":{"reason":{"not_a_statement":"no_room"}}}
            This message cannot be read: it does something unknown, of kind 7.
              {"refused":{"reason":{"not_a_statement":{"unknown_kind":7}}}}
            This message cannot be read: what it does and what it is about do not fit.
              {"refused":{"reason":{"not_a_statement":"wrong_object"}}}
            This message is not signed by anyone in particular: its key is one that anybody can sign with.
              {"refused":{"reason":{"signature_refused":"key_of_small_order"}}}
            This message is not signed by anyone in particular: its key is written in a way no key is.
              {"refused":{"reason":{"signature_refused":"key_not_canonical"}}}
            This message is not signed by anyone in particular: its signature could be for another message as well.
              {"refused":{"reason":{"signature_refused":"commitment_of_small_order"}}}
            This message is not signed by anyone in particular: its signature is written in a way no signature is.
              {"refused":{"reason":{"signature_refused":"commitment_not_canonical"}}}
            This message is not signed by anyone in particular: its signature is another one written differently.
              {"refused":{"reason":{"signature_refused":"response_too_large"}}}
            The signature of this message is wrong.
              {"refused":{"reason":"not_verified"}}
            This message was signed by someone else.
              {"refused":{"reason":"other_author"}}
            This message was written for another room.
              {"refused":{"reason":"other_room"}}
            This message has another text than the one that was signed.
              {"refused":{"reason":"other_text"}}
            The conversation has moved on. Try again.
              {"refused":{"reason":"stale"}}
            Another message was sent under the same number; the first one stays.
              {"refused":{"reason":"said_otherwise"}}
            The server could not keep this message. It was not sent; try again.
              {"refused":{"reason":"not_kept"}}"#]],
    );
}

#[test]
fn denials_have_their_json() {
    let why = [
        Denial::NotOwner,
        Denial::NotAuthor,
        Denial::NoTarget,
        Denial::MadeBefore,
        Denial::OwnerGoes,
    ];
    check(
        why.map(Refusal::Denied),
        &expect![[r#"
        This is not done: only the owner of the room can do this.
          {"refused":{"reason":{"denied":"not_owner"}}}
        This is not done: only its author can do this.
          {"refused":{"reason":{"denied":"not_author"}}}
        This is not done: the message it is about is not there any more.
          {"refused":{"reason":{"denied":"no_target"}}}
        This is not done: the room has an owner already.
          {"refused":{"reason":{"denied":"made_before"}}}
        This is not done: an owner passes the room on before they go.
          {"refused":{"reason":{"denied":"owner_goes"}}}"#]],
    );
}
