//! The ways round that a tab knows of: the newest it was told.
//!
//! Invariant: the servers of the newest word are in every peer connection.
//! Knows nothing of links, nor which of them go which way.

use crate::wire::{Ice, IceServer};

/// What a tab knows of relays.
#[derive(Debug, Clone, Default)]
pub struct Ways {
    /// None before the first welcome.
    ice: Option<Ice>,
}

/// The relay as it is after a word about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relay {
    /// The one known, or the first one.
    Same,
    /// Started anew: what went through it goes through it no more.
    StartedAnew,
}

impl Ways {
    /// The server says which ways there are.
    pub fn handle_ice(&mut self, ice: Ice) -> Relay {
        let boot = ice.boot;
        let known = self.ice.replace(ice);
        if known.is_none_or(|known| known.boot == boot) {
            Relay::Same
        } else {
            Relay::StartedAnew
        }
    }

    /// What a peer connection is to try.
    pub fn servers(&self) -> &[IceServer] {
        self.ice.as_ref().map_or(&[], |ice| &ice.servers)
    }
}
