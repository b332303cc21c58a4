//! A log, checked as a browser checks it.

use chatmux_shared::id::{Epoch, RoomId};
use chatmux_shared::message::{Chain, Entry, Footing, Verdict};
use ed25519_dalek::{Signature, VerifyingKey};

use crate::key::statement_of;

/// Nothing is wrong with this log, which is there from its first entry.
pub fn check((room, epoch): (RoomId, Epoch), log: &[Entry]) {
    let mut chain = Chain::from_beginning(room, epoch);
    for entry in log {
        let checked = chain.handle_entry(entry, verdict(entry));
        let checked = checked.unwrap_or_else(|breach| panic!("{breach}"));
        assert_eq!(checked.footing, Footing::Shared, "of message {}", entry.seq);
    }
}

fn verdict(entry: &Entry) -> Verdict {
    let author = statement_of(entry).author;
    let key = VerifyingKey::from_bytes(author.as_bytes()).expect("a key");
    let signature = Signature::from_bytes(entry.signature.as_bytes());
    match key.verify_strict(entry.signed.as_bytes(), &signature) {
        Ok(()) => Verdict::Verified,
        Err(_) => Verdict::Refused,
    }
}
