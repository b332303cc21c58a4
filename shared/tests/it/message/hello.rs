//! How a key proves itself to a server.

use chatmux_shared::id::RoomId;
use chatmux_shared::message::{Nonce, NotAStatement, SignedBytes, Statement, hello_bytes};

use super::{hex, room};

const ORIGIN: &str = "https://chat.example";

fn nonce(number: u8) -> Nonce {
    Nonce::from_random([number; 32])
}

#[test]
fn a_hello_is_its_parts_each_after_its_length() {
    let bytes = hello_bytes("https://a.b", RoomId::LOUNGE, &nonce(7));
    let by_hand = [
        b"\0\0\0\x0fchatmux hello 1".as_slice(),
        b"\0\0\0\x0bhttps://a.b",
        b"\0\0\0\x06lounge",
        b"\0\0\0\x20",
        &[7; 32],
    ];
    assert_eq!(hex(&bytes), hex(&by_hand.concat()));
}

#[test]
fn a_hello_is_good_at_one_door_only() {
    let here = hello_bytes(ORIGIN, room(), &nonce(1));
    for elsewhere in [
        hello_bytes("https://chat.example.org", room(), &nonce(1)),
        hello_bytes("http://chat.example", room(), &nonce(1)),
        hello_bytes(ORIGIN, RoomId::LOUNGE, &nonce(1)),
        hello_bytes(ORIGIN, RoomId::from_random(2), &nonce(1)),
        hello_bytes(ORIGIN, room(), &nonce(2)),
    ] {
        assert_ne!(here, elsewhere);
    }
}

/// An origin is whatever the page was loaded from, so it may be anything.
#[test]
fn an_origin_cannot_pass_for_the_parts_after_it() {
    let longer = format!("{ORIGIN}\0\0\0\x06lounge");
    assert_ne!(
        hello_bytes(&longer, RoomId::LOUNGE, &nonce(1)),
        hello_bytes(ORIGIN, RoomId::LOUNGE, &nonce(1)),
    );
}

// trial 46
#[test]
fn a_hello_is_never_a_message() {
    let hello = SignedBytes::from_bytes(hello_bytes(ORIGIN, room(), &nonce(1)));
    assert_eq!(Statement::parse(&hello), Err(NotAStatement::UnknownTag));
}
