//! What the app shows, through its pages and its plain functions.

mod chat;
mod files;
mod invite;
mod keys;
mod pages;
mod people;

use chatmux_shared::id::{ClientId, Incarnation, MemberId, Seq, SessionId, Timestamp};
use chatmux_shared::limits::Limits;
use chatmux_shared::message::Byline;
use chatmux_shared::room::{Color, Person, Presence};
use chatmux_shared::text::Name;
use chatmux_shared::timeline::{Mark, Message, What};

fn name(text: &str) -> Name {
    Name::parse(text, &Limits::default()).expect("names of these tests are well")
}

fn member_id(member: u8) -> MemberId {
    MemberId::from_bytes([member; 32])
}

/// The `tab`th tab of the `member`th member.
fn person(member: u8, tab: u8, text: &str) -> Person {
    Person {
        session: SessionId::from_random([tab; 16]),
        member: member_id(member),
        name: name(text),
        color: Color::Cyan,
        status: None,
        incarnation: Incarnation::default(),
        presence: Presence::Here,
        call: None,
        line: None,
        hand: None,
    }
}

/// The `seq`th message, by the `member`th member.
fn message(seq: u64, at: u64, member: u8, text: &str) -> Message {
    Message {
        seq: Seq(seq),
        at: Timestamp(at),
        author: Some(member_id(member)),
        client: Some(ClientId::from_random([member; 16])),
        byline: Byline {
            name: name("Ada"),
            color: Color::Cyan,
        },
        what: What::Said {
            text: text.to_owned(),
            edits: 0,
        },
        mark: Mark::Good,
    }
}
