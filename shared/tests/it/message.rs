//! What is signed, byte for byte, and the chain over a room's log.

mod authority;
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

use chatmux_shared::message::{Breach, Chain, Entry, Fault};

use crate::log::{
    ANN, BEN, EVE, again, beginning, conversation, keep, last, log, retold, room, salt, says, seen,
    signed_by, statement, verdict, words,
};
use crate::someone::{epoch, member as public};

/// Shows these to someone new: what they find out first.
fn shown(entries: &[Entry]) -> Result<Chain, Breach> {
    let mut chain = Chain::from_beginning(room(), epoch(1));
    shown_further(&mut chain, entries)?;
    Ok(chain)
}

fn shown_further(chain: &mut Chain, entries: &[Entry]) -> Result<(), Breach> {
    for entry in entries {
        chain.handle_entry(entry, verdict(entry))?;
    }
    Ok(())
}

/// What someone new finds out who is shown these, and about which.
fn caught(entries: &[Entry]) -> (u64, Fault) {
    let breach = shown(entries).expect_err("this is to be noticed");
    (breach.seq.0, breach.fault)
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
