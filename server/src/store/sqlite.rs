//! The store in one SQLite file.
//!
//! Write-ahead log with `synchronous=FULL`; one writer task with group
//! commit: a transaction takes all that waits. Reads have connections of
//! their own and never wait for the writer.

mod rows;
mod writer;

use std::borrow::Cow;
use std::path::Path;
use std::time::Duration;

use async_trait::async_trait;
use chatmux_shared::id::{RoomId, Seq, Timestamp};
use chatmux_shared::room::{Draft, Ending, Entry, RoomCard};
use futures::future::{BoxFuture, FutureExt as _};
use sqlx::migrate::{Migration, MigrationType, Migrator};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{ConnectOptions as _, SqlitePool};

use super::{Appended, Making, Store, StoreError};
use writer::{Write, Writer};

pub use sqlx::Error as DatabaseError;

/// How long a statement waits for another process that holds the file.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);
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
            .busy_timeout(BUSY_TIMEOUT)
            .disable_statement_logging();
        let mut connection = options.connect().await?;
        migrator()
            .run(&mut connection)
            .await
            .map_err(|cause| DatabaseError::Migrate(Box::new(cause)))?;
        let readers = SqlitePoolOptions::new()
            .max_connections(READERS)
            .connect_with(options.read_only(true).create_if_missing(false))
            .await?;
        Ok(Self {
            readers,
            writer: Writer::start(connection),
        })
    }
}

fn migrator() -> Migrator {
    Migrator {
        migrations: Cow::Owned(vec![
            migration(1, "rooms", include_str!("migrations/0001_rooms.sql")),
            migration(2, "endings", include_str!("migrations/0002_endings.sql")),
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
        self.writer.ask(Write::Secret).await
    }

    async fn make_room(&self, card: RoomCard, limit: u64) -> Result<Making, StoreError> {
        self.writer
            .ask(|reply| Write::MakeRoom { card, limit, reply })
            .await
    }

    async fn room(&self, id: RoomId) -> Result<Option<RoomCard>, StoreError> {
        let row =
            sqlx::query("SELECT id, epoch, name, owner, visibility, made FROM rooms WHERE id = ?")
                .bind(id.to_string())
                .fetch_optional(&self.readers)
                .await?;
        row.as_ref().map(rows::card).transpose()
    }

    async fn rooms(&self) -> Result<Vec<RoomCard>, StoreError> {
        let rows = sqlx::query("SELECT id, epoch, name, owner, visibility, made FROM rooms")
            .fetch_all(&self.readers)
            .await?;
        rows.iter().map(rows::card).collect()
    }

    async fn end_room(&self, id: RoomId, why: Ending, at: Timestamp) -> Result<(), StoreError> {
        self.writer
            .ask(|reply| Write::EndRoom { id, why, at, reply })
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
            .ask(|reply| Write::ForgetEndings { before, reply })
            .await
    }

    fn change_room(&self, card: RoomCard) -> BoxFuture<'static, Result<(), StoreError>> {
        self.writer
            .ask(|reply| Write::ChangeRoom { card, reply })
            .boxed()
    }

    fn append(
        &self,
        room: RoomId,
        draft: Draft,
        at: Timestamp,
        keep: u64,
    ) -> BoxFuture<'static, Result<Appended, StoreError>> {
        self.writer
            .ask(|reply| Write::Append {
                room,
                draft,
                at,
                keep,
                reply,
            })
            .boxed()
    }

    async fn entries_after(
        &self,
        room: RoomId,
        after: Seq,
        limit: usize,
    ) -> Result<Vec<Entry>, StoreError> {
        let rows = sqlx::query(
            "SELECT seq, at, author, name, color, client, text FROM entries
             WHERE room = ? AND seq > ? ORDER BY seq LIMIT ?",
        )
        .bind(room.to_string())
        .bind(rows::integer(after.0))
        .bind(rows::integer(limit as u64))
        .fetch_all(&self.readers)
        .await?;
        rows.iter().map(rows::entry).collect()
    }

    async fn entries_before(
        &self,
        room: RoomId,
        before: Seq,
        limit: usize,
    ) -> Result<Vec<Entry>, StoreError> {
        let rows = sqlx::query(
            "SELECT seq, at, author, name, color, client, text FROM entries
             WHERE room = ? AND seq < ? ORDER BY seq DESC LIMIT ?",
        )
        .bind(room.to_string())
        .bind(rows::integer(before.0))
        .bind(rows::integer(limit as u64))
        .fetch_all(&self.readers)
        .await?;
        rows.iter().rev().map(rows::entry).collect()
    }

    async fn newest(&self, room: RoomId) -> Result<Seq, StoreError> {
        let row = sqlx::query("SELECT newest FROM rooms WHERE id = ?")
            .bind(room.to_string())
            .fetch_optional(&self.readers)
            .await?;
        row.as_ref().map_or(Ok(Seq::default()), rows::newest)
    }

    async fn close(&self) {
        self.writer.close().await;
        self.readers.close().await;
    }
}
