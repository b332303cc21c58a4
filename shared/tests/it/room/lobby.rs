//! Rooms as they are seen from outside.

use chatmux_shared::id::RoomId;
use chatmux_shared::limits::Limits;
use chatmux_shared::room::{Command, Room, lobby};
use chatmux_shared::wire::Visibility;

use super::{Scene, entrance};
use crate::someone::{VOICE, card};

#[test]
fn two_tabs_are_one_person() {
    let mut scene = Scene::of(&[1, 2, 12]);
    scene.does(12, Command::JoinCall { media: VOICE });
    let summary = scene.room.summary();
    assert_eq!(summary.people.len(), 2);
    assert_eq!(summary.in_call, 1);
}

#[test]
fn a_room_is_on_the_map_while_it_is_listed_and_someone_is_in_it() {
    let mut scene = Scene::of(&[1]);
    assert!(!scene.room.is_on_map(), "nobody has opened it");
    scene.opens(2, Visibility::Listed);
    assert!(scene.room.is_on_map());
    scene.does(2, Command::Visibility(Visibility::ByLink));
    assert!(!scene.room.is_on_map());
    scene.does(2, Command::Visibility(Visibility::Listed));
    for who in [1, 2] {
        scene.does(who, Command::Leave);
    }
    assert!(!scene.room.is_on_map());
}

#[test]
fn the_fullest_room_comes_first_and_the_lounge_is_always_there() {
    let lounge = Room::new(card(), Limits::default());
    assert_eq!(lobby(Vec::new(), &lounge), [lounge.summary()]);
    let mut two = Scene::of(&[1, 2]).room.summary();
    two.id = RoomId::from_random(2);
    let mut one = Scene::of(&[3]).room.summary();
    one.id = RoomId::from_random(3);
    let rooms = lobby(vec![one.clone(), two.clone()], &lounge);
    assert_eq!(rooms, [two, one, lounge.summary()]);
    let mut full = Scene::of(&[1, 2, 3]);
    full.enters(4, &entrance(4));
    let awake = full.room.summary();
    assert_eq!(lobby(vec![awake.clone()], &lounge), [awake]);
}
