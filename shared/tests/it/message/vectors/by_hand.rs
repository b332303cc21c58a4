//! The vectors, read by the tables of the documentation alone.

use chatmux_shared::id::{Seq, Timestamp};
use chatmux_shared::message::{
    Chain, Entry, Footing, PublicKey, Signature, SignedBytes, Words, check_bytes,
};
use ed25519_dalek::{Signer as _, SigningKey, VerifyingKey};
use sha2::{Digest as _, Sha256};

use super::{by_the_tables, kept};
use crate::log::byline;
use crate::message::{hex, unhex, unhex_all, verdict};

/// Each part after its length, without any code of the crate's.
fn parts(parts: &[&[u8]]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for part in parts {
        let length = u32::try_from(part.len()).expect("a short part");
        bytes.extend(length.to_be_bytes());
        bytes.extend_from_slice(part);
    }
    bytes
}

fn sha256(pieces: &[&[u8]]) -> [u8; 32] {
    Sha256::digest(pieces.concat()).into()
}

fn is_signed(key: &PublicKey, bytes: &[u8], signature: &Signature) -> bool {
    assert_eq!(check_bytes(key, signature), Ok(()));
    let key = VerifyingKey::from_bytes(key.as_bytes()).expect("a point");
    let signature = signature.as_bytes().into();
    key.verify_strict(bytes, &signature).is_ok()
}

#[test]
fn the_vectors_are_signed_as_the_table_says() {
    let vectors = kept();
    let room = vectors.room.to_string();
    for vector in &vectors.entries {
        let seen = [
            &vector.seen.seq.0.to_be_bytes(),
            &vector.seen.head.as_bytes()[..],
        ];
        let member = vector
            .member
            .map_or(Vec::new(), |key| key.as_bytes().to_vec());
        let text = sha256(&[vector.salt.as_bytes(), vector.text.as_bytes()]);
        let by_hand = parts(&[
            b"chatmux entry 1",
            room.as_bytes(),
            vectors.epoch.as_bytes(),
            vector.author.as_bytes(),
            vector.client.as_bytes(),
            &vector.client_ms.to_be_bytes(),
            &seen.concat(),
            &[vector.kind],
            &vector.target.to_be_bytes(),
            &member,
            &text,
        ]);
        assert_eq!(hex(&by_hand), vector.signed_hex, "{}", vector.what);
        let signer = SigningKey::from_bytes(&unhex(&vector.seed_hex));
        assert_eq!(signer.verifying_key().as_bytes(), vector.author.as_bytes());
        assert_eq!(
            &signer.sign(&by_hand).to_bytes(),
            vector.signature.as_bytes()
        );
        assert!(is_signed(&vector.author, &by_hand, &vector.signature));
    }
}

#[test]
fn the_heads_of_the_vectors_follow_as_the_page_says() {
    let vectors = kept();
    let (room, epoch) = (vectors.room.to_string(), vectors.epoch);
    let first = parts(&[b"chatmux log 1", room.as_bytes(), epoch.as_bytes()]);
    let mut head = sha256(&[&first]);
    assert_eq!(&head, vectors.head_0.as_bytes());
    for vector in &vectors.entries {
        head = sha256(&[
            &head,
            &vector.seq.to_be_bytes(),
            &vector.server_ms.to_be_bytes(),
            &parts(&[&unhex_all(&vector.signed_hex)]),
            vector.signature.as_bytes(),
        ]);
        assert_eq!(&head, vector.head.as_bytes(), "{}", vector.what);
    }
}

#[test]
fn the_vectors_are_read_as_they_were_meant_and_make_a_whole_log() {
    let vectors = kept();
    let mut chain = Chain::from_beginning(vectors.room, vectors.epoch);
    for vector in &vectors.entries {
        let entry = Entry {
            seq: Seq(vector.seq),
            at: Timestamp(vector.server_ms),
            signed: SignedBytes::from_bytes(unhex_all(&vector.signed_hex)),
            signature: vector.signature,
            words: Words::Kept {
                text: vector.text.clone(),
                salt: vector.salt,
            },
            head: vector.head,
            byline: byline(),
        };
        let checked = chain.handle_entry(&entry, verdict(&entry));
        let checked = checked.expect("nothing is wrong");
        assert_eq!(checked.footing, Footing::Shared);
        let statement = checked.statement;
        assert_eq!(statement.encode(), entry.signed);
        assert_eq!(statement.author, vector.author);
        assert_eq!(statement.seen, vector.seen);
        let object = (vector.kind, vector.target, vector.member);
        assert_eq!(by_the_tables(statement.act), object);
    }
}

#[test]
fn the_hello_is_signed_as_the_table_says() {
    let hello = kept().hello;
    let by_hand = parts(&[
        b"chatmux hello 1",
        hello.origin.as_bytes(),
        b"lounge",
        hello.nonce.as_bytes(),
    ]);
    assert_eq!(hex(&by_hand), hello.signed_hex);
    assert!(is_signed(&hello.key, &by_hand, &hello.signature));
}
