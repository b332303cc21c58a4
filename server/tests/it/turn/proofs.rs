//! Who is let through, and for how long.

use chatmux_shared::wire::Ice;
use stun::attributes::ATTR_NONCE;
use stun::message::{METHOD_ALLOCATE, METHOD_REFRESH};

use super::client::{Client, code, text, transport};
use super::{leave, renewed, someone, tried};
use crate::house::House;
use crate::soon::soon;

/// Says who it is before it is asked.
async fn greeted(ice: &Ice) -> Client {
    let mut client = Client::new(ice).await;
    let request = client.request(METHOD_ALLOCATE, &[transport()]);
    let challenge = client.answer(&request).await;
    assert_eq!(code(&challenge), Some(401));
    client.nonce = text(&challenge, ATTR_NONCE).expect("a nonce");
    client.realm = text(&challenge, stun::attributes::ATTR_REALM).expect("a realm");
    client
}

/// What an Allocate of this client comes to as it is.
async fn outcome(client: &Client) -> Option<u16> {
    let request = client.request(METHOD_ALLOCATE, &[transport()]);
    code(&client.answer(&request).await)
}

// trial 56
#[tokio::test]
async fn a_forged_credential_opens_nothing() {
    let house = House::open().await;
    let (_ann, ice) = someone(&house, "Ann").await;
    let (_bob, other) = someone(&house, "Bob").await;
    let honest = greeted(&ice).await;
    let (name, password) = (honest.username.clone(), honest.password.clone());
    let (_, of_bob, _) = super::client::relay(&other);
    let (expiry, session) = name.split_once(':').expect("a name");
    let later = format!("{}:{session}", expiry.parse::<u64>().expect("a time") + 1);
    for (username, password) in [
        (name.clone(), "forged".to_owned()),
        (name.clone(), String::new()),
        (name.clone(), format!("{password}A")),
        (later, password.clone()),
        (of_bob, password.clone()),
        (format!("{expiry}:guest:x"), password.clone()),
        ("ann".to_owned(), password.clone()),
        (String::new(), password.clone()),
    ] {
        let mut client = greeted(&ice).await;
        (client.username, client.password) = (username.clone(), password);
        assert_eq!(outcome(&client).await, Some(401), "{username}");
    }
    assert_eq!(outcome(&honest).await, None, "the honest one");
}

// trial 56
#[tokio::test]
async fn an_expired_credential_opens_nothing_new() {
    let house = House::open_with(&["--turn-lifetime", "1"]).await;
    let (mut ann, ice) = someone(&house, "Ann").await;
    soon("the credential to expire", async {
        while outcome(&greeted(&ice).await).await != Some(401) {
            renewed(&mut ann).await;
        }
    })
    .await;
    let fresh = renewed(&mut ann).await;
    assert_eq!(outcome(&greeted(&fresh).await).await, None);
}

// trial 56
#[tokio::test]
async fn a_way_that_is_open_outlives_its_credential_until_its_session_leaves() {
    let house = House::open_with(&["--turn-lifetime", "1"]).await;
    let (mut ann, ice) = someone(&house, "Ann").await;
    let (mut client, _) = Client::allocated(&ice).await;
    soon("the credential to expire", async {
        while outcome(&greeted(&ice).await).await != Some(401) {
            renewed(&mut ann).await;
        }
    })
    .await;
    client.refresh(600).await.expect("it goes on");
    let peer = "8.8.8.8:9".parse().expect("an address");
    client.permit(peer).await.expect("it goes on");
    client.bind(0x4000, peer).await.expect("it goes on");
    leave(ann).await;
    soon("the way to end", async {
        while client.refresh(600).await.is_ok() {}
    })
    .await;
    let refused = client.refresh(600).await.expect_err("it has ended");
    assert!(matches!(refused, 401 | 437), "{refused}");
}

#[tokio::test]
async fn one_who_has_left_opens_nothing_with_what_they_have() {
    let house = House::open().await;
    let (ann, ice) = someone(&house, "Ann").await;
    leave(ann).await;
    soon("the right to end", async {
        while outcome(&greeted(&ice).await).await != Some(401) {}
    })
    .await;
}

#[tokio::test]
async fn one_who_comes_back_goes_on_with_what_they_have() {
    let house = House::open().await;
    let (ann, ice) = someone(&house, "Ann").await;
    let (mut client, _) = Client::allocated(&ice).await;
    let back = ann.reconnecting();
    drop(ann.lose());
    client.refresh(600).await.expect("they may come back");
    let socket = crate::guest::Socket::open(house.address, "lounge").await;
    let _ann = socket.enter(back).await.expect("a welcome");
    client.refresh(600).await.expect("they are back");
}

// trial 56
#[tokio::test]
async fn a_nonce_that_is_not_from_here_for_this_address_is_stale() {
    let (house, foreign) = (House::open().await, House::open().await);
    let (_ann, ice) = someone(&house, "Ann").await;
    let (_bob, elsewhere) = someone(&foreign, "Bob").await;
    let honest = greeted(&ice).await;
    let neighbour = greeted(&ice).await.nonce;
    let foreign = greeted(&elsewhere).await.nonce;
    let mut forged = honest.nonce.clone();
    forged.replace_range(..1, if forged.starts_with('A') { "B" } else { "A" });
    for nonce in [neighbour, foreign, forged, "x".to_owned(), "A".repeat(16)] {
        let mut client = greeted(&ice).await;
        client.nonce.clone_from(&nonce);
        let request = client.request(METHOD_ALLOCATE, &[transport()]);
        let answer = client.answer(&request).await;
        assert_eq!(code(&answer), Some(438), "{nonce}");
        // It comes with one that is good.
        client.nonce = text(&answer, ATTR_NONCE).expect("a nonce");
        assert_eq!(outcome(&client).await, None);
    }
    assert_eq!(outcome(&honest).await, None, "the honest one");
}

// trial 56
#[tokio::test]
async fn a_nonce_expires() {
    let house = House::open_with(&["--turn-lifetime", "1"]).await;
    let (mut ann, ice) = someone(&house, "Ann").await;
    let (mut client, _) = Client::allocated(&ice).await;
    soon("the nonce to expire", async {
        loop {
            let answer = client.answer(&client.request(METHOD_REFRESH, &[])).await;
            if code(&answer) == Some(438) {
                return;
            }
            assert_eq!(code(&answer), None);
            renewed(&mut ann).await;
        }
    })
    .await;
    client.refresh(600).await.expect("with a fresh one");
}

#[tokio::test]
async fn nobody_goes_on_with_the_way_of_another() {
    let house = House::open().await;
    let (_ann, ice) = someone(&house, "Ann").await;
    let (_bob, other) = someone(&house, "Bob").await;
    let (mut client, _) = Client::allocated(&ice).await;
    let (_, username, password) = super::client::relay(&other);
    (client.username, client.password) = (username, password);
    assert_eq!(client.refresh(0).await, Err(441));
}

#[tokio::test]
async fn one_who_is_in_no_room_may_try_for_a_minute() {
    let house = House::open().await;
    let ice = tried(&house).await;
    assert_eq!(ice.expires_in, 60_000);
    let (mut client, _) = Client::allocated(&ice).await;
    client.refresh(600).await.expect("it is open");
    let (_ann, in_room) = someone(&house, "Ann").await;
    assert_eq!(in_room.boot, ice.boot);
}

#[tokio::test]
async fn a_relay_that_was_started_anew_says_so() {
    let house = House::open().await;
    let (_ann, ice) = someone(&house, "Ann").await;
    let house = house.reopened().await;
    let (_ann, anew) = someone(&house, "Ann").await;
    assert_ne!(ice.boot, anew.boot);
}
