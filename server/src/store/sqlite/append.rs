//! Appending: a whole batch of drafts in a few statements.
//!
//! ```text
//!  drafts ─▶ rooms ─▶ said before? ─▶ seen? ─▶ numbered, chained ─▶ insert
//!            (1 read)   (1 read)     (1 read)     (in memory)        (1 write)
//! ```
//!
//! Invariant: numbers have no holes and heads follow, also within a batch. A
//! draft that is not kept keeps no other from being kept.

use std::collections::{HashMap, HashSet};

use chatmux_shared::id::{ClientId, MemberId, RoomId, Seq, Timestamp};
use chatmux_shared::message::{Act, Entry, Head, Seen, Statement, Words};
use chatmux_shared::room::{Draft, RoomChange};
use sqlx::{QueryBuilder, Sqlite, SqliteConnection};

use super::rows;
use crate::store::{Appended, StoreError};

/// Rows in one statement, which is prepared once for so many.
const ROWS: usize = 64;

/// An entry to number.
pub struct Append {
    /// Where.
    pub room: RoomId,
    /// What.
    pub draft: Draft,
    /// When.
    pub at: Timestamp,
    /// How many of the newest stay.
    pub keep: u64,
}

/// What a room is like while a batch is numbered.
struct Log {
    last: Seen,
    has_grown: bool,
}

type By = (RoomId, MemberId, ClientId);

/// Numbers and keeps these, in their order.
pub async fn append(
    connection: &mut SqliteConnection,
    batch: Vec<Append>,
) -> Result<Vec<Appended>, StoreError> {
    let mut ledger = Ledger::read(connection, &batch).await?;
    let outcomes = batch.into_iter().map(|append| ledger.number(append));
    let outcomes = outcomes.collect();
    ledger.write(connection).await?;
    Ok(outcomes)
}

/// What is known of the rooms of a batch, and what it comes to.
struct Ledger {
    logs: HashMap<RoomId, Log>,
    said: HashMap<By, Entry>,
    /// After the entries that authors have seen.
    heads: HashMap<(RoomId, Seq), Head>,
    /// Entries whose words are erased, or are to be.
    erased: HashSet<(RoomId, Seq)>,
    kept: Vec<(RoomId, Statement, Head, Entry)>,
    /// Up to which entry each room's go.
    old: HashMap<RoomId, Seq>,
    changes: Vec<(RoomId, RoomChange)>,
}

impl Ledger {
    async fn read(connection: &mut SqliteConnection, batch: &[Append]) -> Result<Self, StoreError> {
        let logs = logs(connection, batch).await?;
        Ok(Self {
            said: said_before(connection, batch).await?,
            heads: heads_seen(connection, batch, &logs).await?,
            erased: erased(connection, batch).await?,
            logs,
            kept: Vec::new(),
            old: HashMap::new(),
            changes: Vec::new(),
        })
    }

    fn number(&mut self, append: Append) -> Appended {
        let Append {
            room, draft, at, ..
        } = append;
        let Some(log) = self.logs.get_mut(&room) else {
            return Appended::NoRoom;
        };
        let by = by(room, &draft.statement);
        match self.said.get(&by) {
            Some(entry) if draft.is_kept_as(entry) => return Appended::Again(entry.clone()),
            Some(_) => return Appended::Otherwise,
            None => {}
        }
        let seen = draft.statement.seen;
        if self.heads.get(&(room, seen.seq)) != Some(&seen.head) {
            return Appended::Stale;
        }
        let (statement, change) = (draft.statement, draft.change);
        let erases = draft.erases();
        let before = log.last.head;
        let mut entry = draft.kept(log.last, at);
        log.last = entry.seen();
        log.has_grown = true;
        let about = statement.act.target().map(|target| (room, target));
        if let Some(target) = erases {
            self.erased.insert((room, target));
        } else if about.is_some_and(|about| self.erased.contains(&about)) {
            entry.words = Words::Erased;
        }
        let let_go = entry.seq.0.saturating_sub(append.keep);
        if let_go > 0 {
            self.old.insert(room, Seq(let_go));
        }
        if change != RoomChange::default() {
            self.changes.push((room, change));
        }
        self.said.insert(by, entry.clone());
        self.kept.push((room, statement, before, entry.clone()));
        Appended::New(entry)
    }

    async fn write(self, connection: &mut SqliteConnection) -> Result<(), StoreError> {
        if self.kept.is_empty() {
            return Ok(());
        }
        insert(connection, &self.kept).await?;
        for (room, statement, ..) in &self.kept {
            if let Act::Delete { target } = statement.act {
                erase(connection, *room, target).await?;
            }
        }
        for (room, change) in &self.changes {
            change_room(connection, *room, change).await?;
        }
        let grown = self.logs.into_iter().filter(|(_, log)| log.has_grown);
        let grown: Vec<_> = grown.map(|(room, log)| (room, log.last)).collect();
        grow(connection, &grown).await?;
        trim(connection, &self.old).await
    }
}

fn by(room: RoomId, statement: &Statement) -> By {
    (room, statement.author, statement.client)
}

async fn logs(
    connection: &mut SqliteConnection,
    batch: &[Append],
) -> Result<HashMap<RoomId, Log>, StoreError> {
    let mut rooms: Vec<RoomId> = batch.iter().map(|append| append.room).collect();
    rooms.sort_unstable();
    rooms.dedup();
    let mut query = QueryBuilder::<Sqlite>::new("SELECT id, newest, head FROM rooms WHERE id IN (");
    let mut ids = query.separated(", ");
    for room in &rooms {
        ids.push_bind(room.to_string());
    }
    query.push(")");
    let found = query
        .build()
        .persistent(false)
        .fetch_all(connection)
        .await?;
    let log = |row| {
        let (room, last) = rows::log(row)?;
        let has_grown = false;
        Ok((room, Log { last, has_grown }))
    };
    found.iter().map(log).collect()
}

async fn said_before(
    connection: &mut SqliteConnection,
    batch: &[Append],
) -> Result<HashMap<By, Entry>, StoreError> {
    let mut query = QueryBuilder::<Sqlite>::new("WITH asked (room, author, client) AS (");
    query.push_values(batch, |mut values, Append { room, draft, .. }| {
        values.push_bind(room.to_string());
        values.push_bind(&draft.statement.author.as_bytes()[..]);
        values.push_bind(&draft.statement.client.as_bytes()[..]);
    });
    query.push(") SELECT room, ");
    query.push(rows::ENTRY);
    query.push(" FROM asked CROSS JOIN entries USING (room, author, client)");
    let found = query
        .build()
        .persistent(false)
        .fetch_all(connection)
        .await?;
    let mut said = HashMap::new();
    for row in &found {
        let entry = rows::entry(row)?;
        let statement =
            Statement::parse(&entry.signed).map_err(|_| StoreError::Damaged("statement"))?;
        said.insert(by(rows::room(row)?, &statement), entry);
    }
    Ok(said)
}

/// The heads after the entries that authors have seen: each is the one before
/// the next entry that is kept, or the last.
async fn heads_seen(
    connection: &mut SqliteConnection,
    batch: &[Append],
    logs: &HashMap<RoomId, Log>,
) -> Result<HashMap<(RoomId, Seq), Head>, StoreError> {
    let newest = logs.iter().map(|(room, log)| (*room, log.last));
    let mut heads: HashMap<_, _> = newest
        .map(|(room, last)| ((room, last.seq), last.head))
        .collect();
    let seen = batch
        .iter()
        .map(|append| (append.room, append.draft.statement.seen.seq));
    let mut older: Vec<_> = seen.filter(|seen| !heads.contains_key(seen)).collect();
    older.sort_unstable();
    older.dedup();
    if older.is_empty() {
        return Ok(heads);
    }
    let mut query = QueryBuilder::<Sqlite>::new("WITH asked (room, seq) AS (");
    query.push_values(&older, |mut values, (room, seq)| {
        values.push_bind(room.to_string());
        values.push_bind(rows::integer(seq.next().0));
    });
    query.push(") SELECT room, seq, before FROM asked CROSS JOIN entries USING (room, seq)");
    let found = query
        .build()
        .persistent(false)
        .fetch_all(connection)
        .await?;
    for row in &found {
        let (room, seen) = rows::base(row)?;
        heads.insert((room, seen.seq), seen.head);
    }
    Ok(heads)
}

/// The entries without words among those that are to say something else.
async fn erased(
    connection: &mut SqliteConnection,
    batch: &[Append],
) -> Result<HashSet<(RoomId, Seq)>, StoreError> {
    let edited: Vec<_> = batch
        .iter()
        .filter_map(|append| match append.draft.statement.act {
            Act::Edit { target } => Some((append.room, target)),
            Act::Create
            | Act::Say
            | Act::Delete { .. }
            | Act::PassOwnership { .. }
            | Act::RemoveMember { .. } => None,
        })
        .collect();
    if edited.is_empty() {
        return Ok(HashSet::new());
    }
    let mut query = QueryBuilder::<Sqlite>::new("WITH asked (room, seq) AS (");
    query.push_values(&edited, |mut values, (room, seq)| {
        values.push_bind(room.to_string());
        values.push_bind(rows::integer(seq.0));
    });
    query.push(
        ") SELECT room, seq FROM asked CROSS JOIN entries USING (room, seq) WHERE text IS NULL",
    );
    let found = query.build().persistent(false).fetch_all(connection);
    let found = found.await?;
    let each = found
        .iter()
        .map(|row| Ok((rows::room(row)?, rows::seq(row)?)));
    each.collect()
}

async fn insert(
    connection: &mut SqliteConnection,
    kept: &[(RoomId, Statement, Head, Entry)],
) -> Result<(), StoreError> {
    for kept in kept.chunks(ROWS) {
        let mut query = QueryBuilder::<Sqlite>::new(
            "INSERT INTO entries (room, seq, at, author, client, target, signed, signature,
             text, salt, before, head, name, color) ",
        );
        query.push_values(kept, |mut values, (room, statement, before, entry)| {
            let (text, salt) = match &entry.words {
                Words::Kept { text, salt } => (Some(text.as_str()), Some(&salt.as_bytes()[..])),
                Words::Erased => (None, None),
            };
            values.push_bind(room.to_string());
            values.push_bind(rows::integer(entry.seq.0));
            values.push_bind(rows::integer(entry.at.0));
            values.push_bind(&statement.author.as_bytes()[..]);
            values.push_bind(&statement.client.as_bytes()[..]);
            let target = statement.act.target().unwrap_or_default();
            values.push_bind(rows::integer(target.0));
            values.push_bind(entry.signed.as_bytes());
            values.push_bind(&entry.signature.as_bytes()[..]);
            values.push_bind(text);
            values.push_bind(salt);
            values.push_bind(&before.as_bytes()[..]);
            values.push_bind(&entry.head.as_bytes()[..]);
            values.push_bind(entry.byline.name.as_str());
            values.push_bind(entry.byline.color.as_str());
        });
        let query = query.build().persistent(kept.len() == ROWS);
        query.execute(&mut *connection).await?;
    }
    Ok(())
}

/// The words of an entry go, and those it was changed to.
async fn erase(
    connection: &mut SqliteConnection,
    room: RoomId,
    seq: Seq,
) -> Result<(), StoreError> {
    let seq = rows::integer(seq.0);
    sqlx::query(
        "UPDATE entries SET text = NULL, salt = NULL WHERE room = ? AND (seq = ? OR target = ?)",
    )
    .bind(room.to_string())
    .bind(seq)
    .bind(seq)
    .execute(connection)
    .await?;
    Ok(())
}

/// Each room's newest entry from now on.
async fn grow(
    connection: &mut SqliteConnection,
    grown: &[(RoomId, Seen)],
) -> Result<(), StoreError> {
    let mut query = QueryBuilder::<Sqlite>::new("WITH grown (id, newest, head) AS (");
    query.push_values(grown, |mut values, (room, last)| {
        values.push_bind(room.to_string());
        values.push_bind(rows::integer(last.seq.0));
        values.push_bind(&last.head.as_bytes()[..]);
    });
    query.push(
        ") UPDATE rooms SET newest = grown.newest, head = grown.head FROM grown
         WHERE rooms.id = grown.id",
    );
    query.build().persistent(false).execute(connection).await?;
    Ok(())
}

/// The entries up to these numbers go.
async fn trim(
    connection: &mut SqliteConnection,
    old: &HashMap<RoomId, Seq>,
) -> Result<(), StoreError> {
    if old.is_empty() {
        return Ok(());
    }
    let mut query = QueryBuilder::<Sqlite>::new("WITH old (room, upto) AS (");
    query.push_values(old, |mut values, (room, seq)| {
        values.push_bind(room.to_string());
        values.push_bind(rows::integer(seq.0));
    });
    query.push(
        ") DELETE FROM entries WHERE (room, seq) IN (SELECT it.room, it.seq FROM old
         CROSS JOIN entries AS it ON it.room = old.room AND it.seq <= old.upto)",
    );
    query.build().persistent(false).execute(connection).await?;
    Ok(())
}

async fn change_room(
    connection: &mut SqliteConnection,
    room: RoomId,
    change: &RoomChange,
) -> Result<(), StoreError> {
    sqlx::query(
        "UPDATE rooms SET maker = coalesce(maker, ?1), owner = coalesce(?1, owner),
         visibility = coalesce(?2, visibility),
         removed = CAST(removed || coalesce(?3, x'') AS BLOB) WHERE id = ?4",
    )
    .bind(change.owner.map(|owner| owner.as_bytes().to_vec()))
    .bind(change.visibility.map(rows::visibility_text))
    .bind(change.removed.map(|member| member.as_bytes().to_vec()))
    .bind(room.to_string())
    .execute(connection)
    .await?;
    Ok(())
}
