//! Where a tab is to the call.

use chatmux_shared::call::place::{HOLDING, Known, Place, Step};
use chatmux_shared::wire::Media;

use crate::someone::{NOW, SCREEN, VIDEO, VOICE};

fn inside(media: Media) -> Place {
    let mut place = Place::default();
    place.enter();
    place.handle_welcome(Known::InCall(media), NOW);
    place
}

#[test]
fn one_outside_says_nothing() {
    let mut place = Place::default();
    assert_eq!(place.handle_welcome(Known::Outside, NOW), Step::None);
    assert_eq!(place.poll_announcement(VOICE), None);
    assert_eq!(place.handle_in_call(VOICE), Step::None);
}

#[test]
fn one_who_left_while_nobody_heard_it_says_it_again() {
    let mut place = inside(VOICE);
    place.leave();
    assert_eq!(place.handle_welcome(Known::InCall(VOICE), NOW), Step::Out);
    assert!(!place.is_wanted());
}

#[test]
fn one_who_asks_says_it_once_and_is_inside_by_the_servers_word() {
    let mut place = Place::default();
    place.enter();
    assert_eq!(place.handle_welcome(Known::Outside, NOW), Step::None);
    assert_eq!(place.poll_announcement(VOICE), Some(VOICE));
    assert_eq!(place.poll_announcement(VOICE), None);
    assert!(!place.is_inside());
    assert_eq!(place.handle_in_call(VOICE), Step::In);
    assert_eq!(place.handle_in_call(VOICE), Step::None);
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
    assert_eq!(place.handle_welcome(Known::Outside, NOW), Step::None);
    assert!(!place.is_inside());
    assert_eq!(place.poll_announcement(VOICE), Some(VOICE));
    assert_eq!(place.handle_in_call(VOICE), Step::In);
}

#[test]
fn a_late_word_of_having_left_does_not_stop_one_who_asks_again() {
    let mut place = inside(VOICE);
    place.leave();
    place.enter();
    assert_eq!(place.poll_announcement(VOICE), Some(VOICE));
    place.handle_left();
    assert_eq!(place.handle_in_call(VOICE), Step::In);
}

fn waiting(media: Media) -> Place {
    let mut place = Place::default();
    place.enter();
    place.poll_announcement(media);
    assert_eq!(place.handle_in_line(media), Step::Wait);
    place
}

#[test]
fn one_for_whom_there_is_no_place_waits_and_says_nothing_new() {
    let mut place = waiting(VIDEO);
    assert_eq!(place.poll_announcement(Media::default()), None);
    assert_eq!(place.waiting(), Some(VIDEO));
    assert!(place.is_wanted() && !place.is_inside());
    assert_eq!(place.handle_in_line(VIDEO), Step::None);
}

#[test]
fn one_who_waits_is_let_in_with_what_there_is_a_place_for() {
    for (wanted, given, step) in [
        (VIDEO, VIDEO, Step::LetIn),
        (VOICE, VOICE, Step::LetIn),
        (VIDEO, VOICE, Step::LetInUnseen),
        (SCREEN, VOICE, Step::LetInUnseen),
    ] {
        let mut place = waiting(wanted);
        assert_eq!(place.handle_in_call(given), step);
        assert!(step.is_in());
        assert_eq!(place, Place::Inside { said: given });
        // The same if it happened while the connection was lost.
        let mut place = waiting(wanted);
        assert_eq!(place.handle_welcome(Known::InCall(given), NOW), step);
        assert_eq!(place, Place::Inside { said: given });
    }
    let mut place = waiting(VIDEO);
    assert_eq!(place.handle_in_call(VOICE), Step::LetInUnseen);
    assert_eq!(place.waiting(), None);
}

#[test]
fn one_who_waits_no_longer_is_outside_and_late_words_change_nothing() {
    let mut place = waiting(VOICE);
    place.leave();
    assert_eq!(place.handle_in_line(VOICE), Step::None);
    assert_eq!(place.handle_in_call(VOICE), Step::None);
    assert!(!place.is_wanted());
    let mut place = waiting(VOICE);
    place.handle_left();
    assert!(!place.is_wanted());
}

#[test]
fn a_line_goes_on_over_a_lost_connection_and_a_refresh() {
    let mut place = waiting(VIDEO);
    assert_eq!(place.handle_welcome(Known::InLine(VIDEO), NOW), Step::Wait);
    let mut refreshed = Place::default();
    refreshed.enter();
    let step = refreshed.handle_welcome(Known::InLine(VIDEO), NOW);
    assert_eq!((step, refreshed), (Step::Wait, place));
    let step = place.handle_welcome(Known::InCall(VOICE), NOW);
    assert_eq!(step, Step::LetInUnseen);
}

#[test]
fn after_a_restart_of_the_server_those_who_were_inside_go_first() {
    let mut place = waiting(VIDEO);
    assert_eq!(place.handle_welcome(Known::Outside, NOW), Step::None);
    assert_eq!(place.poll_timeout(), Some(NOW.plus(HOLDING)));
    assert_eq!(place.handle_timeout(NOW.plus(HOLDING - 1)), None);
    assert_eq!(place.poll_announcement(VOICE), None);
    assert_eq!(place.waiting(), Some(VIDEO));
    assert_eq!(place.handle_timeout(NOW.plus(HOLDING)), Some(VIDEO));
    assert_eq!(place.handle_timeout(NOW.plus(HOLDING)), None);
    assert_eq!(place.poll_timeout(), None);
    assert_eq!(place.handle_in_line(VIDEO), Step::None);
    assert_eq!(place.handle_in_call(VOICE), Step::LetInUnseen);
}
