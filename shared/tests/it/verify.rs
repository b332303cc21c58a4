//! Who is at the other end of a link.

mod acquaintances;
mod comparison;
mod fingerprint;
mod links;
mod vectors;

use chatmux_shared::call::negotiation::Generation;
use chatmux_shared::call::verify::{Attest, End, Fingerprint, Parties};
use chatmux_shared::id::{Epoch, Incarnation, RoomId, SessionId, Timestamp};
use chatmux_shared::message::{PublicKey, Signature};
use ed25519_dalek::{Signer as _, SigningKey};

const ANN: u8 = 1;
const BEN: u8 = 2;
const EVE: u8 = 9;

const START: Timestamp = Timestamp(1_000);

fn key(who: u8) -> SigningKey {
    SigningKey::from_bytes(&[who; 32])
}

fn session(who: u8) -> SessionId {
    SessionId::from_random([who; 16])
}

fn build(number: u32) -> Generation {
    Generation {
        incarnation: Incarnation(3),
        build: number,
    }
}

/// Someone's end, with a certificate of their own.
fn end(who: u8) -> End {
    End {
        session: session(who),
        member: PublicKey::from_bytes(key(who).verifying_key().to_bytes()),
        generation: build(who.into()),
        fingerprint: Fingerprint::of_certificate(&[who]),
    }
}

fn parties(me: u8, peer: u8) -> Parties {
    Parties {
        room: RoomId::LOUNGE,
        epoch: Epoch::from_random([7; 16]),
        me: end(me),
        peer: end(peer),
    }
}

fn sign(who: u8, bytes: &[u8]) -> Signature {
    Signature::from_bytes(key(who).sign(bytes).to_bytes())
}

/// What `me` of these says, signed by that key.
fn attest(parties: &Parties, signer: u8) -> Attest {
    parties.attest(sign(signer, &parties.attested()))
}
