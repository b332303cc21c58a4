//! Rows of the tables, and what they stand for.

use chatmux_shared::id::{ClientId, Epoch, MemberId, Seq, Timestamp};
use chatmux_shared::limits::Limits;
use chatmux_shared::room::{Color, Entry, Kind, RoomCard};
use chatmux_shared::text::{MessageText, Name};
use chatmux_shared::wire::Visibility;
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

/// A row of `rooms`.
pub fn card(row: &SqliteRow) -> Result<RoomCard, StoreError> {
    let owner: Option<Vec<u8>> = row.try_get("owner")?;
    let owner = owner.map(|blob| bytes(&blob, "owner")).transpose()?;
    let id: String = row.try_get("id")?;
    let epoch: Vec<u8> = row.try_get("epoch")?;
    Ok(RoomCard {
        id: id.parse().map_err(|_| StoreError::Damaged("room id"))?,
        epoch: Epoch::from_random(bytes(&epoch, "epoch")?),
        name: name(row.try_get("name")?)?,
        owner: owner.map(MemberId::from_random),
        visibility: visibility(row.try_get("visibility")?)?,
        made: Timestamp(unsigned(row.try_get("made")?, "time")?),
    })
}

/// A row of `entries` without its room.
pub fn entry(row: &SqliteRow) -> Result<Entry, StoreError> {
    let author: Vec<u8> = row.try_get("author")?;
    let client: Vec<u8> = row.try_get("client")?;
    Ok(Entry {
        seq: Seq(unsigned(row.try_get("seq")?, "number")?),
        at: Timestamp(unsigned(row.try_get("at")?, "time")?),
        author: MemberId::from_random(bytes(&author, "author")?),
        name: name(row.try_get("name")?)?,
        color: Color::parse(row.try_get("color")?).ok_or(StoreError::Damaged("colour"))?,
        client: ClientId::from_random(bytes(&client, "client id")?),
        kind: Kind::Say {
            text: MessageText::kept(row.try_get("text")?),
        },
    })
}

/// The `newest` of a row of `rooms`.
pub fn newest(row: &SqliteRow) -> Result<Seq, StoreError> {
    Ok(Seq(unsigned(row.try_get("newest")?, "number")?))
}
