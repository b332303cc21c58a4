//! STUN messages (RFC 8489 §5) as this server reads and writes them.
//!
//! Strict: what is not one whole message is none. Invariant: of a signed
//! message nothing is read that stands behind its signature (RFC 8489
//! §14.5). Knows no credential and no allocation.

use std::net::SocketAddr;

use stun::attributes::{
    ATTR_CHANNEL_NUMBER, ATTR_DATA, ATTR_FINGERPRINT, ATTR_LIFETIME, ATTR_MESSAGE_INTEGRITY,
    ATTR_NONCE, ATTR_REALM, ATTR_REQUESTED_ADDRESS_FAMILY, ATTR_REQUESTED_TRANSPORT, ATTR_USERNAME,
    ATTR_XOR_PEER_ADDRESS, AttrType, RawAttribute,
};
use stun::error_code::{ErrorCode, ErrorCodeAttribute};
use stun::fingerprint::FINGERPRINT;
use stun::integrity::MessageIntegrity;
use stun::message::{
    CLASS_ERROR_RESPONSE, CLASS_SUCCESS_RESPONSE, Getter as _, MESSAGE_HEADER_SIZE, Message,
    MessageClass, MessageType, Setter,
};
use stun::textattrs::TextAttribute;
use stun::uattrs::UnknownAttributes;
use turn::proto::peeraddr::PeerAddress;

/// The realm of every server of this kind: short, for an answer with it must
/// be.
pub const REALM: &str = "chat";

/// Attributes that must be understood (below 0x8000) and are, though some are
/// of no interest.
const UNDERSTOOD: [AttrType; 10] = [
    ATTR_USERNAME,
    ATTR_MESSAGE_INTEGRITY,
    ATTR_REALM,
    ATTR_NONCE,
    ATTR_CHANNEL_NUMBER,
    ATTR_LIFETIME,
    ATTR_XOR_PEER_ADDRESS,
    ATTR_DATA,
    ATTR_REQUESTED_ADDRESS_FAMILY,
    ATTR_REQUESTED_TRANSPORT,
];
/// Below this, an attribute must be understood.
const OPTIONAL: u16 = 0x8000;
/// In an answer to what was asked in vain.
const MOST_UNKNOWN: usize = 8;

/// One message from someone.
pub struct Packet {
    message: Message,
    /// Bytes of it on the wire.
    pub size: usize,
}

impl Packet {
    /// A whole datagram; nothing if it is no message.
    pub fn read(datagram: &[u8]) -> Option<Self> {
        let length = datagram.get(2..4)?;
        let length = usize::from(u16::from_be_bytes([length[0], length[1]]));
        if length % 4 != 0 || MESSAGE_HEADER_SIZE + length != datagram.len() {
            return None;
        }
        let mut message = Message {
            raw: datagram.to_vec(),
            ..Message::default()
        };
        message.decode().ok()?;
        let has_print = message.contains(ATTR_FINGERPRINT);
        if has_print && FINGERPRINT.check(&message).is_err() {
            return None;
        }
        let size = datagram.len();
        Some(Self { message, size })
    }

    /// Class and method.
    pub fn kind(&self) -> MessageType {
        self.message.typ
    }

    /// What an answer repeats.
    pub fn transaction(&self) -> [u8; 12] {
        self.message.transaction_id.0
    }

    /// Whether it is signed at all.
    pub fn is_signed(&self) -> bool {
        self.message.contains(ATTR_MESSAGE_INTEGRITY)
    }

    /// Whether it is signed with this key; what stands behind the signature
    /// is forgotten.
    pub fn is_signed_with(&mut self, key: &[u8; 16]) -> bool {
        let integrity = MessageIntegrity(key.to_vec());
        if integrity.check(&mut self.message).is_err() {
            return false;
        }
        let attributes = &mut self.message.attributes.0;
        let place = attributes
            .iter()
            .position(|attribute| attribute.typ == ATTR_MESSAGE_INTEGRITY);
        attributes.truncate(place.map_or(0, |place| place + 1));
        true
    }

    /// The value of an attribute.
    pub fn value(&self, kind: AttrType) -> Option<&[u8]> {
        let mut all = self.message.attributes.0.iter();
        let found = all.find(|attribute| attribute.typ == kind)?;
        Some(&found.value)
    }

    /// The same as a text.
    pub fn text(&self, kind: AttrType) -> Option<&str> {
        std::str::from_utf8(self.value(kind)?).ok()
    }

    /// What it asks for that nobody here knows of.
    pub fn unknown(&self) -> Vec<AttrType> {
        let all = self.message.attributes.0.iter();
        all.map(|attribute| attribute.typ)
            .filter(|kind| kind.0 < OPTIONAL && !UNDERSTOOD.contains(kind))
            .take(MOST_UNKNOWN)
            .collect()
    }

    /// The peers it names; nothing if one of them is no address.
    pub fn peers(&self) -> Option<Vec<SocketAddr>> {
        let all = self.message.attributes.0.iter();
        let named = all.filter(|attribute| attribute.typ == ATTR_XOR_PEER_ADDRESS);
        named.map(|attribute| self.peer(attribute)).collect()
    }

    fn peer(&self, attribute: &RawAttribute) -> Option<SocketAddr> {
        // The family is one byte of the two that the library compares.
        let family = *attribute.value.get(1)?;
        if attribute.value.len() != if family == 1 { 8 } else { 20 } {
            return None;
        }
        let mut alone = Message {
            transaction_id: self.message.transaction_id,
            ..Message::default()
        };
        alone.attributes.0.push(attribute.clone());
        let mut peer = PeerAddress::default();
        peer.get_from(&alone).ok()?;
        Some(SocketAddr::new(peer.ip, peer.port))
    }

    /// It was done.
    pub fn success(&self, what: Vec<Box<dyn Setter>>) -> Answer {
        self.answer(CLASS_SUCCESS_RESPONSE, what)
    }

    /// It was not.
    pub fn failure(&self, code: ErrorCode) -> Answer {
        let reason = Vec::new();
        let error = ErrorCodeAttribute { code, reason };
        self.answer(CLASS_ERROR_RESPONSE, vec![Box::new(error)])
    }

    /// It was not, since nobody here knows of these.
    pub fn failure_of_unknown(&self, code: ErrorCode, unknown: Vec<AttrType>) -> Answer {
        let mut answer = self.failure(code);
        answer.what.push(Box::new(UnknownAttributes(unknown)));
        answer
    }

    /// It was not, since nobody knows who asks: here is how to show it.
    pub fn challenge(&self, code: ErrorCode, nonce: String) -> Answer {
        let mut answer = self.failure(code);
        let realm = TextAttribute::new(ATTR_REALM, REALM.to_owned());
        answer.what.push(Box::new(realm));
        answer
            .what
            .push(Box::new(TextAttribute::new(ATTR_NONCE, nonce)));
        answer
    }

    fn answer(&self, class: MessageClass, mut what: Vec<Box<dyn Setter>>) -> Answer {
        let transaction = Message {
            transaction_id: self.message.transaction_id,
            ..Message::default()
        };
        let kind = MessageType::new(self.message.typ.method, class);
        what.insert(0, Box::new(transaction));
        what.insert(1, Box::new(kind));
        Answer { what }
    }
}

/// One message to someone, not written yet.
pub struct Answer {
    what: Vec<Box<dyn Setter>>,
}

impl Answer {
    /// As it is.
    pub fn bytes(self) -> Vec<u8> {
        let mut message = Message::new();
        match message.build(&self.what) {
            Ok(()) => message.raw,
            // Nothing we say is too long for its attribute.
            Err(_) => Vec::new(),
        }
    }

    /// Signed with this key.
    pub fn signed(mut self, key: &[u8; 16]) -> Vec<u8> {
        self.what.push(Box::new(MessageIntegrity(key.to_vec())));
        self.bytes()
    }
}
