//! Rooms from outside: what is told of them makes a listener's copy what they
//! are.

use std::collections::BTreeMap;

use chatmux_shared::call::stats::Verdict;
use chatmux_shared::id::{RoomId, Timestamp};
use chatmux_shared::lobby::{Board, Change, Lobby, LobbyFrame};
use chatmux_shared::room::Color;
use chatmux_shared::wire::{PersonSummary, RoomSummary, Switch, Tie, Visibility};
use proptest::collection::{btree_map, vec};
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

fn person(seat: u32, name: &str) -> PersonSummary {
    PersonSummary {
        seat,
        name: name.to_owned(),
        color: Color::Cyan,
        status: None,
        in_call: Switch::Off,
        avatar: None,
        speaking: Switch::Off,
    }
}

fn room(number: u64, people: &[u32]) -> RoomSummary {
    RoomSummary {
        id: RoomId::from_random(number),
        name: format!("Room {number}"),
        visibility: Visibility::Listed,
        made: Timestamp(number),
        people: people.iter().map(|seat| person(*seat, "Ada")).collect(),
        lock: Switch::Off,
        full: Switch::Off,
        ties: Vec::new(),
    }
}

fn switch() -> impl Strategy<Value = Switch> {
    select(vec![Switch::On, Switch::Off])
}

fn any_person() -> impl Strategy<Value = PersonSummary> {
    let name = select(vec!["Ada", "Bert", "Cleo"]);
    let status = option::of(Just("at lunch".to_owned()));
    let avatar = option::of(Just("/icon.svg".to_owned()));
    let looks = (select(&Color::ALL[..]), status, avatar);
    (name, looks, switch(), switch()).prop_map(
        |(name, (color, status, avatar), in_call, speaking)| PersonSummary {
            color,
            status,
            avatar,
            in_call,
            speaking,
            ..person(0, name)
        },
    )
}

fn any_ties() -> impl Strategy<Value = BTreeMap<(u32, u32), Verdict>> {
    let verdict = select(vec![Verdict::Good, Verdict::Fair, Verdict::Bad]);
    btree_map((0..6_u32, 0..6_u32), verdict, 0..4)
}

prop_compose! {
    fn any_room()(
        number in 0..5_u64,
        people in btree_map(0..6_u32, any_person(), 0..5),
        ties in any_ties(),
        name in select(vec!["Den", "Attic"]),
        made in 0..2_u64,
        (lock, full) in (switch(), switch()),
    ) -> RoomSummary {
        let seated = people.iter().map(|(seat, person)| PersonSummary { seat: *seat, ..person.clone() });
        let is_there = |seat: &u32| people.contains_key(seat);
        let ties = ties.into_iter()
            .filter(|((one, other), _)| one < other && is_there(one) && is_there(other))
            .map(|(between, verdict)| Tie { between, verdict });
        RoomSummary {
            name: name.to_owned(),
            made: Timestamp(made),
            people: seated.collect(),
            lock,
            full,
            ties: ties.collect(),
            ..room(number, &[])
        }
    }
}

#[derive(Debug, Clone)]
enum Step {
    Show(Box<RoomSummary>),
    Hide(u64),
    Count(usize),
    Take,
}

fn any_step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => any_room().prop_map(|room| Step::Show(Box::new(room))),
        1 => (0..5_u64).prop_map(Step::Hide),
        1 => (0..9_usize).prop_map(Step::Count),
        3 => Just(Step::Take),
    ]
}

proptest! {
    #[test]
    fn a_copy_that_is_told_what_changes_is_what_the_board_is(steps in vec(any_step(), 0..40)) {
        let mut board = Board::default();
        let mut copy = Lobby::default();
        for step in steps {
            match step {
                Step::Show(room) => board.show(*room),
                Step::Hide(number) => board.hide(RoomId::from_random(number)),
                Step::Count(online) => board.count(online),
                Step::Take => {
                    copy.handle(LobbyFrame::Changes(board.take()));
                    let (rooms, online) = board.told();
                    prop_assert_eq!(&copy, &Lobby::new(rooms, online));
                    let shown = Lobby::new(board.shown().cloned().collect(), 0);
                    prop_assert_eq!(copy.rooms(), shown.rooms());
                }
            }
        }
        board.take();
        prop_assert_eq!(board.take(), [], "all of it is told by now");
    }

    #[test]
    fn every_frame_survives_json(rooms in vec(any_room(), 0..4)) {
        let mut board = Board::default();
        for room in rooms {
            board.show(room);
            let frame = LobbyFrame::Changes(board.take());
            let json = serde_json::to_string(&frame).unwrap();
            prop_assert_eq!(serde_json::from_str::<LobbyFrame>(&json).unwrap(), frame);
        }
    }
}

#[test]
fn someone_who_comes_is_one_person_however_many_are_there() {
    let mut board = Board::default();
    let seats: Vec<u32> = (0..200).collect();
    board.show(room(1, &seats));
    board.take();
    let mut fuller = room(1, &seats);
    fuller.people.push(person(200, "Bert"));
    board.show(fuller);
    let changes = board.take();
    let came = Change::Came {
        room: RoomId::from_random(1),
        person: person(200, "Bert"),
    };
    assert_eq!(changes, [came]);
    let json = serde_json::to_string(&LobbyFrame::Changes(changes)).unwrap();
    assert!(json.len() < 200, "{json}");
}

#[test]
fn what_comes_and_goes_between_two_looks_is_not_told() {
    let mut board = Board::default();
    board.show(room(1, &[1]));
    board.hide(RoomId::from_random(1));
    board.count(3);
    board.count(0);
    assert_eq!(board.take(), []);
}

#[test]
fn the_fullest_room_comes_first_then_the_oldest() {
    let rooms = vec![room(3, &[1]), room(2, &[]), room(1, &[1]), room(4, &[1, 2])];
    let lobby = Lobby::new(rooms, 4);
    let order: Vec<u64> = lobby.rooms().iter().map(|room| room.made.0).collect();
    assert_eq!(order, [4, 1, 3, 2]);
}

#[test]
fn what_is_said_of_a_room_that_is_not_there_is_without_effect() {
    let mut lobby = Lobby::new(vec![room(1, &[1])], 1);
    let before = lobby.clone();
    let other = RoomId::from_random(9);
    lobby.handle(LobbyFrame::Changes(vec![
        Change::Went {
            room: other,
            seat: 1,
        },
        Change::Came {
            room: other,
            person: person(1, "Eve"),
        },
        Change::Gone { room: other },
    ]));
    assert_eq!(lobby, before);
}
