//! What the app shows, through its pages and its plain functions.

mod chat;
mod invite;
mod keys;
mod pages;
mod people;
mod stage;

use chatmux_shared::id::{ClientId, Incarnation, MemberId, Seq, SessionId, Timestamp};
use chatmux_shared::limits::Limits;
use chatmux_shared::room::{Color, Entry, Kind, Person, Presence};
use chatmux_shared::text::{MessageText, Name};

fn name(text: &str) -> Name {
    Name::parse(text, &Limits::default()).expect("names of these tests are well")
}

/// The `tab`th tab of the `member`th member.
fn person(member: u8, tab: u8, text: &str) -> Person {
    Person {
        session: SessionId::from_random([tab; 16]),
        member: MemberId::from_random([member; 16]),
        name: name(text),
        color: Color::Cyan,
        incarnation: Incarnation::default(),
        presence: Presence::Here,
        call: None,
    }
}

/// The `seq`th entry, by the `member`th member.
fn entry(seq: u64, at: u64, member: u8, text: &str) -> Entry {
    Entry {
        seq: Seq(seq),
        at: Timestamp(at),
        author: MemberId::from_random([member; 16]),
        name: name("Ada"),
        color: Color::Cyan,
        client: ClientId::from_random([member; 16]),
        kind: Kind::Say {
            text: MessageText::kept(text.to_owned()),
        },
    }
}
