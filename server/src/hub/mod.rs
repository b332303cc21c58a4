//! The live rooms of this process.
//!
//! Each room that has someone in it is a task of its own ([`room`]) with a
//! bounded mailbox; the hub finds it or starts it. No lock is held across an
//! await.
//!
//! Invariant: at most one task per room, and whoever got a mailbox from a
//! room that has just ended is told so and asks again.

mod door;
mod feed;
mod meters;
mod outbox;
mod room;
mod soon;

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use chatmux_shared::id::{MemberId, RoomId, Timestamp};
use chatmux_shared::limits::Limits;
use chatmux_shared::lobby::Lobby;
use chatmux_shared::rate::Rate;
use chatmux_shared::room::{Ending, Lifetimes, MEMORY, Refusal, Room, RoomCard};
use tokio::sync::{mpsc, oneshot};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::chance;
use crate::peer::Network;
use crate::posting::Source;
use crate::store::{Making, Store, StoreError};
use crate::token::Mint;
use crate::turn::Ways;
use meters::Rates;

pub use door::{Arrival, Seated, Unseated};
pub use feed::{Beginning, Feed, Listening, Told};
pub use outbox::{Cut, Outbox, Outgoing, RESTARTING, WAITING_BYTES, outbox};
pub use room::{ConnectionId, Mail};

/// Commands that can wait for one room.
const MAILBOX: usize = 1024;
/// How often old endings are forgotten, in milliseconds.
const SWEEP: u64 = 60 * 60_000;

/// Finds rooms and starts them.
pub struct Hub {
    /// Where rooms and logs are kept.
    pub store: Arc<dyn Store>,
    /// Tokens.
    pub mint: Mint,
    /// What sessions are told of ways round.
    pub ways: Ways,
    /// How rooms and those who come are treated.
    pub rules: Rules,
    /// Cancelled once, when the server stops.
    pub stopping: CancellationToken,
    /// The tasks of rooms and connections.
    pub tasks: TaskTracker,
    /// What those who look at the map are told.
    pub feed: Feed,
    /// What everyone did lately.
    rates: Mutex<Rates>,
    /// When old endings were forgotten last.
    swept: Mutex<Timestamp>,
    rooms: Mutex<Rooms>,
    /// Who is in which room.
    people: Mutex<HashMap<RoomId, Vec<MemberId>>>,
}

/// Every room there is: either awake, with a task, or asleep.
#[derive(Default)]
struct Rooms {
    awake: HashMap<RoomId, mpsc::Sender<Mail>>,
    asleep: HashMap<RoomId, Asleep>,
    /// Which were made from which network since the server was started.
    made_by: HashMap<Network, HashSet<RoomId>>,
}

impl Rooms {
    fn are_too_many(&mut self, network: Network, limit: usize) -> bool {
        self.forget_ended();
        let made = self.made_by.get(&network);
        made.is_some_and(|made| made.len() >= limit)
    }

    fn forget_ended(&mut self) {
        let is_there = |id: &RoomId| self.awake.contains_key(id) || self.asleep.contains_key(id);
        self.made_by.retain(|_, made| {
            made.retain(is_there);
            !made.is_empty()
        });
    }
}

/// A room with nobody in it.
#[derive(Debug, Clone, Copy)]
struct Asleep {
    made: Timestamp,
    /// When the last one left it, however long it stayed awake after that.
    since: Timestamp,
}

/// How a server treats rooms and those who come.
pub struct Rules {
    /// The limits.
    pub limits: Limits,
    /// How long rooms last.
    pub lifetimes: Lifetimes,
    /// Entries of a room that are kept.
    pub keep: u64,
    /// Rooms at a time that one who has no account may have.
    pub rooms_a_guest: usize,
    /// Rooms at a time that one who has an account may have; there are no
    /// accounts yet.
    pub rooms_a_user: usize,
    /// A network may do so many times what one person may.
    pub network_share: usize,
    /// How long a connection may say nothing.
    pub silence: Duration,
    /// Frames of one connection that are neither posts nor signals.
    pub frames: Rate,
}

impl Rules {
    /// Rooms at a time that come from one network.
    pub const fn rooms_a_network(&self) -> usize {
        self.rooms_a_guest.saturating_mul(self.network_share)
    }
}

impl Hub {
    /// A hub with no room awake. Rooms that were in use when the server
    /// stopped count as left at `now`.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn open(
        store: Arc<dyn Store>,
        mint: Mint,
        ways: Ways,
        rules: Rules,
        now: Timestamp,
    ) -> Result<Arc<Self>, StoreError> {
        let asleep = store.rooms().await?.into_iter().map(|card| {
            let made = card.made;
            (card.id, Asleep { made, since: now })
        });
        let rooms = Rooms {
            awake: HashMap::new(),
            asleep: asleep.collect(),
            made_by: HashMap::new(),
        };
        Ok(Arc::new(Self {
            store,
            mint,
            ways,
            rates: Mutex::new(Rates::new(&rules)),
            swept: Mutex::new(now),
            rules,
            stopping: CancellationToken::new(),
            tasks: TaskTracker::new(),
            feed: Feed::default(),
            rooms: Mutex::new(rooms),
            people: Mutex::default(),
        }))
    }

    /// Keeps a new room, with nobody in it yet; nothing if too many came from
    /// this network.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn make_room(
        &self,
        card: RoomCard,
        network: Network,
    ) -> Result<Option<Making>, StoreError> {
        if self
            .rooms()
            .are_too_many(network, self.rules.rooms_a_network())
        {
            return Ok(None);
        }
        let (id, made) = (card.id, card.made);
        let making = self.store.make_room(card, self.rules.limits.rooms).await?;
        if making == Making::Made {
            let asleep = Asleep { made, since: made };
            let mut rooms = self.rooms();
            rooms.asleep.insert(id, asleep);
            rooms.made_by.entry(network).or_default().insert(id);
        }
        Ok(Some(making))
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
        let mut rooms = self.rooms();
        if let Some(mailbox) = rooms.awake.get(&id) {
            return Ok(Some(mailbox.clone()));
        }
        // Neither awake nor asleep: it has ended while the store was asked.
        let Some(Asleep { since, .. }) = rooms.asleep.remove(&id) else {
            return Ok(None);
        };
        let (mailbox, mail) = mpsc::channel(MAILBOX);
        let room = Room::new(card, self.rules.limits.clone());
        self.tasks
            .spawn(room::serve(Arc::clone(self), room, since, newest, mail));
        rooms.awake.insert(id, mailbox.clone());
        Ok(Some(mailbox))
    }

    /// It is `now`: rooms whose time is over end.
    pub async fn tick(&self, now: Timestamp) {
        for (id, room, why) in self.put_to_rest(now) {
            self.keep_ending(id, room, why, now).await;
        }
        let awake: Vec<_> = self.rooms().awake.values().cloned().collect();
        for mailbox in awake {
            // One with a full mailbox is asked the next time.
            drop(mailbox.try_send(Mail::Tick(now)));
        }
        self.rates().forget_full(now);
        if self.is_to_sweep(now) {
            let before = Timestamp(now.0.saturating_sub(MEMORY));
            if let Err(cause) = self.store.forget_endings(before).await {
                tracing::error!(%cause, "old endings were not forgotten");
            }
        }
    }

    fn is_to_sweep(&self, now: Timestamp) -> bool {
        let mut swept = self.swept.lock().expect("no holder panics");
        let is_due = now.since(*swept) >= SWEEP;
        if is_due {
            *swept = now;
        }
        is_due
    }

    /// A statement comes from there.
    ///
    /// # Errors
    /// How long to wait, if too many did.
    pub fn meter(&self, source: Source) -> Result<(), Refusal> {
        self.rates().say(source, chance::now())
    }

    /// A page of a log is asked for over this network.
    ///
    /// # Errors
    /// How long to wait, if too many were.
    pub fn meter_page(&self, network: Network) -> Result<(), Refusal> {
        self.rates().read(network, chance::now())
    }

    /// Someone knocks at a room, over `network`.
    ///
    /// # Errors
    /// How long to wait, if they did too often.
    fn meter_knock(&self, member: MemberId, network: Network) -> Result<(), Refusal> {
        self.rates().knock(member, network, chance::now())
    }

    /// A credential for the relay is asked for over this network by someone
    /// who is in no room.
    ///
    /// # Errors
    /// How long to wait, if too many were.
    pub fn meter_guest(&self, network: Network) -> Result<(), Refusal> {
        self.rates().try_relay(network, chance::now())
    }

    /// Takes the sleeping rooms that have ended by `now` off the list.
    fn put_to_rest(&self, now: Timestamp) -> Vec<(RoomId, Asleep, Ending)> {
        let mut ended = Vec::new();
        let mut rooms = self.rooms();
        rooms.asleep.retain(|id, room| {
            let since = Some(room.since);
            let why = self.rules.lifetimes.ending(*id, room.made, since, now);
            ended.extend(why.map(|why| (*id, *room, why)));
            why.is_none()
        });
        rooms.forget_ended();
        ended
    }

    /// The end of a room is kept, or it sleeps on until the next try.
    async fn keep_ending(&self, id: RoomId, room: Asleep, why: Ending, now: Timestamp) {
        if let Err(cause) = self.store.end_room(id, why, now).await {
            tracing::error!(%cause, room = %id, "the end of a room was not kept");
            self.rooms().asleep.insert(id, room);
            return;
        }
        tracing::info!(room = %id, why = why.as_str(), "a room has ended");
    }

    /// The mailbox of a room that someone is in.
    pub fn awake(&self, id: RoomId) -> Option<mpsc::Sender<Mail>> {
        self.rooms().awake.get(&id).cloned()
    }

    /// What a room that is awake answers; nothing from one that is not, or
    /// falls asleep over it.
    pub async fn ask<T>(
        &self,
        room: RoomId,
        question: impl FnOnce(oneshot::Sender<T>) -> Mail,
    ) -> Option<T> {
        let mailbox = self.awake(room)?;
        let (reply, answer) = oneshot::channel();
        mailbox.send(question(reply)).await.ok()?;
        answer.await.ok()
    }

    /// Asks everyone to come back and waits until all that was in line is
    /// kept and all are gone.
    pub async fn stop(&self) {
        self.stopping.cancel();
        self.tasks.close();
        self.tasks.wait().await;
        self.store.close().await;
    }

    /// The lounge is listed even with nobody in it.
    pub fn show_lounge(&self, lounge: RoomCard) {
        let empty = Room::new(lounge, self.rules.limits.clone());
        self.feed.always_show(empty.summary());
    }

    /// Everyone in listed rooms, the lounge always.
    pub fn lobby(&self) -> Lobby {
        Lobby::new(self.feed.rooms(), self.online())
    }

    /// Tells those who look at the map what has changed.
    pub fn tell_lobby(&self) {
        self.feed.tell(|| self.online());
    }

    /// How many people are in any room.
    pub fn online(&self) -> usize {
        let rooms = self.people();
        let people: HashSet<&MemberId> = rooms.values().flatten().collect();
        people.len()
    }

    /// These are in a room by now.
    fn show_online(&self, room: RoomId, people: Vec<MemberId>) {
        let mut rooms = self.people();
        if people.is_empty() {
            rooms.remove(&room);
        } else {
            rooms.insert(room, people);
        }
        drop(rooms);
        self.feed.recount();
    }

    fn people(&self) -> MutexGuard<'_, HashMap<RoomId, Vec<MemberId>>> {
        self.people.lock().expect("no holder panics")
    }

    fn rates(&self) -> MutexGuard<'_, Rates> {
        self.rates.lock().expect("no holder panics")
    }

    fn rooms(&self) -> MutexGuard<'_, Rooms> {
        self.rooms.lock().expect("no holder panics")
    }
}
