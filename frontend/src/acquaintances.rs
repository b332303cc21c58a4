//! Whom this browser's person has compared emoji with, over all rooms, in the
//! browser's database.
//!
//! Invariant: a key is there once. Where the browser has no database, nothing
//! is kept and nothing fails. What follows from it is decided in
//! `chatmux_shared::call::verify`.

use chatmux_shared::call::verify::{Acquaintance, Acquaintances};
use chatmux_shared::id::{MemberId, Timestamp};
use js_sys::Array;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{IdbObjectStore, IdbRequest};

use crate::database::{self, Database};
use crate::script::texts;

/// The places in a record, which lies under the key it is about.
const MEMBER: u32 = 0;
const NAME: u32 = 1;
/// Milliseconds since 1970.
const AT: u32 = 2;

/// All that are kept.
pub async fn load() -> Acquaintances {
    let records = work(IdbObjectStore::get_all).await.unwrap_or_default();
    let Some(records) = records.dyn_ref::<Array>() else {
        return Acquaintances::default();
    };
    Acquaintances::new(records.iter().filter_map(|record| read(record.dyn_ref()?)))
}

/// Keeps one, in the place of what was known of the key.
pub async fn keep(acquaintance: Acquaintance) {
    let member = acquaintance.member.to_string();
    let at = acquaintance.at.0.to_string();
    let record = texts(&[&member, &acquaintance.name, &at]);
    work(|store| store.put_with_key(&record, &member.into())).await;
}

/// Forgets one.
pub async fn remove(member: MemberId) {
    work(|store| store.delete(&member.to_string().into())).await;
}

fn read(record: &Array) -> Option<Acquaintance> {
    let text = |place| record.get(place).as_string();
    Some(Acquaintance {
        member: text(MEMBER)?.parse().ok()?,
        name: text(NAME)?,
        at: Timestamp(text(AT)?.parse().ok()?),
    })
}

async fn work(
    begin: impl FnOnce(&IdbObjectStore) -> Result<IdbRequest, JsValue>,
) -> Option<JsValue> {
    let database = Database::open().await?;
    let store = database.store(database::ACQUAINTANCES)?;
    let request = begin(&store).ok()?;
    database::commit(&store).await?;
    request.result().ok()
}
