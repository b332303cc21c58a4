//! What an owner may do with a room and those in it.

use chatmux_shared::message::{Act, Denial};
use chatmux_shared::room::{Command, Event, Refusal};
use chatmux_shared::wire::Visibility;

use super::{Scene, entrance};
use crate::log::{last, says};
use crate::someone::{VOICE, member, session};

fn remove(who: u8) -> Act {
    let member = member(who);
    Act::RemoveMember { member }
}

fn pass_to(who: u8) -> Act {
    let to = member(who);
    Act::PassOwnership { to }
}

#[test]
fn only_the_owner_passes_a_room_on_or_removes_someone() {
    let scene = Scene::open(&[1, 2, 3]);
    for act in [pass_to(2), pass_to(3), remove(3), remove(1), remove(2)] {
        let refusal = scene.is_not_posted(2, scene.deed(2, act));
        assert_eq!(refusal, Refusal::Denied(Denial::NotOwner), "{act:?}");
    }
    let refusal = scene.is_not_posted(1, scene.deed(1, remove(1)));
    assert_eq!(refusal, Refusal::Denied(Denial::OwnerGoes));
}

#[test]
fn who_a_room_is_passed_on_to_owns_it() {
    let mut scene = Scene::open(&[1, 2]);
    let events = scene.posts(1, scene.deed(1, pass_to(2)));
    assert!(matches!(
        &events[..],
        [Event::Entry { .. }, Event::Room { card }] if card.owner == Some(member(2))
    ));
    assert_eq!(scene.room.card().owner, Some(member(2)));
    let by_link = || Command::Visibility(Visibility::ByLink);
    assert_eq!(scene.refusal(1, by_link()), Refusal::NotOwner);
    let again = scene.is_not_posted(1, scene.deed(1, pass_to(1)));
    assert_eq!(again, Refusal::Denied(Denial::NotOwner));
    scene.does(2, by_link());
    scene.posts(2, scene.deed(2, remove(1)));
}

#[test]
fn who_is_removed_leaves_in_every_tab_and_everyone_is_told() {
    let mut scene = Scene::open(&[1, 2, 12, 3]);
    scene.does(12, Command::JoinCall { media: VOICE });
    scene.does(2, Command::Lost);
    let events = scene.posts(1, scene.deed(1, remove(2)));
    let departed = |who| Event::Departed {
        session: session(who),
    };
    assert!(matches!(
        &events[..2],
        [Event::Entry { .. }, Event::Room { card }] if card.removed == [member(2)]
    ));
    assert_eq!(events[2..], [departed(2), departed(12)]);
    assert_eq!(scene.people(), [session(1), session(3)]);
    assert_eq!(scene.in_call(), []);
    assert_eq!(scene.room.next_expiry(), None);
}

#[test]
fn who_was_removed_can_do_nothing_and_does_not_come_in_again() {
    let mut scene = Scene::open(&[1, 2]);
    scene.posts(1, scene.deed(1, remove(2)));
    let word = says(2, 9, last(&scene.log), "but why?");
    assert_eq!(scene.is_not_posted(2, word), Refusal::NotInRoom);
    for tab in [2, 12] {
        let refusal = scene.is_kept_out(tab, &entrance(tab));
        assert_eq!(refusal, Refusal::Removed);
    }
    scene.enters(3, &entrance(3));
}

#[test]
fn someone_who_is_not_here_is_removed_for_when_they_come() {
    let mut scene = Scene::open(&[1]);
    let events = scene.posts(1, scene.deed(1, remove(2)));
    assert_eq!(events.len(), 2);
    assert_eq!(scene.is_kept_out(2, &entrance(2)), Refusal::Removed);
}

#[test]
fn an_owner_who_passed_the_room_on_can_be_removed() {
    let mut scene = Scene::open(&[1, 2]);
    scene.posts(1, scene.deed(1, pass_to(2)));
    scene.posts(2, scene.deed(2, remove(1)));
    assert_eq!(scene.people(), [session(2)]);
    assert_eq!(scene.is_kept_out(1, &entrance(1)), Refusal::Removed);
}
