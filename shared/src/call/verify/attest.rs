//! The two ends of a link, and what one of them signs of itself.
//!
//! Invariant: what is signed here is never what is signed for a log or at a
//! door, and is of no use on another link, to another listener or in another
//! room.

use serde::{Deserialize, Serialize};

use super::Fingerprint;
use crate::call::negotiation::Generation;
use crate::id::{Epoch, MemberId, RoomId, SessionId};
use crate::message::{Parts, Signature};

const TAG: &str = "chatmux link 1";

/// One end of a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct End {
    /// The tab.
    pub session: SessionId,
    /// Whose it is, by their key.
    pub member: MemberId,
    /// The building of the end.
    pub generation: Generation,
    /// Of its certificate.
    pub fingerprint: Fingerprint,
}

/// Both ends of a link, as one of them sees them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Parties {
    /// In which room.
    pub room: RoomId,
    /// Which making of it.
    pub epoch: Epoch,
    /// One's own end.
    pub me: End,
    /// The other: the key as the server has it, the certificate as the browser
    /// enforces it.
    pub peer: End,
}

/// What an end says of itself. The listener knows the rest of what was signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Attest {
    /// The building of the speaker's end.
    pub from: Generation,
    /// The building of the listener's.
    pub to: Generation,
    /// Of the speaker's certificate.
    pub fingerprint: Fingerprint,
    /// By the speaker's key, over all of it.
    pub signature: Signature,
}

impl Parties {
    /// As the other end sees them.
    #[must_use]
    pub const fn turned(&self) -> Self {
        Self {
            me: self.peer,
            peer: self.me,
            ..*self
        }
    }

    /// What one's own key is to sign. The parts are listed in
    /// [`crate::call::verify`].
    pub fn attested(&self) -> Vec<u8> {
        Parts::tagged(TAG)
            .with(self.room.to_string().as_bytes())
            .with(self.epoch.as_bytes())
            .with(self.me.session.as_bytes())
            .with(self.peer.session.as_bytes())
            .with(&building(self.me.generation))
            .with(&building(self.peer.generation))
            .with(self.me.fingerprint.as_bytes())
            .into_bytes()
    }

    /// What to say, once it is signed.
    pub const fn attest(&self, signature: Signature) -> Attest {
        Attest {
            from: self.me.generation,
            to: self.peer.generation,
            fingerprint: self.me.fingerprint,
            signature,
        }
    }
}

impl End {
    /// As it is hashed.
    pub(super) fn to_bytes(self) -> [u8; 88] {
        let mut bytes = [0; 88];
        bytes[..16].copy_from_slice(self.session.as_bytes());
        bytes[16..48].copy_from_slice(self.member.as_bytes());
        bytes[48..56].copy_from_slice(&building(self.generation));
        bytes[56..].copy_from_slice(self.fingerprint.as_bytes());
        bytes
    }
}

fn building(generation: Generation) -> [u8; 8] {
    let mut bytes = [0; 8];
    bytes[..4].copy_from_slice(&generation.incarnation.0.to_be_bytes());
    bytes[4..].copy_from_slice(&generation.build.to_be_bytes());
    bytes
}
