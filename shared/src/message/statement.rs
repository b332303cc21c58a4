//! What an author signs: who says what, where, and having seen what.
//!
//! Invariant: [`Statement::parse`] reads what [`Statement::encode`] writes
//! and nothing else, so no two encodings mean the same. The parts are listed
//! in [`crate::message`]. Whether a statement is allowed is not known here,
//! nor whether what it is about is there.

use serde::{Deserialize, Serialize};

use super::parts::{Parts, Rest};
use super::{Act, PublicKey, Salt, Seen, SignedBytes, TextHash};
use crate::id::{ClientId, Epoch, RoomId, Seq, Timestamp};

const TAG: &str = "chatmux entry 1";

/// What an author signs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Statement {
    /// Where it is said, so that it is said nowhere else.
    pub room: RoomId,
    /// In which making of the room.
    pub epoch: Epoch,
    /// Who says it: the key that signs.
    pub author: PublicKey,
    /// Drawn for it, so that it is kept once.
    pub client: ClientId,
    /// When, by the author's clock.
    pub at: Timestamp,
    /// The newest entry the author saw: what makes the log's past theirs.
    pub seen: Seen,
    /// What it does.
    pub act: Act,
    /// Its text, under a hash.
    pub text: TextHash,
}

/// Why bytes are not what an author signs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum NotAStatement {
    /// A part is missing, or not there as a whole.
    #[error("it ends too early")]
    EndsEarly,
    /// Something comes after the last part.
    #[error("something follows after its end")]
    Trailing,
    /// Another tag, or another version.
    #[error("it is something else, or of another version")]
    UnknownTag,
    /// A part has another length than it should.
    #[error("a part of it is too long or too short")]
    WrongLength,
    /// The room is none.
    #[error("it names no room")]
    NoRoom,
    /// A kind that is not known.
    #[error("it does something unknown, of kind {0}")]
    UnknownKind(u8),
    /// A target or a member that the kind does not have, or none for a kind
    /// that has one.
    #[error("what it does and what it is about do not fit")]
    WrongObject,
}

impl Statement {
    /// The bytes to sign.
    pub fn encode(&self) -> SignedBytes {
        let (target, member) = self.act.object();
        let member = member.as_ref().map_or(&[][..], |key| &key.as_bytes()[..]);
        let parts = Parts::tagged(TAG)
            .with(self.room.to_string().as_bytes())
            .with(self.epoch.as_bytes())
            .with(self.author.as_bytes())
            .with(self.client.as_bytes())
            .with(&self.at.0.to_be_bytes())
            .with(&self.seen.to_bytes())
            .with(&[self.act.kind()])
            .with(&target.0.to_be_bytes())
            .with(member)
            .with(self.text.as_bytes());
        SignedBytes::from_bytes(parts.into_bytes())
    }

    /// The statement of these bytes.
    ///
    /// # Errors
    /// What is wrong with the first part that is not as it should be.
    pub fn parse(signed: &SignedBytes) -> Result<Self, NotAStatement> {
        let mut rest = Rest(signed.as_bytes());
        if part(&mut rest)? != TAG.as_bytes() {
            return Err(NotAStatement::UnknownTag);
        }
        let statement = Self {
            room: parse_room(part(&mut rest)?)?,
            epoch: Epoch::from_random(fixed(&mut rest)?),
            author: PublicKey::from_bytes(fixed(&mut rest)?),
            client: ClientId::from_random(fixed(&mut rest)?),
            at: Timestamp(u64::from_be_bytes(fixed(&mut rest)?)),
            seen: Seen::from_bytes(fixed(&mut rest)?),
            act: parse_act(&mut rest)?,
            text: TextHash::from_bytes(fixed(&mut rest)?),
        };
        if !rest.0.is_empty() {
            return Err(NotAStatement::Trailing);
        }
        Ok(statement)
    }

    /// Whether this is the text that was signed. What has no text was signed
    /// with an empty one.
    pub fn matches(&self, text: &str, salt: &Salt) -> bool {
        let may_be = self.act.has_text() || text.is_empty();
        may_be && TextHash::of(text, salt) == self.text
    }
}

fn parse_room(part: &[u8]) -> Result<RoomId, NotAStatement> {
    let text = std::str::from_utf8(part).ok();
    let room = text.and_then(|text| text.parse().ok());
    room.ok_or(NotAStatement::NoRoom)
}

fn parse_act(rest: &mut Rest<'_>) -> Result<Act, NotAStatement> {
    let [kind] = fixed(rest)?;
    let target = Seq(u64::from_be_bytes(fixed(rest)?));
    let member = match part(rest)? {
        [] => None,
        key => Some(PublicKey::from_bytes(exactly(key)?)),
    };
    Act::parse(kind, target, member)
}

fn fixed<const LENGTH: usize>(rest: &mut Rest<'_>) -> Result<[u8; LENGTH], NotAStatement> {
    exactly(part(rest)?)
}

fn exactly<const LENGTH: usize>(part: &[u8]) -> Result<[u8; LENGTH], NotAStatement> {
    part.try_into().map_err(|_| NotAStatement::WrongLength)
}

fn part<'a>(rest: &mut Rest<'a>) -> Result<&'a [u8], NotAStatement> {
    rest.part().ok_or(NotAStatement::EndsEarly)
}
