//! Who may do what by a statement: the same on a server that keeps it and in a
//! browser that reads it.
//!
//! Invariant: what a statement may do follows from its author, the owner of
//! the room before it, and the entry it is about. Nothing here knows whether
//! it was signed.

use serde::{Deserialize, Serialize};

use super::{Act, PublicKey, Statement};

/// The entry that a statement is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Target {
    /// Who made it.
    pub author: PublicKey,
    /// What it does.
    pub act: Act,
}

impl Target {
    /// The entry with this statement.
    pub const fn of(statement: &Statement) -> Self {
        Self {
            author: statement.author,
            act: statement.act,
        }
    }
}

/// Why a statement does not do what it says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum Denial {
    /// It is for the owner.
    #[error("only the owner of the room can do this")]
    NotOwner,
    /// It is for the author.
    #[error("only its author can do this")]
    NotAuthor,
    /// There is no such message, or not any more.
    #[error("the message it is about is not there any more")]
    NoTarget,
    /// The room was made before.
    #[error("the room has an owner already")]
    MadeBefore,
    /// They are not to come in.
    #[error("they were removed from this room")]
    WasRemoved,
    /// As many were removed as are remembered.
    #[error("nobody else can be removed: too many were")]
    TooManyRemoved,
    /// The owner cannot go like that.
    #[error("an owner passes the room on before they go")]
    OwnerGoes,
}

/// Checks that the author of `statement` may do it in a room that `owner`
/// owns, if anyone does; `target` is the entry it is about, if that is there.
///
/// # Errors
/// Why not.
pub fn authorize(
    statement: &Statement,
    owner: Option<PublicKey>,
    target: Option<Target>,
) -> Result<(), Denial> {
    let author = statement.author;
    let is_owner = owner == Some(author);
    match statement.act {
        Act::Create if owner.is_some() => Err(Denial::MadeBefore),
        Act::Edit { .. } => match said(target)? {
            by if by == author => Ok(()),
            _ => Err(Denial::NotAuthor),
        },
        Act::Delete { .. } => match said(target)? {
            by if by == author || is_owner => Ok(()),
            _ => Err(Denial::NotAuthor),
        },
        Act::PassOwnership { .. } | Act::RemoveMember { .. } if !is_owner => Err(Denial::NotOwner),
        Act::RemoveMember { member } if member == author => Err(Denial::OwnerGoes),
        Act::Create | Act::Say | Act::PassOwnership { .. } | Act::RemoveMember { .. } => Ok(()),
    }
}

/// Who said it; only what was said can be said otherwise or taken back.
fn said(target: Option<Target>) -> Result<PublicKey, Denial> {
    let said = target.filter(|target| target.act == Act::Say);
    said.map(|target| target.author).ok_or(Denial::NoTarget)
}
