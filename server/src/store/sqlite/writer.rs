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

use chatmux_shared::id::{RoomId, Timestamp};
use chatmux_shared::message::Head;
use chatmux_shared::room::{Ending, RoomCard};
use futures::FutureExt as _;
use futures::future::BoxFuture;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions as _, Connection as _, Sqlite, SqliteConnection, Transaction};
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;

use super::append::{Append, append};
use super::rows;
use crate::store::{Appended, Making, StoreError};

/// Writes that can wait in line.
const LINE: usize = 16 * 1024;
/// Writes in one transaction.
const BATCH: usize = 512;

type Reply<T> = oneshot::Sender<Result<T, StoreError>>;

/// A write and whom to answer.
pub enum Write {
    /// An entry to number.
    Append(Box<Append>, Reply<Appended>),
    /// Something that is done by itself.
    Other(Box<Other>),
}

/// A write that is done by itself.
pub enum Other {
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
}

impl From<Other> for Write {
    fn from(other: Other) -> Self {
        Self::Other(Box::new(other))
    }
}

/// The line to the writer task.
pub struct Writer {
    line: Mutex<Option<mpsc::Sender<Write>>>,
    task: Mutex<Option<JoinHandle<()>>>,
}

impl Writer {
    /// Starts the task; `options` are for connections after this one.
    pub fn start(connection: SqliteConnection, options: SqliteConnectOptions) -> Self {
        let (line, waiting) = mpsc::channel(LINE);
        let task = tokio::spawn(serve(connection, options, waiting));
        Self {
            line: Mutex::new(Some(line)),
            task: Mutex::new(Some(task)),
        }
    }

    /// Puts a write in line, now; the future waits for its answer.
    pub fn ask<T: Send + 'static, W: Into<Write>>(
        &self,
        write: impl FnOnce(Reply<T>) -> W,
    ) -> impl Future<Output = Result<T, StoreError>> + Send + 'static {
        let (reply, answer) = oneshot::channel();
        let queued = self.queue(write(reply).into());
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

async fn serve(
    mut connection: SqliteConnection,
    options: SqliteConnectOptions,
    mut waiting: mpsc::Receiver<Write>,
) {
    let mut batch = Vec::with_capacity(BATCH);
    while waiting.recv_many(&mut batch, BATCH).await > 0 {
        if commit(&mut connection, batch.drain(..)).await.is_err() {
            renew(&mut connection, &options).await;
        }
    }
    // A reader that closes last would leave the log, with what was erased.
    let emptied = sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").execute(&mut connection);
    if let Err(cause) = emptied.await {
        tracing::warn!(%cause, "the write-ahead log was not emptied");
    }
    if let Err(cause) = connection.close().await {
        tracing::error!(%cause, "closing the database");
    }
}

/// Puts another connection in the place of one whose transaction has failed:
/// SQLite has ended that transaction by itself, and the connection counts it
/// as open for good. If there is none to be had, the next failure asks again.
async fn renew(connection: &mut SqliteConnection, options: &SqliteConnectOptions) {
    let renewed = async {
        let former = std::mem::replace(connection, options.connect().await?);
        former.close().await
    };
    if let Err(cause) = renewed.await {
        tracing::error!(%cause, "connecting to the database again");
    }
}

/// An answer that is given when the transaction is kept, or has failed.
type Answer = Box<dyn FnOnce(Result<(), &str>) + Send>;

async fn commit(
    connection: &mut SqliteConnection,
    batch: impl Iterator<Item = Write>,
) -> Result<(), String> {
    let mut answers = Vec::new();
    let kept = keep(connection, batch, &mut answers).await;
    let kept = kept.map_err(|cause| {
        tracing::error!(%cause, "a batch was not kept");
        cause.to_string()
    });
    for answer in answers {
        answer(kept.as_ref().copied().map_err(String::as_str));
    }
    kept
}

async fn keep(
    connection: &mut SqliteConnection,
    batch: impl Iterator<Item = Write>,
    answers: &mut Vec<Answer>,
) -> Result<(), StoreError> {
    // All are answered, those after a failure too.
    let mut failure = None;
    let mut transaction = connection.begin_with("BEGIN IMMEDIATE").await;
    for job in jobs(batch) {
        let doing = match (&mut transaction, &failure) {
            (Ok(transaction), None) => Some(transaction),
            (Ok(_), Some(_)) | (Err(_), _) => None,
        };
        let outcome = match job {
            Job::Appends(drafts, replies) => append_all(doing, drafts, replies, answers).await,
            Job::Other(write) => {
                let (outcome, answer) = perform(doing, *write).await;
                answers.push(answer);
                outcome
            }
        };
        failure = failure.or(outcome.err());
    }
    let transaction = transaction?;
    match failure {
        Some(cause) => Err(cause),
        None => Ok(transaction.commit().await?),
    }
}

/// Writes that are done at once.
enum Job {
    Appends(Vec<Append>, Vec<Reply<Appended>>),
    Other(Box<Other>),
}

/// Appends that follow one another are one job.
fn jobs(batch: impl Iterator<Item = Write>) -> Vec<Job> {
    let mut jobs: Vec<Job> = Vec::new();
    for write in batch {
        match (write, jobs.last_mut()) {
            (Write::Append(draft, reply), Some(Job::Appends(drafts, replies))) => {
                drafts.push(*draft);
                replies.push(reply);
            }
            (Write::Append(draft, reply), _) => {
                jobs.push(Job::Appends(vec![*draft], vec![reply]));
            }
            (Write::Other(other), _) => jobs.push(Job::Other(other)),
        }
    }
    jobs
}

async fn append_all(
    transaction: Option<&mut Transaction<'_, Sqlite>>,
    drafts: Vec<Append>,
    replies: Vec<Reply<Appended>>,
    answers: &mut Vec<Answer>,
) -> Result<(), StoreError> {
    let appended = match transaction {
        Some(transaction) => append(transaction, drafts).await,
        None => Ok(Vec::new()),
    };
    let (outcome, appended) = match appended {
        Ok(appended) => (Ok(()), appended),
        Err(cause) => (Err(cause), Vec::new()),
    };
    let mut appended = appended.into_iter();
    for reply in replies {
        answers.push(answer(reply, appended.next()));
    }
    outcome
}

async fn perform(
    transaction: Option<&mut Transaction<'_, Sqlite>>,
    write: Other,
) -> (Result<(), StoreError>, Answer) {
    match write {
        Other::Secret(reply) => answered(transaction, reply, |t| secret(t).boxed()).await,
        Other::MakeRoom { card, limit, reply } => {
            answered(transaction, reply, |t| make_room(t, card, limit).boxed()).await
        }
        Other::EndRoom { id, why, at, reply } => {
            answered(transaction, reply, |t| end_room(t, id, why, at).boxed()).await
        }
        Other::ForgetEndings { before, reply } => {
            answered(transaction, reply, |t| forget_endings(t, before).boxed()).await
        }
        Other::ChangeRoom { card, reply } => {
            answered(transaction, reply, |t| change_room(t, card).boxed()).await
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
    (outcome, answer(reply, value))
}

fn answer<T: Send + 'static>(reply: Reply<T>, value: Option<T>) -> Answer {
    Box::new(move |kept| {
        let answer = match (kept, value) {
            (Ok(()), Some(value)) => Ok(value),
            (Ok(()), None) => Err(StoreError::Closed),
            (Err(cause), _) => Err(StoreError::NotKept(cause.to_owned())),
        };
        // Whoever asked may be gone.
        drop(reply.send(answer));
    })
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
    let ended: Option<i64> = sqlx::query_scalar("SELECT 1 FROM endings WHERE room = ?")
        .bind(card.id.to_string())
        .fetch_optional(&mut **transaction)
        .await?;
    if ended.is_some() {
        return Ok(Making::AlreadyThere);
    }
    let made = sqlx::query(
        "INSERT INTO rooms (id, epoch, name, owner, visibility, made, head)
         VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING",
    )
    .bind(card.id.to_string())
    .bind(card.epoch.as_bytes().as_slice())
    .bind(card.name.as_str())
    .bind(card.owner.map(|owner| owner.as_bytes().to_vec()))
    .bind(rows::visibility_text(card.visibility))
    .bind(rows::integer(card.made.0))
    .bind(Head::first(card.id, card.epoch).as_bytes().to_vec())
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
    sqlx::query(
        "UPDATE rooms SET name = ?, visibility = ?, locked = ?, admitted = ?
         WHERE id = ? AND epoch = ?",
    )
    .bind(card.name.as_str())
    .bind(rows::visibility_text(card.visibility))
    .bind(card.lock.is_on())
    .bind(rows::keys_blob(&card.admitted))
    .bind(card.id.to_string())
    .bind(card.epoch.as_bytes().as_slice())
    .execute(&mut **transaction)
    .await?;
    Ok(())
}
