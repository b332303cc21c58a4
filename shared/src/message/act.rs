//! What a statement does, and what it is about.
//!
//! Invariant: each act has one kind, one target and one member, as they are
//! listed in [`crate::message`]. Who may do it is not known here.

use super::{NotAStatement, PublicKey};
use crate::id::Seq;

const CREATE: u8 = 1;
const SAY: u8 = 2;
const EDIT: u8 = 3;
const DELETE: u8 = 4;
const PASS_OWNERSHIP: u8 = 5;
const REMOVE_MEMBER: u8 = 6;

/// What a statement does. A target of 0 is no entry: it is written as it is,
/// and refused when it is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// Makes the room.
    Create,
    /// Says something.
    Say,
    /// Says what an entry is to say from now on.
    Edit {
        /// Which entry.
        target: Seq,
    },
    /// Takes an entry away.
    Delete {
        /// Which entry.
        target: Seq,
    },
    /// Makes another member the owner.
    PassOwnership {
        /// Whose key.
        to: PublicKey,
    },
    /// Has a member leave for good.
    RemoveMember {
        /// Whose key.
        member: PublicKey,
    },
}

impl Act {
    /// Whether it says something.
    pub const fn has_text(self) -> bool {
        match self {
            Self::Say | Self::Edit { .. } => true,
            Self::Create
            | Self::Delete { .. }
            | Self::PassOwnership { .. }
            | Self::RemoveMember { .. } => false,
        }
    }

    /// The entry it is about, if it is about one.
    pub const fn target(self) -> Option<Seq> {
        match self {
            Self::Edit { target } | Self::Delete { target } => Some(target),
            Self::Create | Self::Say | Self::PassOwnership { .. } | Self::RemoveMember { .. } => {
                None
            }
        }
    }

    /// Its kind, as it is signed.
    pub(super) const fn kind(self) -> u8 {
        match self {
            Self::Create => CREATE,
            Self::Say => SAY,
            Self::Edit { .. } => EDIT,
            Self::Delete { .. } => DELETE,
            Self::PassOwnership { .. } => PASS_OWNERSHIP,
            Self::RemoveMember { .. } => REMOVE_MEMBER,
        }
    }

    /// The entry and the member it is about.
    pub(super) const fn object(self) -> (Seq, Option<PublicKey>) {
        match self {
            Self::Create | Self::Say => (Seq(0), None),
            Self::Edit { target } | Self::Delete { target } => (target, None),
            Self::PassOwnership { to: member } | Self::RemoveMember { member } => {
                (Seq(0), Some(member))
            }
        }
    }

    /// The act of that kind with that target and that member.
    pub(super) fn parse(
        kind: u8,
        target: Seq,
        member: Option<PublicKey>,
    ) -> Result<Self, NotAStatement> {
        match (kind, target, member) {
            (CREATE, Seq(0), None) => Ok(Self::Create),
            (SAY, Seq(0), None) => Ok(Self::Say),
            (EDIT, Seq(1..), None) => Ok(Self::Edit { target }),
            (DELETE, Seq(1..), None) => Ok(Self::Delete { target }),
            (PASS_OWNERSHIP, Seq(0), Some(to)) => Ok(Self::PassOwnership { to }),
            (REMOVE_MEMBER, Seq(0), Some(member)) => Ok(Self::RemoveMember { member }),
            (CREATE..=REMOVE_MEMBER, _, _) => Err(NotAStatement::WrongObject),
            (unknown, _, _) => Err(NotAStatement::UnknownKind(unknown)),
        }
    }
}
