//! Rooms as they are seen from outside.

use chatmux_shared::call::graph::{Graph, Line, Pair};
use chatmux_shared::call::stats::Verdict;
use chatmux_shared::limits::Limits;
use chatmux_shared::room::{Audience, Command, LinkQuality, Refusal, Room};
use chatmux_shared::wire::Switch::{Off, On};
use chatmux_shared::wire::{Tie, Visibility};

use super::{Scene, entrance};
use crate::someone::{VOICE, session};

#[test]
fn two_tabs_are_one_person() {
    let mut scene = Scene::of(&[1, 2, 12]);
    scene.does(12, Command::JoinCall { media: VOICE });
    let summary = scene.room.summary();
    assert_eq!(summary.people.len(), 2);
    assert_eq!(summary.in_call(), 1);
}

#[test]
fn a_room_is_on_the_map_while_it_is_listed_and_someone_is_in_it() {
    let mut scene = Scene::of(&[1]);
    assert!(!scene.room.is_on_map(), "nobody has opened it");
    scene.opens(2, Visibility::Listed);
    assert!(scene.room.is_on_map());
    scene.does(2, Command::Visibility(Visibility::ByLink));
    assert!(!scene.room.is_on_map());
    scene.does(2, Command::Visibility(Visibility::Listed));
    for who in [1, 2] {
        scene.does(who, Command::Leave);
    }
    assert!(!scene.room.is_on_map());
}

#[test]
fn tabs_of_a_member_share_a_seat_and_nobody_gets_one_that_was_taken() {
    let mut scene = Scene::of(&[1, 2, 12]);
    let seats = |scene: &Scene| -> Vec<u32> {
        let people = scene.room.summary().people;
        people.iter().map(|person| person.seat).collect()
    };
    assert_eq!(seats(&scene), [1, 2]);
    scene.does(2, Command::Leave);
    assert_eq!(seats(&scene), [1, 2], "the other tab is still there");
    scene.does(12, Command::Leave);
    scene.enters(3, &entrance(3));
    scene.enters(2, &entrance(2));
    assert_eq!(seats(&scene), [1, 3, 4]);
}

#[test]
fn who_speaks_in_the_call_is_seen_until_they_leave_it() {
    let mut scene = Scene::of(&[1, 2]);
    let speaking = Command::Speaking(On);
    assert_eq!(scene.refusal(1, speaking.clone()), Refusal::NotInCall);
    scene.does(1, Command::JoinCall { media: VOICE });
    let told = scene.does(1, speaking);
    assert_eq!(Room::audience(&told[0]), Audience::Nobody);
    assert!(told[0].is_seen_from_outside());
    let is_speaking = |scene: &Scene| scene.room.summary().people[0].speaking;
    assert_eq!(is_speaking(&scene), On);
    scene.does(1, Command::LeaveCall);
    assert_eq!(is_speaking(&scene), Off);
}

#[test]
fn nobody_speaks_who_is_away_or_is_back_and_has_not_said_so() {
    let mut scene = Scene::of(&[1, 2]);
    let is_speaking = |scene: &Scene| scene.room.summary().people[0].speaking;
    let has_ties = |scene: &Scene| !scene.room.summary().ties.is_empty();
    let link = LinkQuality {
        to: session(2),
        verdict: Verdict::Good,
    };
    for who in [1, 2] {
        scene.does(who, Command::JoinCall { media: VOICE });
    }
    for gone in [Command::Lost, Command::Leaving] {
        scene.does(1, Command::Speaking(On));
        scene.does(1, Command::Links(vec![link]));
        assert_eq!((is_speaking(&scene), has_ties(&scene)), (On, true));
        let told = scene.does(1, gone);
        assert!(told[0].is_seen_from_outside());
        // Voices and pictures go on without the server.
        assert_eq!((is_speaking(&scene), has_ties(&scene)), (Off, true));
        scene.enters(1, &entrance(1));
        scene.does(1, Command::JoinCall { media: VOICE });
        assert_eq!((is_speaking(&scene), has_ties(&scene)), (Off, false));
    }
}

#[test]
fn what_nobody_is_to_see_is_told_anew_when_they_are() {
    let mut scene = Scene::open(&[1, 2]);
    scene.does(1, Command::JoinCall { media: VOICE });
    scene.does(1, Command::Speaking(On));
    for visibility in [Visibility::ByLink, Visibility::Listed] {
        scene.does(1, Command::Visibility(visibility));
        assert_eq!(scene.room.summary().people[0].speaking, Off);
    }
}

#[test]
fn of_a_link_the_worse_word_of_its_ends_is_seen_once() {
    let mut scene = Scene::of(&[1, 2, 3]);
    for who in [1, 2] {
        scene.does(who, Command::JoinCall { media: VOICE });
    }
    let link = |to: u8, verdict| LinkQuality {
        to: session(to),
        verdict,
    };
    let words = [
        link(2, Verdict::Good),
        link(3, Verdict::Bad),
        link(9, Verdict::Bad),
    ];
    scene.does(1, Command::Links(words.to_vec()));
    scene.does(2, Command::Links(vec![link(1, Verdict::Fair)]));
    let tie = Tie {
        between: (1, 2),
        verdict: Verdict::Fair,
    };
    assert_eq!(scene.room.summary().ties, [tie], "3 is not in the call");
    scene.does(2, Command::LeaveCall);
    assert_eq!(scene.room.summary().ties, []);
}

#[test]
fn those_inside_see_what_they_know_themselves() {
    let mut scene = Scene::of(&[1, 2, 3]);
    for who in [1, 2, 3] {
        scene.does(who, Command::JoinCall { media: VOICE });
    }
    let pair = |one, other, line| Pair {
        one: session(one),
        other: session(other),
        line,
    };
    let graph = Graph {
        pairs: vec![
            pair(2, 1, Line::Up(None, Verdict::Fair)),
            pair(1, 3, Line::Coming),
            pair(2, 3, Line::Down),
        ],
        ..Graph::default()
    };
    let seen = scene.room.summary_from_inside(&[session(3)], &graph);
    let speaking: Vec<_> = seen.people.iter().map(|person| person.speaking).collect();
    assert_eq!(speaking, [Off, Off, On]);
    let between = (1, 2);
    let verdict = Verdict::Fair;
    assert_eq!(seen.ties, [Tie { between, verdict }]);
    assert_eq!(scene.room.summary().ties, []);
}

#[test]
fn a_room_in_which_nobody_more_gets_is_full() {
    let limits = Limits {
        room_sessions: 2,
        ..Limits::default()
    };
    let mut scene = Scene::new(limits);
    scene.enters(1, &entrance(1));
    assert_eq!(scene.room.summary().full, Off);
    scene.enters(2, &entrance(2));
    assert_eq!(scene.room.summary().full, On);
}
