//! Keys and signatures.

mod bytes;
mod taming;

use chatmux_shared::message::PublicKey;
use ed25519_dalek::SigningKey;

const ANN: u8 = 1;

fn key(who: u8) -> SigningKey {
    SigningKey::from_bytes(&[who; 32])
}

fn public(who: u8) -> PublicKey {
    PublicKey::from_bytes(key(who).verifying_key().to_bytes())
}

fn unhex<const LENGTH: usize>(text: &str) -> [u8; LENGTH] {
    let bytes = unhex_all(text).try_into();
    bytes.expect("as many bytes as are wanted")
}

fn unhex_all(text: &str) -> Vec<u8> {
    let pairs = text.as_bytes().chunks_exact(2);
    let byte = |pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok();
    pairs.map(|pair| byte(pair).expect("two digits")).collect()
}
