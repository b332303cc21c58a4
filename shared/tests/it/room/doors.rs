//! Coming in, going away, coming back.

use chatmux_shared::id::{Incarnation, SessionId};
use chatmux_shared::limits::{Limits, TABS};
use chatmux_shared::room::{
    Color, Command, Entrance, Event, LEAVING_GRACE, LOST_GRACE, Presence, Refusal, Returning,
};
use chatmux_shared::text::TextRefusal;
use chatmux_shared::wire::Former;

use super::{Scene, entrance};
use crate::someone::{NOW, VIDEO, session};

const FRESH: u8 = 99;

/// Which session a tab is that was session 1, loaded for the `load`th time.
fn recognize(scene: &Scene, load: u32, former: Former) -> (SessionId, Incarnation) {
    let returning = Returning {
        session: session(1),
        incarnation: Incarnation(load),
        former,
    };
    scene.room.recognize(Some(returning), session(FRESH))
}

/// A room whose session 1 was loaded for the second time.
fn scene() -> Scene {
    let mut scene = Scene::of(&[1, 2]);
    scene.enters(1, &enter_again(1));
    scene
}

fn enter_again(load: u32) -> Entrance {
    Entrance {
        incarnation: Incarnation(load),
        ..entrance(1)
    }
}

fn known(load: u32) -> (SessionId, Incarnation) {
    (session(1), Incarnation(load))
}

fn fresh() -> (SessionId, Incarnation) {
    (session(FRESH), Incarnation(0))
}

#[test]
fn a_tab_that_was_no_session_is_a_fresh_one() {
    assert_eq!(scene().room.recognize(None, session(FRESH)), fresh());
}

#[test]
fn a_page_that_lost_its_connection_is_the_session_it_was() {
    let mut scene = scene();
    for former in [Former::Gone, Former::Unknown] {
        assert_eq!(recognize(&scene, 1, former), known(1));
    }
    scene.does(1, Command::Lost);
    assert_eq!(recognize(&scene, 1, Former::Gone), known(1));
}

#[test]
fn a_refreshed_page_is_the_session_it_was() {
    let mut scene = scene();
    assert_eq!(recognize(&scene, 2, Former::Gone), known(2));
    scene.does(1, Command::Leaving);
    assert_eq!(recognize(&scene, 2, Former::Unknown), known(2));
}

#[test]
fn a_duplicated_tab_is_a_fresh_session() {
    let scene = scene();
    assert_eq!(recognize(&scene, 2, Former::Unknown), fresh());
}

#[test]
fn a_page_whose_session_was_loaded_again_elsewhere_is_a_fresh_one() {
    let mut scene = scene();
    for former in [Former::Gone, Former::Unknown] {
        assert_eq!(recognize(&scene, 0, former), fresh());
    }
    scene.does(1, Command::Lost);
    assert_eq!(recognize(&scene, 0, Former::Gone), fresh());
}

#[test]
fn after_a_restart_every_tab_is_the_session_it_was() {
    let empty = Scene::of(&[]);
    for former in [Former::Gone, Former::Unknown] {
        assert_eq!(recognize(&empty, 7, former), known(7));
    }
}

#[test]
fn who_comes_in_is_seen_with_the_name_they_chose() {
    let mut scene = Scene::of(&[]);
    let eve = Entrance {
        name: " Eve ".to_owned(),
        color: Color::Red,
        ..entrance(1)
    };
    let event = scene.enters(1, &eve);
    let person = scene.person(1);
    assert_eq!(person.name.as_str(), "Eve");
    assert_eq!(
        (person.color, person.presence),
        (Color::Red, Presence::Here)
    );
    assert_eq!(person.call, None);
    let person = person.clone();
    assert_eq!(event, Event::Entered { person });
}

#[test]
fn a_name_that_cannot_be_keeps_one_out() {
    let scene = Scene::of(&[]);
    let nameless = Entrance {
        name: " ".to_owned(),
        ..entrance(1)
    };
    let refusal = scene.is_kept_out(1, &nameless);
    assert_eq!(refusal, Refusal::Name(TextRefusal::Empty));
}

#[test]
fn who_is_not_in_the_room_can_do_nothing_there() {
    let scene = Scene::of(&[1]);
    for command in [
        Command::Lost,
        Command::Leaving,
        Command::Leave,
        Command::LeaveCall,
        Command::JoinCall { media: VIDEO },
    ] {
        assert_eq!(scene.refusal(2, command), Refusal::NotInRoom);
    }
}

#[test]
fn who_left_is_gone_at_once() {
    let mut scene = Scene::of(&[1, 2]);
    scene.does(1, Command::Leave);
    assert_eq!(scene.people(), [session(2)]);
    scene.does(2, Command::Leave);
    assert!(scene.room.is_empty());
}

/// Session 1 goes by `command`; it is gone after `grace` and not before.
fn is_gone_after(command: Command, grace: u64) {
    let mut scene = Scene::of(&[1, 2]);
    scene.does(1, command);
    assert_eq!(scene.person(1).presence, Presence::Reconnecting);
    assert_eq!(scene.room.next_expiry(), Some(NOW.plus(grace)));
    assert_eq!(scene.passes(grace - 1), []);
    let session = session(1);
    assert_eq!(scene.passes(1), [Event::Departed { session }]);
    assert_eq!(scene.room.next_expiry(), None);
    assert_eq!(scene.passes(u64::MAX), []);
}

#[test]
fn a_lost_connection_may_come_back_for_a_minute() {
    is_gone_after(Command::Lost, LOST_GRACE);
    assert_eq!(LOST_GRACE, 60_000);
}

#[test]
fn a_page_that_goes_away_may_come_back_for_five_seconds() {
    is_gone_after(Command::Leaving, LEAVING_GRACE);
    assert_eq!(LEAVING_GRACE, 5_000);
}

#[test]
fn the_end_of_a_leaving_pages_connection_gives_it_no_longer() {
    let mut scene = Scene::of(&[1]);
    scene.does(1, Command::Leaving);
    scene.does(1, Command::Lost);
    scene.passes(LEAVING_GRACE);
    assert!(scene.room.is_empty());
}

#[test]
fn who_came_back_stays_where_they_were() {
    let mut scene = Scene::of(&[1, 2]);
    scene.does(1, Command::JoinCall { media: VIDEO });
    scene.does(1, Command::Lost);
    assert_eq!(scene.in_call(), [session(1)]);
    scene.enters(1, &enter_again(1));
    let person = scene.person(1);
    assert_eq!(person.presence, Presence::Here);
    assert_eq!(
        (person.incarnation, person.call),
        (Incarnation(1), Some(VIDEO))
    );
    assert_eq!(scene.people(), [session(1), session(2)]);
    assert_eq!(scene.passes(10 * LOST_GRACE), []);
}

#[test]
fn who_left_and_came_again_is_the_last_to_have_come() {
    let mut scene = Scene::of(&[1, 2]);
    scene.does(1, Command::Leave);
    scene.enters(1, &entrance(1));
    assert_eq!(scene.people(), [session(2), session(1)]);
}

#[test]
fn a_clock_set_forward_ends_waits_and_one_set_back_keeps_whoever_is_here() {
    let mut scene = Scene::of(&[1, 2]);
    scene.does(1, Command::Lost);
    let day = 24 * 3_600_000;
    assert_eq!(scene.passes(day).len(), 1);
    assert_eq!(scene.people(), [session(2)]);

    scene.does(2, Command::Leaving);
    scene.now = NOW;
    assert_eq!(scene.passes(0), []);
    scene.does(2, Command::Lost);
    assert_eq!(scene.room.next_expiry(), Some(NOW.plus(LOST_GRACE)));
}

#[test]
fn a_full_room_lets_in_only_who_is_in_it_already() {
    let limits = Limits {
        room_sessions: 2,
        ..Limits::default()
    };
    let mut scene = Scene::new(limits);
    scene.enters(1, &entrance(1));
    scene.enters(2, &entrance(2));
    assert_eq!(
        scene.is_kept_out(3, &entrance(3)),
        Refusal::RoomFull { limit: 2 }
    );
    scene.does(1, Command::Lost);
    assert_eq!(
        scene.is_kept_out(3, &entrance(3)),
        Refusal::RoomFull { limit: 2 }
    );
    scene.enters(1, &enter_again(1));
    scene.does(2, Command::Leave);
    scene.enters(3, &entrance(3));
}

#[test]
fn a_full_room_takes_another_tab_of_someone_in_it() {
    let limits = Limits {
        room_sessions: 2,
        ..Limits::default()
    };
    let mut scene = Scene::new(limits);
    for who in [1, 2] {
        scene.enters(who, &entrance(who));
    }
    scene.enters(12, &entrance(12));
    let refused = scene.is_kept_out(3, &entrance(3));
    assert_eq!(refused, Refusal::RoomFull { limit: 2 });
}

#[test]
fn one_member_has_so_many_tabs_in_a_room_and_no_more() {
    let mut scene = Scene::of(&[2]);
    let tabs = u8::try_from(TABS).expect("few");
    for tab in 0..tabs {
        scene.enters(100 + tab, &entrance(1));
    }
    let refused = scene.is_kept_out(99, &entrance(1));
    assert_eq!(refused, Refusal::TooManyTabs { limit: TABS });
    // One that is in it already comes back.
    scene.does(100, Command::Lost);
    scene.enters(100, &enter_again(1));
    scene.does(101, Command::Leave);
    scene.enters(99, &entrance(1));
}
