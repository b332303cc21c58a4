//! Whom one has compared emoji with.
//!
//! Invariant: a key is here once. It is the key that is known, whatever its
//! owner is called by now.

use crate::id::{MemberId, Timestamp};

/// Someone whose key is known to be theirs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Acquaintance {
    /// By their key.
    pub member: MemberId,
    /// What they were called when it was compared.
    pub name: String,
    /// When that was, by this machine's clock.
    pub at: Timestamp,
}

/// All of them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Acquaintances(Vec<Acquaintance>);

/// What is known of someone by their key and what they are called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Nothing.
    Stranger,
    /// Their key was compared.
    Compared,
    /// One of that name was compared with, who had another key.
    NotTheOne,
}

impl Acquaintances {
    /// These; of several with one key, the last.
    pub fn new(acquaintances: impl IntoIterator<Item = Acquaintance>) -> Self {
        let mut all = Self::default();
        for acquaintance in acquaintances {
            all.keep(acquaintance);
        }
        all
    }

    /// One more, in the place of what was known of the key.
    pub fn keep(&mut self, acquaintance: Acquaintance) {
        self.remove(acquaintance.member);
        self.0.push(acquaintance);
    }

    /// That key is not known any more.
    pub fn remove(&mut self, member: MemberId) {
        self.0.retain(|known| known.member != member);
    }

    /// Whether that key was compared.
    pub fn knows(&self, member: MemberId) -> bool {
        self.0.iter().any(|known| known.member == member)
    }

    /// What is known of `member`, who is called `name`.
    pub fn standing(&self, member: MemberId, name: &str) -> Standing {
        let is_called_so = |known: &Acquaintance| known.name.eq_ignore_ascii_case(name);
        if self.knows(member) {
            Standing::Compared
        } else if self.0.iter().any(is_called_so) {
            Standing::NotTheOne
        } else {
            Standing::Stranger
        }
    }
}
