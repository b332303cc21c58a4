//! Keys and signatures.
//!
//! Invariant: nothing here makes or verifies a signature: keys live in a
//! browser, and the verdict on a signature comes in from outside.

mod key;

pub use key::{PublicKey, Signature, SignatureRefusal, check_bytes};
