//! What was signed and is not yet known to be kept by the room: it survives
//! reloads and being offline.
//!
//! Invariant: a post comes back exactly as it was kept, until it is removed.
//! Where the browser has no database, nothing is kept and nothing fails.
//!
//! All tabs of a browser share one store. A tab finds what it kept itself,
//! and what is a minute old: the tab that kept that is gone, or sends it as
//! well, and a room keeps a post once. Who still needs a post is not known
//! here.

use std::cell::Cell;

use chatmux_shared::id::{ClientId, RoomId, Timestamp};
use chatmux_shared::message::Post;
use js_sys::{Array, Promise};
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::{JsFuture, future_to_promise};

use crate::clock::now;
use crate::database::{self, Database};
use crate::json;
use crate::script::{detach, texts};

/// In milliseconds: after which a post is any tab's.
const ADOPTED_AFTER: u64 = 60 * 1000;

/// The places in a record, which lies under its client id: a list of texts,
/// by whose first one the browser sorts records. That is milliseconds since
/// 1970, of thirteen digits until 2286.
const AT: u32 = 0;
const TAB: u32 = 1;
const ROOM: u32 = 2;
/// As JSON.
const POST: u32 = 3;

/// The posts of one tab to one room.
#[derive(Debug)]
pub struct Outbox {
    room: String,
    tab: String,
    /// When the newest post was kept; the next one is kept later.
    newest: Cell<Timestamp>,
}

impl Outbox {
    /// That of `tab`, which has a name no other tab has, over its reloads.
    pub fn of(room: RoomId, tab: &str) -> Self {
        Self {
            room: room.to_string(),
            tab: tab.to_owned(),
            newest: Cell::default(),
        }
    }

    /// Keeps a post, whether that is waited for or not. Waiting for it is
    /// waiting until the post is there to stay, or cannot be kept.
    pub fn keep(&self, client: ClientId, post: &Post) -> impl Future<Output = ()> + use<> {
        let at = now().max(self.newest.get().plus(1));
        self.newest.set(at);
        let at = at.0.to_string();
        let record = texts(&[&at, &self.tab, &self.room, &json::text(post)]);
        let kept = JsFuture::from(begin(Work::Keep(client, record)));
        async move {
            kept.await.ok();
        }
    }

    /// Removes a post, whichever tab kept it.
    pub fn remove(&self, client: ClientId) {
        detach(begin(Work::Remove(client)));
    }

    /// The posts to this room, in the order they were kept.
    pub fn load(&self) -> impl Future<Output = Vec<Post>> + use<> {
        let (room, tab) = (self.room.clone(), self.tab.clone());
        let records = JsFuture::from(begin(Work::Load));
        let long_ago = now().0.saturating_sub(ADOPTED_AFTER).to_string();
        async move {
            let records = records.await.unwrap_or_default();
            let Some(records) = records.dyn_ref::<Array>() else {
                return Vec::new();
            };
            let posts = records.sort().into_iter().filter_map(|record| {
                let record: Array = record.unchecked_into();
                let text = |place| record.get(place).as_string();
                let is_found = text(ROOM)? == room && (text(TAB)? == tab || text(AT)? < long_ago);
                is_found.then(|| json::parse(&text(POST)?).ok())?
            });
            posts.collect()
        }
    }
}

/// What is done with the store.
enum Work {
    Keep(ClientId, Array),
    Remove(ClientId),
    Load,
}

/// Begins a piece of work, which is done after all those begun before. The
/// promise keeps itself going and is never broken: without a database it
/// comes to nothing.
fn begin(work: Work) -> Promise {
    future_to_promise(async move { Ok(perform(work).await.unwrap_or_default()) })
}

async fn perform(work: Work) -> Option<JsValue> {
    let database = Database::open().await?;
    let store = database.store(database::OUTBOX)?;
    let request = match work {
        Work::Keep(client, record) => store.put_with_key(&record, &key(client)),
        Work::Remove(client) => store.delete(&key(client)),
        Work::Load => store.get_all(),
    };
    let request = request.ok()?;
    database::commit(&store).await?;
    request.result().ok()
}

fn key(client: ClientId) -> JsValue {
    client.to_string().into()
}
