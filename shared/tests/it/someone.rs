//! Ids, keys and people for the tests of rooms and logs: one for each small
//! number.

use std::sync::LazyLock;

use chatmux_shared::call::negotiation::{Content, Generation, Signal};
use chatmux_shared::id::Timestamp;
use chatmux_shared::id::{ClientId, Epoch, Incarnation, MemberId, RoomId, Seq, SessionId};
use chatmux_shared::limits::Limits;
use chatmux_shared::message::PublicKey;
use chatmux_shared::room::{Color, Person, Presence, RoomCard};
use chatmux_shared::text::Name;
use chatmux_shared::wire::{History, Ice, Media, Page, Switch, Token, Visibility, Welcome};
use ed25519_dalek::SigningKey;

pub const NOW: Timestamp = Timestamp(1_700_000_000_000);

pub const VOICE: Media = Media {
    microphone: Switch::On,
    camera: Switch::Off,
    screen: Switch::Off,
};
pub const VIDEO: Media = Media {
    camera: Switch::On,
    ..VOICE
};
pub const SCREEN: Media = Media {
    screen: Switch::On,
    ..VOICE
};

pub fn session(number: u8) -> SessionId {
    SessionId::from_random([number; 16])
}

/// One for each number, made once.
static KEYS: LazyLock<Vec<SigningKey>> = LazyLock::new(|| {
    let seeds = (0..=u8::MAX).map(|number| [number; 32]);
    seeds.map(|seed| SigningKey::from_bytes(&seed)).collect()
});

pub fn key(number: u8) -> &'static SigningKey {
    &KEYS[usize::from(number)]
}

/// Whoever has that key.
pub fn member(number: u8) -> MemberId {
    PublicKey::from_bytes(key(number).verifying_key().to_bytes())
}

pub fn epoch(number: u8) -> Epoch {
    Epoch::from_random([number; 16])
}

/// The id of the message that is the `number`th.
pub fn client(number: u64) -> ClientId {
    ClientId::from_random(u128::from(number).to_be_bytes())
}

pub fn name(text: &str) -> Name {
    Name::parse(text, &Limits::default()).expect("a short name")
}

pub fn ready() -> Signal {
    Signal {
        from: Generation::default(),
        to: None,
        content: Content::Ready,
    }
}

pub fn person(number: u8) -> Person {
    Person {
        session: session(number),
        member: member(number),
        name: name("Ann"),
        color: Color::Pink,
        status: None,
        incarnation: Incarnation(0),
        presence: Presence::Here,
        call: None,
        line: None,
        hand: None,
    }
}

/// A room that its maker has not come into yet.
pub fn card() -> RoomCard {
    RoomCard {
        id: RoomId::from_random(1),
        epoch: epoch(1),
        name: name("Amber Comet"),
        owner: None,
        removed: Vec::new(),
        visibility: Visibility::Unopened,
        lock: Switch::Off,
        admitted: Vec::new(),
        made: NOW,
    }
}

/// A welcome to a room with nobody else in it.
pub fn welcome(history: History, page: Page, newest: u64) -> Welcome {
    let limits = Limits::default();
    Welcome {
        session: session(1),
        member: member(1),
        incarnation: Incarnation(0),
        session_token: Token("c2Vzc2lvbg".to_owned()),
        room: card(),
        people: vec![person(1)],
        newest: Seq(newest),
        history,
        page,
        online: 1,
        limits,
        ice: Ice::default(),
        now: NOW,
    }
}
