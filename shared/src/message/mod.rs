//! What is signed, byte for byte, and the chain over a room's log. This page
//! is the reference: another implementation can be written from it.
//!
//! Invariant: a statement has one encoding and an encoding one statement, so
//! that equal bytes mean the same and other bytes something else. Nothing
//! here makes or verifies a signature: keys live in a browser, and the
//! verdict on a signature comes in from outside.
//!
//! # What an author signs
//! An Ed25519 key (RFC 8032, "pure", no context) signs these parts, in this
//! order, each preceded by its length in bytes (u32). All numbers are
//! big-endian. There is nothing before, between or after the parts: 218 to
//! 267 bytes.
//!
//! | part   | bytes   | what                                                 |
//! |--------|---------|------------------------------------------------------|
//! | tag    | 15      | `chatmux entry 1` in ASCII; 1 is the version         |
//! | room   | 6 or 23 | the room's id as in links, in ASCII                  |
//! | epoch  | 16      | which making of the room                             |
//! | author | 32      | the public key that signs                            |
//! | client | 16      | drawn for this message                               |
//! | at     | 8       | milliseconds since 1970 by the author's clock (u64)  |
//! | seen   | 40      | the newest entry the author saw: its number (u64), then the head after it (32); number 0 and head 0 before the first |
//! | kind   | 1       | see below                                            |
//! | target | 8       | the number of the entry it is about (u64), or 0      |
//! | member | 0 or 32 | the public key of the member it is about, or nothing |
//! | text   | 32      | SHA-256(salt ‖ text): 16 bytes, then UTF-8           |
//!
//! | kind | is             | target | member        | text    |
//! |------|----------------|--------|---------------|---------|
//! | 1    | create         | 0      | none          | empty   |
//! | 2    | say            | 0      | none          | as said |
//! | 3    | edit           | not 0  | none          | as said |
//! | 4    | delete         | not 0  | none          | empty   |
//! | 5    | pass ownership | 0      | the new owner | empty   |
//! | 6    | remove member  | 0      | who has to go | empty   |
//!
//! Any other kind, any other target or member for a kind, any other length
//! and anything after the last part is refused.
//!
//! Salt and text lie beside the entry. They can be erased without touching
//! what was signed; the salt is therefore not signed itself, only under the
//! hash: without it, what is left does not tell a short text by trying all.
//! Each message has a salt of its own, those without a text too.
//!
//! # The chain
//! Parts of variable length are again preceded by their length (u32); the
//! others have the length in parentheses and nothing before them.
//!
//! ```text
//! head(0) = SHA-256( 13 ‖ "chatmux log 1" ‖ length ‖ room ‖ 16 ‖ epoch )
//! head(n) = SHA-256( head(n-1) (32) ‖ n (8) ‖ server's ms (8)
//!                    ‖ length ‖ signed bytes ‖ signature (64) )
//! ```
//!
//! `13`, `16` and `length` are u32, `n` and the milliseconds u64.
//!
//! # Coming in
//! A key proves itself to a server by signing these parts, each preceded by
//! its length as above:
//!
//! | part   | bytes   | what                                               |
//! |--------|---------|----------------------------------------------------|
//! | tag    | 15      | `chatmux hello 1` in ASCII                         |
//! | origin | any     | the page's origin, as the browser says it, UTF-8   |
//! | room   | 6 or 23 | the room's id as in links, in ASCII                |
//! | nonce  | 32      | drawn by the server for this connection            |
//!
//! # Layout
//! - [`Statement`], [`Act`]: what is signed, and what it does
//! - [`Words`]: what lies beside it and can go; [`Post`]: what an author hands in
//! - [`check_bytes`]: keys and signatures that are refused unasked
//! - [`authorize`]: who may do what
//! - [`Head`], [`Entry`]: an entry as it is kept, and its head
//! - [`Chain`], [`Breach`]: a client's check of all of it
//!
//! In JSON, bytes are base64url without padding.

mod act;
mod authority;
mod breach;
mod chain;
mod entry;
mod head;
mod hello;
mod key;
mod parts;
mod post;
mod signed;
mod statement;
mod words;

pub use act::Act;
pub use authority::{Denial, Target, authorize};
pub use breach::{Breach, Fault};
pub use chain::{Chain, Checked, Footing, Verdict};
pub use entry::{Byline, Entry};
pub use head::{Head, Seen};
pub use hello::{Nonce, hello_bytes};
pub use key::{PublicKey, Signature, SignatureRefusal, check_bytes};
pub use post::Post;
pub use signed::SignedBytes;
pub use statement::{NotAStatement, Statement};
pub use words::{Salt, TextHash, Words};

pub(crate) use parts::Parts;

use sha2::{Digest as _, Sha256};

/// SHA-256 (FIPS 180-4) of these, one after another.
pub(crate) fn sha256<const PIECES: usize>(pieces: [&[u8]; PIECES]) -> [u8; 32] {
    let mut hash = Sha256::new();
    for piece in pieces {
        hash.update(piece);
    }
    hash.finalize().into()
}
