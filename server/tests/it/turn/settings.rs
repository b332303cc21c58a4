//! What a host says of relays.

use chatmux_server::Server;
use chatmux_server::config::Config;
use chatmux_shared::wire::IceServer;
use clap::Parser as _;
use std::net::UdpSocket;

use super::client::{Client, relay};
use super::{someone, tried};
use crate::house::{House, Place};
use crate::message::Ask;

#[tokio::test]
async fn without_a_relay_there_is_none_and_none_of_others() {
    let house = House::open_with(&["--turn", "off"]).await;
    let (_ann, ice) = someone(&house, "Ann").await;
    assert_eq!(ice.servers, []);
    assert_eq!(tried(&house).await.servers, []);
}

#[tokio::test]
async fn servers_of_others_are_told_beside_ones_own() {
    let other = "turns:turn.example:443?transport=tcp,ann,secret";
    let house = House::open_with(&["--ice-server", other]).await;
    let (_ann, ice) = someone(&house, "Ann").await;
    let urls: Vec<&str> = ice.servers.iter().map(|it| &*it.urls[0]).collect();
    let [stun, turn, last] = urls[..] else {
        panic!("{urls:?}")
    };
    assert!(stun.starts_with("stun:127.0.0.1:"), "{stun}");
    assert!(turn.starts_with("turn:127.0.0.1:"), "{turn}");
    assert_eq!(last, "turns:turn.example:443?transport=tcp");
    let IceServer {
        username,
        credential,
        ..
    } = &ice.servers[2];
    assert_eq!((&**username, &**credential), ("ann", "secret"));
}

#[tokio::test]
async fn a_port_that_is_named_and_taken_is_said() {
    let taken = UdpSocket::bind("127.0.0.1:0").expect("a port");
    let port = taken.local_addr().expect("an address").port().to_string();
    let place = Place::new();
    let usual = place.settings();
    let all = ["chatmux", "--turn-port", &port].into_iter();
    let config = Config::parse_from(all.chain(usual.iter().map(String::as_str)));
    let refused = Server::start(&config).await.err().expect("it is taken");
    let said = refused.to_string();
    assert!(said.contains(&format!("UDP port {port}")), "{said}");
    assert!(said.contains("--turn-port"), "{said}");
}

#[tokio::test]
async fn a_usual_port_that_is_taken_is_replaced_by_another() {
    let (one, other) = (House::open().await, House::open().await);
    let (_ann, first) = someone(&one, "Ann").await;
    let (_bob, second) = someone(&other, "Bob").await;
    assert_ne!(relay(&first).0, relay(&second).0);
    for ice in [first, second] {
        Client::allocated(&ice).await;
    }
}

#[tokio::test]
async fn the_address_is_as_it_is_set_else_of_the_public_url_else_of_the_interface() {
    for (settings, address) in [
        (&["--turn-address", "127.0.0.2"][..], "127.0.0.2"),
        (&["--public-url", "http://127.0.0.3:3000"], "127.0.0.3"),
        (&["--public-url", "http://localhost:3000"], "127.0.0.1"),
        (&[], "127.0.0.1"),
    ] {
        let house = House::open_with(settings).await;
        let ice = match settings {
            ["--public-url", url] => {
                let ask = Ask::post("/api/rooms/lounge/ice").header("origin", url);
                ask.of(house.address).await.json()
            }
            _ => tried(&house).await,
        };
        assert_eq!(relay(&ice).0.ip().to_string(), address, "{settings:?}");
    }
}

#[test]
fn what_is_no_setting_is_refused() {
    for (setting, value) in [
        ("--turn", "maybe"),
        ("--turn-port", "70000"),
        ("--turn-address", "example.org"),
        ("--turn-relay-ports", "9-1"),
        ("--turn-allow", "lan"),
        ("--turn-lifetime", "0"),
        ("--turn-allocations", "0"),
        ("--ice-server", "turn.example"),
        ("--ice-server", "turn:turn.example"),
    ] {
        let refused = Config::try_parse_from(["chatmux", setting, value]);
        let said = refused.expect_err(value).to_string();
        assert!(said.contains(setting), "{said}");
    }
}

#[tokio::test]
async fn a_page_of_another_site_gets_no_credential() {
    let house = House::open().await;
    let ask = Ask::post("/api/rooms/lounge/ice").header("origin", "https://evil.example");
    let problem = ask.of(house.address).await.problem();
    assert_eq!(problem, (403, "/problems/foreign-origin".to_owned()));
    let missing = Ask::post("/api/rooms/babab-babab-babab-babab/ice");
    assert_eq!(missing.of(house.address).await.status, 404);
    let long = Ask::post("/api/rooms/lounge/ice").json(&"x");
    assert_eq!(long.of(house.address).await.status, 400);
}
