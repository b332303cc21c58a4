//! One signature by `verify_strict`, as the server asks for each, and by
//! `verify`, which is laxer; on one core.

use chatmux_bench::talks;
use chatmux_shared::id::{Epoch, RoomId, Timestamp};
use chatmux_shared::message::Post;
use chatmux_shared::room::{RoomCard, naming};
use chatmux_shared::wire::{Switch, Visibility};
use divan::{Bencher, black_box};
use ed25519_dalek::{Signature, Verifier as _, VerifyingKey};

fn main() {
    divan::main();
}

fn post() -> (VerifyingKey, Post) {
    let id = RoomId::from_random(1);
    let card = RoomCard {
        id,
        epoch: Epoch::from_random([1; 16]),
        name: naming::nickname(id, 0),
        owner: None,
        removed: Vec::new(),
        visibility: Visibility::ByLink,
        lock: Switch::Off,
        admitted: Vec::new(),
        made: Timestamp(0),
    };
    let mut talks = talks(&[card], 1, 1);
    let talk = &mut talks[0];
    let key = VerifyingKey::from_bytes(talk.author.as_bytes());
    (key.expect("a key"), talk.posts.remove(0))
}

#[divan::bench]
fn strict(bencher: Bencher<'_, '_>) {
    let (key, post) = post();
    let signature = Signature::from_bytes(post.signature.as_bytes());
    bencher.bench(|| {
        let verified = key.verify_strict(black_box(post.signed.as_bytes()), &signature);
        assert!(verified.is_ok());
    });
}

#[divan::bench]
fn lax(bencher: Bencher<'_, '_>) {
    let (key, post) = post();
    let signature = Signature::from_bytes(post.signature.as_bytes());
    bencher.bench(|| {
        let verified = key.verify(black_box(post.signed.as_bytes()), &signature);
        assert!(verified.is_ok());
    });
}

#[divan::bench]
fn with_the_key_read_anew(bencher: Bencher<'_, '_>) {
    let (key, post) = post();
    let bytes = key.to_bytes();
    let signature = Signature::from_bytes(post.signature.as_bytes());
    bencher.bench(|| {
        let key = VerifyingKey::from_bytes(black_box(&bytes)).expect("a key");
        assert!(
            key.verify_strict(post.signed.as_bytes(), &signature)
                .is_ok()
        );
    });
}
