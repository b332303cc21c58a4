//! Whom a client may reach through the relay.

use std::net::{IpAddr, SocketAddr};

use tokio::net::UdpSocket;

use super::client::{Client, binding};
use super::someone;
use crate::house::House;

const FORBIDDEN: u16 = 403;
const OTHER_FAMILY: u16 = 443;

fn at(address: &str, port: u16) -> SocketAddr {
    SocketAddr::new(address.parse::<IpAddr>().expect("an address"), port)
}

/// A socket of this machine that a test holds against what should not come.
async fn neighbour() -> (UdpSocket, SocketAddr) {
    let socket = UdpSocket::bind("127.0.0.1:0").await.expect("a port");
    let address = socket.local_addr().expect("an address");
    (socket, address)
}

// trial 55
#[tokio::test]
async fn peers_that_are_not_for_everyone_are_refused() {
    let house = House::open().await;
    let (_ann, ice) = someone(&house, "Ann").await;
    let (mut client, relayed) = Client::allocated(&ice).await;
    for address in [
        "0.0.0.1",
        "10.1.2.3",
        "100.64.0.1",
        "127.0.0.1",
        "127.8.8.8",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.254",
        "192.168.1.1",
        "224.0.0.1",
        "239.1.2.3",
        "240.0.0.1",
        "255.255.255.255",
    ] {
        let peer = at(address, 9);
        assert_eq!(client.permit(peer).await, Err(FORBIDDEN), "{address}");
        assert_eq!(client.bind(0x4000, peer).await, Err(FORBIDDEN), "{address}");
    }
    let door = client.server;
    assert_eq!(client.permit(door).await, Err(FORBIDDEN), "the door itself");
    let other = SocketAddr::new(relayed.ip(), relayed.port() ^ 1);
    assert_eq!(client.permit(other).await, Err(FORBIDDEN), "no live relay");
    assert_eq!(client.permit(at("8.8.8.8", 9)).await, Ok(()));
    assert_eq!(client.bind(0x4000, at("9.9.9.9", 9)).await, Ok(()));
    assert_eq!(client.permit(at("2003::1", 9)).await, Err(OTHER_FAMILY));
}

// trial 55
#[tokio::test]
async fn peers_of_ipv6_that_are_not_for_everyone_are_refused() {
    let house = House::open_with(&["--turn-address", "::1"]).await;
    let (_ann, ice) = someone(&house, "Ann").await;
    let (mut client, _) = Client::allocated(&ice).await;
    for address in [
        "::",
        "::1",
        "::ffff:127.0.0.1",
        "::ffff:8.8.8.8",
        "64:ff9b::808:808",
        "2002:808:808::1",
        "fc00::1",
        "fdff::1",
        "fe80::1",
        "ff02::1",
    ] {
        let peer = at(address, 9);
        assert_eq!(client.permit(peer).await, Err(FORBIDDEN), "{address}");
        assert_eq!(client.bind(0x4000, peer).await, Err(FORBIDDEN), "{address}");
    }
    assert_eq!(client.permit(at("2003::1", 9)).await, Ok(()));
    assert_eq!(client.permit(at("8.8.8.8", 9)).await, Err(OTHER_FAMILY));
}

// trial 55
#[tokio::test]
async fn addresses_of_this_machine_are_refused_whatever_they_are() {
    let probe = std::net::UdpSocket::bind("0.0.0.0:0").expect("a port");
    if probe.connect("192.0.2.1:9").is_err() {
        return;
    }
    let own = probe.local_addr().expect("an address").ip();
    // Opened by the host, for the address alone would be refused anyway.
    let house = House::open_with(&["--turn-allow", "0.0.0.0/0"]).await;
    let (_ann, ice) = someone(&house, "Ann").await;
    let (mut client, _) = Client::allocated(&ice).await;
    let door = client.server;
    assert_eq!(client.permit(door).await, Err(FORBIDDEN));
    let door = SocketAddr::new(own, door.port());
    assert_eq!(client.permit(door).await, Err(FORBIDDEN), "by another name");
}

// trial 55
#[tokio::test]
async fn the_right_to_reach_an_address_of_this_machine_does_not_lead_to_the_door() {
    // One that is not this machine's: so the door is at all that are.
    let settings = ["--turn-address", "192.0.2.1", "--turn-allow", "127.0.0.0/8"];
    let house = House::open_with(&settings).await;
    let (_ann, mut ice) = someone(&house, "Ann").await;
    for server in &mut ice.servers {
        for url in &mut server.urls {
            *url = url.replace("192.0.2.1", "127.0.0.1");
        }
    }
    let (mut client, relayed) = Client::allocated(&ice).await;
    let (peer, address) = neighbour().await;
    client.permit(address).await.expect("it is opened");
    client.send(&binding(), client.server).await;
    client.send(&binding(), client.server).await;
    // What comes after it by the same way is the first that is heard.
    client.send(b"hello", address).await;
    let mut buffer = [0; 100];
    let (size, _) = peer.recv_from(&mut buffer).await.expect("data");
    assert_eq!(&buffer[..size], b"hello");
    // By the time it answers another, the door has read all that came before.
    Client::allocated(&ice).await;
    let at_peer = SocketAddr::new(address.ip(), relayed.port());
    peer.send_to(b"back", at_peer).await.expect("it is sent");
    assert_eq!(client.receive().await, (Some(address), b"back".to_vec()));
}

// trial 55
#[tokio::test]
async fn a_flag_opens_what_it_names() {
    let house = House::open_with(&["--turn-allow", "127.0.0.0/8"]).await;
    let (_ann, ice) = someone(&house, "Ann").await;
    let (mut client, relayed) = Client::allocated(&ice).await;
    let (peer, address) = neighbour().await;
    assert_eq!(client.permit(at("10.0.0.1", 9)).await, Err(FORBIDDEN));

    client.permit(address).await.expect("it is opened");
    client.send(b"by indication", address).await;
    let mut buffer = [0; 100];
    let (size, from) = peer.recv_from(&mut buffer).await.expect("data");
    assert_eq!((&buffer[..size], from), (&b"by indication"[..], relayed));
    peer.send_to(b"back", relayed).await.expect("it is sent");
    assert_eq!(client.receive().await, (Some(address), b"back".to_vec()));

    client.bind(0x4001, address).await.expect("it is opened");
    client.send_on(0x4001, b"by channel").await;
    let (size, _) = peer.recv_from(&mut buffer).await.expect("data");
    assert_eq!(&buffer[..size], b"by channel");
    peer.send_to(b"again", relayed).await.expect("it is sent");
    assert_eq!(client.receive().await, (None, b"again".to_vec()));
}

#[tokio::test]
async fn two_clients_of_this_relay_reach_each_other() {
    let house = House::open().await;
    let (_ann, ice) = someone(&house, "Ann").await;
    let (_bob, other) = someone(&house, "Bob").await;
    let (mut ann, at_ann) = Client::allocated(&ice).await;
    let (mut bob, at_bob) = Client::allocated(&other).await;
    ann.permit(at_bob).await.expect("a live relay");
    bob.permit(at_ann).await.expect("a live relay");
    ann.send(b"hello", at_bob).await;
    assert_eq!(bob.receive().await, (Some(at_ann), b"hello".to_vec()));
    bob.bind(0x4002, at_ann).await.expect("a live relay");
    bob.send_on(0x4002, b"hello back").await;
    let heard = ann.receive().await;
    assert_eq!(heard, (Some(at_bob), b"hello back".to_vec()));
}

// trial 55
#[tokio::test]
async fn the_right_to_reach_a_relay_opens_no_other_port_of_this_machine() {
    let house = House::open().await;
    let (_ann, ice) = someone(&house, "Ann").await;
    let (mut ann, at_ann) = Client::allocated(&ice).await;
    let (mut bob, at_bob) = Client::allocated(&ice).await;
    ann.permit(at_bob).await.expect("a live relay");
    bob.permit(at_ann).await.expect("a live relay");
    let (secret, address) = neighbour().await;
    assert_eq!(address.ip(), at_bob.ip(), "permissions are by address");

    ann.send(b"to a service", address).await;
    ann.send(b"to its own door", ann.server).await;
    ann.send(b"to a peer", at_bob).await;
    let heard = bob.receive().await;
    assert_eq!(heard, (Some(at_ann), b"to a peer".to_vec()));
    let nothing = secret.try_recv(&mut [0; 100]);
    let kind = nothing.expect_err("it came").kind();
    assert_eq!(kind, std::io::ErrorKind::WouldBlock);

    // Nor does it let one in.
    secret.send_to(b"inward", at_ann).await.expect("it is sent");
    bob.send(b"after it", at_ann).await;
    let heard = ann.receive().await;
    assert_eq!(heard, (Some(at_bob), b"after it".to_vec()));
}

#[tokio::test]
async fn nobody_is_reached_or_heard_without_a_permission() {
    let house = House::open_with(&["--turn-allow", "127.0.0.0/8"]).await;
    let (_ann, ice) = someone(&house, "Ann").await;
    let (mut client, relayed) = Client::allocated(&ice).await;
    let (peer, address) = neighbour().await;
    client.send(b"early", address).await;
    client.send_on(0x4000, b"early").await;
    peer.send_to(b"early", relayed).await.expect("it is sent");
    // What comes after it by the same way is heard, so it was not.
    let known = UdpSocket::bind("127.0.0.2:0").await.expect("a port");
    let at_known = known.local_addr().expect("an address");
    client.permit(at_known).await.expect("it is opened");
    known.send_to(b"known", relayed).await.expect("it is sent");
    let heard = client.receive().await;
    assert_eq!(heard, (Some(at_known), b"known".to_vec()));
    client.permit(address).await.expect("it is opened");
    client.send(b"late", address).await;
    let mut buffer = [0; 100];
    let (size, _) = peer.recv_from(&mut buffer).await.expect("data");
    assert_eq!(&buffer[..size], b"late");
    peer.send_to(b"late", relayed).await.expect("it is sent");
    assert_eq!(client.receive().await.1, b"late");
}
