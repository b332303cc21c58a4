//! Rooms end: the tests move the clock.

use chatmux_shared::id::Timestamp;
use chatmux_shared::room::{Event, WARNING};
use chatmux_shared::wire::close;

use crate::guest::{Guest, hello};
use crate::house::House;
use crate::key::Key;
use crate::message::Ask;

const MINUTE: u64 = 60_000;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;

#[tokio::test]
async fn a_room_nobody_came_into_is_gone_after_five_minutes_and_its_link_says_so() {
    let house = House::open().await;
    let id = house.room().await.id;
    house.is_later(4 * MINUTE).await;
    assert_eq!(house.get(&format!("/api/rooms/{id}")).await.status, 200);
    house.is_later(6 * MINUTE).await;
    for path in ["/api/rooms/", "/r/"] {
        let gone = house.get(&format!("{path}{id}")).await;
        assert_eq!(gone.status, 410, "{path}");
        assert!(gone.body.contains("everyone had left") || gone.body.contains("Everyone had left"));
    }
    let problem = house.get(&format!("/api/rooms/{id}")).await;
    let kind = problem.header("content-type").unwrap_or_default();
    assert_eq!(kind, "application/problem+json");
}

#[tokio::test]
async fn a_room_with_someone_in_it_outlives_five_minutes_and_not_twelve_hours() {
    let house = House::open().await;
    let id = house.room_of(&Key::new()).await;
    let mut ada = Guest::enter(house.address, &id, hello("Ada")).await;
    house.is_later(HOUR).await;
    ada.say("Still here").await;
    house.is_later(12 * HOUR + MINUTE).await;
    assert_eq!(ada.end().await, close::ENDED);
    let gone = house.get(&format!("/api/rooms/{id}")).await;
    assert_eq!(gone.status, 410);
    assert!(gone.body.contains("time was over"), "{}", gone.body);
    assert!(!house.get("/").await.body.contains(&id));
}

#[tokio::test]
async fn those_in_a_room_are_told_once_ten_minutes_before_it_ends_and_who_comes_then_too() {
    let house = House::open_with(&["--room-life", "10"]).await;
    let id = house.room_of(&Key::new()).await;
    let mut ada = Guest::enter(house.address, &id, hello("Ada")).await;
    let ends_soon = |event| match event {
        Event::EndsSoon { at } => Some(at),
        _ => None,
    };
    house.is_later(1).await;
    let at: Timestamp = ada.happens("the warning", ends_soon).await;
    house.is_later(2).await;
    ada.say("Once").await;
    assert!(at.0 > 0 && WARNING == 10 * MINUTE);
    let mut bob = Guest::enter(house.address, &id, hello("Bob")).await;
    assert_eq!(bob.happens("the warning", ends_soon).await, at);
}

#[tokio::test]
async fn the_lounge_never_ends() {
    let house = House::open().await;
    let mut ada = Guest::come(house.address, "lounge", "Ada").await;
    house.is_later(100 * DAY).await;
    ada.say("Here").await;
    assert_eq!(house.get("/api/rooms/lounge").await.status, 200);
}

#[tokio::test]
async fn an_end_is_remembered_over_a_restart_and_forgotten_after_seven_days() {
    let house = House::open().await;
    let id = house.room().await.id.to_string();
    let path = format!("/api/rooms/{id}");
    house.is_later(6 * MINUTE).await;
    let house = house.reopened().await;
    assert_eq!(house.get(&path).await.status, 410);
    house.is_later(8 * DAY).await;
    assert_eq!(house.get(&path).await.status, 404);
}

#[tokio::test]
async fn a_room_that_was_in_use_at_a_restart_has_five_minutes_to_be_found_again() {
    let house = House::open().await;
    let id = house.room_of(&Key::new()).await;
    let mut ada = Guest::come(house.address, &id, "Ada").await;
    ada.say("Before").await;
    drop(ada);
    let house = house.reopened().await;
    house.is_later(4 * MINUTE).await;
    let path = format!("/api/rooms/{id}");
    assert_eq!(house.get(&path).await.status, 200);
    house.is_later(6 * MINUTE).await;
    assert_eq!(house.get(&path).await.status, 410);
}

#[tokio::test]
async fn rooms_that_ended_make_place_for_others() {
    // The lounge is one of them.
    let house = House::open_with(&["--rooms", "3"]).await;
    let (first, _second) = (house.room().await, house.room().await);
    let full = house.post("/api/rooms").await;
    assert_eq!(full.status, 503, "{}", full.body);
    house.is_later(6 * MINUTE).await;
    let third = house.room().await;
    assert_ne!(third.id, first.id);
}

#[tokio::test]
async fn a_network_has_so_many_rooms_at_a_time_and_no_more() {
    let house = House::open_with(&["--rooms-a-guest", "1"]).await;
    let mut owners = Vec::new();
    for _ in 0..20 {
        let id = house.room().await.id.to_string();
        owners.push(Guest::enter(house.address, &id, hello("Ada")).await);
    }
    for path in ["/api/rooms", "/rooms"] {
        let refused = house.post(path).await;
        assert_eq!(refused.status, 429, "{path}");
        assert!(refused.body.contains("one network may have"), "{path}");
    }
    // Nobody says where they come from but those who are believed.
    let elsewhere = Ask::post("/api/rooms").header("x-forwarded-for", "198.51.100.7");
    assert_eq!(elsewhere.of(house.address).await.status, 429);
    house.is_later(13 * HOUR).await;
    for owner in owners {
        assert_eq!(owner.end().await, close::ENDED);
    }
    house.room().await;
}

#[tokio::test]
async fn behind_a_named_proxy_each_network_has_its_own_rooms() {
    let house = House::open_with(&["--rooms-a-guest", "1", "--trusted-proxy", "127.0.0.1"]).await;
    for _ in 0..20 {
        house.room().await;
    }
    let from = async |network: &str| {
        let ask = Ask::post("/api/rooms").header("x-forwarded-for", network);
        ask.of(house.address).await.status
    };
    assert_eq!(house.post("/api/rooms").await.status, 429);
    assert_eq!(from("198.51.100.7").await, 201);
    assert_eq!(from("198.51.100.8, 127.0.0.1").await, 201);
}
