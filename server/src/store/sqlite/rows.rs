//! Rows of the tables, and what they stand for.

use chatmux_shared::id::{Epoch, MemberId, RoomId, Seq, Timestamp};
use chatmux_shared::limits::Limits;
use chatmux_shared::message::{Byline, Entry, Head, Salt, Seen, Signature, SignedBytes, Words};
use chatmux_shared::room::{Color, RoomCard};
use chatmux_shared::text::Name;
use chatmux_shared::wire::{Page, Visibility};
use sqlx::Row as _;
use sqlx::sqlite::SqliteRow;

use crate::store::StoreError;

/// A number as SQLite holds it.
pub fn integer(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

fn unsigned(number: i64, what: &'static str) -> Result<u64, StoreError> {
    u64::try_from(number).map_err(|_| StoreError::Damaged(what))
}

fn bytes<const N: usize>(blob: &[u8], what: &'static str) -> Result<[u8; N], StoreError> {
    blob.try_into().map_err(|_| StoreError::Damaged(what))
}

fn blob<const N: usize>(row: &SqliteRow, column: &'static str) -> Result<[u8; N], StoreError> {
    bytes(row.try_get(column)?, column)
}

/// Names were parsed before they were kept, perhaps under other limits.
fn name(text: &str) -> Result<Name, StoreError> {
    let limits = Limits {
        name_graphemes: usize::MAX,
        name_bytes: usize::MAX,
        ..Limits::default()
    };
    Name::parse(text, &limits).map_err(|_| StoreError::Damaged("name"))
}

/// How a visibility is kept.
pub const fn visibility_text(visibility: Visibility) -> &'static str {
    match visibility {
        Visibility::Unopened => "unopened",
        Visibility::Listed => "listed",
        Visibility::ByLink => "by_link",
    }
}

fn visibility(text: &str) -> Result<Visibility, StoreError> {
    [Visibility::Unopened, Visibility::Listed, Visibility::ByLink]
        .into_iter()
        .find(|visibility| visibility_text(*visibility) == text)
        .ok_or(StoreError::Damaged("visibility"))
}

/// The columns of a [`card`].
pub const CARD: &str = "id, epoch, name, owner, removed, visibility, locked, admitted, made";

/// Members' keys, one after the other.
pub fn keys_blob(members: &[MemberId]) -> Vec<u8> {
    members
        .iter()
        .flat_map(|member| *member.as_bytes())
        .collect()
}

fn members(row: &SqliteRow, column: &'static str) -> Result<Vec<MemberId>, StoreError> {
    let keys: &[u8] = row.try_get(column)?;
    let keys = keys.chunks(32).map(|key| bytes(key, column));
    keys.map(|key| key.map(MemberId::from_bytes)).collect()
}

/// A row with the columns of [`CARD`].
pub fn card(row: &SqliteRow) -> Result<RoomCard, StoreError> {
    let owner: Option<&[u8]> = row.try_get("owner")?;
    let owner = owner.map(|owner| bytes(owner, "owner")).transpose()?;
    let locked: bool = row.try_get("locked")?;
    Ok(RoomCard {
        id: parse_room(row.try_get("id")?)?,
        epoch: Epoch::from_random(blob(row, "epoch")?),
        name: name(row.try_get("name")?)?,
        owner: owner.map(MemberId::from_bytes),
        removed: members(row, "removed")?,
        visibility: visibility(row.try_get("visibility")?)?,
        lock: locked.into(),
        admitted: members(row, "admitted")?,
        made: Timestamp(unsigned(row.try_get("made")?, "time")?),
    })
}

/// The columns of an [`entry`].
pub const ENTRY: &str = "seq, at, signed, signature, text, salt, head, name, color";

/// A row with the columns of [`ENTRY`].
pub fn entry(row: &SqliteRow) -> Result<Entry, StoreError> {
    Ok(Entry {
        seq: seq(row)?,
        at: Timestamp(unsigned(row.try_get("at")?, "time")?),
        signed: SignedBytes::from_bytes(row.try_get("signed")?),
        signature: Signature::from_bytes(blob(row, "signature")?),
        words: words(row)?,
        head: Head::from_bytes(blob(row, "head")?),
        byline: Byline {
            name: name(row.try_get("name")?)?,
            color: Color::parse(row.try_get("color")?).ok_or(StoreError::Damaged("colour"))?,
        },
    })
}

fn words(row: &SqliteRow) -> Result<Words, StoreError> {
    let text: Option<String> = row.try_get("text")?;
    let salt: Option<&[u8]> = row.try_get("salt")?;
    Ok(match (text, salt) {
        (Some(text), Some(salt)) => Words::Kept {
            text,
            salt: Salt::from_random(bytes(salt, "salt")?),
        },
        (_, _) => Words::Erased,
    })
}

/// Entries in order, with the head before the first.
pub fn page(rows: &[SqliteRow]) -> Result<Page, StoreError> {
    let before = rows.first().map(|row| blob(row, "before")).transpose()?;
    Ok(Page {
        before: before.map(Head::from_bytes),
        entries: rows.iter().map(entry).collect::<Result<_, _>>()?,
    })
}

/// What comes before an entry, from its room, its number and the head before.
pub fn base(row: &SqliteRow) -> Result<(RoomId, Seen), StoreError> {
    let seq = seq(row)?.previous();
    let head = Head::from_bytes(blob(row, "before")?);
    Ok((room(row)?, Seen { seq, head }))
}

/// The number of a row of `entries`.
pub fn seq(row: &SqliteRow) -> Result<Seq, StoreError> {
    Ok(Seq(unsigned(row.try_get("seq")?, "number")?))
}

/// The room of a row of `entries`.
pub fn room(row: &SqliteRow) -> Result<RoomId, StoreError> {
    parse_room(row.try_get("room")?)
}

/// The end of a room's log, from a row of `rooms`.
pub fn log(row: &SqliteRow) -> Result<(RoomId, Seen), StoreError> {
    let seq = Seq(unsigned(row.try_get("newest")?, "number")?);
    let head = Head::from_bytes(blob(row, "head")?);
    Ok((parse_room(row.try_get("id")?)?, Seen { seq, head }))
}

fn parse_room(text: &str) -> Result<RoomId, StoreError> {
    text.parse().map_err(|_| StoreError::Damaged("room id"))
}
