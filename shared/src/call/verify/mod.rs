//! Who is at the other end of a link, and whether that is who one thinks.
//!
//! A link is encrypted from browser to browser (RFC 8827), with certificates
//! that each peer connection makes for itself and whose fingerprints go
//! through the server. Two things follow, kept apart here and in words:
//!
//! - *The link is verified*: over the data channel each end signs the
//!   fingerprint of its certificate with the key that signs its messages, and
//!   the other holds that against the certificate its browser enforces. Who
//!   changed fingerprints on their way is caught.
//! - *The person is verified*: the two have compared seven emoji, once. Then
//!   the key is theirs, and not one that the server made up.
//!
//! Invariant: nothing here makes or verifies a signature or draws chance:
//! keys live in a browser, and verdicts and nonces come in from outside.
//!
//! # What an end signs
//! An Ed25519 key signs these parts, each preceded by its length in bytes
//! (u32); all numbers are big-endian:
//!
//! | part        | bytes   | what                                            |
//! |-------------|---------|-------------------------------------------------|
//! | tag         | 14      | `chatmux link 1` in ASCII                       |
//! | room        | 6 or 23 | the room's id as in links, in ASCII             |
//! | epoch       | 16      | which making of the room                        |
//! | speaker     | 16      | the session that signs                          |
//! | listener    | 16      | the session at the other end                    |
//! | from        | 8       | which building of the speaker's end: incarnation (u32), build (u32) |
//! | to          | 8       | the same of the listener's                      |
//! | fingerprint | 32      | SHA-256 of the speaker's certificate, DER (RFC 8122) |
//!
//! # What is compared
//! The one who asks first commits to a nonce before it has seen the other's
//! (as in ZRTP, RFC 6189 §4.4.1.1), so that nobody between the two can choose
//! what either sees. Both hashes are SHA-256 over parts as above; the first
//! end is that of who asked:
//!
//! | part         | bytes   | what                                           |
//! |--------------|---------|------------------------------------------------|
//! | tag          | 16      | `chatmux commit 1` or `chatmux emoji 1` (15)   |
//! | room         | 6 or 23 | as above                                       |
//! | epoch        | 16      | as above                                       |
//! | first end    | 88      | session (16), key (32), building (8), fingerprint (32) |
//! | second end   | 88      | the same of the other                          |
//! | first nonce  | 16      | of who asked                                   |
//! | second nonce | 16      | of the other; not in a commitment              |
//!
//! The first 42 bits of the second hash are seven numbers, each an emoji of
//! [`EMOJI`].
//!
//! # Layout
//! - [`Fingerprint`]: of a certificate
//! - [`Parties`], [`Attest`]: the two ends, and what one says of itself
//! - [`Verifications`], [`Trust`]: what is known of each link
//! - [`Comparison`], [`Compare`]: two people at their emoji
//! - [`Acquaintances`]: whom one has compared with

mod acquaintance;
mod attest;
mod comparison;
mod emoji;
mod fingerprint;
mod verification;

pub use acquaintance::{Acquaintance, Acquaintances, Standing};
pub use attest::{Attest, End, Parties};
pub use comparison::{
    AGREEMENT_MS, ANSWER_MS, COMPARING_MS, Commitment, Compare, CompareNonce, Comparison, Ending,
    Judgement, REST_MS, Said, Scene,
};
pub use emoji::{EMOJI, Emoji, Sequence};
pub use fingerprint::Fingerprint;
pub use verification::{Doubt, Fault, PATIENCE_MS, Question, Trust, Verifications};
