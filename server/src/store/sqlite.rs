//! The store in one SQLite file.
//!
//! Write-ahead log with `synchronous=FULL`; one writer task with group
//! commit: a transaction takes all that waits. Reads have connections of
//! their own and never wait for the writer.

mod append;
mod rows;
mod writer;

use std::borrow::Cow;
use std::path::Path;
use std::time::Duration;

use async_trait::async_trait;
use chatmux_shared::id::{ClientId, MemberId, RoomId, Seq, Timestamp};
use chatmux_shared::message::{Entry, Seen};
use chatmux_shared::room::{Draft, Ending, RoomCard};
use chatmux_shared::wire::Page;
use futures::future::{BoxFuture, FutureExt as _};
use sqlx::migrate::{Migration, MigrationType, Migrator};
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteRow, SqliteSynchronous,
};
use sqlx::{ConnectOptions as _, SqlitePool};

use super::{Appended, Making, Store, StoreError};
use append::Append;
use writer::{Other, Write, Writer};

pub use sqlx::Error as DatabaseError;

/// How long a statement waits for another process that holds the file.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);
/// Pages of the write-ahead log (32 MiB) before they go into the file. A page
/// that is written many times meanwhile goes there once.
const WAL_PAGES: &str = "8000";
/// What the writer keeps in memory, in KiB, as SQLite wants it: below zero.
const CACHE_KIB: &str = "-65536";
/// Connections for reading.
const READERS: u32 = 4;

/// The store in one SQLite file.
pub struct Sqlite {
    readers: SqlitePool,
    writer: Writer,
}

impl Sqlite {
    /// Opens the file, makes it when it is not there, and brings its tables
    /// up to date.
    ///
    /// # Errors
    /// What the database says: no such folder, no permission, a file that is
    /// no database, a newer version's tables.
    pub async fn open(file: &Path) -> Result<Self, StoreError> {
        let options = SqliteConnectOptions::new()
            .filename(file)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .pragma("wal_autocheckpoint", WAL_PAGES)
            .pragma("cache_size", CACHE_KIB)
            // What was erased is not left lying in the file.
            .pragma("secure_delete", "ON")
            .busy_timeout(BUSY_TIMEOUT)
            .disable_statement_logging();
        let mut connection = options.connect().await?;
        migrator()
            .run(&mut connection)
            .await
            .map_err(|cause| DatabaseError::Migrate(Box::new(cause)))?;
        let readers = SqlitePoolOptions::new()
            .max_connections(READERS)
            .connect_with(options.clone().read_only(true).create_if_missing(false))
            .await?;
        Ok(Self {
            readers,
            writer: Writer::start(connection, options),
        })
    }
}

fn migrator() -> Migrator {
    Migrator {
        migrations: Cow::Owned(vec![
            migration(1, "rooms", include_str!("migrations/0001_rooms.sql")),
            migration(2, "endings", include_str!("migrations/0002_endings.sql")),
            migration(3, "signed", include_str!("migrations/0003_signed.sql")),
            migration(4, "locks", include_str!("migrations/0004_locks.sql")),
        ]),
        ..Migrator::DEFAULT
    }
}

fn migration(version: i64, name: &'static str, sql: &str) -> Migration {
    let sql = sql.to_owned().into();
    Migration::new(version, name.into(), MigrationType::Simple, sql, false)
}

#[async_trait]
impl Store for Sqlite {
    async fn secret(&self) -> Result<[u8; 32], StoreError> {
        self.writer.ask(Other::Secret).await
    }

    async fn make_room(&self, card: RoomCard, limit: u64) -> Result<Making, StoreError> {
        self.writer
            .ask(|reply| Other::MakeRoom { card, limit, reply })
            .await
    }

    async fn room(&self, id: RoomId) -> Result<Option<RoomCard>, StoreError> {
        let columns = rows::CARD;
        let sql = format!("SELECT {columns} FROM rooms WHERE id = ?");
        let row = sqlx::query(&sql)
            .bind(id.to_string())
            .fetch_optional(&self.readers)
            .await?;
        row.as_ref().map(rows::card).transpose()
    }

    async fn rooms(&self) -> Result<Vec<RoomCard>, StoreError> {
        let columns = rows::CARD;
        let sql = format!("SELECT {columns} FROM rooms");
        let rows = sqlx::query(&sql).fetch_all(&self.readers).await?;
        rows.iter().map(rows::card).collect()
    }

    async fn rooms_of(&self, maker: MemberId) -> Result<usize, StoreError> {
        let rooms: i64 = sqlx::query_scalar("SELECT count(*) FROM rooms WHERE maker = ?")
            .bind(&maker.as_bytes()[..])
            .fetch_one(&self.readers)
            .await?;
        Ok(usize::try_from(rooms).unwrap_or_default())
    }

    async fn end_room(&self, id: RoomId, why: Ending, at: Timestamp) -> Result<(), StoreError> {
        self.writer
            .ask(|reply| Other::EndRoom { id, why, at, reply })
            .await
    }

    async fn ending(&self, id: RoomId) -> Result<Option<Ending>, StoreError> {
        let reason: Option<String> =
            sqlx::query_scalar("SELECT reason FROM endings WHERE room = ?")
                .bind(id.to_string())
                .fetch_optional(&self.readers)
                .await?;
        let parse = |reason: String| Ending::parse(&reason).ok_or(StoreError::Damaged("ending"));
        reason.map(parse).transpose()
    }

    async fn forget_endings(&self, before: Timestamp) -> Result<(), StoreError> {
        self.writer
            .ask(|reply| Other::ForgetEndings { before, reply })
            .await
    }

    fn change_room(&self, card: RoomCard) -> BoxFuture<'static, Result<(), StoreError>> {
        self.writer
            .ask(|reply| Other::ChangeRoom { card, reply })
            .boxed()
    }

    fn append(
        &self,
        room: RoomId,
        draft: Draft,
        at: Timestamp,
        keep: u64,
    ) -> BoxFuture<'static, Result<Appended, StoreError>> {
        let append = Box::new(Append {
            room,
            draft,
            at,
            keep,
        });
        self.writer
            .ask(|reply| Write::Append(append, reply))
            .boxed()
    }

    async fn entries_after(
        &self,
        room: RoomId,
        after: Seq,
        limit: usize,
    ) -> Result<Page, StoreError> {
        let order = "AND seq > ? ORDER BY seq LIMIT ?";
        let found = self.entries(room, order, after, limit).await?;
        rows::page(&found)
    }

    async fn entries_before(
        &self,
        room: RoomId,
        before: Seq,
        limit: usize,
    ) -> Result<Page, StoreError> {
        let order = "AND seq < ? ORDER BY seq DESC LIMIT ?";
        let mut found = self.entries(room, order, before, limit).await?;
        found.reverse();
        rows::page(&found)
    }

    async fn said(
        &self,
        room: RoomId,
        author: MemberId,
        client: ClientId,
    ) -> Result<Option<Entry>, StoreError> {
        let columns = rows::ENTRY;
        let sql =
            format!("SELECT {columns} FROM entries WHERE room = ? AND author = ? AND client = ?");
        let row = sqlx::query(&sql)
            .bind(room.to_string())
            .bind(&author.as_bytes()[..])
            .bind(&client.as_bytes()[..])
            .fetch_optional(&self.readers);
        row.await?.as_ref().map(rows::entry).transpose()
    }

    async fn entry(&self, room: RoomId, seq: Seq) -> Result<Option<Entry>, StoreError> {
        let found = self.entries(room, "AND seq = ? LIMIT ?", seq, 1).await?;
        found.first().map(rows::entry).transpose()
    }

    async fn newest(&self, room: RoomId) -> Result<Seen, StoreError> {
        let row = sqlx::query("SELECT id, newest, head FROM rooms WHERE id = ?")
            .bind(room.to_string())
            .fetch_optional(&self.readers)
            .await?;
        let log = row.as_ref().map(rows::log).transpose()?;
        Ok(log.map(|(_, last)| last).unwrap_or_default())
    }

    async fn close(&self) {
        self.writer.close().await;
        self.readers.close().await;
    }
}

impl Sqlite {
    async fn entries(
        &self,
        room: RoomId,
        part: &str,
        seq: Seq,
        limit: usize,
    ) -> Result<Vec<SqliteRow>, StoreError> {
        let columns = rows::ENTRY;
        let sql = format!("SELECT before, {columns} FROM entries WHERE room = ? {part}");
        let found = sqlx::query(&sql)
            .bind(room.to_string())
            .bind(rows::integer(seq.0))
            .bind(rows::integer(limit as u64))
            .fetch_all(&self.readers);
        Ok(found.await?)
    }
}
