//! A flipped bit, wherever it is, changes the head and is noticed.

use chatmux_shared::id::{Seq, Timestamp};
use chatmux_shared::message::{
    Breach, Chain, Entry, Head, Salt, Signature, SignedBytes, Verdict, Words,
};
use proptest::prelude::*;
use proptest::sample::Index;

use super::{ANN, conversation, keep, last, retold, room, says, shown, verdict};
use crate::someone::epoch;

/// Where in an entry a bit is flipped.
#[derive(Debug, Clone, Copy)]
enum Place {
    Seq,
    At,
    Signed,
    Signature,
    Text,
    Salt,
    Head,
}

/// What goes into the head.
const HASHED: [Place; 4] = [Place::Seq, Place::At, Place::Signed, Place::Signature];

/// What does not.
const BESIDE: [Place; 3] = [Place::Text, Place::Salt, Place::Head];

/// The entry with each bit there flipped.
fn each_flipped(entry: &Entry, place: Place) -> impl Iterator<Item = Entry> {
    let bits = 8 * bytes(entry, place).len();
    (0..bits).filter_map(move |bit| flipped(entry, place, bit))
}

/// The entry with this bit there flipped, but for one that makes it no text.
fn flipped(entry: &Entry, place: Place, bit: usize) -> Option<Entry> {
    let mut bytes = bytes(entry, place);
    bytes[bit / 8] ^= 1 << (bit % 8);
    let mut entry = entry.clone();
    let (text, salt) = words(&entry);
    match place {
        Place::Seq => entry.seq = Seq(u64::from_be_bytes(exactly(&bytes))),
        Place::At => entry.at = Timestamp(u64::from_be_bytes(exactly(&bytes))),
        Place::Signed => entry.signed = SignedBytes::from_bytes(bytes),
        Place::Signature => entry.signature = Signature::from_bytes(exactly(&bytes)),
        Place::Head => entry.head = Head::from_bytes(exactly(&bytes)),
        Place::Text => {
            let text = String::from_utf8(bytes).ok()?;
            entry.words = Words::Kept { text, salt };
        }
        Place::Salt => {
            let salt = Salt::from_random(exactly(&bytes));
            entry.words = Words::Kept { text, salt };
        }
    }
    Some(entry)
}

fn bytes(entry: &Entry, place: Place) -> Vec<u8> {
    let (text, salt) = words(entry);
    match place {
        Place::Seq => entry.seq.0.to_be_bytes().to_vec(),
        Place::At => entry.at.0.to_be_bytes().to_vec(),
        Place::Signed => entry.signed.as_bytes().to_vec(),
        Place::Signature => entry.signature.as_bytes().to_vec(),
        Place::Head => entry.head.as_bytes().to_vec(),
        Place::Text => text.into_bytes(),
        Place::Salt => salt.as_bytes().to_vec(),
    }
}

fn words(entry: &Entry) -> (String, Salt) {
    match &entry.words {
        Words::Kept { text, salt } => (text.clone(), *salt),
        Words::Erased => unreachable!("nothing is erased here"),
    }
}

fn exactly<const LENGTH: usize>(bytes: &[u8]) -> [u8; LENGTH] {
    bytes.try_into().expect("as many bytes as before")
}

/// Shows these to someone whose library takes any signature.
fn taken(entries: &[Entry]) -> Result<Chain, Breach> {
    let mut chain = Chain::from_beginning(room(), epoch(1));
    for entry in entries {
        chain.handle_entry(entry, Verdict::Verified)?;
    }
    Ok(chain)
}

#[test]
fn the_log_that_bits_are_flipped_in_is_honest() {
    assert!(shown(&conversation(4)).is_ok());
}

// trial 47
#[test]
fn each_flipped_bit_is_noticed_even_if_the_library_takes_anything() {
    let entries = conversation(3);
    let before = taken(&entries[..2]).expect("an honest log");
    for place in HASHED.into_iter().chain(BESIDE) {
        for entry in each_flipped(&entries[2], place) {
            let checked = before.clone().handle_entry(&entry, Verdict::Verified);
            assert!(checked.is_err(), "{place:?} of {entry:?}");
        }
    }
}

#[test]
fn each_flipped_bit_changes_the_head() {
    let entries = conversation(2);
    let (before, entry) = (&entries[0], &entries[1]);
    for place in HASHED {
        for flipped in each_flipped(entry, place) {
            let head = flipped.head_after(&before.head);
            assert_ne!(head, entry.head, "{place:?} of {flipped:?}");
        }
    }
    for flipped in each_flipped(before, Place::Head) {
        assert_ne!(entry.head_after(&flipped.head), entry.head);
    }
}

#[test]
fn each_flipped_bit_in_a_time_told_to_some_is_noticed_with_the_next_word() {
    let honest = conversation(2);
    let word = says(ANN, 9, last(&honest), "is it so late?");
    for mut entry in each_flipped(&honest[1], Place::At) {
        entry.head = entry.head_after(&honest[0].head);
        let mut other = vec![honest[0].clone(), entry];
        assert!(taken(&other).is_ok(), "the server's time is its own");
        keep(&mut other, word.clone());
        assert!(taken(&other).is_err());
    }
}

proptest! {
    // trial 47
    #[test]
    fn a_flipped_bit_under_a_signature_is_noticed_even_if_all_heads_follow(
        place in prop::sample::select(&[Place::Signed, Place::Signature][..]),
        which in 0_usize..4,
        bit: Index,
    ) {
        let mut entries = conversation(4);
        let bit = bit.index(8 * bytes(&entries[which], place).len());
        entries[which] = flipped(&entries[which], place, bit).expect("not in a text");
        let entries = retold(&entries);
        let mut chain = taken(&entries[..which]).expect("an honest log");
        let verdict = verdict(&entries[which]);
        prop_assert_eq!(verdict, Verdict::Refused);
        prop_assert!(chain.handle_entry(&entries[which], verdict).is_err());
    }
}
