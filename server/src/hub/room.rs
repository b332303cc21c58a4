//! A live room: one task, sole owner of its state.
//!
//! ```text
//!  connections ──Mail──▶ decide ──Tell──▶ happen ──▶ outboxes
//!                          │                 ▲
//!                        Keep ──▶ store ─────┘ in the order of numbers
//! ```
//!
//! Invariant: an entry is told only after the store has kept it. The task
//! never waits for the store or for a reader.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use axum::extract::ws::Utf8Bytes;
use chatmux_shared::id::{ClientId, Incarnation, MemberId, Seq, SessionId, Timestamp};
use chatmux_shared::room::{
    Audience, Color, Command, Decision, Draft, Ending, Entrance, Event, Person, Refusal, Returning,
    Room, RoomCard,
};
use chatmux_shared::wire::{RoomSummary, ServerFrame, Visibility, close};
use futures::FutureExt as _;
use futures::StreamExt as _;
use futures::future::BoxFuture;
use futures::stream::FuturesOrdered;
use tokio::sync::{mpsc, oneshot};
use tokio::time::Instant;

use super::{Asleep, Cut, Hub, Outbox, RESTARTING};
use crate::chance;
use crate::store::{Appended, StoreError};

/// How long a room without anyone stays awake.
const LINGER: Duration = Duration::from_secs(30);
/// How often the newest number is said, so that a lost last entry is
/// noticed.
const NEWEST_INTERVAL: Duration = Duration::from_secs(15);
/// Entries of one room that can wait to be kept.
const KEEPING: usize = 4096;

/// Tells connections apart, also two of the same session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct ConnectionId(u64);

impl ConnectionId {
    /// One that no other connection of this process has.
    pub fn next() -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        Self(NEXT.fetch_add(1, Ordering::Relaxed))
    }
}

/// What a room is sent.
pub enum Mail {
    /// Someone at the door.
    Arrive(Arrival),
    /// A session in the room wants something.
    Command {
        /// Which session.
        session: SessionId,
        /// By which of its connections.
        connection: ConnectionId,
        /// What.
        command: Command,
    },
    /// Whether a session is in the room.
    IsInside {
        /// Which.
        session: SessionId,
        /// Whom to answer.
        reply: oneshot::Sender<bool>,
    },
    /// It is that late.
    Tick(Timestamp),
    /// What is seen from outside.
    Look(oneshot::Sender<RoomSummary>),
}

/// Someone at the door, verified.
pub struct Arrival {
    /// The connection.
    pub connection: ConnectionId,
    /// Its queue.
    pub outbox: Outbox,
    /// Who they are; the session is found by the room.
    pub member: MemberId,
    /// Which session they proved to have been.
    pub returning: Option<Returning>,
    /// As typed.
    pub name: String,
    /// Their colour.
    pub color: Color,
    /// Whether they proved to have made the room.
    pub maker: Option<Visibility>,
    /// Whom to tell.
    pub reply: oneshot::Sender<Result<Seated, Refusal>>,
}

/// What someone sees on coming in. Everything after it is in their queue.
#[derive(Debug)]
pub struct Seated {
    /// Their session.
    pub session: SessionId,
    /// Which load of their tab.
    pub incarnation: Incarnation,
    /// The room.
    pub card: RoomCard,
    /// Everyone in it.
    pub people: Vec<Person>,
    /// The newest entry at this cut.
    pub newest: Seq,
}

/// One entry on its way to the store and back.
struct Keeping {
    session: SessionId,
    connection: ConnectionId,
    client: ClientId,
    result: Result<Appended, StoreError>,
}

struct LiveRoom {
    hub: Arc<Hub>,
    room: Room,
    newest: Seq,
    connections: BTreeMap<SessionId, (ConnectionId, Outbox)>,
    keeping: FuturesOrdered<BoxFuture<'static, Keeping>>,
    /// When it ends, once those here have been told.
    ends_at: Option<Timestamp>,
    /// Why and when it has ended, once it has.
    ended: Option<(Ending, Timestamp)>,
}

/// Serves a room until it has been empty for a while, or the server stops.
pub async fn serve(hub: Arc<Hub>, room: Room, newest: Seq, mut mail: mpsc::Receiver<Mail>) {
    let id = room.card().id;
    let mut live = LiveRoom {
        hub: Arc::clone(&hub),
        room,
        newest,
        connections: BTreeMap::new(),
        keeping: FuturesOrdered::new(),
        ends_at: None,
        ended: None,
    };
    live.run(&mut mail).await;
    hub.lobby().remove(&id);
}

impl LiveRoom {
    async fn run(&mut self, mail: &mut mpsc::Receiver<Mail>) {
        let mut said = self.newest;
        let mut newest_tick = tokio::time::interval(NEWEST_INTERVAL);
        let mut empty_since = Instant::now();
        loop {
            if let Some((why, at)) = self.ended {
                return self.end(why, at).await;
            }
            if !self.is_idle() {
                empty_since = Instant::now();
            }
            let expiry = self.until_expiry();
            tokio::select! {
                Some(mail) = mail.recv() => self.handle(mail),
                Some(kept) = self.keeping.next() => self.handle_kept(kept),
                () = tokio::time::sleep(expiry) => self.expire(),
                _ = newest_tick.tick() => self.say_newest(&mut said),
                () = tokio::time::sleep_until(empty_since + LINGER), if self.is_idle() => {
                    if self.retire(mail) {
                        return;
                    }
                    empty_since = Instant::now();
                }
                () = self.hub.stopping.cancelled() => return self.stop().await,
            }
        }
    }

    fn is_idle(&self) -> bool {
        self.room.is_empty() && self.keeping.is_empty()
    }

    /// Lets the room sleep, unless someone has just written to it.
    fn retire(&self, mail: &mpsc::Receiver<Mail>) -> bool {
        let mut rooms = self.hub.rooms();
        if !mail.is_empty() {
            return false;
        }
        let RoomCard { id, made, .. } = *self.room.card();
        let since = chance::now();
        rooms.awake.remove(&id);
        rooms.asleep.insert(id, Asleep { made, since });
        true
    }

    /// Its time may be over, or nearly so.
    fn tick(&mut self, now: Timestamp) {
        let RoomCard { id, made, .. } = *self.room.card();
        let lives = self.hub.lifetimes;
        self.ended = lives.ending(id, made, None, now).map(|why| (why, now));
        let near = lives.near_end(id, made, now);
        if let Some(at) = near.filter(|_| self.ends_at.is_none()) {
            self.ends_at = near;
            self.happen(&Event::EndsSoon { at });
        }
    }

    /// Nobody comes in any more; everyone is told.
    async fn end(&mut self, why: Ending, at: Timestamp) {
        let id = self.room.card().id;
        self.hub.rooms().awake.remove(&id);
        while let Some(kept) = self.keeping.next().await {
            self.handle_kept(kept);
        }
        for (_, outbox) in self.connections.values() {
            outbox.cut(Cut {
                code: close::ENDED,
                reason: "the room has ended",
            });
        }
        self.hub.keep_ending(id, why, at).await;
    }

    /// Nothing in line is lost; everyone is asked to come back.
    async fn stop(&mut self) {
        while let Some(kept) = self.keeping.next().await {
            self.handle_kept(kept);
        }
        for (_, outbox) in self.connections.values() {
            outbox.cut(RESTARTING);
        }
    }

    fn handle(&mut self, mail: Mail) {
        match mail {
            Mail::Arrive(arrival) => self.arrive(arrival),
            Mail::Command {
                session,
                connection,
                command,
            } => self.command(session, connection, command),
            Mail::Tick(now) => self.tick(now),
            Mail::IsInside { session, reply } => {
                // Whoever asked may be gone.
                reply.send(self.room.person(session).is_some()).ok();
            }
            // Whoever looked may be gone.
            Mail::Look(reply) => drop(reply.send(self.room.summary())),
        }
    }

    fn arrive(&mut self, arrival: Arrival) {
        let (session, incarnation) = self.room.recognize(arrival.returning, chance::session_id());
        let entrance = Command::Enter(Entrance {
            member: arrival.member,
            incarnation,
            name: arrival.name,
            color: arrival.color,
            maker: arrival.maker,
        });
        let events = match self.room.decide(session, entrance, chance::now()) {
            Ok(Decision::Tell(events)) => events,
            Ok(Decision::Keep(_)) => Vec::new(),
            Err(refusal) => return drop(arrival.reply.send(Err(refusal))),
        };
        self.happen_all(&events);
        self.connect(session, arrival.connection, arrival.outbox);
        let seated = Seated {
            session,
            incarnation,
            card: self.room.card().clone(),
            people: self.room.people(),
            newest: self.newest,
        };
        if let Some(at) = self.ends_at {
            let event = Event::EndsSoon { at };
            self.say_to(session, &ServerFrame::Told { event });
        }
        if arrival.reply.send(Ok(seated)).is_err() {
            self.command(session, arrival.connection, Command::Lost);
        }
    }

    fn connect(&mut self, session: SessionId, connection: ConnectionId, outbox: Outbox) {
        let former = self.connections.insert(session, (connection, outbox));
        if let Some((_, former)) = former {
            former.cut(Cut {
                code: close::REPLACED,
                reason: "this session came by another connection",
            });
        }
    }

    /// Does what a session wants, if it is by the connection it has now.
    fn command(&mut self, session: SessionId, connection: ConnectionId, command: Command) {
        let Some((current, _)) = self.connections.get(&session) else {
            return;
        };
        if *current != connection {
            return;
        }
        let ends = matches!(command, Command::Lost | Command::Leave);
        let about = if let Command::Say { client, .. } = &command {
            Some(*client)
        } else {
            None
        };
        match self.room.decide(session, command, chance::now()) {
            Ok(Decision::Tell(events)) => self.happen_all(&events),
            Ok(Decision::Keep(draft)) => self.keep(session, connection, draft),
            Err(reason) => self.refuse(session, reason, about),
        }
        if ends {
            self.connections.remove(&session);
        }
    }

    fn keep(&mut self, session: SessionId, connection: ConnectionId, draft: Draft) {
        let client = draft.client;
        if self.keeping.len() >= KEEPING {
            return self.refuse(session, Refusal::Busy, Some(client));
        }
        let append =
            self.hub
                .store
                .append(self.room.card().id, draft, chance::wall(), self.hub.keep);
        let keeping = append.map(move |result| Keeping {
            session,
            connection,
            client,
            result,
        });
        self.keeping.push_back(keeping.boxed());
    }

    fn handle_kept(&mut self, kept: Keeping) {
        match kept.result {
            Ok(Appended::New(entry)) => {
                self.newest = self.newest.max(entry.seq);
                self.happen(&Event::Entry { entry });
            }
            Ok(Appended::Again(entry)) => {
                let told = ServerFrame::Told {
                    event: Event::Entry { entry },
                };
                self.say_to(kept.session, &told);
            }
            Ok(Appended::Otherwise) => {
                self.refuse(kept.session, Refusal::SaidOtherwise, Some(kept.client));
            }
            Err(cause) => {
                tracing::error!(%cause, room = %self.room.card().id, connection = kept.connection.0, "an entry was not kept");
                self.refuse(kept.session, Refusal::NotKept, Some(kept.client));
            }
        }
    }

    fn happen_all(&mut self, events: &[Event]) {
        for event in events {
            self.happen(event);
        }
    }

    /// The one way by which anything happens in a room and is told.
    fn happen(&mut self, event: &Event) {
        self.room.apply(event);
        if let Event::Room { card } = event {
            self.keep_card(card.clone());
        }
        self.deliver(event);
        if let Event::Departed { session } = event {
            self.disconnect(*session);
        }
        self.show();
    }

    fn disconnect(&mut self, session: SessionId) {
        if let Some((_, outbox)) = self.connections.remove(&session) {
            outbox.cut(Cut {
                code: 1000,
                reason: "left",
            });
        }
    }

    fn deliver(&self, event: &Event) {
        let told = ServerFrame::Told {
            event: event.clone(),
        };
        match Room::audience(event) {
            Audience::Everyone => {
                let frame: Utf8Bytes = told.encode().into();
                for (_, outbox) in self.connections.values() {
                    outbox.put(frame.clone());
                }
            }
            Audience::Only(session) => self.say_to(session, &told),
        }
    }

    fn refuse(&self, session: SessionId, reason: Refusal, about: Option<ClientId>) {
        self.say_to(session, &ServerFrame::Refused { reason, about });
    }

    fn say_to(&self, session: SessionId, frame: &ServerFrame) {
        if let Some((_, outbox)) = self.connections.get(&session) {
            outbox.say(frame);
        }
    }

    fn say_newest(&self, said: &mut Seq) {
        if *said == self.newest {
            return;
        }
        *said = self.newest;
        let frame: Utf8Bytes = ServerFrame::Newest { seq: self.newest }.encode().into();
        for (_, outbox) in self.connections.values() {
            outbox.put(frame.clone());
        }
    }

    fn expire(&mut self) {
        let gone = self.room.expire(chance::now());
        self.happen_all(&gone);
    }

    fn until_expiry(&self) -> Duration {
        let now = chance::now();
        let wait = |at: Timestamp| Duration::from_millis(at.since(now));
        self.room.next_expiry().map_or(Duration::MAX, wait)
    }

    fn keep_card(&self, card: RoomCard) {
        let kept = self.hub.store.change_room(card);
        self.hub.tasks.spawn(async move {
            if let Err(cause) = kept.await {
                tracing::error!(%cause, "a changed room was not kept");
            }
        });
    }

    /// Shows the room on the map, or takes it off.
    fn show(&self) {
        let card = self.room.card();
        let mut lobby = self.hub.lobby();
        if self.room.is_on_map() {
            lobby.insert(card.id, self.room.summary());
        } else {
            lobby.remove(&card.id);
        }
    }
}
