//! Those who say something again and again that need not be told each time.

use std::time::{Duration, Instant};

use chatmux_shared::message::Entry;
use chatmux_shared::room::{Color, Event, Person};
use chatmux_shared::wire::{ClientFrame, Former};

use crate::guest::{Claim, Guest, hello};
use crate::house::House;

/// What can wait is told no more often.
const SOON: Duration = Duration::from_millis(500);

/// So often may it be told since then, however much is said.
fn most(since: Instant) -> u128 {
    since.elapsed().as_millis() / SOON.as_millis() + 2
}

/// All that `guest` is told up to this entry.
async fn told_before(guest: &mut Guest, last: &Entry) -> Vec<Event> {
    let mut told = Vec::new();
    loop {
        match guest.happens("what is said last", Some).await {
            Event::Entry { entry } if entry == *last => return told,
            event => told.push(event),
        }
    }
}

fn profile(name: &str, status: &str) -> ClientFrame {
    ClientFrame::Profile {
        name: name.to_owned(),
        color: Color::Red,
        status: status.to_owned(),
    }
}

// trial 30
#[tokio::test]
async fn a_flood_of_typing_is_told_now_and_then() {
    let house = House::open().await;
    let mut other = Guest::come(house.address, "lounge", "Other").await;
    let mut guest = Guest::come(house.address, "lounge", "Ada").await;
    // Some seconds in which nothing waits to be told.
    let brief = Guest::come(house.address, "lounge", "Brief").await;
    let session = brief.session();
    drop(leaving(brief).await);
    let departed = |event| matches!(event, Event::Departed { session: gone } if gone == session);
    let departed = |event| departed(event).then_some(());
    other.happens("a departure", departed).await;

    let began = Instant::now();
    for _ in 0..2000 {
        guest.send(&ClientFrame::Typing).await;
    }
    let last = guest.say("written").await;
    let told = told_before(&mut other, &last).await;
    let typing = |event: &&Event| matches!(event, Event::Typing { .. });
    let count = told.iter().filter(typing).count() as u128;
    assert!(count <= most(began), "{count} frames of typing");
    guest.send(&ClientFrame::Typing).await;
    let own = guest.session();
    let typing = |event| match event {
        Event::Typing { sessions } => Some(sessions),
        _ => None,
    };
    let typing = other.happens("that Ada is typing", typing).await;
    assert_eq!(typing, [own]);
}

/// Says that the page goes away.
async fn leaving(mut guest: Guest) -> Guest {
    guest.send(&ClientFrame::Leaving).await;
    guest
}

// trial 30: profiles
#[tokio::test]
async fn a_flood_of_new_names_is_told_now_and_then_and_the_last_one_stays() {
    let house = House::open().await;
    let mut other = Guest::come(house.address, "lounge", "Other").await;
    let mut guest = Guest::come(house.address, "lounge", "Ada").await;
    let began = Instant::now();
    for number in 1..=1000 {
        guest.send(&profile(&format!("Ada {number}"), "busy")).await;
    }
    let last = guest.say("that was all").await;
    let mut told = told_before(&mut other, &last).await;
    let named = |event: &Event| match event {
        Event::Profile { name, status, .. } => {
            let status = status.as_ref().map(|status| status.as_str().to_owned());
            Some((name.as_str().to_owned(), status))
        }
        _ => None,
    };
    let end = Some(("Ada 1000".to_owned(), Some("busy".to_owned())));
    while told.iter().rev().find_map(named) != end {
        told.push(other.happens("the last name", Some).await);
    }
    let count = told.iter().filter_map(named).count() as u128;
    assert!(count <= most(began), "{count} new names");
    assert_eq!(last.byline.name.as_str(), "Ada 1000");
}

// trial 30: presence
#[tokio::test]
async fn a_page_that_goes_away_again_and_again_is_away_once() {
    let house = House::open().await;
    let mut other = Guest::come(house.address, "lounge", "Other").await;
    let mut guest = Guest::come(house.address, "lounge", "Ada").await;
    for _ in 0..1000 {
        guest.send(&ClientFrame::Leaving).await;
    }
    drop(guest);
    let mut away = 0;
    loop {
        match other.happens("what becomes of Ada", Some).await {
            Event::Away { .. } => away += 1,
            Event::Departed { .. } => break,
            _ => {}
        }
    }
    assert_eq!(away, 1);
}

#[tokio::test]
async fn who_comes_in_sees_what_everyone_says_of_themselves() {
    let house = House::open().await;
    let claim = Claim {
        status: "  at lunch ".to_owned(),
        ..hello("Ada")
    };
    let mut ada = Guest::enter(house.address, "lounge", claim).await;
    let status = |people: &[Person]| {
        let status = people[0].status.as_ref();
        status.map(|status| status.as_str().to_owned())
    };
    let bob = Guest::come(house.address, "lounge", "Bob").await;
    assert_eq!(status(&bob.welcome.people), Some("at lunch".to_owned()));
    assert_eq!(bob.welcome.people[1].status, None);
    ada.send(&profile("Ada", "")).await;
    ada.say("back").await;
    let cid = Guest::come(house.address, "lounge", "Cid").await;
    assert_eq!(status(&cid.welcome.people), None);
}

#[tokio::test]
async fn a_name_that_waited_to_be_told_is_not_told_after_a_newer_one() {
    let house = House::open().await;
    let mut other = Guest::come(house.address, "lounge", "Other").await;
    for round in 0..5 {
        let mut guest = Guest::come(house.address, "lounge", "Ada").await;
        guest.send(&profile("Waiting", "")).await;
        guest.say("the name is taken").await;
        let newer = Claim {
            name: "Newer".to_owned(),
            ..guest.returning(guest.welcome.incarnation, Former::Gone)
        };
        let session = guest.session();
        let mut guest = Guest::enter(house.address, "lounge", newer).await;
        assert_eq!(guest.session(), session, "round {round}");
        // What waits is told together with this.
        guest.send(&ClientFrame::Typing).await;
        let mut name = None;
        loop {
            match other.happens("what is told of Ada", Some).await {
                Event::Entered { person } if person.session == session => name = Some(person.name),
                Event::Profile {
                    session: of,
                    name: new,
                    ..
                } if of == session => name = Some(new),
                Event::Typing { sessions } if sessions.contains(&session) => break,
                _ => {}
            }
        }
        assert_eq!(name.expect("a name").as_str(), "Newer", "round {round}");
    }
}

#[tokio::test]
async fn whoever_has_written_it_is_not_said_to_be_writing() {
    let house = House::open().await;
    let mut other = Guest::come(house.address, "lounge", "Other").await;
    let mut guest = Guest::come(house.address, "lounge", "Ada").await;
    let own = guest.session();
    // What is told anyway is told with this, at the latest.
    let beat = |event: &Event| matches!(event, Event::Profile { .. });
    for round in 0..5 {
        guest.send(&ClientFrame::Typing).await;
        let said = guest.say("written at once").await;
        told_before(&mut other, &said).await;
        other.send(&profile("Other", &round.to_string())).await;
        let mut told = Vec::new();
        while !told.last().is_some_and(beat) {
            told.push(other.happens("what is told later", Some).await);
        }
        let typing =
            |event: &Event| matches!(event, Event::Typing { sessions } if sessions.contains(&own));
        assert!(!told.iter().any(typing), "round {round}: {told:?}");
    }
}
