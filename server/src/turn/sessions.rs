//! Which sessions are in a room, as far as relays are concerned.

use std::collections::HashSet;
use std::sync::{Mutex, MutexGuard};

use chatmux_shared::id::SessionId;
use tokio::sync::Notify;

/// Those that may have a way round.
#[derive(Debug, Default)]
pub struct Sessions {
    live: Mutex<HashSet<SessionId>>,
    over: Notify,
}

impl Sessions {
    /// It is in its room, newly or still.
    pub fn admit(&self, session: SessionId) {
        self.live().insert(session);
    }

    /// It has left, and its ways end.
    pub fn dismiss(&self, session: SessionId) {
        if self.live().remove(&session) {
            self.over.notify_one();
        }
    }

    /// Whether it is in its room.
    pub fn is_live(&self, session: SessionId) -> bool {
        self.live().contains(&session)
    }

    /// Until one has left.
    pub async fn ended(&self) {
        self.over.notified().await;
    }

    fn live(&self) -> MutexGuard<'_, HashSet<SessionId>> {
        self.live.lock().expect("no holder panics")
    }
}
