//! People with keys, and what they are going to say.

use chatmux_shared::id::{ClientId, Seq, Timestamp};
use chatmux_shared::message::{
    Act, Head, Post, PublicKey, Salt, Seen, Signature, Statement, TextHash,
};
use chatmux_shared::room::RoomCard;
use ed25519_dalek::{Signer as _, SigningKey};

/// What one person says in one room, signed beforehand.
pub struct Talk {
    /// Who.
    pub author: PublicKey,
    /// Where: which of the rooms.
    pub room: usize,
    /// In order.
    pub posts: Vec<Post>,
}

/// `writers` people over `rooms`, each with `messages` of about 40 bytes.
pub fn talks(rooms: &[RoomCard], writers: usize, messages: usize) -> Vec<Talk> {
    let talk = |writer: usize| {
        let mut seed = [7; 32];
        seed[..8].copy_from_slice(&(writer as u64).to_be_bytes());
        let key = SigningKey::from_bytes(&seed);
        let room = writer % rooms.len();
        let posts = (0..messages).map(|number| post(&key, &rooms[room], writer, number));
        Talk {
            author: public(&key),
            room,
            posts: posts.collect(),
        }
    };
    (0..writers).map(talk).collect()
}

fn public(key: &SigningKey) -> PublicKey {
    PublicKey::from_bytes(key.verifying_key().to_bytes())
}

fn post(key: &SigningKey, room: &RoomCard, writer: usize, number: usize) -> Post {
    let text = format!("Writer {writer} says this, for the {number}th time");
    let id = (writer as u128) << 64 | number as u128;
    let salt = Salt::from_random(id.to_be_bytes());
    let statement = Statement {
        room: room.id,
        epoch: room.epoch,
        author: public(key),
        client: ClientId::from_random(id.to_be_bytes()),
        at: Timestamp(1_700_000_000_000),
        seen: Seen {
            seq: Seq(0),
            head: Head::first(room.id, room.epoch),
        },
        act: Act::Say,
        text: TextHash::of(&text, &salt),
    };
    let signed = statement.encode();
    let signature = key.sign(signed.as_bytes()).to_bytes();
    Post {
        signed,
        signature: Signature::from_bytes(signature),
        text,
        salt,
    }
}
