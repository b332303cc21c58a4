//! How a key proves itself at the door.

use chatmux_shared::id::RoomId;
use chatmux_shared::message::{Act, Nonce, PublicKey, Signature, hello_bytes};
use chatmux_shared::room::{Event, Refusal};
use chatmux_shared::wire::{Hello, RoomSummary};

use crate::guest::{Claim, Guest, Socket, hello};
use crate::house::House;
use crate::key::Key;

/// What comes of a hello that is made of the honest one.
async fn enters(house: &House, forge: impl FnOnce(&Socket, Hello) -> Hello) -> Option<Refusal> {
    let claim = hello("Eve");
    let socket = Socket::open(house.address, "lounge").await;
    let hello = forge(&socket, socket.hello(&claim));
    socket.enter_with(hello, &claim).await.err()
}

#[tokio::test]
async fn a_key_that_is_not_proven_here_and_now_is_refused() {
    let house = House::open().await;
    let own = format!("http://{}", house.address);
    let elsewhere = house.room().await.id;
    let before = Socket::open(house.address, "lounge").await.nonce;
    let drawn = Nonce::from_random([7; 32]);
    let key = Key::new();
    let signed = |bytes: Vec<u8>| {
        let (key, signature) = (key.public(), key.sign(&bytes));
        move |hello: Hello| Hello {
            key,
            signature,
            ..hello
        }
    };
    let lounge = RoomId::LOUNGE;
    for (name, origin, room, nonce) in [
        ("elsewhere", "http://evil.example", lounge, None),
        ("nowhere", "", lounge, None),
        ("at almost this origin", &*format!("{own}/"), lounge, None),
        ("for another room", &own, elsewhere, None),
        ("on another connection", &own, lounge, Some(before)),
        ("on no connection", &own, lounge, Some(drawn)),
    ] {
        let refused = enters(&house, |socket, hello| {
            let nonce = nonce.unwrap_or(socket.nonce);
            signed(hello_bytes(origin, room, &nonce))(hello)
        });
        assert_eq!(refused.await, Some(Refusal::NotProven), "signed {name}");
    }
    // The same, as it should be.
    let honest = enters(&house, |socket, hello| {
        signed(hello_bytes(&own, lounge, &socket.nonce))(hello)
    });
    assert_eq!(honest.await, None);
}

#[tokio::test]
async fn a_key_that_others_signed_for_or_nobody_is_refused() {
    let house = House::open().await;
    let guest = Guest::come(house.address, "lounge", "Ada").await;
    let statement = guest.draft(Act::Say, "no hello");
    let nothing = Signature::from_bytes([0; 64]);
    for signature in [nothing, statement.signature] {
        let refused = enters(&house, |_, hello| Hello { signature, ..hello });
        assert_eq!(refused.await, Some(Refusal::NotProven));
    }
    // Eve's signature under Ada's name.
    let key = guest.key.public();
    let refused = enters(&house, |_, hello| Hello { key, ..hello });
    assert_eq!(refused.await, Some(Refusal::NotProven));
}

// trial 47: at the door
#[tokio::test]
async fn a_key_that_anybody_can_sign_with_is_refused() {
    let house = House::open().await;
    // The neutral element, signed with itself and the number 0: right for
    // every message, by the equation alone.
    let mut neutral = [0; 64];
    neutral[0] = 1;
    let (point, _) = neutral.split_first_chunk().expect("half of it");
    let (key, signature) = (
        PublicKey::from_bytes(*point),
        Signature::from_bytes(neutral),
    );
    let refused = enters(&house, |_, hello| Hello {
        key,
        signature,
        ..hello
    });
    assert_eq!(refused.await, Some(Refusal::NotProven));
}

// trial 45: resuming as someone else
#[tokio::test]
async fn the_proof_of_a_session_is_nothing_without_the_key_that_had_it() {
    let house = House::open().await;
    let mut ada = Guest::come(house.address, "lounge", "Ada").await;
    let thief = Claim {
        key: Key::new(),
        ..ada.refreshed()
    };
    let thief = Guest::enter(house.address, "lounge", thief).await;
    assert_ne!(thief.session(), ada.session());
    assert_ne!(thief.welcome.member, ada.welcome.member);
    let refreshed = |event| match event {
        Event::Entered { person } => Some(person.session),
        _ => None,
    };
    let entered = ada.happens("that someone came", refreshed).await;
    assert_eq!(entered, thief.session());
    ada.say("still here").await;
}

#[tokio::test]
async fn the_same_key_in_two_tabs_and_two_rooms_is_one_person() {
    let house = House::open().await;
    let first = Guest::come(house.address, "lounge", "Ada").await;
    let second = Guest::enter(house.address, "lounge", first.sibling()).await;
    assert_eq!(second.welcome.member, first.key.public());
    assert_eq!(second.welcome.people.len(), 2);
    let lounge: RoomSummary = house.get("/api/rooms/lounge").await.json();
    assert_eq!(lounge.people.len(), 1);

    let room = house.room_of(&first.key).await;
    let third = Guest::enter(house.address, &room, first.sibling()).await;
    assert_eq!(third.welcome.member, first.welcome.member);
    assert_eq!(third.welcome.room.owner, Some(first.welcome.member));
}
