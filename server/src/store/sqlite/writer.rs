//! The one writer: takes all that waits into one transaction.
//!
//! ```text
//!  append ─┐                ┌─ reply
//!  append ─┼─▶ line ─▶ BEGIN … COMMIT ─┼─ reply
//!  append ─┘                └─ reply
//! ```
//!
//! Invariant: nobody is answered before the commit that holds their write
//! has returned; when it fails, all of its writes have failed.

use std::sync::Mutex;

use chatmux_shared::id::{RoomId, Seq, Timestamp};
use chatmux_shared::room::{Draft, Ending, Entry, Kind, RoomCard};
use futures::FutureExt as _;
use futures::future::BoxFuture;
use sqlx::{Connection as _, Sqlite, SqliteConnection, Transaction};
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;

use super::rows;
use crate::store::{Appended, Making, StoreError};

/// Writes that can wait in line.
const LINE: usize = 16 * 1024;
/// Writes in one transaction.
const BATCH: usize = 512;

type Reply<T> = oneshot::Sender<Result<T, StoreError>>;

/// A write and whom to answer.
pub enum Write {
    /// The key of the tokens.
    Secret(Reply<[u8; 32]>),
    /// A new room.
    MakeRoom {
        card: RoomCard,
        limit: u64,
        reply: Reply<Making>,
    },
    /// The end of a room.
    EndRoom {
        id: RoomId,
        why: Ending,
        at: Timestamp,
        reply: Reply<()>,
    },
    /// Endings to forget.
    ForgetEndings { before: Timestamp, reply: Reply<()> },
    /// A changed room.
    ChangeRoom { card: RoomCard, reply: Reply<()> },
    /// An entry to number.
    Append {
        room: RoomId,
        draft: Draft,
        at: Timestamp,
        keep: u64,
        reply: Reply<Appended>,
    },
}

/// The line to the writer task.
pub struct Writer {
    line: Mutex<Option<mpsc::Sender<Write>>>,
    task: Mutex<Option<JoinHandle<()>>>,
}

impl Writer {
    /// Starts the task.
    pub fn start(connection: SqliteConnection) -> Self {
        let (line, waiting) = mpsc::channel(LINE);
        let task = tokio::spawn(serve(connection, waiting));
        Self {
            line: Mutex::new(Some(line)),
            task: Mutex::new(Some(task)),
        }
    }

    /// Puts a write in line, now; the future waits for its answer.
    pub fn ask<T: Send + 'static>(
        &self,
        write: impl FnOnce(Reply<T>) -> Write,
    ) -> impl Future<Output = Result<T, StoreError>> + Send + 'static {
        let (reply, answer) = oneshot::channel();
        let queued = self.queue(write(reply));
        async move {
            queued?;
            answer.await.unwrap_or(Err(StoreError::Closed))
        }
    }

    fn queue(&self, write: Write) -> Result<(), StoreError> {
        let line = self.line.lock().expect("no holder panics");
        let line = line.as_ref().ok_or(StoreError::Closed)?;
        line.try_send(write).map_err(|refused| match refused {
            mpsc::error::TrySendError::Full(_) => StoreError::Busy,
            mpsc::error::TrySendError::Closed(_) => StoreError::Closed,
        })
    }

    /// Takes no more, finishes what is in line.
    pub async fn close(&self) {
        self.line.lock().expect("no holder panics").take();
        let task = self.task.lock().expect("no holder panics").take();
        if let Some(task) = task
            && let Err(cause) = task.await
        {
            tracing::error!(%cause, "the writer ended badly");
        }
    }
}

async fn serve(mut connection: SqliteConnection, mut waiting: mpsc::Receiver<Write>) {
    let mut batch = Vec::with_capacity(BATCH);
    while waiting.recv_many(&mut batch, BATCH).await > 0 {
        commit(&mut connection, batch.drain(..)).await;
    }
    if let Err(cause) = connection.close().await {
        tracing::error!(%cause, "closing the database");
    }
}

/// An answer that is given when the transaction is kept, or has failed.
type Answer = Box<dyn FnOnce(Result<(), &str>) + Send>;

async fn commit(connection: &mut SqliteConnection, batch: impl Iterator<Item = Write>) {
    let mut answers = Vec::new();
    let kept = keep(connection, batch, &mut answers).await;
    let kept = kept.map_err(|cause| {
        tracing::error!(%cause, "a batch was not kept");
        cause.to_string()
    });
    for answer in answers {
        answer(kept.as_ref().copied().map_err(String::as_str));
    }
}

async fn keep(
    connection: &mut SqliteConnection,
    batch: impl Iterator<Item = Write>,
    answers: &mut Vec<Answer>,
) -> Result<(), StoreError> {
    // All are answered, those after a failure too.
    let mut failure = None;
    let mut transaction = connection.begin_with("BEGIN IMMEDIATE").await;
    for write in batch {
        let doing = match (&mut transaction, &failure) {
            (Ok(transaction), None) => Some(transaction),
            (Ok(_), Some(_)) | (Err(_), _) => None,
        };
        let (outcome, answer) = perform(doing, write).await;
        answers.push(answer);
        failure = failure.or(outcome.err());
    }
    let transaction = transaction?;
    match failure {
        Some(cause) => Err(cause),
        None => Ok(transaction.commit().await?),
    }
}

async fn perform(
    transaction: Option<&mut Transaction<'_, Sqlite>>,
    write: Write,
) -> (Result<(), StoreError>, Answer) {
    match write {
        Write::Secret(reply) => answered(transaction, reply, |t| secret(t).boxed()).await,
        Write::MakeRoom { card, limit, reply } => {
            answered(transaction, reply, |t| make_room(t, card, limit).boxed()).await
        }
        Write::EndRoom { id, why, at, reply } => {
            answered(transaction, reply, |t| end_room(t, id, why, at).boxed()).await
        }
        Write::ForgetEndings { before, reply } => {
            answered(transaction, reply, |t| forget_endings(t, before).boxed()).await
        }
        Write::ChangeRoom { card, reply } => {
            answered(transaction, reply, |t| change_room(t, card).boxed()).await
        }
        Write::Append {
            room,
            draft,
            at,
            keep,
            reply,
        } => {
            let append = |t| append(t, room, draft, at, keep).boxed();
            answered(transaction, reply, append).await
        }
    }
}

/// Does one write and puts its result where the commit's outcome decides
/// whether it is given out.
async fn answered<'t, 'c, T: Send + 'static>(
    transaction: Option<&'t mut Transaction<'c, Sqlite>>,
    reply: Reply<T>,
    act: impl FnOnce(&'t mut Transaction<'c, Sqlite>) -> BoxFuture<'t, Result<T, StoreError>>,
) -> (Result<(), StoreError>, Answer) {
    let result = match transaction {
        Some(transaction) => act(transaction).await.map(Some),
        None => Ok(None),
    };
    let (outcome, value) = match result {
        Ok(value) => (Ok(()), value),
        Err(cause) => (Err(cause), None),
    };
    let answer: Answer = Box::new(move |kept| {
        let answer = match (kept, value) {
            (Ok(()), Some(value)) => Ok(value),
            (Ok(()), None) => Err(StoreError::Closed),
            (Err(cause), _) => Err(StoreError::NotKept(cause.to_owned())),
        };
        // Whoever asked may be gone.
        drop(reply.send(answer));
    });
    (outcome, answer)
}

async fn secret(transaction: &mut Transaction<'_, Sqlite>) -> Result<[u8; 32], StoreError> {
    let kept: Option<Vec<u8>> =
        sqlx::query_scalar("SELECT value FROM settings WHERE key = 'secret'")
            .fetch_optional(&mut **transaction)
            .await?;
    if let Some(kept) = kept {
        return kept.try_into().map_err(|_| StoreError::Damaged("secret"));
    }
    let fresh: [u8; 32] = crate::chance::bytes();
    sqlx::query("INSERT INTO settings (key, value) VALUES ('secret', ?)")
        .bind(fresh.as_slice())
        .execute(&mut **transaction)
        .await?;
    Ok(fresh)
}

async fn make_room(
    transaction: &mut Transaction<'_, Sqlite>,
    card: RoomCard,
    limit: u64,
) -> Result<Making, StoreError> {
    let rooms: i64 = sqlx::query_scalar("SELECT count(*) FROM rooms")
        .fetch_one(&mut **transaction)
        .await?;
    if rooms >= rows::integer(limit) {
        return Ok(Making::Full);
    }
    let made = sqlx::query(
        "INSERT INTO rooms (id, epoch, name, owner, visibility, made) VALUES (?, ?, ?, ?, ?, ?)
         ON CONFLICT (id) DO NOTHING",
    )
    .bind(card.id.to_string())
    .bind(card.epoch.as_bytes().as_slice())
    .bind(card.name.as_str())
    .bind(card.owner.map(|owner| owner.as_bytes().to_vec()))
    .bind(rows::visibility_text(card.visibility))
    .bind(rows::integer(card.made.0))
    .execute(&mut **transaction)
    .await?;
    Ok(match made.rows_affected() {
        0 => Making::AlreadyThere,
        _ => Making::Made,
    })
}

async fn end_room(
    transaction: &mut Transaction<'_, Sqlite>,
    id: RoomId,
    why: Ending,
    at: Timestamp,
) -> Result<(), StoreError> {
    // Its entries go with it, by their reference to it.
    sqlx::query("DELETE FROM rooms WHERE id = ?")
        .bind(id.to_string())
        .execute(&mut **transaction)
        .await?;
    sqlx::query("INSERT OR REPLACE INTO endings (room, reason, at) VALUES (?, ?, ?)")
        .bind(id.to_string())
        .bind(why.as_str())
        .bind(rows::integer(at.0))
        .execute(&mut **transaction)
        .await?;
    Ok(())
}

async fn forget_endings(
    transaction: &mut Transaction<'_, Sqlite>,
    before: Timestamp,
) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM endings WHERE at < ?")
        .bind(rows::integer(before.0))
        .execute(&mut **transaction)
        .await?;
    Ok(())
}

async fn change_room(
    transaction: &mut Transaction<'_, Sqlite>,
    card: RoomCard,
) -> Result<(), StoreError> {
    sqlx::query("UPDATE rooms SET name = ?, owner = ?, visibility = ? WHERE id = ? AND epoch = ?")
        .bind(card.name.as_str())
        .bind(card.owner.map(|owner| owner.as_bytes().to_vec()))
        .bind(rows::visibility_text(card.visibility))
        .bind(card.id.to_string())
        .bind(card.epoch.as_bytes().as_slice())
        .execute(&mut **transaction)
        .await?;
    Ok(())
}

async fn append(
    transaction: &mut Transaction<'_, Sqlite>,
    room: RoomId,
    draft: Draft,
    at: Timestamp,
    keep: u64,
) -> Result<Appended, StoreError> {
    if let Some(kept) = said_before(transaction, room, &draft).await? {
        return Ok(if draft.is_kept_as(&kept) {
            Appended::Again(kept)
        } else {
            Appended::Otherwise
        });
    }
    let entry = draft.kept(next_number(transaction, room).await?, at);
    insert(transaction, room, &entry).await?;
    trim(transaction, room, entry.seq, keep).await?;
    Ok(Appended::New(entry))
}

/// Lets all but the newest `keep` entries go.
async fn trim(
    transaction: &mut Transaction<'_, Sqlite>,
    room: RoomId,
    newest: Seq,
    keep: u64,
) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM entries WHERE room = ? AND seq <= ?")
        .bind(room.to_string())
        .bind(rows::integer(newest.0.saturating_sub(keep)))
        .execute(&mut **transaction)
        .await?;
    Ok(())
}

async fn said_before(
    transaction: &mut Transaction<'_, Sqlite>,
    room: RoomId,
    draft: &Draft,
) -> Result<Option<Entry>, StoreError> {
    let row = sqlx::query(
        "SELECT seq, at, author, name, color, client, text FROM entries
         WHERE room = ? AND author = ? AND client = ?",
    )
    .bind(room.to_string())
    .bind(draft.author.as_bytes().as_slice())
    .bind(draft.client.as_bytes().as_slice())
    .fetch_optional(&mut **transaction)
    .await?;
    row.as_ref().map(rows::entry).transpose()
}

async fn next_number(
    transaction: &mut Transaction<'_, Sqlite>,
    room: RoomId,
) -> Result<Seq, StoreError> {
    let row = sqlx::query("UPDATE rooms SET newest = newest + 1 WHERE id = ? RETURNING newest")
        .bind(room.to_string())
        .fetch_one(&mut **transaction)
        .await?;
    rows::newest(&row)
}

async fn insert(
    transaction: &mut Transaction<'_, Sqlite>,
    room: RoomId,
    entry: &Entry,
) -> Result<(), StoreError> {
    let Kind::Say { text } = &entry.kind;
    sqlx::query(
        "INSERT INTO entries (room, seq, at, author, name, color, client, text)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
    )
    .bind(room.to_string())
    .bind(rows::integer(entry.seq.0))
    .bind(rows::integer(entry.at.0))
    .bind(entry.author.as_bytes().as_slice())
    .bind(entry.name.as_str())
    .bind(entry.color.as_str())
    .bind(entry.client.as_bytes().as_slice())
    .bind(text.as_str())
    .execute(&mut **transaction)
    .await?;
    Ok(())
}
