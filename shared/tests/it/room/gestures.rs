//! Raised hands and reactions.

use chatmux_shared::room::{Command, Event, Reaction, Refusal, Turn};
use chatmux_shared::wire::Switch::{Off, On};

use super::{Scene, entrance};
use crate::someone::{VOICE, session};

/// A room that is session 1's, with the call of sessions 1 to 3.
fn call() -> Scene {
    let mut scene = Scene::open(&[1, 2, 3, 4]);
    for who in [1, 2, 3] {
        scene.does(who, Command::JoinCall { media: VOICE });
    }
    scene
}

fn hand(who: u8, hand: Option<u64>) -> Event {
    Event::Hand {
        session: session(who),
        hand: hand.map(Turn),
    }
}

#[test]
fn hands_are_up_in_the_order_of_raising() {
    let mut scene = call();
    assert_eq!(scene.does(3, Command::Hand(On)), [hand(3, Some(0))]);
    assert_eq!(scene.does(1, Command::Hand(On)), [hand(1, Some(1))]);
    assert_eq!(scene.does(3, Command::Hand(On)), []);
    assert_eq!(scene.does(3, Command::Hand(Off)), [hand(3, None)]);
    assert_eq!(scene.does(3, Command::Hand(Off)), []);
    assert_eq!(scene.does(3, Command::Hand(On)), [hand(3, Some(2))]);
}

#[test]
fn a_hand_goes_down_on_leaving_the_call_and_stays_up_over_a_lost_connection() {
    let mut scene = call();
    scene.does(2, Command::Hand(On));
    scene.does(2, Command::Lost);
    scene.enters(2, &entrance(2));
    assert_eq!(scene.person(2).hand, Some(Turn(0)));
    scene.does(2, Command::LeaveCall);
    assert_eq!(scene.person(2).hand, None);
}

#[test]
fn the_owner_lowers_anothers_hand_and_nobody_else_does() {
    let mut scene = call();
    scene.does(2, Command::Hand(On));
    let lower = Command::LowerHand(session(2));
    assert_eq!(scene.refusal(3, lower.clone()), Refusal::NotOwner);
    assert_eq!(scene.does(1, lower.clone()), [hand(2, None)]);
    assert_eq!(scene.does(1, lower), []);
    assert_eq!(scene.does(1, Command::LowerHand(session(99))), []);
}

#[test]
fn outside_the_call_there_are_no_hands_and_no_reactions() {
    let scene = call();
    for command in [Command::Hand(On), Command::React(Reaction::Heart)] {
        assert_eq!(scene.refusal(4, command), Refusal::NotInCall);
    }
}

#[test]
fn a_reaction_is_told_and_changes_nothing() {
    let mut scene = call();
    for reaction in Reaction::ALL {
        let before = scene.room.people();
        let session = session(2);
        let told = scene.does(2, Command::React(reaction));
        assert_eq!(told, [Event::Reaction { session, reaction }]);
        assert_eq!(scene.room.people(), before);
    }
}
