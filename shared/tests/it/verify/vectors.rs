//! The checked-in vectors, for whoever writes another client.

use chatmux_shared::call::verify::{
    Compare, CompareNonce, Comparison, EMOJI, End, Fingerprint, Parties, Said, Scene,
};
use chatmux_shared::call::word::Word;
use chatmux_shared::id::{Epoch, RoomId};
use chatmux_shared::message::{Nonce, NotAStatement, SignedBytes, Statement, hello_bytes};
use expect_test::expect_file;
use serde_json::{Value, json};

use super::{ANN, BEN, START, attest, end, parties};

fn hex(bytes: &[u8]) -> String {
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    digits
        .filter_map(|digit| char::from_digit(digit.into(), 16))
        .collect()
}

const ABOUT: &str = "What two ends of a link sign and compare, as the documentation of \
     chatmux_shared::call::verify has it. Keys are Ed25519, made of a seed of 32 equal bytes. \
     What does not end in _hex is base64url without padding.";

fn room() -> RoomId {
    RoomId::from_random(0x7f00_0001_3f54_dcc1)
}

fn seen_by(me: u8, peer: u8) -> Parties {
    Parties {
        room: room(),
        ..parties(me, peer)
    }
}

fn described(seed: u8, end: &End) -> Value {
    json!({
        "seed_byte": seed,
        "session": end.session,
        "key": end.member,
        "incarnation": end.generation.incarnation,
        "build": end.generation.build,
        "fingerprint": end.fingerprint,
    })
}

fn nonce(number: u8) -> CompareNonce {
    CompareNonce::from_random([number; 16])
}

/// Ann asks Ben.
fn compared() -> Value {
    let mut ann = Comparison::default();
    ann.ask(seen_by(ANN, BEN), nonce(0xa1), START);
    let run = ann.poll_word().expect("a question").1.run;
    let said = Said::Agree(nonce(0xb2));
    ann.handle(seen_by(ANN, BEN), Compare { run, said }, START);
    let Some((_, Scene::Comparing { emoji, .. })) = ann.scene() else {
        panic!("Ann sees emoji");
    };
    json!({
        "first_nonce": nonce(0xa1),
        "second_nonce": nonce(0xb2),
        "commitment": run,
        "emoji": emoji.emoji().map(|emoji| emoji.name),
    })
}

#[test]
fn the_vectors_are_what_this_makes() {
    let seen = seen_by(ANN, BEN);
    let vectors = json!({
        "about": ABOUT,
        "room": seen.room,
        "epoch": seen.epoch,
        "first": described(ANN, &seen.me),
        "second": described(BEN, &seen.peer),
        "signed_by_first_hex": hex(&seen.attested()),
        "word_of_first": Word::Attest(attest(&seen, ANN)),
        "comparison": compared(),
    });
    let text = serde_json::to_string_pretty(&vectors).expect("plain data") + "\n";
    expect_file!["../../vectors/links.json"].assert_eq(&text);
}

#[test]
fn what_is_signed_is_its_parts_each_after_its_length() {
    let mut seen = parties(ANN, BEN);
    seen.me.fingerprint = Fingerprint::from_bytes([0xfe; 32]);
    let by_hand = [
        b"\0\0\0\x0echatmux link 1".as_slice(),
        b"\0\0\0\x06lounge",
        b"\0\0\0\x10",
        &[7; 16],
        b"\0\0\0\x10",
        &[1; 16],
        b"\0\0\0\x10",
        &[2; 16],
        b"\0\0\0\x08\0\0\0\x03\0\0\0\x01",
        b"\0\0\0\x08\0\0\0\x03\0\0\0\x02",
        b"\0\0\0\x20",
        &[0xfe; 32],
    ];
    assert_eq!(hex(&seen.attested()), hex(&by_hand.concat()));
}

/// The hashes by the tables, written anew.
#[test]
fn the_comparison_is_as_its_table_says() {
    use sha2_by_hand as hash;
    let vectors = compared();
    let (first, second) = (seen_by(ANN, BEN).me, end(BEN));
    let part = |bytes: &[u8]| {
        [
            &u32::try_from(bytes.len()).expect("short").to_be_bytes(),
            bytes,
        ]
        .concat()
    };
    let bytes = |end: &End| {
        let incarnation = end.generation.incarnation.0.to_be_bytes();
        let build = end.generation.build.to_be_bytes();
        [
            end.session.as_bytes().as_slice(),
            end.member.as_bytes(),
            &incarnation,
            &build,
            end.fingerprint.as_bytes(),
        ]
        .concat()
    };
    let tagged = |tag: &str| {
        let epoch = Epoch::from_random([7; 16]);
        [
            part(tag.as_bytes()),
            part(room().to_string().as_bytes()),
            part(epoch.as_bytes()),
            part(&bytes(&first)),
            part(&bytes(&second)),
            part(&[0xa1; 16]),
        ]
        .concat()
    };
    let commitment = Fingerprint::from_bytes(hash(&tagged("chatmux commit 1")));
    assert_eq!(vectors["commitment"], json!(commitment));
    let whole = hash(&[tagged("chatmux emoji 1"), part(&[0xb2; 16])].concat());
    let bit = |place: usize| usize::from(whole[place / 8] >> (7 - place % 8) & 1);
    let number = |emoji: usize| (0..6).fold(0, |number, place| number * 2 + bit(emoji * 6 + place));
    let names: Vec<&str> = (0..7).map(|place| EMOJI[number(place)].name).collect();
    assert_eq!(vectors["emoji"], json!(names));
}

/// The crate's own SHA-256, by the only door it has from outside.
fn sha2_by_hand(bytes: &[u8]) -> [u8; 32] {
    *Fingerprint::of_certificate(bytes).as_bytes()
}

#[test]
fn what_is_signed_for_a_link_is_nothing_else() {
    let bytes = parties(ANN, BEN).attested();
    let statement = Statement::parse(&SignedBytes::from_bytes(bytes.clone()));
    assert_eq!(statement, Err(NotAStatement::UnknownTag));
    let hello = hello_bytes("", RoomId::LOUNGE, &Nonce::from_random([0; 32]));
    assert_ne!(bytes[..18], hello[..18]);
}
