//! A room that is made by what its owner signed, before anyone is in it.

use chatmux_shared::id::{RoomId, Timestamp};
use chatmux_shared::limits::Limits;
use chatmux_shared::message::{Act, Statement};
use chatmux_shared::room::{
    Clocks, Color, Draft, Event, Refusal, Room, RoomCard, RoomChange, found,
};
use chatmux_shared::text::TextRefusal;
use chatmux_shared::wire::{MakeRoom, Visibility};

use crate::log::{beginning, room, signed_by, statement};
use crate::someone::{NOW, epoch, member, name};

const DAY: u64 = 24 * 60 * 60_000;

fn making() -> Statement {
    Statement {
        at: NOW,
        ..statement(1, 1, beginning(), Act::Create, "")
    }
}

fn asked(statement: &Statement, visibility: Visibility) -> MakeRoom {
    MakeRoom {
        post: signed_by(1, statement, ""),
        visibility,
        name: " Ann ".to_owned(),
        color: Color::Green,
    }
}

const CLOCKS: Clocks = Clocks {
    wall: NOW,
    steady: NOW,
};

fn found_at(statement: Statement, wall: Timestamp) -> Result<(RoomCard, Draft), Refusal> {
    let asked = asked(&statement, Visibility::ByLink);
    let clocks = Clocks { wall, ..CLOCKS };
    found(statement, asked, &Limits::default(), clocks, 0)
}

fn refusal(statement: Statement) -> Refusal {
    found_at(statement, NOW).expect_err("this makes no room")
}

#[test]
fn a_room_is_made_as_its_owner_signed() {
    for (wish, visibility) in [
        (Visibility::Listed, Visibility::Listed),
        (Visibility::ByLink, Visibility::ByLink),
        (Visibility::Unopened, Visibility::Listed),
    ] {
        let asked = asked(&making(), wish);
        let made = found(making(), asked.clone(), &Limits::default(), CLOCKS, 7);
        let (card, draft) = made.expect("nothing is wrong");
        assert_eq!((card.id, card.epoch), (room(), epoch(1)));
        assert_eq!((card.made, card.removed), (NOW, Vec::new()));
        assert_eq!(draft.post, asked.post);
        assert_eq!(draft.byline.name, name("Ann"));
        assert_eq!(draft.byline.color, Color::Green);
        let change = RoomChange {
            owner: Some(member(1)),
            visibility: Some(visibility),
            removed: None,
        };
        assert_eq!(draft.change, change);
    }
}

#[test]
fn a_room_that_was_made_is_open_once_its_first_entry_is_kept() {
    let (card, draft) = found_at(making(), NOW).expect("nothing is wrong");
    let mut room = Room::new(card, Limits::default());
    let change = draft.change;
    let entry = draft.kept(beginning(), NOW);
    room.apply(&Event::Entry { entry });
    for event in room.aftermath(change) {
        room.apply(&event);
    }
    assert_eq!(room.card().owner, Some(member(1)));
    assert_eq!(room.card().visibility, Visibility::ByLink);
}

#[test]
fn only_what_makes_a_room_makes_one() {
    let (to, member) = (member(1), member(2));
    for act in [
        Act::Say,
        Act::PassOwnership { to },
        Act::RemoveMember { member },
    ] {
        let other = Statement { act, ..making() };
        assert_eq!(refusal(other), Refusal::NotOwner, "{act:?}");
    }
}

#[test]
fn nobody_makes_the_lounge() {
    let room = RoomId::LOUNGE;
    let lounge = Statement { room, ..making() };
    assert_eq!(refusal(lounge), Refusal::NotOwner);
}

// trial 20: the clock is wrong
#[test]
fn a_clock_may_be_a_day_off_and_no_more() {
    let found = |at: u64, now: u64| {
        let at = Timestamp(at);
        found_at(Statement { at, ..making() }, Timestamp(now)).map(|_| ())
    };
    let now = NOW.0;
    for off in [0, 1, DAY] {
        assert_eq!(found(now + off, now), Ok(()), "{off} ahead");
        assert_eq!(found(now - off, now), Ok(()), "{off} behind");
    }
    for off in [DAY + 1, 30 * DAY, now] {
        assert_eq!(found(now + off, now), Err(Refusal::Stale), "{off} ahead");
        assert_eq!(found(now - off, now), Err(Refusal::Stale), "{off} behind");
    }
    assert_eq!(found(u64::MAX, now), Err(Refusal::Stale));
    assert_eq!(found(now, 0), Err(Refusal::Stale));
}

// trial 20: the server's clock is set
#[test]
fn a_room_lasts_by_the_clock_that_nobody_sets() {
    for off in [0, DAY, 30 * DAY] {
        let wall = NOW.plus(off);
        let at_once = Statement {
            at: wall,
            ..making()
        };
        let (card, _) = found_at(at_once, wall).expect("nothing is wrong");
        assert_eq!(card.made, NOW, "{off} ahead");
    }
}

#[test]
fn a_room_is_made_with_no_text() {
    let making = statement(1, 1, beginning(), Act::Create, "hello");
    let mut asked = asked(&making, Visibility::Listed);
    for text in ["hello", ""] {
        asked.post.text = text.to_owned();
        let made = found(making, asked.clone(), &Limits::default(), CLOCKS, 0);
        assert_eq!(made.err(), Some(Refusal::OtherText));
    }
}

#[test]
fn an_owner_has_a_name_like_anyone() {
    let mut nameless = asked(&making(), Visibility::Listed);
    nameless.name = " ".to_owned();
    let made = found(making(), nameless, &Limits::default(), CLOCKS, 0);
    assert_eq!(made.err(), Some(Refusal::Name(TextRefusal::Empty)));
}
