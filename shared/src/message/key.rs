//! Keys and signatures: which bytes are refused before any library is asked.
//!
//! Libraries differ in what they take for a signature (K. Chalkias,
//! F. Garillot, V. Nikolaenko, *Taming the many EdDSAs*, IACR ePrint
//! 2020/1244), so a browser and a server could come to different verdicts on
//! one entry. Refused here, on both sides and in this order, is all that they
//! differ on there and that can be told by its bytes:
//!
//! - `A` (the key) or `R` (the first half of a signature, its commitment) is
//!   one of the eight points of small order, which fit many messages at once
//! - the `y` of `A` or `R` is not below the field's prime (RFC 8032 §5.1.3)
//! - `S` (the second half, its response) is not below the order of the group
//!   (RFC 8032 §5.1.7), so that one signature could be written twice
//!
//! Invariant: what passes here passes these checks in `verify_strict` of
//! `ed25519-dalek` too, which lets some `A` through that are refused here.
//! What the bytes alone do not tell is left to the library: whether `A` and
//! `R` are on the curve, and whether the signature is right. For points of
//! mixed order that depends on the equation, with the cofactor or without;
//! `verify_strict` has it without, and so have those tested there that
//! browsers build on (`BoringSSL`, `CryptoKit`, HACL*).

use serde::{Deserialize, Serialize};

use crate::base64url::{fixed_bytes, text_debug};

fixed_bytes!(
    /// Someone's Ed25519 key, by which a room knows them.
    PublicKey, 32, "a public key",
    /// The key of these bytes, which are not checked yet.
    from_bytes
);
text_debug!(PublicKey);

fixed_bytes!(
    /// An Ed25519 signature: `R`, then `S`.
    Signature, 64, "a signature",
    /// The signature of these bytes, which are not checked yet.
    from_bytes
);
text_debug!(Signature);

/// Why a signature is refused before a library is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum SignatureRefusal {
    /// `A` has small order.
    #[error("its key is one that anybody can sign with")]
    KeyOfSmallOrder,
    /// The `y` of `A` is not below the prime.
    #[error("its key is written in a way no key is")]
    KeyNotCanonical,
    /// `R` has small order.
    #[error("its signature could be for another message as well")]
    CommitmentOfSmallOrder,
    /// The `y` of `R` is not below the prime.
    #[error("its signature is written in a way no signature is")]
    CommitmentNotCanonical,
    /// `S` is not below the order.
    #[error("its signature is another one written differently")]
    ResponseTooLarge,
}

/// A number of 32 bytes, the lowest first, as RFC 8032 §5.1.2 has them.
type Number = [u8; 32];

/// 2²⁵⁵ − 19, the prime of the field.
const PRIME: Number = ends(0xed, 0xff, 0x7f);

/// 2²⁵² + 27742317777372353535851937790883648493, the order of the group.
const ORDER: Number = [
    0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10,
];

/// Every `y` of the eight points of small order, with those that are not
/// below the prime. Each has two signs of `x`: fourteen encodings.
const SMALL_ORDER: [Number; 7] = [
    // 1, the neutral element, and −1, of order 2.
    ends(0x01, 0, 0),
    ends(0xec, 0xff, 0x7f),
    // 0, of order 4.
    ends(0, 0, 0),
    // The two of order 8.
    [
        0x26, 0xe8, 0x95, 0x8f, 0xc2, 0xb2, 0x27, 0xb0, 0x45, 0xc3, 0xf4, 0x89, 0xf2, 0xef, 0x98,
        0xf0, 0xd5, 0xdf, 0xac, 0x05, 0xd3, 0xc6, 0x33, 0x39, 0xb1, 0x38, 0x02, 0x88, 0x6d, 0x53,
        0xfc, 0x05,
    ],
    [
        0xc7, 0x17, 0x6a, 0x70, 0x3d, 0x4d, 0xd8, 0x4f, 0xba, 0x3c, 0x0b, 0x76, 0x0d, 0x10, 0x67,
        0x0f, 0x2a, 0x20, 0x53, 0xfa, 0x2c, 0x39, 0xcc, 0xc6, 0x4e, 0xc7, 0xfd, 0x77, 0x92, 0xac,
        0x03, 0x7a,
    ],
    // 0 and 1 again, with the prime added.
    PRIME,
    ends(0xee, 0xff, 0x7f),
];

/// What passes here may be shown to a library; `author` is to be the key that
/// the signed bytes name.
///
/// # Errors
/// The first of the rules above that is not kept.
pub fn check_bytes(author: &PublicKey, signature: &Signature) -> Result<(), SignatureRefusal> {
    let (commitment, response) = signature.halves();
    let (key, commitment) = (y(author.0), y(commitment));
    if SMALL_ORDER.contains(&key) {
        return Err(SignatureRefusal::KeyOfSmallOrder);
    }
    if !is_below(&key, &PRIME) {
        return Err(SignatureRefusal::KeyNotCanonical);
    }
    if SMALL_ORDER.contains(&commitment) {
        return Err(SignatureRefusal::CommitmentOfSmallOrder);
    }
    if !is_below(&commitment, &PRIME) {
        return Err(SignatureRefusal::CommitmentNotCanonical);
    }
    if !is_below(&response, &ORDER) {
        return Err(SignatureRefusal::ResponseTooLarge);
    }
    Ok(())
}

impl Signature {
    /// `R` and `S`.
    fn halves(&self) -> ([u8; 32], Number) {
        let (mut commitment, mut response) = ([0; 32], [0; 32]);
        commitment.copy_from_slice(&self.0[..32]);
        response.copy_from_slice(&self.0[32..]);
        (commitment, response)
    }
}

/// The `y` of a point: all but the highest bit, which is the sign of `x`.
const fn y(mut point: [u8; 32]) -> Number {
    point[31] &= 0x7f;
    point
}

fn is_below(number: &Number, limit: &Number) -> bool {
    number.iter().rev().lt(limit.iter().rev())
}

/// The number of this lowest and this highest byte and thirty equal ones
/// between them.
const fn ends(lowest: u8, between: u8, highest: u8) -> Number {
    let mut number = [between; 32];
    number[0] = lowest;
    number[31] = highest;
    number
}
