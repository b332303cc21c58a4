//! Keys and signatures that are refused before a library is asked; what
//! passes, passes the checks of `verify_strict` too.

use std::collections::BTreeSet;

use chatmux_shared::message::{PublicKey, Signature, SignatureRefusal, check_bytes};
use ed25519_dalek::{Signer as _, Verifier as _, VerifyingKey};
use proptest::prelude::*;

use super::{ANN, public, unhex};
use crate::someone::key;

/// The canonical encodings of the eight points of small order, and the six
/// others that libraries take for them.
const SMALL_ORDER: [&str; 14] = [
    "0100000000000000000000000000000000000000000000000000000000000000",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "0000000000000000000000000000000000000000000000000000000000000000",
    "0000000000000000000000000000000000000000000000000000000000000080",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
    // The sign of an x that is 0.
    "0100000000000000000000000000000000000000000000000000000000000080",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
    // With the prime added.
    "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
    "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
];

/// The order of the group, the lowest byte first.
const ORDER: &str = "edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010";

const MESSAGE: &[u8] = b"Hello";

fn honest() -> Signature {
    Signature::from_bytes(key(ANN).sign(MESSAGE).to_bytes())
}

/// The signature of these halves.
fn signature(commitment: [u8; 32], response: [u8; 32]) -> Signature {
    let mut bytes = [0; 64];
    bytes[..32].copy_from_slice(&commitment);
    bytes[32..].copy_from_slice(&response);
    Signature::from_bytes(bytes)
}

fn halves(signature: &Signature) -> ([u8; 32], [u8; 32]) {
    let bytes = signature.as_bytes();
    let half = |half: &[u8]| half.try_into().expect("32 bytes");
    (half(&bytes[..32]), half(&bytes[32..]))
}

fn with_commitment(commitment: [u8; 32]) -> Signature {
    signature(commitment, halves(&honest()).1)
}

fn with_response(response: [u8; 32]) -> Signature {
    signature(halves(&honest()).0, response)
}

fn check_signature(signature: &Signature) -> Result<(), SignatureRefusal> {
    check_bytes(&public(ANN), signature)
}

fn check_key(key: [u8; 32]) -> Result<(), SignatureRefusal> {
    check_bytes(&PublicKey::from_bytes(key), &honest())
}

fn is_verified(signature: &Signature) -> bool {
    let key = key(ANN).verifying_key();
    let signature = signature.as_bytes().into();
    key.verify_strict(MESSAGE, &signature).is_ok()
}

/// `number` and `more`, the lowest byte first.
fn plus(mut number: [u8; 32], more: [u8; 32]) -> [u8; 32] {
    let mut carry = 0;
    for (byte, more) in number.iter_mut().zip(more) {
        let sum = u16::from(*byte) + u16::from(more) + carry;
        [*byte, _] = sum.to_le_bytes();
        carry = sum >> 8;
    }
    number
}

#[test]
fn an_honest_signature_passes() {
    assert_eq!(check_signature(&honest()), Ok(()));
    assert!(is_verified(&honest()));
}

// trial 47
#[test]
fn a_key_of_small_order_is_refused_however_it_is_written() {
    for text in SMALL_ORDER {
        let refusal = check_key(unhex(text));
        assert_eq!(refusal, Err(SignatureRefusal::KeyOfSmallOrder), "{text}");
    }
}

// trial 47
#[test]
fn a_commitment_of_small_order_is_refused_however_it_is_written() {
    for text in SMALL_ORDER {
        let refusal = check_signature(&with_commitment(unhex(text)));
        let expected = Err(SignatureRefusal::CommitmentOfSmallOrder);
        assert_eq!(refusal, expected, "{text}");
    }
}

#[test]
fn the_list_has_all_points_of_small_order_and_nothing_else() {
    let mut points = BTreeSet::new();
    for text in SMALL_ORDER {
        let key = VerifyingKey::from_bytes(&unhex(text)).expect("a point");
        assert!(key.is_weak(), "{text}");
        points.insert(key.to_edwards().compress().to_bytes());
    }
    assert_eq!(points.len(), 8);
    // Every other way of writing one: another sign, the prime more or less.
    let listed = SMALL_ORDER.map(unhex::<32>);
    for bytes in listed {
        for (sign, more) in [(0x80, 0), (0, 19), (0x80, 19)] {
            let mut other = bytes;
            other[31] ^= sign;
            let mut more_than_any = [0; 32];
            more_than_any[0] = more;
            let other = plus(other, more_than_any);
            let key = VerifyingKey::from_bytes(&other);
            let is_weak = key.is_ok_and(|key| key.is_weak());
            assert_eq!(is_weak, listed.contains(&other), "{other:02x?}");
        }
    }
}

/// The `y` that are not below the prime, but for those of small order, with
/// both signs.
fn not_canonical() -> impl Iterator<Item = [u8; 32]> {
    (0xef..=0xff).flat_map(|lowest| {
        [0x7f, 0xff].map(|highest| {
            let mut bytes = [0xff; 32];
            (bytes[0], bytes[31]) = (lowest, highest);
            bytes
        })
    })
}

// trial 47
#[test]
fn a_key_that_is_not_canonical_is_refused() {
    let mut taken = 0;
    for bytes in not_canonical() {
        let refusal = check_key(bytes);
        assert_eq!(refusal, Err(SignatureRefusal::KeyNotCanonical));
        taken += usize::from(VerifyingKey::from_bytes(&bytes).is_ok_and(|key| !key.is_weak()));
    }
    assert!(taken > 0, "a library would take some of them for keys");
}

// trial 47
#[test]
fn a_commitment_that_is_not_canonical_is_refused() {
    for bytes in not_canonical() {
        let refusal = check_signature(&with_commitment(bytes));
        assert_eq!(refusal, Err(SignatureRefusal::CommitmentNotCanonical));
    }
}

#[test]
fn the_largest_canonical_points_pass() {
    // 2^255 - 21 and the two below: the last before -1, of small order.
    for lowest in [0xeb, 0xea, 0xe9] {
        for highest in [0x7f, 0xff] {
            let mut bytes = [0xff; 32];
            (bytes[0], bytes[31]) = (lowest, highest);
            assert_eq!(check_key(bytes), Ok(()));
            assert_eq!(check_signature(&with_commitment(bytes)), Ok(()));
        }
    }
}

// trial 47
#[test]
fn a_response_that_is_not_below_the_order_is_refused() {
    let order = unhex(ORDER);
    let (_, response) = halves(&honest());
    let mut multiple = response;
    for times in 1..=7 {
        multiple = plus(multiple, order);
        let signature = with_response(multiple);
        let refusal = check_signature(&signature);
        assert_eq!(refusal, Err(SignatureRefusal::ResponseTooLarge), "{times}");
        assert!(!is_verified(&signature), "{times}");
    }
    for response in [order, plus(order, [1; 32]), [0xff; 32]] {
        let refusal = check_signature(&with_response(response));
        assert_eq!(refusal, Err(SignatureRefusal::ResponseTooLarge));
    }
}

#[test]
fn the_largest_response_below_the_order_passes() {
    let mut response: [u8; 32] = unhex(ORDER);
    response[0] -= 1;
    assert_eq!(check_signature(&with_response(response)), Ok(()));
    assert_eq!(check_signature(&with_response([0; 32])), Ok(()));
}

#[test]
fn the_key_is_looked_at_first_then_the_commitment() {
    let small = unhex(SMALL_ORDER[0]);
    let all_wrong = signature(small, [0xff; 32]);
    let refusal = check_bytes(&PublicKey::from_bytes(small), &all_wrong);
    assert_eq!(refusal, Err(SignatureRefusal::KeyOfSmallOrder));
    let refusal = check_signature(&all_wrong);
    assert_eq!(refusal, Err(SignatureRefusal::CommitmentOfSmallOrder));
}

/// Whether `verify_strict` could take these for a point: it is on the curve
/// and not of small order.
fn may_be_a_point(bytes: &[u8; 32]) -> bool {
    VerifyingKey::from_bytes(bytes).is_ok_and(|key| !key.is_weak())
}

fn is_on_the_curve(bytes: &[u8; 32]) -> bool {
    VerifyingKey::from_bytes(bytes).is_ok()
}

/// Bytes at random, and those near the edges.
fn points() -> impl Strategy<Value = [u8; 32]> {
    let edges = SMALL_ORDER.map(unhex::<32>).into_iter();
    let edges: Vec<_> = edges.chain(not_canonical()).collect();
    prop_oneof![any::<[u8; 32]>(), prop::sample::select(edges)]
}

proptest! {
    #[test]
    fn what_passes_fails_before_the_equation_only_if_it_is_off_the_curve(
        key in points(),
        commitment in points(),
        response: [u8; 32],
    ) {
        let signature = signature(commitment, response);
        if check_bytes(&PublicKey::from_bytes(key), &signature).is_ok() {
            prop_assert_eq!(may_be_a_point(&key), is_on_the_curve(&key));
            prop_assert_eq!(may_be_a_point(&commitment), is_on_the_curve(&commitment));
        }
    }

    #[test]
    fn whatever_an_honest_key_signs_passes(
        seed: [u8; 32],
        message in prop::collection::vec(any::<u8>(), 0..300),
    ) {
        let key = ed25519_dalek::SigningKey::from_bytes(&seed);
        let author = PublicKey::from_bytes(key.verifying_key().to_bytes());
        let signature = key.sign(&message);
        prop_assert!(key.verifying_key().verify(&message, &signature).is_ok());
        let signature = Signature::from_bytes(signature.to_bytes());
        prop_assert_eq!(check_bytes(&author, &signature), Ok(()));
    }
}
