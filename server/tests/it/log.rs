//! A room's log: numbers, order, and saying a thing twice.

use std::collections::BTreeSet;

use chatmux_shared::id::Seq;
use chatmux_shared::message::{Act, Entry};
use chatmux_shared::room::Refusal;
use chatmux_shared::wire::ClientFrame;
use futures::future::join_all;

use crate::guest::{Guest, hello};
use crate::house::House;
use crate::key::{client_of, text_of, under};

const WRITERS: usize = 20;
const EACH: usize = 50;

/// Says its part, not waiting, and gives back all that it was told.
async fn write_and_read(mut guest: Guest, name: usize) -> Vec<Entry> {
    for number in 0..EACH {
        guest.post(&format!("{name}/{number}")).await;
    }
    let mut told = Vec::new();
    while told.len() < WRITERS * EACH {
        told.push(guest.next_entry().await);
    }
    told
}

#[tokio::test]
async fn twenty_writers_at_once_are_numbered_without_gaps_and_read_in_one_order() {
    let house = House::open().await;
    let mut guests = Vec::new();
    for name in 0..WRITERS {
        let name = format!("Writer {name}");
        guests.push(Guest::come(house.address, "lounge", &name).await);
    }
    let writing = guests.into_iter().enumerate();
    let writing = writing.map(|(name, guest)| tokio::spawn(write_and_read(guest, name)));
    let told: Vec<Vec<Entry>> = join_all(writing)
        .await
        .into_iter()
        .map(|told| told.expect("a writer ends well"))
        .collect();

    let first = &told[0];
    let numbers: Vec<u64> = first.iter().map(|entry| entry.seq.0).collect();
    let all = (1..=(WRITERS * EACH) as u64).collect::<Vec<_>>();
    assert_eq!(numbers, all);
    assert!(told.iter().all(|other| other == first));
    for name in 0..WRITERS {
        let start = format!("{name}/");
        let texts = first.iter().map(text_of);
        let own: Vec<_> = texts.filter(|text| text.starts_with(&start)).collect();
        let said: Vec<_> = (0..EACH).map(|number| format!("{start}{number}")).collect();
        assert_eq!(own, said, "each one's own are in the order they were said");
    }

    let mut late = Guest::come(house.address, "lounge", "Late").await;
    assert_eq!(&late.fetch_all(Seq(0)).await, first);
}

#[tokio::test]
async fn the_same_message_said_twice_is_kept_once() {
    let house = House::open().await;
    let mut other = Guest::come(house.address, "lounge", "Other").await;
    let mut guest = Guest::come(house.address, "lounge", "Ada").await;
    let statement = guest.statement(Act::Say, "once");
    let (client, post) = (statement.client, guest.key.post(&statement, "once"));
    guest.hand_in(&post).await;
    guest.hand_in(&post).await;
    let first = guest.entry(client).await;
    assert_eq!(guest.entry(client).await, first);

    // After a lost connection too.
    let stay = guest.lose();
    let mut back = Guest::enter(house.address, "lounge", stay.reconnecting()).await;
    back.hand_in(&post).await;
    assert_eq!(back.entry(client).await, first);

    assert_eq!(other.next_entry().await, first);
    let next = other.say("next").await;
    assert_eq!(next.seq, first.seq.next());
    assert_eq!(other.fetch_all(Seq(0)).await, [first, next]);
}

// trial 5
#[tokio::test]
async fn another_text_under_the_same_client_id_is_refused_and_the_first_stays() {
    let house = House::open().await;
    let mut guest = Guest::come(house.address, "lounge", "Ada").await;
    let first = guest.say("the first").await;
    let client = client_of(&first);
    let refused = (Refusal::SaidOtherwise, Some(client));
    let statement = under(client, guest.statement(Act::Say, ""), "another");
    let another = guest.key.post(&statement, "another");
    guest.hand_in(&another).await;
    assert_eq!(guest.refusal().await, refused);
    assert_eq!(guest.fetch_all(Seq(0)).await, [first]);
}

#[tokio::test]
async fn the_same_client_id_of_two_people_is_two_messages() {
    let house = House::open().await;
    let mut ada = Guest::come(house.address, "lounge", "Ada").await;
    let mut bob = Guest::come(house.address, "lounge", "Bob").await;
    let first = ada.say("from Ada").await;
    let client = client_of(&first);
    assert_eq!(bob.entry(client).await, first);
    let statement = under(client, bob.statement(Act::Say, ""), "from Bob");
    let post = bob.key.post(&statement, "from Bob");
    bob.hand_in(&post).await;
    let second = bob.entry(client).await;
    assert_eq!((first.seq, second.seq), (Seq(1), Seq(2)));
}

#[tokio::test]
async fn pages_go_up_to_the_first_entry() {
    let house = House::open().await;
    let mut guest = Guest::come(house.address, "lounge", "Ada").await;
    for number in 1..=120 {
        guest.post(&format!("{number}")).await;
    }
    while guest.next_entry().await.seq < Seq(120) {}
    let mut late = Guest::enter(house.address, "lounge", hello("Late")).await;
    let told = &late.welcome.page.entries;
    let (first, last) = (told[0].seq, told[told.len() - 1].seq);
    assert_eq!((first, last), (Seq(21), Seq(120)));

    late.send(&ClientFrame::FetchBefore { before: first }).await;
    let page = late.page().await;
    let numbers: BTreeSet<u64> = page.entries.iter().map(|entry| entry.seq.0).collect();
    assert_eq!(numbers, (1..=20).collect());
}

#[tokio::test]
async fn a_page_of_the_longest_messages_reaches_whoever_comes() {
    let house = House::open().await;
    let mut guest = Guest::come(house.address, "lounge", "Ada").await;
    // Four bytes each in UTF-8, and six each in JSON.
    for text in ["🌍".repeat(1000), format!("a{}", "\u{1}".repeat(999))] {
        for _ in 0..100 {
            guest.say(&text).await;
        }
        let mut late = Guest::come(house.address, "lounge", "Late").await;
        assert_eq!(late.welcome.page.entries.len(), 100);
        let told = &late.welcome.page.entries;
        assert!(told.iter().all(|entry| text_of(entry) == text));
        let all = late.fetch_all(Seq(0)).await;
        assert_eq!(all[all.len() - 100..], late.welcome.page.entries);
    }
}
