//! Someone's key, and what is signed with it.

use std::sync::atomic::{AtomicU64, Ordering};

use chatmux_server::chance;
use chatmux_shared::id::{ClientId, Epoch, RoomId};
use chatmux_shared::message::{
    Act, Entry, Head, Post, PublicKey, Salt, Seen, Signature, Statement, TextHash, Words,
};
use chatmux_shared::room::Color;
use chatmux_shared::wire::{MakeRoom, Visibility};
use ed25519_dalek::{Signer as _, SigningKey};

/// A person's key.
#[derive(Clone)]
pub struct Key(SigningKey);

impl Key {
    /// One that nobody else in this process has.
    pub fn new() -> Self {
        let mut seed = [0; 32];
        seed[..8].copy_from_slice(&next().to_be_bytes());
        Self(SigningKey::from_bytes(&seed))
    }

    pub fn public(&self) -> PublicKey {
        PublicKey::from_bytes(self.0.verifying_key().to_bytes())
    }

    pub fn sign(&self, bytes: &[u8]) -> Signature {
        Signature::from_bytes(self.0.sign(bytes).to_bytes())
    }

    /// A statement of this key's, now.
    pub fn statement(
        &self,
        (room, epoch): (RoomId, Epoch),
        seen: Seen,
        act: Act,
        text: &str,
    ) -> Statement {
        let client = client_id();
        Statement {
            room,
            epoch,
            author: self.public(),
            client,
            at: chance::wall(),
            seen,
            act,
            text: TextHash::of(text, &salt(client)),
        }
    }

    /// The statement, signed by this key, with a text beside it.
    pub fn post(&self, statement: &Statement, text: &str) -> Post {
        let signed = statement.encode();
        Post {
            signature: self.sign(signed.as_bytes()),
            signed,
            text: text.to_owned(),
            salt: salt(statement.client),
        }
    }

    /// What makes a room this key's.
    pub fn making(&self, (room, epoch): (RoomId, Epoch), visibility: Visibility) -> MakeRoom {
        let before = beginning(room, epoch);
        let statement = self.statement((room, epoch), before, Act::Create, "");
        self.made_by(&statement, visibility)
    }

    /// The same by a statement that may be another.
    pub fn made_by(&self, statement: &Statement, visibility: Visibility) -> MakeRoom {
        MakeRoom {
            post: self.post(statement, ""),
            visibility,
            name: "Owner".to_owned(),
            color: Color::Pink,
        }
    }
}

/// The log before its first entry.
pub fn beginning(room: RoomId, epoch: Epoch) -> Seen {
    Seen {
        head: Head::first(room, epoch),
        ..Seen::default()
    }
}

/// One that no other message of this process has.
pub fn client_id() -> ClientId {
    ClientId::from_random(u128::from(next()).to_be_bytes())
}

/// Drawn from the client id, so that it is known wherever that is.
fn salt(client: ClientId) -> Salt {
    Salt::from_random(*client.as_bytes())
}

/// The statement under another client id, with a text of that.
pub fn under(client: ClientId, statement: Statement, text: &str) -> Statement {
    Statement {
        client,
        text: TextHash::of(text, &salt(client)),
        ..statement
    }
}

fn next() -> u64 {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    NEXT.fetch_add(1, Ordering::Relaxed)
}

pub fn statement_of(entry: &Entry) -> Statement {
    Statement::parse(&entry.signed).expect("a statement")
}

pub fn client_of(entry: &Entry) -> ClientId {
    statement_of(entry).client
}

pub fn text_of(entry: &Entry) -> &str {
    match &entry.words {
        Words::Kept { text, .. } => text,
        Words::Erased => panic!("the words of {} were erased", entry.seq),
    }
}
