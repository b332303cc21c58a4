//! Days, times, and messages under one name.

use chatmux_app::chat::{Head, Zone, day, day_name, lines, time};
use chatmux_shared::id::Timestamp;
use chatmux_shared::room::Entry;

use super::entry;

const MINUTE: u64 = 60_000;
const DAY: u64 = 24 * 60 * MINUTE;
const UTC: Zone = Zone(0);

fn heads(entries: &[Entry], zone: Zone) -> Vec<Head> {
    let lines = lines(entries.iter(), zone);
    lines.into_iter().map(|line| line.head).collect()
}

#[test]
fn days_have_their_names() {
    for (day, name) in [
        (0, "Thursday, 1 January"),
        (-1, "Wednesday, 31 December"),
        (11_016, "Tuesday, 29 February"),
        (20_514, "Monday, 2 March"),
    ] {
        assert_eq!(day_name(day), name);
    }
}

#[test]
fn a_time_is_that_of_the_persons_clock() {
    let at = Timestamp(9 * 60 * MINUTE + 5 * MINUTE);
    assert_eq!(time(at, UTC), "09:05");
    assert_eq!(time(at, Zone(-330)), "14:35");
    assert_eq!(time(at, Zone(600)), "23:05");
    assert_eq!(day(at, Zone(600)), -1);
}

#[test]
fn one_after_the_other_stands_under_one_name() {
    let entries = [
        entry(1, 0, 1, "a"),
        entry(2, MINUTE, 1, "b"),
        entry(3, 2 * MINUTE, 2, "c"),
        entry(4, 3 * MINUTE, 1, "d"),
    ];
    let expected = [Head::Day(0), Head::None, Head::Author, Head::Author];
    assert_eq!(heads(&entries, UTC), expected);
}

#[test]
fn after_a_while_the_name_is_said_again() {
    let entries = [entry(1, 0, 1, "a"), entry(2, 6 * MINUTE, 1, "b")];
    assert_eq!(heads(&entries, UTC), [Head::Day(0), Head::Author]);
}

#[test]
fn midnight_is_where_the_person_is() {
    let entries = [
        entry(1, DAY - MINUTE, 1, "a"),
        entry(2, DAY + MINUTE, 1, "b"),
    ];
    assert_eq!(heads(&entries, UTC), [Head::Day(0), Head::Day(1)]);
    assert_eq!(heads(&entries, Zone(-60)), [Head::Day(1), Head::None]);
}

#[test]
fn text_stays_exactly_as_typed() {
    let text = "  two\n\n\tlines <b>&amp; ";
    let lines = lines([entry(1, 0, 1, text)].iter(), UTC);
    assert_eq!(lines[0].text, text);
}
