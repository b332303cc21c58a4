//! Text and salt lie beside what was signed, and bytes in JSON have one text.

use std::fmt::Debug;
use std::str::FromStr;

use chatmux_shared::message::{
    Act, Entry, Fault, Head, Nonce, PublicKey, Salt, Signature, SignedBytes, Statement, TextHash,
    Words,
};
use expect_test::expect;
use proptest::prelude::*;

use super::{ANN, BEN, beginning, caught, conversation, public, salt, shown, statement};

#[test]
fn the_text_that_was_signed_matches_and_no_other() {
    let said = statement(ANN, 1, beginning(), Act::Say, "Hello");
    assert!(said.matches("Hello", &salt(1)));
    for text in ["", "hello", "Hello ", "Hello\0", "Hell\u{43e}"] {
        assert!(!said.matches(text, &salt(1)), "{text:?}");
    }
    assert!(!said.matches("Hello", &salt(2)));
}

#[test]
fn an_edit_has_a_text_too() {
    let target = beginning().seq.next();
    let edited = statement(ANN, 1, beginning(), Act::Edit { target }, "Hello");
    assert!(edited.matches("Hello", &salt(1)));
    assert!(!edited.matches("Hallo", &salt(1)));
}

#[test]
fn what_has_no_text_matches_the_empty_one_alone() {
    let target = beginning().seq.next();
    let (to, member) = (public(BEN), public(BEN));
    let acts = [
        Act::Create,
        Act::Delete { target },
        Act::PassOwnership { to },
        Act::RemoveMember { member },
    ];
    for act in acts {
        assert!(!act.has_text());
        let empty = statement(ANN, 1, beginning(), act, "");
        assert!(empty.matches("", &salt(1)), "{act:?}");
        // Its author meant to smuggle something in.
        let stuffed = statement(ANN, 1, beginning(), act, "Hello");
        assert!(!stuffed.matches("Hello", &salt(1)), "{act:?}");
        assert!(!stuffed.matches("", &salt(1)), "{act:?}");
    }
}

#[test]
fn erased_words_leave_the_chain_whole() {
    let mut entries = conversation(5);
    let whole = shown(&entries).expect("an honest log");
    for erased in [1, 3] {
        entries[erased].words = Words::Erased;
    }
    assert_eq!(shown(&entries), Ok(whole));
}

#[test]
fn words_put_in_the_place_of_erased_ones_are_noticed() {
    let mut entries = conversation(5);
    entries[1].words = entries[3].words.clone();
    assert_eq!(caught(&entries), (2, Fault::OtherText));
}

#[test]
fn what_was_signed_holds_neither_text_nor_salt() {
    let salt = Salt::from_random(*b"sixteen of salt.");
    let text = TextHash::of("Hello", &salt);
    let said = statement(ANN, 1, beginning(), Act::Say, "");
    let signed = Statement { text, ..said }.encode();
    let holds = |part: &[u8]| {
        let mut windows = signed.as_bytes().windows(part.len());
        windows.any(|window| window == part)
    };
    assert!(holds(text.as_bytes()));
    assert!(!holds(b"Hello") && !holds(salt.as_bytes()));
}

#[test]
fn debug_shows_neither_text_nor_salt() {
    let entry = &conversation(1)[0];
    let told = format!("{entry:?}");
    assert!(told.contains("words: Kept(9 bytes)"), "{told}");
    assert!(!told.contains("message 1"), "{told}");
    assert_eq!(format!("{:?}", salt(1)), "Salt(…)");
}

#[test]
fn an_entry_in_json() {
    let mut entries = conversation(1);
    let whole = serde_json::to_string_pretty(&entries[0]).expect("plain data");
    expect![[r#"
        {
          "seq": 1,
          "at": 1700000001000,
          "signed": "AAAAD2NoYXRtdXggZW50cnkgMQAAABdiYWJhYi1iYWJhYi1iYWJhYi1iYWJhZAAAABABAQEBAQEBAQEBAQEBAQEBAAAAIIqI4910CfGV_VLbLTy6XXLKZwm_HZQSG_N0iAG0D29cAAAAEAAAAAAAAAAAAAAAAAAAAAEAAAAIAAABi8_laAEAAAAoAAAAAAAAAABa1KTmAzIw4gPDRHvjZ__yBtS5UkxYQ12TvJr828lFIAAAAAECAAAACAAAAAAAAAAAAAAAAAAAACAwmeg00KZ-b49vIRlUP942g7_6_8Zfj3t3PvEr7Osupw",
          "signature": "K8dW9wozyKFqqvwv2sELvK-DNJo-eUwmtzJQdcoTSKtbTqWcZkGPZPuqit9EP6lIkISWoshmFHYEdYZWXR24BQ",
          "words": {
            "kept": {
              "text": "message 1",
              "salt": "AAAAAAAAAAAAAAAAAAAAAQ"
            }
          },
          "head": "WlYrJs5LEd1qrbuBiKMeGNbLsjIa8f29SaRFtlABYtA",
          "byline": {
            "name": "Ann",
            "color": "pink"
          }
        }"#]].assert_eq(&whole);
    assert_eq!(serde_json::from_str(&whole).ok().as_ref(), entries.first());
    entries[0].words = Words::Erased;
    let erased = serde_json::to_value(&entries[0]).expect("plain data");
    assert_eq!(erased["words"], "erased");
    assert_eq!(
        serde_json::from_value(erased).ok().as_ref(),
        entries.first()
    );
}

#[test]
fn an_entry_in_json_has_no_other_fields() {
    let entry = serde_json::to_value(&conversation(1)[0]).expect("plain data");
    let mut more = entry.clone();
    more["seen"] = 1.into();
    assert!(serde_json::from_value::<Entry>(more).is_err());
    let mut more = entry;
    more["words"]["kept"]["by"] = 1.into();
    assert!(serde_json::from_value::<Entry>(more).is_err());
}

fn round_trip<Bytes>(bytes: Bytes) -> String
where
    Bytes: Clone + Debug + PartialEq + ToString + FromStr<Err: Debug + PartialEq>,
    Bytes: serde::Serialize + serde::de::DeserializeOwned,
{
    let text = bytes.to_string();
    assert_eq!(text.parse(), Ok(bytes.clone()));
    let json = serde_json::to_string(&bytes).expect("a text");
    assert_eq!(json, format!("\"{text}\""));
    assert_eq!(serde_json::from_str::<Bytes>(&json).ok(), Some(bytes));
    text
}

proptest! {
    #[test]
    fn the_text_of_bytes_leads_back_to_them(
        short: [u8; 16],
        one: [u8; 32],
        other: [u8; 32],
        any in prop::collection::vec(any::<u8>(), 0..300),
    ) {
        let mut long = [0; 64];
        long[..32].copy_from_slice(&one);
        long[32..].copy_from_slice(&other);
        prop_assert_eq!(round_trip(Salt::from_random(short)).len(), 22);
        prop_assert_eq!(round_trip(Head::from_bytes(one)).len(), 43);
        round_trip(PublicKey::from_bytes(one));
        round_trip(TextHash::from_bytes(one));
        round_trip(Nonce::from_random(one));
        prop_assert_eq!(round_trip(Signature::from_bytes(long)).len(), 86);
        round_trip(SignedBytes::from_bytes(any));
    }

    #[test]
    fn whatever_is_read_as_bytes_is_written_the_same(text in "[A-Za-z0-9_-]{42,44}") {
        if let Ok(head) = text.parse::<Head>() {
            prop_assert_eq!(head.to_string(), text.clone());
        }
        if let Ok(signed) = text.parse::<SignedBytes>() {
            prop_assert_eq!(signed.to_string(), text);
        }
    }
}

#[test]
fn bytes_have_one_text_only() {
    let zeros = "A".repeat(43);
    assert_eq!(zeros.parse(), Ok(Head::from_bytes([0; 32])));
    let long = "A".repeat(86);
    assert_eq!(long.parse(), Ok(Signature::from_bytes([0; 64])));
    for spoilt in [
        "A".repeat(42),
        "A".repeat(44),
        // Bits that stand for nothing.
        format!("{}B", "A".repeat(42)),
        // With padding, of the other alphabet, with white space.
        format!("{zeros}="),
        format!("+{}", "A".repeat(42)),
        format!("{zeros}\n"),
    ] {
        assert!(spoilt.parse::<Head>().is_err(), "{spoilt:?}");
        assert!(spoilt.parse::<PublicKey>().is_err(), "{spoilt:?}");
    }
    for spoilt in ["A", "AB", "AAB", "AA==", "AA\n", "+AAA", "AAAAA"] {
        assert!(spoilt.parse::<SignedBytes>().is_err(), "{spoilt:?}");
    }
    for spoilt in [
        format!("{}B", "A".repeat(85)),
        "A".repeat(85),
        "A".repeat(88),
    ] {
        assert!(spoilt.parse::<Signature>().is_err(), "{spoilt:?}");
    }
}
