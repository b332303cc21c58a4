//! All listed rooms as they are seen from outside, and what changes about
//! them.
//!
//! ```text
//!  rooms ── show, hide ──► Board ── take ──► [Change] ──► Lobby::apply
//!                         (server)    ten times a second   (browser)
//! ```
//!
//! Invariant: a [`Lobby`] that applies what a [`Board`] gives is what the board
//! was when it gave it. A change is as small as what changed: someone who comes
//! is one person, not a room.

mod board;
mod change;

pub use board::Board;
pub use change::{Change, LobbyFrame, between};

use std::cmp::Reverse;

use crate::id::RoomId;
use crate::wire::RoomSummary;

/// A listener's copy of it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Lobby {
    rooms: Vec<RoomSummary>,
    online: usize,
}

impl Lobby {
    /// These rooms, in any order, with so many people in them and in others.
    pub fn new(mut rooms: Vec<RoomSummary>, online: usize) -> Self {
        sort(&mut rooms);
        Self { rooms, online }
    }

    /// Every room, those with most people first.
    pub fn rooms(&self) -> &[RoomSummary] {
        &self.rooms
    }

    /// How many people are on the server, in whichever rooms.
    pub const fn online(&self) -> usize {
        self.online
    }

    /// One of the rooms.
    pub fn room(&self, id: RoomId) -> Option<&RoomSummary> {
        self.rooms.iter().find(|room| room.id == id)
    }

    /// What the server says.
    pub fn handle(&mut self, frame: LobbyFrame) {
        match frame {
            LobbyFrame::Snapshot { rooms, online } => *self = Self::new(rooms, online),
            LobbyFrame::Changes(changes) => {
                for change in changes {
                    self.apply(change);
                }
                sort(&mut self.rooms);
            }
        }
    }

    /// Makes this have happened; what is about a room that is not there is
    /// without effect.
    fn apply(&mut self, change: Change) {
        match change {
            Change::Online { count } => self.online = count,
            Change::Gone { room } => self.rooms.retain(|known| known.id != room),
            Change::Room { room } => match self.room_mut(room.id) {
                Some(known) => *known = room,
                None => self.rooms.push(room),
            },
            Change::Card { room, .. }
            | Change::Came { room, .. }
            | Change::Went { room, .. }
            | Change::Person { room, .. }
            | Change::Tie { room, .. } => {
                if let Some(room) = self.room_mut(room) {
                    change::apply(room, change);
                }
            }
        }
    }

    fn room_mut(&mut self, id: RoomId) -> Option<&mut RoomSummary> {
        self.rooms.iter_mut().find(|room| room.id == id)
    }
}

/// Most people first, then the oldest: the same order on both sides.
fn sort(rooms: &mut [RoomSummary]) {
    rooms.sort_by_key(|room| (Reverse(room.people.len()), room.made, room.id));
}
