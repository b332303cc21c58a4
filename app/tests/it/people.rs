//! Who is here, over all their tabs.

use chatmux_app::people::{called, roster};
use chatmux_app::room::news;
use chatmux_shared::room::{Presence, Turn};
use chatmux_shared::wire::Media;

use super::{member_id, person};

#[test]
fn two_tabs_are_one_person() {
    let mut second = person(1, 11, "Ada");
    second.call = Some(Media::default());
    let people = [person(1, 10, "Ada"), person(2, 20, "Grace"), second];
    let rows = roster(&people, Some(member_id(2)), Some(member_id(1)));
    let said: Vec<_> = rows
        .into_iter()
        .map(|row| (row.name, row.marks.join(", ")))
        .collect();
    let expected = [
        ("Ada".to_owned(), "owner, 2 tabs, in call".to_owned()),
        ("Grace".to_owned(), "you".to_owned()),
    ];
    assert_eq!(said, expected);
}

#[test]
fn one_is_reconnecting_when_all_tabs_are() {
    let mut away = person(1, 10, "Ada");
    away.presence = Presence::Reconnecting;
    let marks = |people: &[_]| roster(people, None, None)[0].marks.clone();
    assert_eq!(marks(std::slice::from_ref(&away)), ["reconnecting"]);
    assert_eq!(marks(&[away, person(1, 11, "Ada")]), ["2 tabs"]);
}

#[test]
fn those_whose_hand_is_up_come_first_in_the_order_of_raising() {
    let mut people = [
        person(1, 10, "Ada"),
        person(2, 20, "Bert"),
        person(3, 30, "Cleo"),
        person(4, 40, "Dora"),
    ];
    people[3].hand = Some(Turn(5));
    people[1].hand = Some(Turn(7));
    let rows = roster(&people, None, None);
    let names: Vec<&str> = rows.iter().map(|row| row.name.as_str()).collect();
    assert_eq!(names, ["Dora", "Bert", "Ada", "Cleo"]);
    assert_eq!(rows[0].hand, Some((Turn(5), people[3].session)));
    assert_eq!(rows[2].hand, None);
}

#[test]
fn two_of_the_same_name_are_called_differently() {
    let people = [person(1, 10, "Ada"), person(2, 20, "Ada")];
    let (first, second) = (called(&people, &people[0]), called(&people, &people[1]));
    assert_ne!(first, second);
    assert!(first.starts_with("Ada · ") && second.starts_with("Ada · "));
}

#[test]
fn tabs_of_one_person_are_called_the_same() {
    let people = [person(1, 10, "Ada"), person(1, 11, "Ada")];
    assert_eq!(called(&people, &people[0]), "Ada");
}

#[test]
fn who_came_and_left_is_said_once() {
    let ada = person(1, 10, "Ada");
    let grace = person(2, 20, "Grace");
    let both = [ada.clone(), grace.clone()];
    let alone = [ada.clone()];
    assert_eq!(news(&alone, &both).as_deref(), Some("Grace joined."));
    assert_eq!(news(&both, &alone).as_deref(), Some("Grace left."));
    assert_eq!(
        news(&alone, &[grace]).as_deref(),
        Some("Grace joined. Ada left.")
    );
    let two_tabs = [ada, person(1, 11, "Ada")];
    assert_eq!(news(&alone, &two_tabs), None);
}
