//! The checked-in vectors, for whoever writes another client: they are what
//! this crate makes, and what comes out by the tables of its documentation.

mod by_hand;

use chatmux_shared::id::{ClientId, Epoch, RoomId, Seq, Timestamp};
use chatmux_shared::message::{
    Act, Head, Nonce, PublicKey, Salt, Seen, Signature, Statement, TextHash, hello_bytes,
};
use ed25519_dalek::{Signer as _, SigningKey};
use expect_test::expect_file;
use serde::{Deserialize, Serialize};

use super::hex;

const KEPT: &str = include_str!("../../vectors/entries.json");

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Vectors {
    about: String,
    room: RoomId,
    epoch: Epoch,
    head_0: Head,
    entries: Vec<Vector>,
    hello: Hello,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Vector {
    what: String,
    /// Of the author's key.
    seed_hex: String,
    author: PublicKey,
    client: ClientId,
    client_ms: u64,
    seen: Seen,
    kind: u8,
    target: u64,
    member: Option<PublicKey>,
    text: String,
    salt: Salt,
    text_hash: TextHash,
    signed_hex: String,
    signature: Signature,
    seq: u64,
    server_ms: u64,
    head: Head,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Hello {
    seed_hex: String,
    key: PublicKey,
    origin: String,
    room: RoomId,
    nonce: Nonce,
    signed_hex: String,
    signature: Signature,
}

const ABOUT: &str = "The first entries of a room and a hello, as the documentation of \
     chatmux_shared::message has them. Signatures are Ed25519 over the bytes of signed_hex. \
     What does not end in _hex is base64url without padding.";

/// 16, 32 … bytes that count up from this one.
fn counting<const LENGTH: usize>(from: u8) -> [u8; LENGTH] {
    let mut bytes = [0; LENGTH];
    let mut next = from;
    for byte in &mut bytes {
        *byte = next;
        next = next.wrapping_add(1);
    }
    bytes
}

fn key(who: u8) -> SigningKey {
    SigningKey::from_bytes(&counting(who))
}

fn public(who: u8) -> PublicKey {
    PublicKey::from_bytes(key(who).verifying_key().to_bytes())
}

const ANN: u8 = 0x10;
const BEN: u8 = 0x50;
const EVE: u8 = 0x90;

fn room() -> (RoomId, Epoch) {
    let room = RoomId::from_random(0x7f00_0001_3f54_dcc1);
    (room, Epoch::from_random(counting(0xe0)))
}

/// Who does what after having seen how many entries.
fn script() -> [(&'static str, u8, Act, usize, &'static str); 7] {
    let (to, member) = (public(BEN), public(EVE));
    let edit = Act::Edit { target: Seq(2) };
    let delete = Act::Delete { target: Seq(3) };
    [
        ("create", ANN, Act::Create, 0, ""),
        ("say", ANN, Act::Say, 1, "Hello, world"),
        ("say", BEN, Act::Say, 1, "Grüße 👋\n\"quoted\""),
        ("edit", ANN, edit, 3, "Hello, Ben"),
        ("delete", ANN, delete, 4, ""),
        ("pass_ownership", ANN, Act::PassOwnership { to }, 5, ""),
        ("remove_member", BEN, Act::RemoveMember { member }, 6, ""),
    ]
}

fn made() -> Vectors {
    let (room, epoch) = room();
    let mut heads = vec![Head::first(room, epoch)];
    let mut entries = Vec::new();
    for (place, step) in script().into_iter().enumerate() {
        let vector = made_entry(&heads, u8::try_from(place).expect("few"), step);
        heads.push(vector.head);
        entries.push(vector);
    }
    Vectors {
        about: ABOUT.to_owned(),
        room,
        epoch,
        head_0: heads[0],
        entries,
        hello: made_hello(),
    }
}

fn made_entry(
    heads: &[Head],
    place: u8,
    (what, who, act, saw, text): (&str, u8, Act, usize, &str),
) -> Vector {
    let (room, epoch) = room();
    let salt = Salt::from_random(counting(0xa0 + place));
    let statement = Statement {
        room,
        epoch,
        author: public(who),
        client: ClientId::from_random(counting(0xc0 + place)),
        at: Timestamp(1_700_000_000_000 + 1000 * u64::from(place)),
        seen: Seen {
            seq: Seq(saw as u64),
            head: heads[saw],
        },
        act,
        text: TextHash::of(text, &salt),
    };
    let signed = statement.encode();
    let signature = Signature::from_bytes(key(who).sign(signed.as_bytes()).to_bytes());
    let seq = Seq(u64::from(place) + 1);
    let server = statement.at.plus(250);
    let (kind, target, member) = by_the_tables(act);
    Vector {
        what: what.to_owned(),
        seed_hex: hex(key(who).as_bytes()),
        author: statement.author,
        client: statement.client,
        client_ms: statement.at.0,
        seen: statement.seen,
        kind,
        target,
        member,
        text: text.to_owned(),
        salt,
        text_hash: statement.text,
        signed_hex: hex(signed.as_bytes()),
        signature,
        seq: seq.0,
        server_ms: server.0,
        head: heads[heads.len() - 1].next(seq, server, &signed, &signature),
    }
}

/// Kind, target and member of an act.
fn by_the_tables(act: Act) -> (u8, u64, Option<PublicKey>) {
    match act {
        Act::Create => (1, 0, None),
        Act::Say => (2, 0, None),
        Act::Edit { target } => (3, target.0, None),
        Act::Delete { target } => (4, target.0, None),
        Act::PassOwnership { to } => (5, 0, Some(to)),
        Act::RemoveMember { member } => (6, 0, Some(member)),
    }
}

fn made_hello() -> Hello {
    let (origin, nonce) = ("https://chat.example:8443", Nonce::from_random(counting(1)));
    let signed = hello_bytes(origin, RoomId::LOUNGE, &nonce);
    let signature = key(ANN).sign(&signed).to_bytes();
    Hello {
        seed_hex: hex(key(ANN).as_bytes()),
        key: public(ANN),
        origin: origin.to_owned(),
        room: RoomId::LOUNGE,
        nonce,
        signed_hex: hex(&signed),
        signature: Signature::from_bytes(signature),
    }
}

#[test]
fn the_vectors_are_what_is_made_today() {
    let text = serde_json::to_string_pretty(&made()).expect("plain data") + "\n";
    expect_file!["../../vectors/entries.json"].assert_eq(&text);
}

fn kept() -> Vectors {
    serde_json::from_str(KEPT).expect("the vectors")
}
