//! What the server shows of its rooms, and what of that was told.

use std::collections::{BTreeMap, BTreeSet};

use super::change::{Change, between};
use crate::id::RoomId;
use crate::wire::RoomSummary;

/// All rooms that are seen from outside: as they are, and as those who look
/// were told.
#[derive(Debug, Clone, Default)]
pub struct Board {
    shown: BTreeMap<RoomId, RoomSummary>,
    told: BTreeMap<RoomId, RoomSummary>,
    /// Those that may be otherwise than was told.
    changed: BTreeSet<RoomId>,
    online: usize,
    told_online: usize,
}

/// In.
impl Board {
    /// A room is like this by now.
    pub fn show(&mut self, room: RoomSummary) {
        self.changed.insert(room.id);
        self.shown.insert(room.id, room);
    }

    /// A room is not to be seen any more.
    pub fn hide(&mut self, room: RoomId) {
        self.changed.insert(room);
        self.shown.remove(&room);
    }

    /// So many people are on the server.
    pub fn count(&mut self, online: usize) {
        self.online = online;
    }
}

/// Out.
impl Board {
    /// Every room as it is.
    pub fn shown(&self) -> impl Iterator<Item = &RoomSummary> {
        self.shown.values()
    }

    /// Every room as it was told, and how many were said to be online: what
    /// the changes that come next are about.
    pub fn told(&self) -> (Vec<RoomSummary>, usize) {
        (self.told.values().cloned().collect(), self.told_online)
    }

    /// What has changed since the last time: each room's in one go, however
    /// often it changed in between. All of it is told from now on.
    pub fn take(&mut self) -> Vec<Change> {
        let mut changes = Vec::new();
        for id in std::mem::take(&mut self.changed) {
            let after = self.shown.get(&id);
            changes.extend(between(self.told.get(&id), after));
            match after {
                Some(after) => self.told.insert(id, after.clone()),
                None => self.told.remove(&id),
            };
        }
        if self.online != self.told_online {
            self.told_online = self.online;
            changes.push(Change::Online { count: self.online });
        }
        changes
    }
}
