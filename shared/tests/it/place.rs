//! Where a tab is to the call.

use chatmux_shared::call::place::{Place, Step};
use chatmux_shared::wire::Media;

use crate::someone::{VIDEO, VOICE};

fn inside(media: Media) -> Place {
    let mut place = Place::default();
    place.enter();
    place.handle_welcome(Some(media));
    place
}

#[test]
fn one_outside_says_nothing() {
    let mut place = Place::default();
    assert_eq!(place.handle_welcome(None), Step::None);
    assert_eq!(place.poll_announcement(VOICE), None);
    assert_eq!(place.handle_in_call(), Step::None);
}

#[test]
fn one_who_left_while_nobody_heard_it_says_it_again() {
    let mut place = inside(VOICE);
    place.leave();
    assert_eq!(place.handle_welcome(Some(VOICE)), Step::Out);
    assert!(!place.is_wanted());
}

#[test]
fn one_who_asks_says_it_once_and_is_inside_by_the_servers_word() {
    let mut place = Place::default();
    place.enter();
    assert_eq!(place.handle_welcome(None), Step::None);
    assert_eq!(place.poll_announcement(VOICE), Some(VOICE));
    assert_eq!(place.poll_announcement(VOICE), None);
    assert!(!place.is_inside());
    assert_eq!(place.handle_in_call(), Step::In);
    assert_eq!(place.handle_in_call(), Step::None);
    assert_eq!(place.poll_announcement(VIDEO), Some(VIDEO));
}

#[test]
fn a_refresh_is_inside_at_once() {
    let mut place = inside(VIDEO);
    assert!(place.is_inside());
    assert_eq!(place.poll_announcement(VIDEO), None);
    assert_eq!(place.poll_announcement(VOICE), Some(VOICE));
}

#[test]
fn after_a_restart_of_the_server_one_asks_again() {
    let mut place = inside(VOICE);
    assert_eq!(place.handle_welcome(None), Step::None);
    assert!(!place.is_inside());
    assert_eq!(place.poll_announcement(VOICE), Some(VOICE));
    assert_eq!(place.handle_in_call(), Step::In);
}

#[test]
fn a_late_word_of_having_left_does_not_stop_one_who_asks_again() {
    let mut place = inside(VOICE);
    place.leave();
    place.enter();
    assert_eq!(place.poll_announcement(VOICE), Some(VOICE));
    place.handle_left();
    assert_eq!(place.handle_in_call(), Step::In);
}
