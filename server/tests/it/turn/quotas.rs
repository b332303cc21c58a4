//! How much of the relay one may have.

use std::net::UdpSocket;

use super::client::{Client, code, transport};
use super::{someone, tried};
use crate::house::House;
use crate::message::Ask;
use stun::message::METHOD_ALLOCATE;

const QUOTA: u16 = 486;
const CAPACITY: u16 = 508;

// trial 57
#[tokio::test]
async fn a_session_has_so_many_ways_and_no_more() {
    let house = House::open_with(&["--turn-allocations", "2"]).await;
    let (_ann, ice) = someone(&house, "Ann").await;
    let (_bob, other) = someone(&house, "Bob").await;
    let (mut first, _) = Client::allocated(&ice).await;
    let (_second, _) = Client::allocated(&ice).await;
    let mut third = Client::new(&ice).await;
    assert_eq!(third.allocate().await, Err(QUOTA));
    let (_bobs, _) = Client::allocated(&other).await;
    first.refresh(0).await.expect("it is let go");
    third.allocate().await.expect("there is one again");
}

// trial 57
#[tokio::test]
async fn all_credentials_of_a_session_count_together() {
    let house = House::open_with(&["--turn-allocations", "1", "--turn-lifetime", "1"]).await;
    let (mut ann, ice) = someone(&house, "Ann").await;
    let (_first, _) = Client::allocated(&ice).await;
    let other = super::renewed(&mut ann).await;
    assert_ne!(ice.servers, other.servers);
    let mut second = Client::new(&other).await;
    assert_eq!(second.allocate().await, Err(QUOTA));
}

// trial 57
#[tokio::test]
async fn one_who_tries_from_outside_has_few_ways() {
    let house = House::open().await;
    let ice = tried(&house).await;
    let mut clients = Vec::new();
    let refused = loop {
        let mut client = Client::new(&ice).await;
        match client.allocate().await {
            Ok(_) => clients.push(client),
            Err(code) => break code,
        }
    };
    assert_eq!((refused, clients.len()), (QUOTA, 8));
}

// trial 57
#[tokio::test]
async fn a_network_may_try_so_often_and_no_more() {
    let house = House::open_with(&["--network-share", "1"]).await;
    for status in [200, 200, 200, 200, 200, 200, 429] {
        let answer = Ask::post("/api/rooms/lounge/ice").of(house.address).await;
        assert_eq!(answer.status, status);
    }
}

// trial 57
#[tokio::test]
async fn when_all_ports_are_taken_that_is_said_and_one_that_is_let_go_is_given_again() {
    // Two ports in a row that nobody has.
    let (first, second) = (10_000..30_000)
        .map(|port| (port, port + 1))
        .find(|(one, two)| {
            let is_free = |port: u16| UdpSocket::bind(("127.0.0.1", port)).is_ok();
            is_free(*one) && is_free(*two)
        })
        .expect("free ports");
    let ports = format!("{first}-{second}");
    let house = House::open_with(&["--turn-relay-ports", &ports]).await;
    let (_ann, ice) = someone(&house, "Ann").await;
    let (mut one, at_one) = Client::allocated(&ice).await;
    let (_two, at_two) = Client::allocated(&ice).await;
    let mut given = [at_one.port(), at_two.port()];
    given.sort_unstable();
    assert_eq!(given, [first, second]);
    let mut three = Client::new(&ice).await;
    assert_eq!(three.allocate().await, Err(CAPACITY));
    one.refresh(0).await.expect("it is let go");
    assert_eq!(three.allocate().await, Ok(at_one));
}

// trial 57
#[tokio::test]
async fn one_way_leads_to_so_many_peers_and_no_more() {
    let house = House::open().await;
    let (_ann, ice) = someone(&house, "Ann").await;
    let (mut client, _) = Client::allocated(&ice).await;
    let peer = |last: u8| std::net::SocketAddr::from(([8, 8, 8, last], 9));
    for last in 0..128 {
        client.permit(peer(last)).await.expect("not too many");
    }
    assert_eq!(client.permit(peer(128)).await, Err(CAPACITY));
    assert_eq!(client.permit(peer(0)).await, Ok(()), "a known one");
}

#[tokio::test]
async fn a_request_that_comes_twice_is_answered_the_same_twice() {
    let house = House::open_with(&["--turn-allocations", "1"]).await;
    let (_ann, ice) = someone(&house, "Ann").await;
    let mut client = Client::new(&ice).await;
    let request = client.request(METHOD_ALLOCATE, &[transport()]);
    let challenge = client.answer(&request).await;
    client.nonce = super::client::text(&challenge, stun::attributes::ATTR_NONCE).expect("a nonce");
    client.realm = super::client::text(&challenge, stun::attributes::ATTR_REALM).expect("a realm");
    let request = client.request(METHOD_ALLOCATE, &[transport()]);
    let first = client.answer(&request).await;
    assert_eq!(code(&first), None);
    assert_eq!(client.answer(&request).await.raw, first.raw);
    let another = client.request(METHOD_ALLOCATE, &[transport()]);
    assert_eq!(code(&client.answer(&another).await), Some(437));
}
