//! The call of a room: who may be in it, with what, and speak to whom.

use chatmux_shared::limits::Limits;
use chatmux_shared::room::{Audience, Command, Event, Refusal, Room};
use chatmux_shared::wire::Media;

use super::{Scene, entrance, sight};
use crate::someone::{SCREEN, VIDEO, VOICE, ready, session};

fn join(media: Media) -> Command {
    Command::JoinCall { media }
}

fn signal_to(who: u8) -> Command {
    Command::Signal {
        to: session(who),
        signal: ready(),
    }
}

/// A room of sessions 21 to 40, the first `voices` of them in the call with
/// their voice and the next `videos` with their picture.
fn crowd(videos: u8, voices: u8) -> Scene {
    let mut scene = Scene::of(&(21..=40).collect::<Vec<_>>());
    for who in 21..21 + videos {
        scene.does(who, join(VIDEO));
    }
    for who in 21 + videos..21 + videos + voices {
        scene.does(who, join(VOICE));
    }
    scene
}

#[test]
fn one_is_in_the_call_once_one_joins_and_until_one_leaves() {
    let mut scene = Scene::of(&[1, 2]);
    assert_eq!(scene.in_call(), []);
    let (session, media) = (session(1), VOICE);
    assert_eq!(
        scene.does(1, join(VOICE)),
        [Event::InCall { session, media }]
    );
    assert_eq!(scene.in_call(), [session]);
    let left = scene.does(1, Command::LeaveCall);
    assert_eq!(left, [Event::LeftCall { session }]);
    assert_eq!(scene.in_call(), []);
}

#[test]
fn joining_or_leaving_twice_tells_nothing_new() {
    let mut scene = Scene::of(&[1]);
    assert_eq!(scene.does(1, Command::LeaveCall), []);
    scene.does(1, join(VIDEO));
    let before = sight(&scene.room);
    assert_eq!(scene.does(1, join(VIDEO)), []);
    assert_eq!(sight(&scene.room), before);
}

#[test]
fn leaving_the_room_leaves_the_call() {
    let mut scene = Scene::of(&[1, 2]);
    scene.does(1, join(VIDEO));
    scene.does(1, Command::Leave);
    scene.enters(1, &entrance(1));
    assert_eq!(scene.in_call(), []);
}

#[test]
fn a_call_has_twelve_sessions_at_most() {
    let mut scene = crowd(0, 12);
    for media in [VOICE, Media::default()] {
        scene.does(33, join(media));
        assert_eq!(scene.person(33).call, None);
    }
    scene.does(21, join(Media::default()));
    assert_eq!(scene.in_call().len(), 12);
    scene.does(33, Command::LeaveCall);
    scene.does(22, Command::LeaveCall);
    scene.does(33, join(VOICE));
    assert_eq!(scene.person(33).call, Some(VOICE));
}

#[test]
fn eight_of_a_call_send_video_at_most() {
    let mut scene = crowd(8, 1);
    let full = Refusal::VideoFull { limit: 8 };
    for media in [VIDEO, SCREEN] {
        assert_eq!(scene.refusal(30, join(media)), full);
        assert_eq!(scene.refusal(29, join(media)), full);
    }
    scene.does(30, join(VOICE));
    scene.does(21, join(SCREEN));
    scene.does(22, join(VOICE));
    scene.does(29, join(VIDEO));
    assert_eq!(scene.refusal(22, join(VIDEO)), full);
}

#[test]
fn who_may_come_back_keeps_their_place_in_the_call() {
    let mut scene = crowd(8, 4);
    scene.does(21, Command::Lost);
    scene.does(33, join(VOICE));
    assert_eq!(scene.person(33).call, None);
    scene.enters(21, &entrance(21));
    assert_eq!(scene.does(21, join(VIDEO)), []);
}

#[test]
fn a_signal_goes_to_the_other_end_alone() {
    let mut scene = Scene::of(&[1, 2]);
    scene.does(1, join(VOICE));
    scene.does(2, join(Media::default()));
    let events = scene.does(1, signal_to(2));
    let [event] = &events[..] else {
        panic!("one signal")
    };
    assert_eq!(
        *event,
        Event::Signal {
            from: session(1),
            to: session(2),
            signal: ready(),
        }
    );
    assert_eq!(Room::audience(event), Audience::Only(session(2)));
}

// trial 53
#[test]
fn a_signal_to_or_from_someone_outside_the_call_is_refused() {
    let mut scene = Scene::of(&[1, 2, 12, 3]);
    scene.does(1, join(VOICE));
    assert_eq!(scene.refusal(1, signal_to(2)), Refusal::NotInCall);
    assert_eq!(scene.refusal(2, signal_to(1)), Refusal::NotInCall);
    assert_eq!(scene.refusal(1, signal_to(7)), Refusal::NotInCall);
    assert_eq!(scene.refusal(7, signal_to(1)), Refusal::NotInRoom);
    scene.does(2, join(VOICE));
    scene.does(2, Command::LeaveCall);
    assert_eq!(scene.refusal(1, signal_to(2)), Refusal::NotInCall);
}

#[test]
fn a_member_is_in_the_call_by_the_tab_that_joined_last() {
    let mut scene = Scene::of(&[1, 2, 12]);
    scene.does(1, join(VOICE));
    scene.does(2, join(VIDEO));
    let events = scene.does(12, join(VOICE));
    let left = Event::LeftCall {
        session: session(2),
    };
    let joined = Event::InCall {
        session: session(12),
        media: VOICE,
    };
    assert_eq!(events, [left, joined]);
    assert_eq!(scene.in_call(), [session(1), session(12)]);
}

#[test]
fn another_tab_takes_the_place_of_the_first_in_a_full_call() {
    let mut scene = Scene::new(Limits {
        call_sessions: 1,
        call_video: 1,
        ..Limits::default()
    });
    for who in [1, 2, 12] {
        scene.enters(who, &entrance(who));
    }
    scene.does(2, join(VIDEO));
    scene.does(12, join(VIDEO));
    assert_eq!(scene.in_call(), [session(12)]);
    scene.does(1, join(VOICE));
    assert_eq!(scene.in_call(), [session(12)]);
}

#[test]
fn two_tabs_of_one_member_are_not_linked() {
    let mut scene = Scene::of(&[1, 2, 12]);
    for who in [1, 2, 12] {
        scene.does(who, join(VOICE));
    }
    assert_eq!(scene.refusal(2, signal_to(12)), Refusal::NotInCall);
    assert_eq!(scene.refusal(12, signal_to(2)), Refusal::NotInCall);
    assert_eq!(scene.refusal(1, signal_to(1)), Refusal::NotInCall);
    scene.does(1, signal_to(12));
    scene.does(12, signal_to(1));
}
