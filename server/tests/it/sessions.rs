//! Sessions: lost, resumed, refreshed, duplicated, proven.

use chatmux_shared::id::{Epoch, Incarnation, Seq};
use chatmux_shared::room::{Event, Presence};
use chatmux_shared::wire::{Former, Have, History, Token, close};

use crate::guest::{Guest, hello, reconnecting, refreshed, returning, text_of};
use crate::house::House;

#[tokio::test]
async fn a_lost_connection_resumes_its_session_with_all_that_was_missed() {
    let house = House::open().await;
    let mut other = Guest::come(house.address, "lounge", "Other").await;
    let mut guest = Guest::come(house.address, "lounge", "Ada").await;
    other.say("before").await;
    let seen = guest.next_entry().await.seq;
    let mut welcome = guest.lose();
    for number in 1..=7 {
        other.say(&format!("missed {number}")).await;
    }

    welcome.newest = seen;
    let back = Guest::enter(house.address, "lounge", reconnecting(&welcome)).await;
    assert_eq!(back.session(), welcome.session);
    assert_eq!(back.welcome.member, welcome.member);
    assert_eq!(back.welcome.incarnation, welcome.incarnation);
    assert_eq!(back.welcome.history, History::Continued);
    let missed: Vec<_> = back.welcome.entries.iter().map(text_of).collect();
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
    let welcome = Guest::come(house.address, "lounge", "Ada").await.lose();
    for number in 1..=250 {
        other.post(&format!("missed {number}")).await;
    }
    while other.next_entry().await.seq < Seq(250) {}

    let mut back = Guest::enter(house.address, "lounge", reconnecting(&welcome)).await;
    assert_eq!(back.welcome.newest, Seq(250));
    assert_eq!(back.welcome.entries.len(), back.welcome.limits.entries_page);
    let mut all = back.welcome.entries.clone();
    let held = all.last().map_or(Seq(0), |entry| entry.seq);
    all.extend(back.fetch_all(held).await);
    let numbers: Vec<u64> = all.iter().map(|entry| entry.seq.0).collect();
    assert_eq!(numbers, (1..=250).collect::<Vec<_>>());
}

#[tokio::test]
async fn what_is_said_while_someone_comes_back_reaches_them_once() {
    let house = House::open().await;
    let mut other = Guest::come(house.address, "lounge", "Other").await;
    let mut welcome = Guest::come(house.address, "lounge", "Ada").await.lose();
    let mut held = Vec::new();
    for round in 1..=50 {
        // Not waited for: it is kept before, while or after they come.
        other.post(&format!("{round}")).await;
        let mut back = Guest::enter(house.address, "lounge", reconnecting(&welcome)).await;
        held.extend(back.welcome.entries.iter().map(|entry| entry.seq.0));
        while held.len() < round {
            held.push(back.next_entry().await.seq.0);
        }
        welcome = back.lose();
        welcome.newest = Seq(round as u64);
    }
    assert_eq!(held, (1..=50).collect::<Vec<_>>());
}

#[tokio::test]
async fn a_refresh_takes_its_session_over_and_the_connection_before_is_closed() {
    let house = House::open().await;
    let mut other = Guest::come(house.address, "lounge", "Other").await;
    let first = Guest::come(house.address, "lounge", "Ada").await;
    let again = refreshed(&first.welcome);
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
    let copy = returning(&first.welcome, Incarnation(1), Former::Unknown);
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
    let welcome = Guest::come(house.address, "lounge", "Ada").await.lose();
    let away = |event| matches!(event, Event::Away { .. }).then_some(());
    other.happens("that the page is gone", away).await;
    let again = returning(&welcome, Incarnation(1), Former::Unknown);
    let back = Guest::enter(house.address, "lounge", again).await;
    assert_eq!(back.session(), welcome.session);
}

#[tokio::test]
async fn proofs_hold_after_a_restart_on_the_same_file() {
    let house = House::open().await;
    let mut guest = Guest::come(house.address, "lounge", "Ada").await;
    let room = house.room().await;
    guest.say("before the restart").await;
    let welcome = guest.lose();

    let house = house.reopened().await;
    let back = Guest::enter(house.address, "lounge", reconnecting(&welcome)).await;
    assert_eq!(back.session(), welcome.session);
    assert_eq!(back.welcome.member, welcome.member);
    assert_eq!(back.welcome.room.epoch, welcome.room.epoch);
    assert_eq!(back.welcome.history, History::Continued);
    let texts: Vec<_> = back.welcome.entries.iter().map(text_of).collect();
    assert_eq!(texts, ["before the restart"]);

    let mut elsewhere = hello("Ada");
    elsewhere.member = Some(welcome.member_token.clone());
    elsewhere.maker = Some(room.maker);
    let owner = Guest::enter(house.address, &room.id.to_string(), elsewhere).await;
    assert_eq!(owner.welcome.member, welcome.member);
    assert_eq!(owner.welcome.room.owner, Some(welcome.member));
}

#[tokio::test]
async fn a_forged_proof_proves_nothing() {
    let house = House::open().await;
    let guest = Guest::come(house.address, "lounge", "Ada").await;
    let welcome = &guest.welcome;
    for forge in [flipped, shortened, lengthened, empty, no_base64] {
        let mut claim = refreshed(welcome);
        claim.member = Some(forge(&welcome.member_token));
        let resume = claim.resume.as_mut().expect("it resumes");
        resume.token = forge(&welcome.session_token);
        let impostor = Guest::enter(house.address, "lounge", claim).await;
        assert_ne!(impostor.session(), guest.session());
        assert_ne!(impostor.welcome.member, welcome.member);
    }
    // Nor does a proof of one thing prove another.
    let mut claim = refreshed(welcome);
    claim.member = Some(welcome.session_token.clone());
    let resume = claim.resume.as_mut().expect("it resumes");
    resume.token = welcome.member_token.clone();
    let impostor = Guest::enter(house.address, "lounge", claim).await;
    assert_ne!(impostor.welcome.member, welcome.member);
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
    let there = Guest::enter(house.address, &room, refreshed(&guest.welcome)).await;
    assert_ne!(there.session(), guest.session());
    assert_ne!(there.welcome.member, guest.welcome.member);
    assert_eq!(there.welcome.people.len(), 1);
}

// trials 8, 9
#[tokio::test]
async fn a_history_that_is_not_this_rooms_is_replaced_and_not_continued() {
    let house = House::open().await;
    let mut other = Guest::come(house.address, "lounge", "Other").await;
    other.say("one").await;
    other.say("two").await;
    let epoch = other.welcome.room.epoch;
    let foreign = Epoch::from_random([7; 16]);
    for (have, history, count) in [
        (Have { epoch, seq: Seq(1) }, History::Continued, 1),
        (Have { epoch, seq: Seq(2) }, History::Continued, 0),
        (Have { epoch, seq: Seq(3) }, History::Fresh, 2),
        (
            Have {
                epoch,
                seq: Seq(u64::MAX),
            },
            History::Fresh,
            2,
        ),
        (
            Have {
                epoch: foreign,
                seq: Seq(1),
            },
            History::Fresh,
            2,
        ),
    ] {
        let mut claim = hello("Ada");
        claim.have = Some(have);
        let guest = Guest::enter(house.address, "lounge", claim).await;
        assert_eq!(guest.welcome.history, history, "{have:?}");
        assert_eq!(guest.welcome.entries.len(), count, "{have:?}");
    }
}
