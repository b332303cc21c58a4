//! The link to a room: to copy, to point a phone at, and how far it reaches.
//!
//! Invariant: the code is drawn and the reach is found where the page is
//! made, so that the browser carries nothing for it.

mod code;
mod dialog;
mod reach;

pub use code::Code;
pub(crate) use dialog::reach_words;
pub use dialog::{InviteDialog, LinkField};
pub use reach::Reach;

use serde::{Deserialize, Serialize};

/// What there is to say of a room's link.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invitation {
    /// To point a phone at; none for a link that is too long for it.
    pub code: Option<Code>,
    /// Who can follow the link.
    pub reach: Reach,
}

impl Invitation {
    /// Drawn for `link`.
    pub fn to(link: &str) -> Self {
        Self {
            code: Code::of(link),
            reach: Reach::of(link),
        }
    }
}
