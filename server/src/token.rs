//! Tokens: what the server vouches for, authenticated with its own key.
//!
//! base64url of `body ‖ HMAC-SHA-256(key, tag ‖ context ‖ body)` (RFC 2104).
//! The key lies in the store, so a token verifies after a restart.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chatmux_shared::id::{MemberId, SessionId};
use chatmux_shared::room::RoomCard;
use chatmux_shared::wire::Token;
use hmac::{Hmac, Mac as _};
use sha2::Sha256;

const MAC_BYTES: usize = 32;

/// Makes and reads tokens.
#[derive(Clone)]
pub struct Mint {
    key: [u8; 32],
}

impl Mint {
    /// With the key the store holds.
    pub fn new(key: [u8; 32]) -> Self {
        Self { key }
    }

    /// Proof of a session in a room.
    pub fn session(&self, room: &RoomCard, session: SessionId, member: MemberId) -> Token {
        let body = [&session.as_bytes()[..], &member.as_bytes()[..]].concat();
        self.seal(b"session", &context(room), &body)
    }

    /// The session and member a token of this room proves.
    pub fn read_session(&self, room: &RoomCard, token: &Token) -> Option<(SessionId, MemberId)> {
        let body: [u8; 48] = self.open(b"session", &context(room), token)?;
        let (session, member) = body.split_at(16);
        Some((
            SessionId::from_random(session.try_into().ok()?),
            MemberId::from_bytes(member.try_into().ok()?),
        ))
    }

    /// Proof of having made a room.
    pub fn maker(&self, room: &RoomCard) -> Token {
        self.seal(b"maker", &context(room), &[])
    }

    /// Whether a token proves that its bearer made the room.
    pub fn is_maker(&self, room: &RoomCard, token: &Token) -> bool {
        self.open::<0>(b"maker", &context(room), token).is_some()
    }

    /// The password to a name that opens ways through the relay.
    pub fn relay_password(&self, name: &str) -> [u8; MAC_BYTES] {
        let mac = self.mac(b"relay", &[], name.as_bytes());
        mac.finalize().into_bytes().into()
    }

    fn seal(&self, tag: &[u8], context: &[u8], body: &[u8]) -> Token {
        let mac = self.mac(tag, context, body).finalize().into_bytes();
        Token(URL_SAFE_NO_PAD.encode([body, &mac].concat()))
    }

    fn open<const N: usize>(&self, tag: &[u8], context: &[u8], token: &Token) -> Option<[u8; N]> {
        let bytes = URL_SAFE_NO_PAD.decode(&token.0).ok()?;
        if bytes.len() != N + MAC_BYTES {
            return None;
        }
        let (body, mac) = bytes.split_at(N);
        self.mac(tag, context, body).verify_slice(mac).ok()?;
        body.try_into().ok()
    }

    fn mac(&self, tag: &[u8], context: &[u8], body: &[u8]) -> Hmac<Sha256> {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.key).expect("any length is a key");
        for part in [tag, context, body] {
            mac.update(&(part.len() as u64).to_be_bytes());
            mac.update(part);
        }
        mac
    }
}

/// A token of a room does not outlive it.
fn context(room: &RoomCard) -> Vec<u8> {
    let mut context = room.epoch.as_bytes().to_vec();
    context.extend_from_slice(room.id.to_string().as_bytes());
    context
}
