//! Days, times, and messages under one name.

use chatmux_app::chat::{Head, News, Zone, day, day_name, lines, time, typing_words};
use chatmux_shared::id::{Seq, Timestamp};
use chatmux_shared::timeline::{Message, What};

use super::{member_id, message};

const MINUTE: u64 = 60_000;
const DAY: u64 = 24 * 60 * MINUTE;
const UTC: Zone = Zone(0);

fn heads(messages: &[Message], zone: Zone) -> Vec<Head> {
    let lines = lines(messages, zone, None, None);
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
    let messages = [
        message(1, 0, 1, "a"),
        message(2, MINUTE, 1, "b"),
        message(3, 2 * MINUTE, 2, "c"),
        message(4, 3 * MINUTE, 1, "d"),
    ];
    let expected = [Head::Day(0), Head::None, Head::Author, Head::Author];
    assert_eq!(heads(&messages, UTC), expected);
}

#[test]
fn after_a_while_the_name_is_said_again() {
    let messages = [message(1, 0, 1, "a"), message(2, 6 * MINUTE, 1, "b")];
    assert_eq!(heads(&messages, UTC), [Head::Day(0), Head::Author]);
}

#[test]
fn midnight_is_where_the_person_is() {
    let messages = [
        message(1, DAY - MINUTE, 1, "a"),
        message(2, DAY + MINUTE, 1, "b"),
    ];
    assert_eq!(heads(&messages, UTC), [Head::Day(0), Head::Day(1)]);
    assert_eq!(heads(&messages, Zone(-60)), [Head::Day(1), Head::None]);
}

#[test]
fn text_stays_exactly_as_typed() {
    let text = "  two\n\n\tlines <b>&amp; ";
    let lines = lines(&[message(1, 0, 1, text)], UTC, None, None);
    assert_eq!(lines[0].message.text(), Some(text));
}

#[test]
fn what_happened_is_said_under_nobodys_name() {
    let mut made = message(1, 0, 1, "");
    made.what = What::Made;
    let messages = [made, message(2, 0, 1, "a")];
    assert_eq!(heads(&messages, UTC), [Head::Day(0), Head::Author]);
}

#[test]
fn a_line_stands_above_the_first_that_another_wrote_after_what_was_seen() {
    let messages = [
        message(1, 0, 2, "seen"),
        message(2, 0, 1, "mine"),
        message(3, 0, 2, "new"),
        message(4, 0, 2, "newer"),
    ];
    let news = |seen: Option<u64>| -> Vec<u64> {
        let lines = lines(&messages, UTC, Some(member_id(1)), seen.map(Seq));
        let first = lines.into_iter().filter(|line| line.news == News::Begin);
        first.map(|line| line.message.seq.0).collect()
    };
    assert_eq!(news(Some(1)), [3]);
    assert_eq!(news(Some(3)), [4]);
    assert!(news(Some(4)).is_empty());
    assert!(news(None).is_empty());
}

#[test]
fn who_is_typing_is_said_in_a_few_words() {
    let said = |names: &[&str]| {
        let names: Vec<String> = names.iter().map(ToString::to_string).collect();
        typing_words(&names)
    };
    assert_eq!(said(&[]), "");
    assert_eq!(said(&["Ada"]), "Ada is typing…");
    assert_eq!(said(&["Ada", "Bert"]), "Ada and Bert are typing…");
    assert_eq!(said(&["Ada", "Bert", "Cleo"]), "Several people are typing…");
}
