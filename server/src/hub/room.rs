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
use chatmux_shared::id::{ClientId, MemberId, Seq, SessionId, Timestamp};
use chatmux_shared::message::{Entry, Seen};
use chatmux_shared::room::{
    Audience, Command, Decision, Draft, Ending, Event, Posting, Refusal, Right, Room, RoomCard,
    RoomChange,
};
use chatmux_shared::wire::{RoomSummary, ServerFrame, close};
use futures::FutureExt as _;
use futures::StreamExt as _;
use futures::future::BoxFuture;
use futures::stream::FuturesOrdered;
use tokio::sync::{mpsc, oneshot};
use tokio::time::{Instant, MissedTickBehavior};

use super::door::{Arrival, Knockers};
use super::soon::Soon;
use super::{Asleep, Cut, Hub, Outbox, RESTARTING, Rooms};
use crate::chance;
use crate::store::{Appended, StoreError};

/// How long a room without anyone stays awake.
const LINGER: Duration = Duration::from_secs(30);
/// How often the newest number is said, so that a lost last entry is
/// noticed.
const NEWEST_INTERVAL: Duration = Duration::from_secs(15);
/// How long what can wait waits to be told.
const SOON: Duration = Duration::from_millis(500);
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
    /// Someone who knocked is there no more.
    Gone {
        /// Who.
        member: MemberId,
        /// The connection they knocked by.
        connection: ConnectionId,
    },
    /// A session in the room wants something.
    Command {
        /// Which session.
        session: SessionId,
        /// By which of its connections.
        connection: ConnectionId,
        /// What.
        command: Command,
    },
    /// A statement of a session in the room that did not come by its
    /// connection.
    Post {
        /// Which session.
        session: SessionId,
        /// What it states.
        posting: Box<Posting>,
        /// Whom to answer.
        reply: Reply,
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

/// The answer to a statement that did not come by a connection.
pub type Reply = oneshot::Sender<Result<Entry, Refusal>>;

/// One entry on its way to the store and back.
struct Keeping {
    from: From,
    client: ClientId,
    change: RoomChange,
    result: Result<Appended, StoreError>,
}

/// Who is answered about a statement.
enum From {
    Connection(SessionId),
    Elsewhere(Reply),
}

/// A room that is awake.
pub(super) struct LiveRoom {
    pub(super) hub: Arc<Hub>,
    pub(super) room: Room,
    pub(super) newest: Seen,
    connections: BTreeMap<SessionId, (ConnectionId, Outbox)>,
    /// Those the room is shut to.
    pub(super) knockers: Knockers,
    keeping: FuturesOrdered<BoxFuture<'static, Keeping>>,
    /// How many of them change whose the room is, or who comes in.
    changing: usize,
    soon: Soon,
    /// How many were said to be on the server, and whether that may be
    /// another number by now.
    online: usize,
    is_recount: bool,
    /// When the last one left it, if nobody is in it.
    empty_since: Timestamp,
    /// When it ends, once those here have been told.
    pub(super) ends_at: Option<Timestamp>,
    /// Why and when it has ended, once it has.
    ended: Option<(Ending, Timestamp)>,
}

/// Serves a room that has been empty so long, until it has been so for a
/// while again, or the server stops.
pub async fn serve(
    hub: Arc<Hub>,
    room: Room,
    empty_since: Timestamp,
    newest: Seen,
    mut mail: mpsc::Receiver<Mail>,
) {
    let mut live = LiveRoom {
        hub,
        room,
        newest,
        connections: BTreeMap::new(),
        knockers: Knockers::default(),
        keeping: FuturesOrdered::new(),
        changing: 0,
        soon: Soon::default(),
        online: 0,
        is_recount: false,
        empty_since,
        ends_at: None,
        ended: None,
    };
    live.run(&mut mail).await;
}

/// However its task ends, the room is not found awake any more. After a
/// panic, everyone is asked to come back, which starts it again.
impl Drop for LiveRoom {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.fall_asleep(&mut self.hub.rooms());
            self.cut_all(RESTARTING);
        }
    }
}

impl LiveRoom {
    async fn run(&mut self, mail: &mut mpsc::Receiver<Mail>) {
        let mut said = self.newest.seq;
        let mut soon_tick = tokio::time::interval(SOON);
        // Nothing waited meanwhile; there is nothing to catch up on.
        soon_tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
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
                _ = soon_tick.tick(), if self.is_recount || !self.soon.is_empty() => self.tell_soon(),
                _ = newest_tick.tick() => {
                    self.say_newest(&mut said);
                    self.say_online();
                }
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
        self.room.is_empty() && self.keeping.is_empty() && self.knockers.is_empty()
    }

    /// Lets the room sleep, unless someone has just written to it.
    fn retire(&self, mail: &mpsc::Receiver<Mail>) -> bool {
        let mut rooms = self.hub.rooms();
        if !mail.is_empty() {
            return false;
        }
        self.fall_asleep(&mut rooms);
        true
    }

    /// Whoever has `rooms` can start it again: what that shows comes after what
    /// is withdrawn here.
    fn fall_asleep(&self, rooms: &mut Rooms) {
        self.withdraw();
        let id = self.room.card().id;
        rooms.awake.remove(&id);
        rooms.asleep.insert(id, self.asleep());
    }

    /// Nobody is seen in it any more.
    fn withdraw(&self) {
        let id = self.room.card().id;
        self.hub.feed.hide(id);
        self.hub.show_online(id, Vec::new());
        for person in self.room.people() {
            self.hub.ways.dismiss(person.session);
        }
    }

    fn asleep(&self) -> Asleep {
        Asleep {
            made: self.room.card().made,
            since: self.empty_since,
        }
    }

    fn cut_all(&self, why: Cut) {
        for (_, outbox) in self.connections.values() {
            outbox.cut(why);
        }
    }

    /// Its time may be over, or nearly so.
    fn tick(&mut self, now: Timestamp) {
        let RoomCard { id, made, .. } = *self.room.card();
        let lives = self.hub.rules.lifetimes;
        // Only those who knock keep it awake.
        let is_left = self.room.is_empty() && !self.knockers.is_empty();
        let since = is_left.then_some(self.empty_since);
        self.ended = lives.ending(id, made, since, now).map(|why| (why, now));
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
        self.cut_all(Cut {
            code: close::ENDED,
            reason: "the room has ended",
        });
        self.withdraw();
        self.hub.keep_ending(id, self.asleep(), why, at).await;
    }

    /// Nothing in line is lost; everyone is asked to come back.
    async fn stop(&mut self) {
        while let Some(kept) = self.keeping.next().await {
            self.handle_kept(kept);
        }
        self.withdraw();
        self.cut_all(RESTARTING);
    }

    fn handle(&mut self, mail: Mail) {
        match mail {
            Mail::Arrive(arrival) => self.receive(arrival),
            Mail::Gone { member, connection } => self.forget_knocker(member, connection),
            Mail::Command {
                session,
                connection,
                command,
            } => self.command(session, connection, command),
            Mail::Post {
                session,
                posting,
                reply,
            } => self.post(session, *posting, reply),
            Mail::Tick(now) => self.tick(now),
            Mail::IsInside { session, reply } => {
                // Whoever asked may be gone.
                reply.send(self.room.person(session).is_some()).ok();
            }
            // Whoever looked may be gone.
            Mail::Look(reply) => drop(reply.send(self.room.summary())),
        }
    }

    pub(super) fn connect(&mut self, session: SessionId, connection: ConnectionId, outbox: Outbox) {
        let former = self.connections.insert(session, (connection, outbox));
        if let Some((_, former)) = former {
            former.cut(Cut {
                code: close::REPLACED,
                reason: "this session came by another connection",
            });
        }
    }

    /// Does what a session wants, if it is by the connection it has now.
    pub(super) fn command(
        &mut self,
        session: SessionId,
        connection: ConnectionId,
        command: Command,
    ) {
        let Some((current, _)) = self.connections.get(&session) else {
            return;
        };
        if *current != connection {
            return;
        }
        let ends = matches!(command, Command::Lost | Command::Leave);
        let about = if let Command::Post(posting) = &command {
            Some(posting.statement.client)
        } else {
            None
        };
        match self.decide(session, command) {
            Ok(Decision::Tell(events)) => self.happen_all(&events),
            Ok(Decision::Keep(draft)) => self.keep(From::Connection(session), *draft),
            Err(reason) => self.refuse(session, reason, about),
        }
        if ends {
            self.connections.remove(&session);
        }
    }

    /// What a statement comes to that came by another way.
    fn post(&mut self, session: SessionId, posting: Posting, reply: Reply) {
        match self.decide(session, Command::Post(Box::new(posting))) {
            Ok(Decision::Keep(draft)) => self.keep(From::Elsewhere(reply), *draft),
            // Whoever asked may be gone.
            Ok(Decision::Tell(_)) => drop(reply.send(Err(Refusal::NotInRoom))),
            Err(reason) => drop(reply.send(Err(reason))),
        }
    }

    fn decide(&self, session: SessionId, command: Command) -> Result<Decision, Refusal> {
        self.room.decide(session, command, chance::now())
    }

    fn keep(&mut self, from: From, draft: Draft) {
        if let From::Connection(session) = &from {
            self.soon.quiet(*session);
        }
        let (client, change) = (draft.statement.client, draft.change);
        // Decided by an owner who may not be the owner once it is kept.
        let is_early = self.changing > 0 && draft.right == Right::Owner;
        if is_early || self.keeping.len() >= KEEPING {
            return self.answer(from, client, Err(Refusal::Busy));
        }
        self.changing += usize::from(change != RoomChange::default());
        let append = self.hub.store.append(
            self.room.card().id,
            draft,
            chance::wall(),
            self.hub.rules.keep,
        );
        let keeping = append.map(move |result| Keeping {
            from,
            client,
            change,
            result,
        });
        self.keeping.push_back(keeping.boxed());
    }

    fn handle_kept(&mut self, kept: Keeping) {
        self.changing -= usize::from(kept.change != RoomChange::default());
        let outcome = match kept.result {
            Ok(Appended::New(entry)) => {
                self.happen_kept(&entry, kept.change);
                if let From::Connection(_) = kept.from {
                    return;
                }
                Ok(entry)
            }
            Ok(Appended::Again(entry)) => Ok(entry),
            Ok(Appended::Otherwise) => Err(Refusal::SaidOtherwise),
            Ok(Appended::Stale) => Err(Refusal::Stale),
            Ok(Appended::NoRoom) => Err(Refusal::NotKept),
            Err(cause) => {
                tracing::error!(%cause, room = %self.room.card().id, "an entry was not kept");
                Err(Refusal::NotKept)
            }
        };
        self.answer(kept.from, kept.client, outcome);
    }

    fn happen_kept(&mut self, entry: &Entry, change: RoomChange) {
        self.newest = entry.seen();
        self.happen(&Event::Entry {
            entry: entry.clone(),
        });
        let aftermath = self.room.aftermath(change);
        self.happen_all(&aftermath);
        if change.owner.is_some() {
            self.show_knocks();
        }
    }

    /// Tells an author alone what became of a statement.
    fn answer(&self, from: From, client: ClientId, outcome: Result<Entry, Refusal>) {
        match (from, outcome) {
            // Whoever asked may be gone.
            (From::Elsewhere(reply), outcome) => drop(reply.send(outcome)),
            (From::Connection(session), Ok(entry)) => {
                let event = Event::Entry { entry };
                self.say_to(session, &ServerFrame::Told { event });
            }
            (From::Connection(session), Err(reason)) => {
                self.refuse(session, reason, Some(client));
            }
        }
    }

    pub(super) fn happen_all(&mut self, events: &[Event]) {
        for event in events {
            self.happen(event);
        }
        self.settle();
    }

    /// What follows by itself: those in line get into the call, and those who
    /// knock are answered.
    pub(super) fn settle(&mut self) {
        while let Some(event) = self.room.next_in_line() {
            self.happen(&event);
        }
        self.answer_knockers();
    }

    /// The one way by which anything happens in a room and is told.
    pub(super) fn happen(&mut self, event: &Event) {
        self.room.apply(event);
        if let Event::Departed { .. } = event {
            self.empty_since = chance::now();
        }
        if let Event::Room { card } = event {
            self.keep_card(card.clone());
        }
        if event.can_wait() {
            return self.soon.put(event);
        }
        if let Event::Entered { person } = event {
            self.hub.ways.admit(person.session);
            self.soon.forget(person.session);
        }
        if let Event::LeftCall { session } = event {
            self.soon.still(*session);
        }
        self.deliver(event);
        if let Event::Departed { session } = event {
            self.hub.ways.dismiss(*session);
            self.soon.forget(*session);
            self.disconnect(*session);
        }
        if event.is_seen_from_outside() {
            self.show();
            self.is_recount = true;
        }
    }

    fn tell_soon(&mut self) {
        self.say_online();
        for event in self.soon.take() {
            self.deliver(&event);
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
            Audience::Everyone => self.say_to_all(&told),
            Audience::Only(session) => self.say_to(session, &told),
            Audience::Owner => self.say_to_owner(&told),
            Audience::Nobody => {}
        }
    }

    fn refuse(&self, session: SessionId, reason: Refusal, about: Option<ClientId>) {
        self.say_to(session, &ServerFrame::Refused { reason, about });
    }

    pub(super) fn say_to(&self, session: SessionId, frame: &ServerFrame) {
        if let Some((_, outbox)) = self.connections.get(&session) {
            outbox.say(frame);
        }
    }

    /// In all their tabs.
    fn say_to_owner(&self, frame: &ServerFrame) {
        let owner = self.room.card().owner;
        for person in self.room.people() {
            if Some(person.member) == owner {
                self.say_to(person.session, frame);
            }
        }
    }

    fn say_newest(&self, said: &mut Seq) {
        let seq = self.newest.seq;
        if *said == seq {
            return;
        }
        *said = seq;
        self.say_to_all(&ServerFrame::Newest { seq });
    }

    fn say_online(&mut self) {
        self.is_recount = false;
        let count = self.hub.online();
        if self.online != count {
            self.online = count;
            self.say_to_all(&ServerFrame::Online { count });
        }
    }

    /// Encoded once for all of them.
    fn say_to_all(&self, frame: &ServerFrame) {
        let frame: Utf8Bytes = frame.encode().into();
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
        let people = self.room.people().into_iter();
        let people = people.map(|person| person.member).collect();
        self.hub.show_online(card.id, people);
        if self.room.is_on_map() {
            self.hub.feed.show(self.room.summary());
        } else {
            self.hub.feed.hide(card.id);
        }
    }
}
