//! Locked rooms: who has to knock, who answers, and what comes of it.

use chatmux_shared::limits::KNOCKS;
use chatmux_shared::message::Act;
use chatmux_shared::room::{Audience, Command, Doorkeeper, Entrance, Refusal, Room};
use chatmux_shared::text::TextRefusal;
use chatmux_shared::wire::Switch::{Off, On};

use super::{Scene, entrance};
use crate::someone::{member, session};

/// A room that session 1 owns and has locked; session 2 is in it.
fn locked() -> Scene {
    let mut scene = Scene::open(&[1, 2]);
    scene.does(1, Command::Lock(On));
    scene
}

fn knocks(scene: &mut Scene, who: u8) {
    let event = scene.room.decide_knock(&entrance(who));
    scene.happen(&[event.expect("they may knock")]);
}

fn knocking(scene: &Scene) -> Vec<u8> {
    let is = |who: &u8| scene.room.is_knocking(member(*who));
    (0..200).filter(is).collect()
}

#[test]
fn only_the_owner_locks_and_unlocks() {
    let mut scene = Scene::open(&[1, 2]);
    for lock in [On, Off] {
        assert_eq!(scene.refusal(2, Command::Lock(lock)), Refusal::NotOwner);
    }
    assert_eq!(scene.does(1, Command::Lock(Off)), []);
    scene.does(1, Command::Lock(On));
    assert_eq!(scene.room.card().lock, On);
    assert_eq!(scene.room.summary().lock, On);
    assert_eq!(scene.does(1, Command::Lock(On)), []);
}

#[test]
fn a_room_that_nobody_owns_cannot_be_locked() {
    let scene = Scene::of(&[1]);
    assert_eq!(scene.refusal(1, Command::Lock(On)), Refusal::NotOwner);
}

#[test]
fn a_room_that_is_not_locked_is_shut_to_nobody() {
    let mut scene = locked();
    assert!(scene.room.is_shut_to(member(3)));
    scene.does(1, Command::Lock(Off));
    assert!(!scene.room.is_shut_to(member(3)));
}

#[test]
fn whoever_was_here_when_it_was_locked_comes_back_without_knocking() {
    let mut scene = locked();
    scene.does(2, Command::Leave);
    scene.does(1, Command::Leave);
    for who in [1, 2] {
        assert!(!scene.room.is_shut_to(member(who)));
    }
    // The same from what is kept of it.
    let awake = Room::new(scene.room.card().clone(), scene.room.limits().clone());
    assert!(!awake.is_shut_to(member(2)));
    assert!(awake.is_shut_to(member(3)));
}

#[test]
fn whoever_left_before_it_was_locked_knocks() {
    let mut scene = Scene::open(&[1, 2, 3]);
    scene.does(3, Command::Leave);
    scene.does(1, Command::Lock(On));
    assert!(scene.room.is_shut_to(member(3)));
}

#[test]
fn whoever_is_let_in_comes_in_and_stays_admitted_until_it_is_unlocked() {
    let mut scene = locked();
    knocks(&mut scene, 3);
    knocks(&mut scene, 4);
    scene.does(1, Command::LetIn(member(3)));
    assert_eq!(knocking(&scene), [4]);
    assert!(!scene.room.is_shut_to(member(3)));
    scene.enters(3, &entrance(3));
    scene.does(3, Command::Leave);
    assert!(!scene.room.is_shut_to(member(3)));
    scene.does(1, Command::Lock(Off));
    assert!(knocking(&scene).is_empty());
    scene.does(1, Command::Lock(On));
    assert!(scene.room.is_shut_to(member(3)));
}

#[test]
fn whoever_is_turned_away_stays_outside_and_may_knock_again() {
    let mut scene = locked();
    knocks(&mut scene, 3);
    scene.does(1, Command::TurnAway(member(3)));
    assert!(knocking(&scene).is_empty());
    assert!(scene.room.is_shut_to(member(3)));
    knocks(&mut scene, 3);
}

#[test]
fn only_the_owner_answers_and_only_those_who_knock() {
    let mut scene = locked();
    knocks(&mut scene, 3);
    for answer in [Command::LetIn, Command::TurnAway] {
        assert_eq!(scene.refusal(2, answer(member(3))), Refusal::NotOwner);
        assert_eq!(scene.refusal(1, answer(member(4))), Refusal::NotKnocking);
    }
}

#[test]
fn whoever_was_removed_cannot_even_knock() {
    let mut scene = locked();
    let remove = scene.deed(1, Act::RemoveMember { member: member(2) });
    scene.posts(1, remove);
    // Admitted, and yet.
    assert_eq!(scene.is_kept_out(2, &entrance(2)), Refusal::Removed);
    let refused = scene.room.decide_knock(&entrance(2));
    assert_eq!(refused, Err(Refusal::Removed));
}

#[test]
fn a_knock_has_a_name_and_is_one_a_member() {
    let mut scene = locked();
    let named = |name: &str| Entrance {
        name: name.to_owned(),
        ..entrance(3)
    };
    let refused = scene.room.decide_knock(&named(" "));
    assert_eq!(refused, Err(Refusal::Name(TextRefusal::Empty)));
    for name in ["Eve", "Eva"] {
        let knock = scene.room.decide_knock(&named(name)).expect("a knock");
        scene.happen(&[knock]);
    }
    let [knock] = scene.room.knocks() else {
        panic!("one knock")
    };
    assert_eq!(knock.name.as_str(), "Eva");
}

#[test]
fn so_many_knock_at_a_time_and_no_more() {
    let mut scene = locked();
    let most = u8::try_from(KNOCKS).expect("few");
    for who in 100..100 + most {
        knocks(&mut scene, who);
    }
    let refused = scene.room.decide_knock(&entrance(99));
    assert_eq!(refused, Err(Refusal::TooManyKnock { limit: KNOCKS }));
    let ends = scene.room.decide_knock_ends(member(100));
    scene.happen(&[ends.expect("they knocked")]);
    assert_eq!(scene.room.decide_knock_ends(member(100)), None);
    knocks(&mut scene, 99);
}

#[test]
fn knocks_are_told_to_the_owner_alone() {
    let scene = locked();
    let knock = scene.room.decide_knock(&entrance(3)).expect("a knock");
    assert_eq!(Room::audience(&knock), Audience::Owner);
}

#[test]
fn whoever_knocks_is_told_whether_the_owner_is_there() {
    let mut scene = locked();
    assert_eq!(scene.room.doorkeeper(), Doorkeeper::Here);
    scene.does(1, Command::Lost);
    assert_eq!(scene.room.doorkeeper(), Doorkeeper::Away);
    scene.enters(1, &entrance(1));
    assert_eq!(scene.room.doorkeeper(), Doorkeeper::Here);
    let pass = scene.deed(1, Act::PassOwnership { to: member(2) });
    scene.posts(1, pass);
    scene.does(1, Command::Leave);
    assert_eq!(scene.room.doorkeeper(), Doorkeeper::Here);
    assert!(!scene.room.is_shut_to(member(2)));
    assert_eq!(scene.person(2).session, session(2));
}
