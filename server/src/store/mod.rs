//! What is kept: rooms, their logs, and the key of the tokens.
//!
//! Invariant: an entry has its number, and is on disk, before anyone is told
//! of it. Everything above knows [`Store`] alone; SQL is below.

mod sqlite;

use async_trait::async_trait;
use chatmux_shared::id::{ClientId, MemberId, RoomId, Seq, Timestamp};
use chatmux_shared::message::{Entry, Seen};
use chatmux_shared::room::{Draft, Ending, RoomCard};
use chatmux_shared::wire::Page;
use futures::future::BoxFuture;

pub use sqlite::Sqlite;

/// Where rooms and logs are kept.
#[async_trait]
pub trait Store: Send + Sync {
    /// The key of this server's tokens, made when there is none.
    async fn secret(&self) -> Result<[u8; 32], StoreError>;

    /// Keeps a new room, unless there are `limit` already.
    async fn make_room(&self, card: RoomCard, limit: u64) -> Result<Making, StoreError>;

    /// The room, if there is one.
    async fn room(&self, id: RoomId) -> Result<Option<RoomCard>, StoreError>;

    /// All rooms.
    async fn rooms(&self) -> Result<Vec<RoomCard>, StoreError>;

    /// How many rooms someone has opened that are there, whoever owns them
    /// now.
    async fn rooms_of(&self, maker: MemberId) -> Result<usize, StoreError>;

    /// Lets a room go with its entries, and keeps why it has ended.
    async fn end_room(&self, id: RoomId, why: Ending, at: Timestamp) -> Result<(), StoreError>;

    /// Why the room has ended, if it has and that is still known.
    async fn ending(&self, id: RoomId) -> Result<Option<Ending>, StoreError>;

    /// Forgets the endings before `before`.
    async fn forget_endings(&self, before: Timestamp) -> Result<(), StoreError>;

    /// Keeps the name of a room, who finds it and who has to knock; its owner
    /// changes by an entry alone. Eager, like [`Store::append`]: the last call wins.
    fn change_room(&self, card: RoomCard) -> BoxFuture<'static, Result<(), StoreError>>;

    /// Numbers and keeps an entry with what it changes about its room and
    /// whose words go with it, and lets those go that are older than the
    /// newest `keep`. Eager: it is in line when the call returns, so drafts
    /// are numbered in the order of the calls.
    fn append(
        &self,
        room: RoomId,
        draft: Draft,
        at: Timestamp,
        keep: u64,
    ) -> BoxFuture<'static, Result<Appended, StoreError>>;

    /// Up to `limit` entries after `after`, in order.
    async fn entries_after(
        &self,
        room: RoomId,
        after: Seq,
        limit: usize,
    ) -> Result<Page, StoreError>;

    /// Up to `limit` entries before `before`, the newest of them, in order.
    async fn entries_before(
        &self,
        room: RoomId,
        before: Seq,
        limit: usize,
    ) -> Result<Page, StoreError>;

    /// What someone handed in by this client id, if it is kept.
    async fn said(
        &self,
        room: RoomId,
        author: MemberId,
        client: ClientId,
    ) -> Result<Option<Entry>, StoreError>;

    /// One entry, if it is kept.
    async fn entry(&self, room: RoomId, seq: Seq) -> Result<Option<Entry>, StoreError>;

    /// The newest entry's place, and the head after it.
    async fn newest(&self, room: RoomId) -> Result<Seen, StoreError>;

    /// Finishes what waits and closes.
    async fn close(&self);
}

/// How making a room went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Making {
    /// It is there now.
    Made,
    /// There was one of that id.
    AlreadyThere,
    /// There are as many as there may be.
    Full,
}

/// How an append went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Appended {
    /// The entry is new.
    New(Entry),
    /// It was kept before, under this number.
    Again(Entry),
    /// Something else was kept under the same client id before.
    Otherwise,
    /// What its author has seen of the log is not kept, or is another log.
    Stale,
    /// There is no such room, or not any more.
    NoRoom,
}

/// Why the store did not do it.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database refused.
    #[error("the database: {0}")]
    Database(#[from] sqlite::DatabaseError),
    /// A batch did not reach the disk.
    #[error("the batch was not kept: {0}")]
    NotKept(String),
    /// What the database holds is not what was put in.
    #[error("the database holds a damaged {0}")]
    Damaged(&'static str),
    /// More waits to be kept than can be held.
    #[error("too much waits to be kept")]
    Busy,
    /// The store is closed.
    #[error("the store is closed")]
    Closed,
}
