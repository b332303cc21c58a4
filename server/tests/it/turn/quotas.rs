//! How much of the relay one may have.

use std::net::{IpAddr, UdpSocket};

use chatmux_shared::wire::Ice;

use super::client::{Client, code, transport};
use super::{someone, tried};
use crate::guest::Guest;
use crate::house::{House, Place};
use crate::message::Ask;
use crate::process::Process;
use stun::message::METHOD_ALLOCATE;

const QUOTA: u16 = 486;
const CAPACITY: u16 = 508;

/// An address of this machine's, which is another network's to the server.
fn network(last: u8) -> IpAddr {
    IpAddr::from([127, 0, 0, last])
}

/// All that these open from there, and what the next one is told.
async fn all_of(ice: &Ice, address: IpAddr) -> (Vec<Client>, u16) {
    let mut clients = Vec::new();
    loop {
        let mut client = Client::at(ice, address).await;
        match client.allocate().await {
            Ok(_) => clients.push(client),
            Err(code) => return (clients, code),
        }
    }
}

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
    let (clients, refused) = all_of(&ice, network(1)).await;
    assert_eq!((clients.len(), refused), (8, QUOTA));
}

// trial 57
#[tokio::test]
async fn those_who_try_from_outside_share_a_few_ways_in_a_network_and_in_all() {
    let house = House::open().await;
    let mut held = Vec::new();
    for last in 1..=4 {
        for expected in [8, 8, 0] {
            let (clients, refused) = all_of(&tried(&house).await, network(last)).await;
            assert_eq!((clients.len(), refused), (expected, QUOTA), "{last}");
            held.extend(clients);
        }
    }
    let (clients, refused) = all_of(&tried(&house).await, network(5)).await;
    assert_eq!((clients.len(), refused), (0, CAPACITY));
    let (_ann, ice) = someone(&house, "Ann").await;
    Client::allocated(&ice).await;
    held[0].refresh(0).await.expect("it is let go");
    let mut late = Client::at(&tried(&house).await, network(5)).await;
    late.allocate().await.expect("there is one again");
}

// trial 57
#[tokio::test]
async fn the_sessions_of_a_network_share_its_ways() {
    let settings = ["--turn-allocations", "2", "--network-share", "2"];
    let house = House::open_with(&settings).await;
    let (_ann, anns) = someone(&house, "Ann").await;
    let (_bob, bobs) = someone(&house, "Bob").await;
    let (_cid, cids) = someone(&house, "Cid").await;
    let (mut held, _) = all_of(&anns, network(1)).await;
    held.extend(all_of(&bobs, network(1)).await.0);
    assert_eq!(held.len(), 4);
    let mut cid = Client::at(&cids, network(1)).await;
    assert_eq!(cid.allocate().await, Err(QUOTA));
    let mut elsewhere = Client::at(&cids, network(2)).await;
    elsewhere.allocate().await.expect("another network's");
    held[0].refresh(0).await.expect("it is let go");
    cid.allocate().await.expect("there is one again");
}

// trial 57
// trial 23: as far as relays could bring it about
#[tokio::test]
async fn all_ways_leave_half_of_what_the_server_may_open_to_those_who_come() {
    let place = Place::new();
    let settings = [("CHATMUX_TURN_ALLOCATIONS", "1000")];
    let server = Process::start_within(&place, 128, &settings).await;
    let ann = Guest::come(server.address, "lounge", "Ann").await;
    let (held, refused) = all_of(&ann.welcome.ice, network(1)).await;
    assert_eq!((held.len(), refused), (64, CAPACITY));
    for number in 0..20 {
        Guest::come(server.address, "lounge", &format!("Guest {number}")).await;
    }
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
