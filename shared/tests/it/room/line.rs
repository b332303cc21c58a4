//! The line before a full call: who gets in, and when.

use chatmux_shared::limits::Limits;
use chatmux_shared::room::{Command, Event, InLine, Refusal, Turn};
use chatmux_shared::wire::Media;

use super::{Scene, entrance};
use crate::someone::{VIDEO, VOICE, session};

fn join(media: Media) -> Command {
    Command::JoinCall { media }
}

/// A call of two, one of them with video; sessions 1 and 2 are in it.
fn full() -> Scene {
    let mut scene = Scene::new(Limits {
        call_sessions: 2,
        call_video: 1,
        ..Limits::default()
    });
    for who in [1, 2, 3, 4, 5] {
        scene.enters(who, &entrance(who));
    }
    scene.does(1, join(VIDEO));
    scene.does(2, join(VOICE));
    scene
}

fn place(turn: u64, media: Media) -> InLine {
    let turn = Turn(turn);
    InLine { turn, media }
}

#[test]
fn whoever_comes_to_a_full_call_waits_in_line_and_is_told_their_place() {
    let mut scene = full();
    let told = Event::InLine {
        session: session(3),
        place: place(0, VOICE),
    };
    assert_eq!(scene.does(3, join(VOICE)), [told]);
    scene.does(4, join(VIDEO));
    assert_eq!(scene.person(4).line, Some(place(1, VIDEO)));
    assert_eq!(scene.room.before_in_line(session(3)), Some(0));
    assert_eq!(scene.room.before_in_line(session(4)), Some(1));
    assert_eq!(scene.room.before_in_line(session(5)), None);
    assert_eq!(scene.in_call(), [session(1), session(2)]);
}

#[test]
fn the_first_in_line_gets_in_when_someone_leaves_in_whichever_way() {
    for leaves in [Command::LeaveCall, Command::Leave] {
        let mut scene = full();
        scene.does(4, join(VOICE));
        scene.does(3, join(VOICE));
        scene.does(2, leaves);
        assert_eq!(scene.in_call(), [session(1), session(4)]);
        assert_eq!(scene.person(4).line, None);
        assert_eq!(scene.room.before_in_line(session(3)), Some(0));
    }
    let mut scene = full();
    scene.does(3, join(VOICE));
    scene.does(1, Command::Leaving);
    scene.passes(5_000);
    assert_eq!(scene.in_call(), [session(2), session(3)]);
}

#[test]
fn whoever_wants_to_be_seen_where_nobody_else_can_be_gets_in_with_their_voice() {
    let mut scene = full();
    scene.does(3, join(VIDEO));
    scene.does(2, Command::LeaveCall);
    assert_eq!(scene.person(3).call, Some(VOICE));
    assert!(!scene.room.has_place_for_video(scene.person(3)));
    let refused = scene.refusal(3, join(VIDEO));
    assert_eq!(refused, Refusal::VideoFull { limit: 1 });
    scene.does(1, join(VOICE));
    assert!(scene.room.has_place_for_video(scene.person(3)));
    scene.does(3, join(VIDEO));
    let mut scene = full();
    scene.does(3, join(VIDEO));
    scene.does(1, Command::LeaveCall);
    assert_eq!(scene.person(3).call, Some(VIDEO));
}

#[test]
fn whoever_waits_may_change_what_they_want_to_send_and_stop_waiting() {
    let mut scene = full();
    scene.does(3, join(VIDEO));
    scene.does(4, join(VOICE));
    assert_eq!(scene.does(3, join(VIDEO)), []);
    scene.does(3, join(VOICE));
    assert_eq!(scene.person(3).line, Some(place(0, VOICE)));
    let left = Event::LeftCall {
        session: session(3),
    };
    assert_eq!(scene.does(3, Command::LeaveCall), [left]);
    assert_eq!(scene.does(3, Command::LeaveCall), []);
    scene.does(3, join(VOICE));
    assert_eq!(scene.room.before_in_line(session(4)), Some(0));
    assert_eq!(scene.room.before_in_line(session(3)), Some(1));
}

#[test]
fn whoever_is_away_is_passed_over_and_keeps_their_turn() {
    let mut scene = full();
    for who in [3, 4] {
        scene.does(who, join(VOICE));
    }
    scene.does(3, Command::Lost);
    scene.does(1, Command::LeaveCall);
    assert_eq!(scene.in_call(), [session(2), session(4)]);
    assert_eq!(scene.room.before_in_line(session(3)), Some(0));
    scene.does(5, join(VOICE));
    scene.does(2, Command::LeaveCall);
    assert_eq!(scene.in_call(), [session(4), session(5)]);
    scene.enters(3, &entrance(3));
    assert_eq!(scene.room.before_in_line(session(3)), Some(0));
    scene.does(4, Command::Leave);
    assert_eq!(scene.in_call(), [session(3), session(5)]);
}

#[test]
fn whoever_was_away_when_a_place_got_free_gets_in_on_coming_back() {
    let mut scene = full();
    scene.does(3, join(VOICE));
    scene.does(3, Command::Lost);
    scene.does(1, Command::LeaveCall);
    assert_eq!(scene.in_call(), [session(2)]);
    scene.enters(3, &entrance(3));
    assert_eq!(scene.in_call(), [session(2), session(3)]);
}

#[test]
fn a_member_stands_in_line_once_with_the_turn_of_their_first_tab() {
    let mut scene = full();
    scene.enters(13, &entrance(13));
    scene.does(3, join(VOICE));
    scene.does(4, join(VOICE));
    let events = scene.does(13, join(VIDEO));
    let left = Event::LeftCall {
        session: session(3),
    };
    let waits = Event::InLine {
        session: session(13),
        place: place(0, VIDEO),
    };
    assert_eq!(events, [left, waits]);
    scene.does(2, Command::LeaveCall);
    assert_eq!(scene.in_call(), [session(1), session(13)]);
}
