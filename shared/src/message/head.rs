//! What stands for a whole log, up to one of its entries.
//!
//! Invariant: a head stands for the room's making and every entry up to its
//! own, in their order, each with the server's time and its signature.

use serde::{Deserialize, Serialize};

use super::parts::{Parts, prefix};
use super::{Signature, SignedBytes, sha256};
use crate::base64url::{fixed_bytes, text_debug};
use crate::id::{Epoch, RoomId, Seq, Timestamp};

const TAG: &str = "chatmux log 1";

fixed_bytes!(
    /// The hash over a log up to one of its entries. How it is made is
    /// written in [`crate::message`].
    Head, 32, "a head",
    /// The head of these bytes.
    from_bytes
);
text_debug!(Head);

/// Of no log.
impl Default for Head {
    fn default() -> Self {
        Self([0; 32])
    }
}

impl Head {
    /// The head before the first entry.
    pub fn first(room: RoomId, epoch: Epoch) -> Self {
        let parts = Parts::tagged(TAG)
            .with(room.to_string().as_bytes())
            .with(epoch.as_bytes());
        Self(sha256([&parts.into_bytes()]))
    }

    /// The head after the entry that was kept at `seq`, at the moment `at` by
    /// the server's clock.
    #[must_use]
    pub fn next(
        &self,
        seq: Seq,
        at: Timestamp,
        signed: &SignedBytes,
        signature: &Signature,
    ) -> Self {
        let signed = signed.as_bytes();
        Self(sha256([
            self.as_bytes(),
            &seq.0.to_be_bytes(),
            &at.0.to_be_bytes(),
            &prefix(signed),
            signed,
            signature.as_bytes(),
        ]))
    }
}

/// A place in a log, with the log up to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Seen {
    /// The number of an entry, 0 for none.
    pub seq: Seq,
    /// The head after that entry.
    pub head: Head,
}

impl Seen {
    /// As it is signed.
    pub(super) fn to_bytes(self) -> [u8; 40] {
        let mut bytes = [0; 40];
        bytes[..8].copy_from_slice(&self.seq.0.to_be_bytes());
        bytes[8..].copy_from_slice(self.head.as_bytes());
        bytes
    }

    pub(super) fn from_bytes(bytes: [u8; 40]) -> Self {
        let (mut seq, mut head) = ([0; 8], [0; 32]);
        seq.copy_from_slice(&bytes[..8]);
        head.copy_from_slice(&bytes[8..]);
        Self {
            seq: Seq(u64::from_be_bytes(seq)),
            head: Head::from_bytes(head),
        }
    }
}
