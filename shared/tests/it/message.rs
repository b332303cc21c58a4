//! What is signed, byte for byte, and the chain over a room's log.

mod bytes;
mod chain;
mod flips;
mod hello;
mod liars;
mod older;
mod parts;
mod replays;
mod statement;
mod taming;
mod vectors;
mod words;

use std::sync::LazyLock;

use chatmux_shared::id::{RoomId, Seq};
use chatmux_shared::message::{
    Act, Breach, Chain, Fault, Head, PublicKey, Salt, Seen, Signature, SignedBytes, SignedEntry,
    Statement, TextHash, Verdict, Words,
};
use ed25519_dalek::{Signer as _, SigningKey, VerifyingKey};

use crate::someone::{NOW, client, epoch};

const ANN: u8 = 1;
const BEN: u8 = 2;
const EVE: u8 = 3;

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

/// What an author's client sends: to be kept as it is.
#[derive(Debug, Clone)]
struct Sent {
    signed: SignedBytes,
    signature: Signature,
    words: Words,
}

impl From<SignedEntry> for Sent {
    fn from(entry: SignedEntry) -> Self {
        Self {
            signed: entry.signed,
            signature: entry.signature,
            words: entry.words,
        }
    }
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

fn signed_by(who: u8, statement: &Statement, words: Words) -> Sent {
    let signed = statement.encode();
    let signature = key(who).sign(signed.as_bytes()).to_bytes();
    Sent {
        signed,
        signature: Signature::from_bytes(signature),
        words,
    }
}

fn says(who: u8, number: u64, seen: Seen, text: &str) -> Sent {
    let statement = statement(who, number, seen, Act::Say, text);
    signed_by(who, &statement, words(number, text))
}

fn words(number: u64, text: &str) -> Words {
    let (text, salt) = (text.to_owned(), salt(number));
    Words::Kept { text, salt }
}

/// The log of a server that keeps these, whatever they are: it knows how
/// heads are made.
fn log(sent: impl IntoIterator<Item = Sent>) -> Vec<SignedEntry> {
    let mut entries = Vec::new();
    for sent in sent {
        keep(&mut entries, sent);
    }
    entries
}

fn keep(entries: &mut Vec<SignedEntry>, sent: Sent) {
    let last = last(entries);
    let seq = last.seq.next();
    let mut entry = SignedEntry {
        seq,
        at: NOW.plus(1000 * seq.0),
        signed: sent.signed,
        signature: sent.signature,
        words: sent.words,
        head: last.head,
    };
    entry.head = entry.head_after(&last.head);
    entries.push(entry);
}

/// What one has seen who was shown all of these.
fn last(entries: &[SignedEntry]) -> Seen {
    entries.last().map_or(beginning(), |entry| Seen {
        seq: entry.seq,
        head: entry.head,
    })
}

/// These entries again, as a server tells them that would not be caught by
/// a wrong number or a head that does not follow.
fn retold(entries: impl IntoIterator<Item = SignedEntry>) -> Vec<SignedEntry> {
    log(entries.into_iter().map(Sent::from))
}

/// The longest conversation there is, made once.
static CONVERSATION: LazyLock<Vec<SignedEntry>> = LazyLock::new(|| {
    let mut entries = Vec::new();
    for number in 1..=10 {
        let who = if number % 2 == 1 { ANN } else { BEN };
        let sent = says(who, number, last(&entries), &format!("message {number}"));
        keep(&mut entries, sent);
    }
    entries
});

/// Ann and Ben in turn, each having seen all that was said before.
fn conversation(length: usize) -> Vec<SignedEntry> {
    CONVERSATION[..length].to_vec()
}

/// What a library says: here, `verify_strict`.
fn verdict(entry: &SignedEntry) -> Verdict {
    let verified = Statement::parse(&entry.signed)
        .ok()
        .and_then(|statement| VerifyingKey::from_bytes(statement.author.as_bytes()).ok())
        .is_some_and(|key| {
            let signature = entry.signature.as_bytes().into();
            key.verify_strict(entry.signed.as_bytes(), &signature)
                .is_ok()
        });
    if verified {
        Verdict::Verified
    } else {
        Verdict::Refused
    }
}

/// Shows these to someone new: what they find out first.
fn shown(entries: &[SignedEntry]) -> Result<Chain, Breach> {
    let mut chain = Chain::from_beginning(room(), epoch(1));
    shown_further(&mut chain, entries)?;
    Ok(chain)
}

fn shown_further(chain: &mut Chain, entries: &[SignedEntry]) -> Result<(), Breach> {
    for entry in entries {
        chain.handle_entry(entry, verdict(entry))?;
    }
    Ok(())
}

/// What someone new finds out who is shown these, and about which.
fn caught(entries: &[SignedEntry]) -> (u64, Fault) {
    let breach = shown(entries).expect_err("this is to be noticed");
    (breach.seq.0, breach.fault)
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
