//! Names of things have one text each, and only that one is read.

use std::fmt::Debug;
use std::str::FromStr;

use chatmux_shared::id::{ClientId, Epoch, MemberId, RoomId, Seq, SessionId, Timestamp};
use proptest::prelude::*;

/// IPv4 addresses and their proquints, of the paper's appendix.
const KNOWN: [([u8; 4], &str); 12] = [
    ([127, 0, 0, 1], "lusab-babad"),
    ([63, 84, 220, 193], "gutih-tugad"),
    ([63, 118, 7, 35], "gutuk-bisog"),
    ([140, 98, 193, 141], "mudof-sakat"),
    ([64, 255, 6, 200], "haguz-biram"),
    ([128, 30, 52, 45], "mabiv-gibot"),
    ([147, 67, 119, 2], "natag-lisaf"),
    ([212, 58, 253, 68], "tibup-zujah"),
    ([216, 35, 68, 215], "tobog-higil"),
    ([216, 68, 232, 21], "todah-vobij"),
    ([198, 81, 129, 136], "sinid-makam"),
    ([12, 110, 110, 204], "budov-kuras"),
];

#[test]
fn a_room_is_called_by_the_proquints_of_the_paper() {
    for pair in KNOWN.chunks_exact(2) {
        let [(high, first), (low, second)] = pair else {
            unreachable!("chunks of two")
        };
        let bits = [high, low].map(|address| u64::from(u32::from_be_bytes(*address)));
        let id = RoomId::from_random(bits[0] << 32 | bits[1]);
        let text = format!("{first}-{second}");
        assert_eq!(id.to_string(), text);
        assert_eq!(text.parse(), Ok(id));
    }
}

#[test]
fn the_lounge_is_called_by_its_name() {
    assert_eq!(RoomId::LOUNGE.to_string(), "lounge");
    assert_eq!("lounge".parse(), Ok(RoomId::LOUNGE));
}

#[test]
fn a_room_is_called_by_nothing_else() {
    for text in [
        "",
        "Lounge",
        " lounge",
        "lusab",
        "lusab-babad",
        "lusab-babad-gutih",
        "lusab-babad-gutih-tugad-lusab",
        "lusab-babad-gutih-tuga",
        "lusab-babad-gutih-tugadd",
        "Lusab-babad-gutih-tugad",
        "LUSAB-BABAD-GUTIH-TUGAD",
        " lusab-babad-gutih-tugad",
        "lusab-babad-gutih-tugad ",
        "lusab babad gutih tugad",
        "lusabbabadgutihtugad",
        "lusab--babad-gutih-tugad",
        "-lusab-babad-gutih-tugad",
        "lusab-babad-gutih-tugad-",
        "lusab_babad_gutih_tugad",
        "lusab-babad-gutih-tuged",
        "lusab-babad-gutih-tugac",
        "ulsab-babad-gutih-tugad",
        "lusab-babad-gutih-tug\u{430}d",
        "lusab-babad-gutih-tugad\0",
    ] {
        assert!(text.parse::<RoomId>().is_err(), "{text:?}");
    }
}

fn round_trip<Id>(id: Id) -> String
where
    Id: Copy + Debug + PartialEq + ToString + FromStr<Err: Debug + PartialEq>,
    Id: serde::Serialize + serde::de::DeserializeOwned,
{
    let text = id.to_string();
    assert_eq!(text.parse(), Ok(id));
    let json = serde_json::to_string(&id).expect("a text");
    assert_eq!(json, format!("\"{text}\""));
    assert_eq!(serde_json::from_str::<Id>(&json).ok(), Some(id));
    text
}

proptest! {
    #[test]
    fn what_a_room_is_called_leads_back_to_it(bits: u64) {
        prop_assert_eq!(round_trip(RoomId::from_random(bits)).len(), 23);
    }

    #[test]
    fn the_text_of_a_random_id_leads_back_to_it(bytes: [u8; 16]) {
        prop_assert_eq!(round_trip(SessionId::from_random(bytes)).len(), 22);
        round_trip(Epoch::from_random(bytes));
        round_trip(ClientId::from_random(bytes));
    }

    #[test]
    fn the_text_of_a_member_is_their_key(bytes: [u8; 32]) {
        prop_assert_eq!(round_trip(MemberId::from_bytes(bytes)).len(), 43);
    }

    #[test]
    fn whatever_is_read_as_a_room_is_written_the_same(text in "[a-z -]{0,30}") {
        if let Ok(id) = text.parse::<RoomId>() {
            prop_assert_eq!(id.to_string(), text);
        }
    }

    #[test]
    fn whatever_is_read_as_an_id_is_written_the_same(text in "[A-Za-z0-9_-]{22}") {
        if let Ok(id) = text.parse::<SessionId>() {
            prop_assert_eq!(id.to_string(), text);
        }
    }
}

#[test]
fn a_random_id_has_one_text_only() {
    let zero = SessionId::from_random([0; 16]);
    assert_eq!("AAAAAAAAAAAAAAAAAAAAAA".parse(), Ok(zero));
    for text in [
        "",
        "AAAAAAAAAAAAAAAAAAAAA",
        "AAAAAAAAAAAAAAAAAAAAAAA",
        "AAAAAAAAAAAAAAAAAAAAAAAA",
        // Bits that stand for nothing.
        "AAAAAAAAAAAAAAAAAAAAAB",
        "AAAAAAAAAAAAAAAAAAAAAP",
        // With padding, of the other alphabet, with white space.
        "AAAAAAAAAAAAAAAAAAAAAA==",
        "+AAAAAAAAAAAAAAAAAAAAA",
        "/AAAAAAAAAAAAAAAAAAAAA",
        " AAAAAAAAAAAAAAAAAAAAAA",
        "AAAAAAAAAAAAAAAAAAAAAA\n",
        "AAAAAAAAAAAAAAAAAAAAA\u{410}",
    ] {
        assert!(text.parse::<SessionId>().is_err(), "{text:?}");
    }
}

#[test]
fn an_id_in_json_is_a_text_and_may_be_escaped() {
    let zero: SessionId = serde_json::from_str(r#""\u0041AAAAAAAAAAAAAAAAAAAAA""#).unwrap();
    assert_eq!(zero, SessionId::from_random([0; 16]));
    for json in ["0", "null", "[]", "{}", r#"["AAAAAAAAAAAAAAAAAAAAAA"]"#] {
        assert!(serde_json::from_str::<SessionId>(json).is_err(), "{json}");
    }
}

#[test]
fn places_and_moments_stay_within_their_bounds() {
    assert_eq!(Seq(1).next(), Seq(2));
    assert_eq!(Seq(u64::MAX).next(), Seq(u64::MAX));
    assert_eq!(Timestamp(u64::MAX).plus(1), Timestamp(u64::MAX));
    assert_eq!(Timestamp(5).since(Timestamp(3)), 2);
    assert_eq!(Timestamp(3).since(Timestamp(5)), 0);
}
