//! What is said in a room, what people are called, whose it is.

use chatmux_shared::room::{Audience, Color, Command, Decision, Draft, Event, Refusal, Room};
use chatmux_shared::text::TextRefusal;
use chatmux_shared::wire::Visibility;

use super::{Scene, maker};
use crate::someone::{client, entry, member, name, session};

fn say(text: &str) -> Command {
    Command::Say {
        client: client(1),
        text: text.to_owned(),
    }
}

fn profile(name: &str) -> Command {
    Command::Profile {
        name: name.to_owned(),
        color: Color::Green,
    }
}

#[test]
fn what_is_said_is_kept_before_anyone_is_told() {
    let mut scene = Scene::of(&[1]);
    scene.does(1, profile("Eve"));
    let decided = scene.room.decide(session(1), say(" hello\n"), scene.now);
    let Ok(Decision::Keep(draft)) = decided else {
        panic!("not kept but {decided:?}")
    };
    assert_eq!(draft.text.as_str(), " hello\n");
    let told = Draft {
        client: client(1),
        author: member(1),
        name: name("Eve"),
        color: Color::Green,
        text: draft.text.clone(),
    };
    assert_eq!(draft, told);
}

#[test]
fn what_cannot_be_said_is_refused_with_the_reason() {
    let scene = Scene::of(&[1]);
    let refusal = |text: &str| scene.refusal(1, say(text));
    assert_eq!(refusal(" \n"), Refusal::Message(TextRefusal::Empty));
    let too_long = TextRefusal::TooLong { limit: 1000 };
    assert_eq!(refusal(&"a".repeat(1001)), Refusal::Message(too_long));
    assert_eq!(scene.refusal(2, say("hello")), Refusal::NotInRoom);
}

#[test]
fn an_entry_is_for_everyone_and_changes_nobody() {
    let mut scene = Scene::of(&[1, 2]);
    let before = super::sight(&scene.room);
    let event = Event::Entry { entry: entry(1) };
    assert_eq!(Room::audience(&event), Audience::Everyone);
    scene.happen(&[event]);
    assert_eq!(super::sight(&scene.room), before);
}

#[test]
fn one_changes_what_one_is_called_in_this_tab() {
    let mut scene = Scene::of(&[2, 12]);
    scene.does(2, profile("  Eve "));
    assert_eq!(scene.person(2).name.as_str(), "Eve");
    assert_eq!(scene.person(2).color, Color::Green);
    assert_eq!(scene.person(12).name.as_str(), "Ann");
    let refusal = scene.refusal(2, profile("\u{202e}evE"));
    assert_eq!(refusal, Refusal::Name(TextRefusal::Control));
}

#[test]
fn a_room_is_opened_by_its_maker_as_they_wish() {
    for (wish, found) in [
        (Visibility::Listed, Visibility::Listed),
        (Visibility::ByLink, Visibility::ByLink),
        (Visibility::Unopened, Visibility::Listed),
    ] {
        let mut scene = Scene::of(&[1]);
        assert_eq!(scene.room.card().visibility, Visibility::Unopened);
        let events = scene.does(2, maker(2, wish));
        assert!(matches!(
            events[..],
            [Event::Room { .. }, Event::Entered { .. }]
        ));
        assert_eq!(scene.room.card().owner, Some(member(2)));
        assert_eq!(scene.room.card().visibility, found);
    }
}

#[test]
fn a_room_is_opened_once() {
    let mut scene = Scene::of(&[]);
    scene.does(1, maker(1, Visibility::ByLink));
    for who in [1, 2] {
        let events = scene.does(who, maker(who, Visibility::Listed));
        assert!(matches!(events[..], [Event::Entered { .. }]));
    }
    assert_eq!(scene.room.card().owner, Some(member(1)));
    assert_eq!(scene.room.card().visibility, Visibility::ByLink);
}

#[test]
fn only_its_owner_changes_who_finds_a_room() {
    let mut scene = Scene::of(&[3]);
    let by_link = || Command::Visibility(Visibility::ByLink);
    assert_eq!(scene.refusal(3, by_link()), Refusal::NotOwner);
    scene.does(2, maker(2, Visibility::Listed));
    assert_eq!(scene.refusal(3, by_link()), Refusal::NotOwner);
    scene.does(2, by_link());
    assert_eq!(scene.room.card().visibility, Visibility::ByLink);
    let unopen = Command::Visibility(Visibility::Unopened);
    assert_eq!(scene.refusal(3, unopen.clone()), Refusal::NotOwner);
    assert_eq!(scene.refusal(2, unopen), Refusal::NotAChoice);
}

#[test]
fn an_owner_is_one_in_every_tab_and_after_coming_back() {
    let mut scene = Scene::of(&[12]);
    scene.does(2, maker(2, Visibility::Listed));
    scene.does(12, Command::Visibility(Visibility::ByLink));
    scene.does(2, Command::Leave);
    scene.does(2, super::enter(2));
    scene.does(2, Command::Visibility(Visibility::Listed));
    assert_eq!(scene.room.card().visibility, Visibility::Listed);
}

#[test]
fn an_open_room_cannot_be_closed_again() {
    let mut scene = Scene::of(&[]);
    scene.does(1, maker(1, Visibility::Listed));
    scene.refusal(1, Command::Visibility(Visibility::Unopened));
}
