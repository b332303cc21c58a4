//! Who gets the stage.

use super::*;
use chatmux_shared::stage::{Cast, View, arrivals};

/// Three people, of whom 1 is oneself.
const NOBODY: Cast<'static> = Cast {
    tiles: &[],
    screens: &[],
    pinned: None,
    speakers: &[],
    me: None,
    view: View::Grid,
    before: None,
};

#[test]
fn in_a_grid_nobody_is_large() {
    let cast = Cast {
        tiles: &people(3),
        speakers: &[session(2)],
        before: Some(person(3)),
        ..NOBODY
    };
    assert_eq!(cast.large(), None);
}

#[test]
fn what_is_pinned_goes_before_everything() {
    let tiles = [person(1), screen(2), person(2), person(3)];
    let cast = Cast {
        tiles: &tiles,
        screens: &[screen(2)],
        pinned: Some(person(3)),
        speakers: &[session(2)],
        me: Some(session(1)),
        view: View::Speaker,
        before: None,
    };
    assert_eq!(cast.large(), Some(person(3)));
    let gone = Cast {
        pinned: Some(person(9)),
        ..cast
    };
    assert_eq!(
        gone.large(),
        Some(screen(2)),
        "one that left is not waited for"
    );
}

#[test]
fn one_can_pin_oneself() {
    let cast = Cast {
        tiles: &people(2),
        pinned: Some(person(1)),
        me: Some(session(1)),
        ..NOBODY
    };
    assert_eq!(cast.large(), Some(person(1)));
}

#[test]
fn the_newest_screen_takes_the_stage_and_gives_it_back() {
    let before = [person(1), person(2), screen(3), person(3)];
    let known = arrivals(&[], &before);
    let tiles = [person(1), screen(2), person(2), screen(3), person(3)];
    let screens = arrivals(&known, &tiles);
    assert_eq!(screens, [screen(3), screen(2)]);
    let cast = Cast {
        tiles: &tiles,
        screens: &screens,
        me: Some(session(1)),
        ..NOBODY
    };
    assert_eq!(cast.large(), Some(screen(2)));
    let screens = arrivals(&screens, &before);
    let cast = Cast {
        tiles: &before,
        screens: &screens,
        ..cast
    };
    assert_eq!(cast.large(), Some(screen(3)));
    assert_eq!(arrivals(&screens, &people(3)), []);
}

#[test]
fn ones_own_screen_comes_after_those_of_others() {
    let tiles = [screen(1), person(1), screen(2), person(2)];
    let cast = Cast {
        tiles: &tiles,
        screens: &[screen(2), screen(1)],
        me: Some(session(1)),
        ..NOBODY
    };
    assert_eq!(cast.large(), Some(screen(2)));
    let alone = Cast {
        tiles: &[screen(1), person(1), person(2)],
        screens: &[screen(1)],
        ..cast
    };
    assert_eq!(alone.large(), Some(screen(1)));
}

#[test]
fn the_foremost_speaker_is_large_and_stays_so_while_it_is_quiet() {
    let tiles = people(4);
    let cast = Cast {
        tiles: &tiles,
        speakers: &[session(3), session(2)],
        me: Some(session(1)),
        view: View::Speaker,
        before: Some(person(2)),
        ..NOBODY
    };
    assert_eq!(cast.large(), Some(person(3)));
    let quiet = Cast {
        speakers: &[],
        before: Some(person(3)),
        ..cast
    };
    assert_eq!(quiet.large(), Some(person(3)));
}

#[test]
fn one_does_not_look_at_oneself_speaking() {
    let tiles = people(3);
    let cast = Cast {
        tiles: &tiles,
        speakers: &[session(1), session(3)],
        me: Some(session(1)),
        view: View::Speaker,
        ..NOBODY
    };
    assert_eq!(cast.large(), Some(person(3)));
    let only_me = Cast {
        speakers: &[session(1)],
        before: Some(person(1)),
        ..cast
    };
    assert_eq!(only_me.large(), Some(person(2)));
}

#[test]
fn after_a_screen_the_speaker_is_large_again() {
    let tiles = people(3);
    let cast = Cast {
        tiles: &tiles,
        me: Some(session(1)),
        view: View::Speaker,
        before: Some(screen(3)),
        ..NOBODY
    };
    assert_eq!(cast.large(), Some(person(2)));
}

#[test]
fn one_who_is_alone_has_the_whole_stage() {
    let cast = Cast {
        tiles: &people(1),
        pinned: Some(person(1)),
        view: View::Speaker,
        ..NOBODY
    };
    assert_eq!(cast.large(), None);
}

#[test]
fn there_are_two_views() {
    assert_eq!(View::Grid.other(), View::Speaker);
    assert_eq!(View::Speaker.other(), View::Grid);
}
