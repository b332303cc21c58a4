//! What is said in a room, what people are called, whose it is.

use chatmux_shared::message::{Act, Byline, Denial};
use chatmux_shared::room::{
    Audience, Color, Command, Draft, Event, Refusal, Right, Room, RoomChange,
};
use chatmux_shared::text::{Status, TextRefusal};
use chatmux_shared::wire::Visibility;

use super::{Scene, entrance, maker, sight};
use crate::log::{beginning, entry, says};
use crate::someone::{member, name, session};

fn profile(name: &str) -> Command {
    Command::Profile {
        name: name.to_owned(),
        color: Color::Green,
        status: String::new(),
    }
}

#[test]
fn what_is_said_is_kept_before_anyone_is_told() {
    let mut scene = Scene::open(&[1]);
    scene.does(1, profile("Eve"));
    let post = says(1, 2, beginning(), " hello\n");
    let drafted = scene.draft(1, post.clone());
    let told = Draft {
        statement: scene.posting(post.clone()).statement,
        post,
        byline: Byline {
            name: name("Eve"),
            color: Color::Green,
        },
        right: Right::Author,
        change: RoomChange::default(),
    };
    assert_eq!(drafted.map(|draft| *draft), Ok(told));
}

#[test]
fn what_cannot_be_said_is_refused_with_the_reason() {
    let scene = Scene::open(&[1]);
    let refusal = |text: &str| scene.is_not_posted(1, says(1, 2, beginning(), text));
    assert_eq!(refusal(" \n"), Refusal::Message(TextRefusal::Empty));
    let too_long = TextRefusal::TooLong { limit: 1000 };
    assert_eq!(refusal(&"a".repeat(1001)), Refusal::Message(too_long));
    let hello = says(2, 2, beginning(), "hello");
    assert_eq!(scene.is_not_posted(2, hello), Refusal::NotInRoom);
}

#[test]
fn an_entry_is_for_everyone_and_changes_nobody() {
    let mut scene = Scene::of(&[1, 2]);
    let before = sight(&scene.room);
    let event = Event::Entry { entry: entry(1) };
    assert_eq!(Room::audience(&event), Audience::Everyone);
    scene.happen(&[event]);
    assert_eq!(sight(&scene.room), before);
}

#[test]
fn who_is_writing_is_told_to_everyone_and_kept_by_nobody() {
    let mut scene = Scene::of(&[1, 2]);
    let before = sight(&scene.room);
    let sessions = vec![session(2)];
    let events = scene.does(2, Command::Typing);
    assert_eq!(events, [Event::Typing { sessions }]);
    assert_eq!(Room::audience(&events[0]), Audience::Everyone);
    assert_eq!(sight(&scene.room), before);
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
fn one_says_something_of_oneself_until_it_is_taken_back() {
    let mut scene = Scene::of(&[1]);
    let of_oneself = |status: &str| Command::Profile {
        name: "Ann".to_owned(),
        color: Color::Pink,
        status: status.to_owned(),
    };
    let shown = |scene: &Scene| {
        let status = scene.person(1).status.clone();
        status.map(|status| Status::as_str(&status).to_owned())
    };
    scene.does(1, of_oneself(" at lunch "));
    assert_eq!(shown(&scene).as_deref(), Some("at lunch"));
    let refusal = scene.refusal(1, of_oneself("\u{202e}hcnul"));
    assert_eq!(refusal, Refusal::Status(TextRefusal::Control));
    scene.does(1, of_oneself("  "));
    assert_eq!(shown(&scene), None);
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
        let events = scene.opens(2, wish);
        assert!(matches!(
            events[..],
            [Event::Entry { .. }, Event::Room { .. }]
        ));
        assert_eq!(scene.room.card().owner, Some(member(2)));
        assert_eq!(scene.room.card().visibility, found);
    }
}

#[test]
fn a_room_is_opened_once() {
    let mut scene = Scene::of(&[]);
    scene.opens(1, Visibility::ByLink);
    for who in [1, 2] {
        scene.enters(who, &maker(who, Visibility::Listed));
        let again = scene.deed(who, Act::Create);
        let refusal = scene.is_not_posted(who, again);
        assert_eq!(refusal, Refusal::Denied(Denial::MadeBefore));
    }
    assert_eq!(scene.room.card().owner, Some(member(1)));
    assert_eq!(scene.room.card().visibility, Visibility::ByLink);
}

#[test]
fn only_its_owner_changes_who_finds_a_room() {
    let mut scene = Scene::of(&[3]);
    let by_link = || Command::Visibility(Visibility::ByLink);
    assert_eq!(scene.refusal(3, by_link()), Refusal::NotOwner);
    scene.opens(2, Visibility::Listed);
    assert_eq!(scene.refusal(3, by_link()), Refusal::NotOwner);
    scene.does(2, by_link());
    assert_eq!(scene.room.card().visibility, Visibility::ByLink);
    let unopen = Command::Visibility(Visibility::Unopened);
    assert_eq!(scene.refusal(3, unopen.clone()), Refusal::NotOwner);
    assert_eq!(scene.refusal(2, unopen), Refusal::NotAChoice);
}

#[test]
fn a_room_is_named_by_its_maker_and_then_by_its_owner_alone() {
    let mut scene = Scene::of(&[3]);
    let rename = |name: &str| Command::Rename(name.to_owned());
    assert_eq!(scene.refusal(3, rename("Mine")), Refusal::NotOwner);
    scene.enters(2, &maker(2, Visibility::Listed));
    scene.does(2, rename("Tea kitchen"));
    assert_eq!(scene.room.card().name, name("Tea kitchen"));
    assert!(!scene.room.card().is_open());

    scene.opens(2, Visibility::Listed);
    assert_eq!(scene.room.card().name, name("Tea kitchen"));
    scene.enters(4, &maker(4, Visibility::Listed));
    assert_eq!(scene.refusal(4, rename("Mine")), Refusal::NotOwner);
    scene.does(2, rename("Balcony"));
    assert_eq!(scene.room.card().name, name("Balcony"));
    assert_eq!(
        scene.refusal(2, rename(" \u{200b} ")),
        Refusal::Name(TextRefusal::Empty)
    );
    assert_eq!(scene.does(2, rename("Balcony")), []);
}

#[test]
fn an_owner_is_one_in_every_tab_and_after_coming_back() {
    let mut scene = Scene::of(&[12]);
    scene.opens(2, Visibility::Listed);
    scene.does(12, Command::Visibility(Visibility::ByLink));
    scene.does(2, Command::Leave);
    scene.enters(2, &entrance(2));
    scene.does(2, Command::Visibility(Visibility::Listed));
    assert_eq!(scene.room.card().visibility, Visibility::Listed);
}

#[test]
fn an_open_room_cannot_be_closed_again() {
    let scene = Scene::open(&[1]);
    scene.refusal(1, Command::Visibility(Visibility::Unopened));
}
