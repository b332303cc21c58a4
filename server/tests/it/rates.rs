//! How often someone may say something.

use std::time::Duration;

use chatmux_server::chance;
use chatmux_shared::id::Seq;
use chatmux_shared::message::{Act, Post};
use chatmux_shared::room::Refusal;
use chatmux_shared::wire::{ClientFrame, ServerFrame, Visibility};
use futures::future::join_all;

use crate::calls;
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
    for _ in 0..20 {
        let mut guest = Guest::come(house.address, "lounge", "One of many").await;
        guest.say("one each").await;
    }
    let mut bob = Guest::come(house.address, "lounge", "Bob").await;
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

#[tokio::test]
async fn who_sends_frames_faster_than_anyone_needs_is_refused_and_stays() {
    let settings = ["--frames-a-second", "1", "--frames-at-once", "3"];
    let house = House::open_with(&settings).await;
    let mut ada = Guest::come(house.address, "lounge", "Ada").await;
    let mut bob = Guest::come(house.address, "lounge", "Bob").await;
    for _ in 0..3 {
        ada.send(&ClientFrame::Typing).await;
    }
    let fetch = ClientFrame::Fetch { after: Seq(0) };
    let refused = ada.is_refused(&fetch).await;
    let wait = wait(&refused);
    assert!((1..=1000).contains(&wait), "{wait} ms are not what is left");
    // Messages, and other connections, are counted by themselves.
    ada.say("all the same").await;
    bob.send(&fetch).await;
    bob.page().await;
    tokio::time::sleep(Duration::from_millis(wait)).await;
    ada.send(&fetch).await;
    ada.page().await;
}

#[tokio::test]
async fn a_network_asks_for_pages_as_often_as_twenty_connections_and_no_more() {
    let settings = ["--frames-a-second", "1", "--frames-at-once", "1"];
    let house = House::open_with(&settings).await;
    let ada = Guest::come(house.address, "lounge", "Ada").await;
    let asks = (0..200).map(async |_| {
        let ask = Ask::get("/api/rooms/lounge/entries").bearing(&ada.welcome.session_token);
        ask.of(house.address).await
    });
    let (given, refused): (Vec<_>, Vec<_>) = join_all(asks)
        .await
        .into_iter()
        .partition(|answer| answer.status == 200);
    assert!(given.len() >= 20, "{} pages", given.len());
    let first = refused.first().expect("one too many");
    assert_eq!(first.problem(), (429, "/problems/too-fast".to_owned()));
}

#[tokio::test]
async fn signals_come_faster_than_other_frames_and_not_without_end() {
    let settings = ["--frames-a-second", "1", "--frames-at-once", "3"];
    let house = House::open_with(&settings).await;
    let mut ada = Guest::come(house.address, "lounge", "Ada").await;
    let to_oneself = calls::to(&ada);
    for _ in 0..15 {
        let refused = ada.is_refused(&to_oneself).await;
        assert_eq!(refused, Refusal::NotInCall);
    }
    for _ in 0..100 {
        ada.send(&to_oneself).await;
    }
    let too_fast = |frame| match frame {
        ServerFrame::Refused {
            reason: Refusal::TooFast { wait },
            ..
        } => Some(wait),
        _ => None,
    };
    let wait = ada.wait("to be too fast", too_fast).await;
    assert!((1..=200).contains(&wait), "{wait} ms are not what is left");
}

#[tokio::test]
async fn who_says_too_much_takes_nothing_from_others_of_their_network() {
    let house = House::open_with(&["--messages-a-minute", "1", "--messages-at-once", "1"]).await;
    let mut ada = Guest::come(house.address, "lounge", "Ada").await;
    let mut bob = Guest::come(house.address, "lounge", "Bob").await;
    ada.say("the one").await;
    let more = ada.draft(Act::Say, "more");
    for _ in 0..50 {
        let refused = ada.is_refused_to_hand_in(&more).await;
        assert!(wait(&refused) > 3000, "it is Ada who waits");
    }
    bob.say("as if nothing was").await;
}

#[tokio::test]
async fn who_is_in_many_rooms_says_no_more_than_in_one() {
    let house = House::open_with(&["--messages-a-minute", "1", "--messages-at-once", "2"]).await;
    let mut ada = Guest::come(house.address, "lounge", "Ada").await;
    let room = house.room_of(&Key::new()).await;
    let mut there = Guest::enter(house.address, &room, ada.sibling()).await;
    ada.say("here").await;
    there.say("and there").await;
    for guest in [&mut ada, &mut there] {
        let draft = guest.draft(Act::Say, "more");
        let refused = guest.is_refused_to_hand_in(&draft).await;
        assert!(wait(&refused) > 3000);
    }
}
