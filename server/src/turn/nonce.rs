//! Nonces that are kept by nobody: each says when it was made, and proves
//! that it was made here, for that address (RFC 8489 §9.2).
//!
//! base64url of `seconds ‖ HMAC(seconds ‖ address)`, cut to 16 letters. The
//! key is drawn at the start: a nonce of another server, or of before a
//! restart, is stale. Whoever shows one has received it, so their address is
//! theirs.

use std::net::SocketAddr;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chatmux_shared::id::Timestamp;
use hmac::{Hmac, Mac as _};
use sha2::Sha256;

/// Bytes of each half.
const SECONDS: usize = 4;
const PROOF: usize = 8;

/// Makes and reads nonces.
pub struct Nonces {
    key: [u8; 32],
    life: u64,
}

impl Nonces {
    /// With a key of one's own; each is fresh for so long.
    pub fn new(key: [u8; 32], life: Duration) -> Self {
        let life = life.as_secs().max(1);
        Self { key, life }
    }

    /// One for `address`.
    pub fn make(&self, address: SocketAddr, now: Timestamp) -> String {
        let seconds = seconds(now).to_be_bytes();
        URL_SAFE_NO_PAD.encode([&seconds[..], &self.proof(seconds, address)].concat())
    }

    /// Whether this is one of ours for `address`, and not too old.
    pub fn is_fresh(&self, nonce: &[u8], address: SocketAddr, now: Timestamp) -> bool {
        let Ok(bytes) = URL_SAFE_NO_PAD.decode(nonce) else {
            return false;
        };
        let Some((made, proof)) = bytes.split_first_chunk::<SECONDS>() else {
            return false;
        };
        let mac = self.mac(*made, address);
        // Wraps as the seconds do.
        let age = seconds(now).wrapping_sub(u32::from_be_bytes(*made));
        proof.len() == PROOF
            && mac.verify_truncated_left(proof).is_ok()
            && u64::from(age) <= self.life
    }

    fn proof(&self, made: [u8; SECONDS], address: SocketAddr) -> [u8; PROOF] {
        let whole = self.mac(made, address).finalize().into_bytes();
        let mut proof = [0; PROOF];
        proof.copy_from_slice(&whole[..PROOF]);
        proof
    }

    fn mac(&self, made: [u8; SECONDS], address: SocketAddr) -> Hmac<Sha256> {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.key).expect("any length is a key");
        mac.update(&made);
        mac.update(&address.port().to_be_bytes());
        match address.ip() {
            std::net::IpAddr::V4(ip) => mac.update(&ip.octets()),
            std::net::IpAddr::V6(ip) => mac.update(&ip.octets()),
        }
        mac
    }
}

#[expect(clippy::cast_possible_truncation, reason = "the lower half is enough")]
const fn seconds(now: Timestamp) -> u32 {
    (now.0 / 1000) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp(1_700_000_000_000);

    fn at(port: u16) -> SocketAddr {
        SocketAddr::from(([192, 0, 2, 1], port))
    }

    fn nonces() -> Nonces {
        Nonces::new([1; 32], Duration::from_mins(1))
    }

    // trial 56
    #[test]
    fn a_nonce_is_for_its_address_and_its_time() {
        let nonce = nonces().make(at(1), NOW);
        assert_eq!(nonce.len(), 16, "the answer it is in must stay short");
        let nonce = nonce.as_bytes();
        assert!(nonces().is_fresh(nonce, at(1), NOW.plus(60_000)));
        assert!(
            !nonces().is_fresh(nonce, at(1), NOW.plus(61_000)),
            "expired"
        );
        assert!(!nonces().is_fresh(nonce, at(2), NOW), "of another");
        let foreign = Nonces::new([2; 32], Duration::from_mins(1));
        assert!(!foreign.is_fresh(nonce, at(1), NOW), "of another server");
    }

    // trial 56
    #[test]
    fn a_forged_nonce_is_none() {
        let nonce = nonces().make(at(1), NOW);
        for place in 0..nonce.len() {
            let mut forged = nonce.clone().into_bytes();
            forged[place] = if forged[place] == b'A' { b'B' } else { b'A' };
            assert!(!nonces().is_fresh(&forged, at(1), NOW), "{place}");
        }
        for short in ["", "A", "AAAA", &nonce[..12], &[&nonce, "AAAA"].concat()] {
            assert!(!nonces().is_fresh(short.as_bytes(), at(1), NOW), "{short}");
        }
    }
}
