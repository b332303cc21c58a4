//! Sessions: lost, resumed, refreshed, duplicated, proven.

use chatmux_shared::id::{Epoch, Incarnation, Seq};
use chatmux_shared::message::{Act, Seen};
use chatmux_shared::room::{Event, Presence, Refusal};
use chatmux_shared::wire::{Former, Have, History, Token, Visibility, close};

use crate::guest::{Claim, Guest, hello, maker};
use crate::house::{House, proof};
use crate::key::text_of;

#[tokio::test]
async fn a_lost_connection_resumes_its_session_with_all_that_was_missed() {
    let house = House::open().await;
    let mut other = Guest::come(house.address, "lounge", "Other").await;
    let mut guest = Guest::come(house.address, "lounge", "Ada").await;
    other.say("before").await;
    guest.next_entry().await;
    let stay = guest.lose();
    for number in 1..=7 {
        other.say(&format!("missed {number}")).await;
    }

    let back = Guest::enter(house.address, "lounge", stay.reconnecting()).await;
    assert_eq!(back.session(), stay.session());
    assert_eq!(back.welcome.member, stay.welcome.member);
    assert_eq!(back.welcome.incarnation, stay.welcome.incarnation);
    assert_eq!(back.welcome.history, History::Continued);
    let missed: Vec<_> = back.welcome.page.entries.iter().map(text_of).collect();
    let expected: Vec<_> = (1..=7).map(|number| format!("missed {number}")).collect();
    assert_eq!(missed, expected);
    let people = &back.welcome.people;
    assert_eq!(people.len(), 2);
    assert!(people.iter().all(|it| it.presence == Presence::Here));
}

#[tokio::test]
async fn more_than_a_page_that_was_missed_is_fetched() {
    let house = House::open().await;
    let mut other = Guest::come(house.address, "lounge", "Other").await;
    let stay = Guest::come(house.address, "lounge", "Ada").await.lose();
    for number in 1..=250 {
        other.post(&format!("missed {number}")).await;
    }
    while other.next_entry().await.seq < Seq(250) {}

    let mut back = Guest::enter(house.address, "lounge", stay.reconnecting()).await;
    assert_eq!(back.welcome.newest, Seq(250));
    assert_eq!(
        back.welcome.page.entries.len(),
        back.welcome.limits.entries_page
    );
    let mut all = back.welcome.page.entries.clone();
    let held = all.last().map_or(Seq(0), |entry| entry.seq);
    all.extend(back.fetch_all(held).await);
    let numbers: Vec<u64> = all.iter().map(|entry| entry.seq.0).collect();
    assert_eq!(numbers, (1..=250).collect::<Vec<_>>());
}

#[tokio::test]
async fn what_is_said_while_someone_comes_back_reaches_them_once() {
    let house = House::open().await;
    let mut other = Guest::come(house.address, "lounge", "Other").await;
    let mut stay = Guest::come(house.address, "lounge", "Ada").await.lose();
    let mut held = Vec::new();
    for round in 1..=50 {
        // Not waited for: it is kept before, while or after they come.
        other.post(&format!("{round}")).await;
        let mut back = Guest::enter(house.address, "lounge", stay.reconnecting()).await;
        held.extend(back.welcome.page.entries.iter().map(|entry| entry.seq.0));
        while held.len() < round {
            held.push(back.next_entry().await.seq.0);
        }
        stay = back.lose();
    }
    assert_eq!(held, (1..=50).collect::<Vec<_>>());
}

#[tokio::test]
async fn a_refresh_takes_its_session_over_and_the_connection_before_is_closed() {
    let house = House::open().await;
    let mut other = Guest::come(house.address, "lounge", "Other").await;
    let first = Guest::come(house.address, "lounge", "Ada").await;
    let again = first.refreshed();
    let second = Guest::enter(house.address, "lounge", again).await;
    assert_eq!(second.session(), first.session());
    assert_eq!(second.welcome.incarnation, Incarnation(1));
    assert_eq!(first.end().await, close::REPLACED);

    let entered = |event| match event {
        Event::Entered { person } if person.incarnation == Incarnation(1) => Some(person),
        Event::Away { .. } | Event::Departed { .. } => panic!("{event:?}"),
        _ => None,
    };
    let person = other.happens("the refresh", entered).await;
    assert_eq!(person.session, second.session());
    other.say("nobody went away").await;
}

#[tokio::test]
async fn a_duplicated_tab_is_a_session_of_its_own_of_the_same_member() {
    let house = House::open().await;
    let mut first = Guest::come(house.address, "lounge", "Ada").await;
    let copy = first.returning(Incarnation(1), Former::Unknown);
    let mut second = Guest::enter(house.address, "lounge", copy).await;
    assert_ne!(second.session(), first.session());
    assert_eq!(second.welcome.member, first.welcome.member);
    assert_eq!(second.welcome.incarnation, Incarnation(0));
    let entry = first.say("still here").await;
    assert_eq!(second.next_entry().await, entry);
}

#[tokio::test]
async fn a_tab_that_knows_nothing_of_its_former_page_has_its_session_once_that_is_lost() {
    let house = House::open().await;
    let mut other = Guest::come(house.address, "lounge", "Other").await;
    let stay = Guest::come(house.address, "lounge", "Ada").await.lose();
    let away = |event| matches!(event, Event::Away { .. }).then_some(());
    other.happens("that the page is gone", away).await;
    let again = stay.returning(Incarnation(1), Former::Unknown);
    let back = Guest::enter(house.address, "lounge", again).await;
    assert_eq!(back.session(), stay.session());
}

#[tokio::test]
async fn proofs_hold_after_a_restart_on_the_same_file() {
    let house = House::open().await;
    let mut guest = Guest::come(house.address, "lounge", "Ada").await;
    let room = house.room().await;
    let stay = guest.clone();
    guest.say("before the restart").await;
    drop(guest);

    let house = house.reopened().await;
    let back = Guest::enter(house.address, "lounge", stay.reconnecting()).await;
    assert_eq!(back.session(), stay.session());
    assert_eq!(back.welcome.member, stay.welcome.member);
    assert_eq!(back.welcome.room.epoch, stay.welcome.room.epoch);
    assert_eq!(back.welcome.history, History::Continued);
    let texts: Vec<_> = back.welcome.page.entries.iter().map(text_of).collect();
    assert_eq!(texts, ["before the restart"]);

    let elsewhere = Claim {
        key: stay.key.clone(),
        ..maker(&proof(&room), Visibility::Listed)
    };
    let mut owner = Guest::enter(house.address, &room.id.to_string(), elsewhere).await;
    assert_eq!(owner.welcome.member, stay.welcome.member);
    assert_eq!(owner.open_room().await.owner, Some(stay.welcome.member));
}

#[tokio::test]
async fn a_forged_proof_proves_nothing() {
    let house = House::open().await;
    let guest = Guest::come(house.address, "lounge", "Ada").await;
    let as_session = async |token: Token| {
        let mut claim = guest.refreshed();
        claim.resume.as_mut().expect("it resumes").token = token;
        let impostor = Guest::enter(house.address, "lounge", claim).await;
        impostor.session()
    };
    for forge in [flipped, shortened, lengthened, empty, no_base64] {
        let forged = forge(&guest.welcome.session_token);
        assert_ne!(as_session(forged).await, guest.session());
    }
    // Nor does a proof of one thing prove another.
    let room = house.room().await;
    assert_ne!(as_session(proof(&room)).await, guest.session());
    let id = room.id.to_string();
    let claim = maker(&guest.welcome.session_token, Visibility::Listed);
    let mut forger = Guest::enter(house.address, &id, claim).await;
    let create = forger.draft(Act::Create, "");
    let refused = forger.is_refused_to_hand_in(&create).await;
    assert_eq!(refused, Refusal::NotOwner);
}

fn flipped(token: &Token) -> Token {
    let mut text = token.0.clone().into_bytes();
    text[3] = if text[3] == b'A' { b'B' } else { b'A' };
    Token(String::from_utf8(text).expect("ASCII"))
}

fn shortened(token: &Token) -> Token {
    Token(token.0[4..].to_owned())
}

fn lengthened(token: &Token) -> Token {
    Token(format!("{}AAAA", token.0))
}

fn empty(_: &Token) -> Token {
    Token(String::new())
}

fn no_base64(token: &Token) -> Token {
    Token(format!("*{}", &token.0[1..]))
}

// trial 45: resuming
#[tokio::test]
async fn a_proof_of_a_session_in_one_room_resumes_none_in_another() {
    let house = House::open().await;
    let room = house.room().await.id.to_string();
    let guest = Guest::come(house.address, "lounge", "Ada").await;
    let there = Guest::enter(house.address, &room, guest.refreshed()).await;
    assert_ne!(there.session(), guest.session());
    assert_eq!(there.welcome.people.len(), 1);
}

// trials 8, 9
#[tokio::test]
async fn a_history_that_is_not_this_rooms_is_replaced_and_not_continued() {
    let house = House::open().await;
    let mut other = Guest::come(house.address, "lounge", "Other").await;
    let one = other.say("one").await.seen();
    let two = other.say("two").await.seen();
    let here = other.welcome.room.epoch;
    let foreign = Epoch::from_random([7; 16]);
    let at = |seq, Seen { head, .. }| Seen { seq, head };
    for (epoch, seen, history, count) in [
        (here, one, History::Continued, 1),
        (here, two, History::Continued, 0),
        (here, at(Seq(3), two), History::Fresh, 2),
        (here, at(Seq(u64::MAX), two), History::Fresh, 2),
        (foreign, one, History::Fresh, 2),
        // Another log of the same room.
        (here, at(Seq(1), two), History::Fresh, 2),
        (here, at(Seq(2), one), History::Fresh, 2),
        (here, Seen::default(), History::Fresh, 2),
    ] {
        let have = Have { epoch, seen };
        let claim = Claim {
            have: Some(have),
            ..hello("Ada")
        };
        let guest = Guest::enter(house.address, "lounge", claim).await;
        assert_eq!(guest.welcome.history, history, "{have:?}");
        assert_eq!(guest.welcome.page.entries.len(), count, "{have:?}");
    }
}
