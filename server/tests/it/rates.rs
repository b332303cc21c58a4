//! How often someone may say something.

use std::time::Duration;

use chatmux_server::chance;
use chatmux_shared::message::{Act, Post};
use chatmux_shared::room::{Event, Refusal};
use chatmux_shared::wire::{ServerFrame, Visibility};

use crate::guest::{Guest, Stay};
use crate::house::House;
use crate::key::{Key, statement_of};
use crate::message::{Answer, Ask};

/// How long one is to wait who was refused for this.
fn wait(refused: &Refusal) -> u64 {
    match refused {
        Refusal::TooFast { wait } => *wait,
        other => panic!("{other:?} is no reason to wait"),
    }
}

#[tokio::test]
async fn the_eleventh_message_at_once_is_refused_and_goes_after_the_wait_it_was_told() {
    let house = House::open_with(&["--messages-a-minute", "30"]).await;
    let mut ada = Guest::come(house.address, "lounge", "Ada").await;
    let mut bob = Guest::come(house.address, "lounge", "Bob").await;
    for number in 1..=10 {
        ada.post(&number.to_string()).await;
    }
    let statement = ada.statement(Act::Say, "11");
    let post = ada.key.post(&statement, "11");
    ada.hand_in(&post).await;
    let (refused, about) = ada.refusal().await;
    assert_eq!(about, Some(statement.client));
    let wait = wait(&refused);
    assert!((1..=2000).contains(&wait), "{wait} ms are not what is left");
    // Another tab of the same person has no more, another person has.
    let mut tab = Guest::enter(house.address, "lounge", ada.sibling()).await;
    let again = tab.is_refused_to_hand_in(&post).await;
    assert!(matches!(again, Refusal::TooFast { .. }), "{again:?}");
    bob.say("one of Bob's own").await;

    tokio::time::sleep(Duration::from_millis(wait)).await;
    ada.hand_in(&post).await;
    let entry = ada.entry(statement.client).await;
    assert_eq!(statement_of(&entry), statement);
}

#[tokio::test]
async fn what_others_hand_in_again_does_not_count_for_its_author() {
    let house = House::open_with(&["--messages-a-minute", "1", "--messages-at-once", "2"]).await;
    let mut ada = Guest::come(house.address, "lounge", "Ada").await;
    let mut eve = Guest::come(house.address, "lounge", "Eve").await;
    let said = ada.say("one").await;
    let copied = Post {
        signed: said.signed.clone(),
        signature: said.signature,
        ..ada.draft(Act::Say, "one")
    };
    for _ in 0..2 {
        let refused = eve.is_refused_to_hand_in(&copied).await;
        assert_eq!(refused, Refusal::OtherAuthor);
    }
    let refused = eve.is_refused_to_hand_in(&copied).await;
    assert!(wait(&refused) > 0);
    ada.say("two").await;
}

async fn post_by_http(house: &House, stay: &Stay, from: &str) -> Answer {
    let post = stay.draft(Act::Say, "by another way");
    let ask = Ask::post("/api/rooms/lounge/entries").json(&post);
    let ask = ask.bearing(&stay.welcome.session_token);
    let ask = ask.header("x-forwarded-for", from);
    ask.of(house.address).await
}

#[tokio::test]
async fn a_network_may_say_twenty_times_as_much_as_one_member_and_no_more() {
    let settings = [
        "--messages-a-minute",
        "1",
        "--messages-at-once",
        "1",
        "--trusted-proxy",
        "127.0.0.1",
    ];
    let house = House::open_with(&settings).await;
    let mut ada = Guest::come(house.address, "lounge", "Ada").await;
    let mut bob = Guest::come(house.address, "lounge", "Bob").await;
    // Refused as they are, they came from there.
    for _ in 0..20 {
        ada.post("as fast as it goes").await;
    }
    let answer = |frame| match frame {
        ServerFrame::Refused { reason, .. } => Some(Some(reason)),
        ServerFrame::Told {
            event: Event::Entry { .. },
        } => Some(None),
        _ => None,
    };
    let mut kept = 0;
    for _ in 0..20 {
        match ada.wait("an answer", answer).await {
            Some(refused) => assert!(wait(&refused) > 3000, "it is Ada who waits"),
            None => kept += 1,
        }
    }
    assert_eq!(kept, 1);
    let bobs = bob.draft(Act::Say, "at last");
    let refused = bob.is_refused_to_hand_in(&bobs).await;
    assert!(wait(&refused) <= 3000, "it is the network that waits");

    let refused = post_by_http(&house, &bob, "127.0.0.1").await;
    assert_eq!(refused.problem(), (429, "/problems/too-fast".to_owned()));
    assert!(refused.header("retry-after").is_some());
    let kept = post_by_http(&house, &bob, "198.51.100.7").await;
    assert_eq!(kept.status, 201, "{kept:?}");
}

#[tokio::test]
async fn rooms_are_opened_no_more_often_than_things_are_said() {
    let house = House::open_with(&["--messages-a-minute", "1", "--messages-at-once", "1"]).await;
    let mut statuses = Vec::new();
    for _ in 0..21 {
        let (id, epoch) = (chance::room_id(), chance::epoch());
        let making = Key::new().making((id, epoch), Visibility::ByLink);
        let ask = Ask::post("/api/rooms").json(&making);
        statuses.push(ask.of(house.address).await.status);
    }
    assert_eq!(statuses[..20], [201; 20]);
    assert_eq!(statuses[20], 429);
    // Coming in is something else.
    Guest::come(house.address, "lounge", "Ada").await;
}
