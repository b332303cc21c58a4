//! The live rooms of this process.
//!
//! Each room that has someone in it is a task of its own ([`room`]) with a
//! bounded mailbox; the hub finds it or starts it. No lock is held across an
//! await.
//!
//! Invariant: at most one task per room, and whoever got a mailbox from a
//! room that has just ended is told so and asks again.

mod outbox;
mod room;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use chatmux_shared::id::RoomId;
use chatmux_shared::limits::Limits;
use chatmux_shared::room::{Room, RoomCard};
use chatmux_shared::wire::{PersonSummary, RoomSummary};
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::store::{Store, StoreError};
use crate::token::Mint;

pub use outbox::{Cut, Outbox, Outgoing, RESTARTING, outbox};
pub use room::{Arrival, ConnectionId, Mail, Seated};

/// Commands that can wait for one room.
const MAILBOX: usize = 1024;

/// Finds rooms and starts them.
pub struct Hub {
    /// Where rooms and logs are kept.
    pub store: Arc<dyn Store>,
    /// The limits of this server.
    pub limits: Limits,
    /// Tokens.
    pub mint: Mint,
    /// How long a connection may say nothing.
    pub silence: Duration,
    /// Cancelled once, when the server stops.
    pub stopping: CancellationToken,
    /// The tasks of rooms and connections.
    pub tasks: TaskTracker,
    rooms: Mutex<HashMap<RoomId, mpsc::Sender<Mail>>>,
    lobby: Mutex<BTreeMap<RoomId, RoomSummary>>,
}

impl Hub {
    /// A hub with no room alive.
    pub fn new(store: Arc<dyn Store>, limits: Limits, mint: Mint, silence: Duration) -> Arc<Self> {
        Arc::new(Self {
            store,
            limits,
            mint,
            silence,
            stopping: CancellationToken::new(),
            tasks: TaskTracker::new(),
            rooms: Mutex::default(),
            lobby: Mutex::default(),
        })
    }

    /// The mailbox of a room that exists; its task is started if it sleeps.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn mailbox(
        self: &Arc<Self>,
        id: RoomId,
    ) -> Result<Option<mpsc::Sender<Mail>>, StoreError> {
        if let Some(mailbox) = self.awake(id) {
            return Ok(Some(mailbox));
        }
        let Some(card) = self.store.room(id).await? else {
            return Ok(None);
        };
        let newest = self.store.newest(id).await?;
        let mut live = self.live();
        let mailbox = live.entry(id).or_insert_with(|| {
            let (mailbox, mail) = mpsc::channel(MAILBOX);
            let room = Room::new(card, self.limits.clone());
            self.tasks
                .spawn(room::serve(Arc::clone(self), room, newest, mail));
            mailbox
        });
        Ok(Some(mailbox.clone()))
    }

    /// The mailbox of a room that someone is in.
    pub fn awake(&self, id: RoomId) -> Option<mpsc::Sender<Mail>> {
        self.live().get(&id).cloned()
    }

    /// Asks everyone to come back and waits until all that was in line is
    /// kept and all are gone.
    pub async fn stop(&self) {
        self.stopping.cancel();
        self.tasks.close();
        self.tasks.wait().await;
        self.store.close().await;
    }

    /// Everyone in listed rooms, the lounge always, most people first.
    pub fn listed(&self, lounge: &RoomCard) -> Vec<RoomSummary> {
        let lobby = self.lobby();
        let mut rooms: Vec<RoomSummary> = lobby.values().cloned().collect();
        drop(lobby);
        if !rooms.iter().any(|room| room.id == lounge.id) {
            rooms.push(summary(&Room::new(lounge.clone(), self.limits.clone())));
        }
        rooms.sort_by_key(|room| std::cmp::Reverse(room.people.len()));
        rooms
    }

    fn live(&self) -> MutexGuard<'_, HashMap<RoomId, mpsc::Sender<Mail>>> {
        self.rooms.lock().expect("no holder panics")
    }

    fn lobby(&self) -> MutexGuard<'_, BTreeMap<RoomId, RoomSummary>> {
        self.lobby.lock().expect("no holder panics")
    }
}

/// A room as it is seen from outside: each person once, by their first tab.
pub fn summary(room: &Room) -> RoomSummary {
    let mut people = room.people();
    let in_call = people.iter().filter(|person| person.call.is_some()).count();
    let mut seen = HashSet::new();
    people.retain(|person| seen.insert(person.member));
    RoomSummary {
        id: room.card().id,
        name: room.card().name.to_string(),
        visibility: room.card().visibility,
        in_call,
        people: people
            .into_iter()
            .map(|person| PersonSummary {
                name: person.name.to_string(),
                color: person.color,
            })
            .collect(),
    }
}
