//! What stands for a certificate.
//!
//! Invariant: a description that could be kept by two certificates, or by one
//! of a hash weaker than SHA-256, has no fingerprint here.

use crate::base64url::{fixed_bytes, text_debug};
use crate::message::sha256;

/// Of a line of a description (RFC 8122 §5); names of hashes are not case
/// sensitive.
const LINE: &str = "a=fingerprint:";
const HASH: &str = "sha-256";

fixed_bytes!(
    /// SHA-256 of a certificate.
    Fingerprint, 32, "a fingerprint",
    /// The fingerprint of these bytes.
    from_bytes
);
text_debug!(Fingerprint);

impl Fingerprint {
    /// Of a certificate as it is sent (DER).
    pub fn of_certificate(certificate: &[u8]) -> Self {
        Self(sha256([certificate]))
    }

    /// The one certificate that fits a description. A browser takes any that
    /// fits one of several lines, so they must all be the same.
    pub fn of_description(sdp: &str) -> Option<Self> {
        let mut values = sdp.lines().filter_map(|line| line.strip_prefix(LINE));
        let first = parse(values.next()?)?;
        values
            .all(|value| parse(value) == Some(first))
            .then_some(first)
    }
}

/// A name of a hash, a space, bytes in hexadecimal with colons between.
fn parse(value: &str) -> Option<Fingerprint> {
    let (hash, digits) = value.trim_end().split_once(' ')?;
    if !hash.eq_ignore_ascii_case(HASH) {
        return None;
    }
    let mut bytes = [0; 32];
    let mut pairs = digits.split(':');
    for byte in &mut bytes {
        *byte = parse_byte(pairs.next()?)?;
    }
    pairs.next().is_none().then_some(Fingerprint(bytes))
}

fn parse_byte(pair: &str) -> Option<u8> {
    let is_hex = pair.len() == 2 && pair.bytes().all(|digit| digit.is_ascii_hexdigit());
    is_hex.then(|| u8::from_str_radix(pair, 16).ok())?
}
