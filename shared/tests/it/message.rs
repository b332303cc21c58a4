//! What is signed, byte for byte.

mod bytes;
mod hello;
mod parts;
mod statement;
mod taming;

use chatmux_shared::id::{RoomId, Seq};
use chatmux_shared::message::{Act, Head, PublicKey, Salt, Seen, Statement, TextHash};
use ed25519_dalek::SigningKey;

use crate::someone::{NOW, client, epoch};

const ANN: u8 = 1;
const BEN: u8 = 2;

fn room() -> RoomId {
    RoomId::from_random(1)
}

fn key(who: u8) -> SigningKey {
    SigningKey::from_bytes(&[who; 32])
}

fn public(who: u8) -> PublicKey {
    PublicKey::from_bytes(key(who).verifying_key().to_bytes())
}

fn beginning() -> Seen {
    seen(0, Head::first(room(), epoch(1)))
}

/// The statement in which `who` does this, having seen that; `number` is
/// drawn for it.
fn statement(who: u8, number: u64, seen: Seen, act: Act, text: &str) -> Statement {
    Statement {
        room: room(),
        epoch: epoch(1),
        author: public(who),
        client: client(number),
        at: NOW.plus(number),
        seen,
        act,
        text: TextHash::of(text, &salt(number)),
    }
}

fn salt(number: u64) -> Salt {
    Salt::from_random(*client(number).as_bytes())
}

fn seen(seq: u64, head: Head) -> Seen {
    let seq = Seq(seq);
    Seen { seq, head }
}

fn hex(bytes: &[u8]) -> String {
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    let digit = |digit: u8| char::from_digit(u32::from(digit), 16);
    digits.filter_map(digit).collect()
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
