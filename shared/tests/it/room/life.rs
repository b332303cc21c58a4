//! How long rooms last.

use chatmux_shared::id::{RoomId, Timestamp};
use chatmux_shared::room::{Ending, Lifetimes, WARNING};

const MINUTE: u64 = 60_000;
const HOUR: u64 = 60 * MINUTE;
const MADE: Timestamp = Timestamp(1_700_000_000_000);

fn room() -> RoomId {
    RoomId::from_random(1)
}

fn ending(empty_since: Option<u64>, now: u64) -> Option<Ending> {
    let empty_since = empty_since.map(|since| MADE.plus(since));
    Lifetimes::default().ending(room(), MADE, empty_since, MADE.plus(now))
}

#[test]
fn a_room_with_someone_in_it_goes_on() {
    assert_eq!(ending(None, 0), None);
    assert_eq!(ending(None, 11 * HOUR), None);
}

#[test]
fn a_room_with_nobody_in_it_ends_after_five_minutes() {
    assert_eq!(ending(Some(0), 5 * MINUTE - 1), None);
    assert_eq!(ending(Some(0), 5 * MINUTE), Some(Ending::Idle));
    assert_eq!(ending(Some(HOUR), HOUR + 5 * MINUTE - 1), None);
    assert_eq!(ending(Some(HOUR), HOUR + 5 * MINUTE), Some(Ending::Idle));
}

#[test]
fn a_room_ends_after_twelve_hours_whoever_is_in_it() {
    assert_eq!(ending(None, 12 * HOUR - 1), None);
    assert_eq!(ending(None, 12 * HOUR), Some(Ending::Old));
    assert_eq!(ending(Some(0), 12 * HOUR), Some(Ending::Old));
}

#[test]
fn the_end_is_near_ten_minutes_before() {
    let near = |now| Lifetimes::default().near_end(room(), MADE, MADE.plus(now));
    assert_eq!(near(12 * HOUR - WARNING - 1), None);
    assert_eq!(near(12 * HOUR - WARNING), Some(MADE.plus(12 * HOUR)));
}

#[test]
fn the_lounge_never_ends() {
    let (lives, later) = (Lifetimes::default(), MADE.plus(1000 * HOUR));
    assert_eq!(lives.ending(RoomId::LOUNGE, MADE, Some(MADE), later), None);
    assert_eq!(lives.near_end(RoomId::LOUNGE, MADE, later), None);
}

// trial 20: the clock goes back
#[test]
fn a_clock_that_goes_back_ends_no_room() {
    let lives = Lifetimes::default();
    let earlier = Timestamp(MADE.0 - 24 * HOUR);
    assert_eq!(lives.ending(room(), MADE, Some(MADE), earlier), None);
    assert_eq!(lives.near_end(room(), MADE, earlier), None);
}

#[test]
fn each_ending_is_found_by_its_name() {
    for ending in [Ending::Idle, Ending::Old] {
        assert_eq!(Ending::parse(ending.as_str()), Some(ending));
    }
    assert_eq!(Ending::parse("bored"), None);
}
