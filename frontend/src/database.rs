//! The browser's database (Indexed Database API 3.0), which may not be there.
//!
//! Invariant: nothing here fails. Where the browser forbids it, as some do in
//! private windows, or has no room left, there is `None`, and the callers go
//! on without. No connection outlives the work it was opened for, so no tab
//! keeps another from a later version. What is kept is not known here.

use js_sys::Promise;
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    EventTarget, IdbDatabase, IdbObjectStore, IdbOpenDbRequest, IdbRequest, IdbTransactionMode,
};

use crate::listener::Listener;
use crate::script::window;

/// The store of the keys this browser signs with.
pub const KEYS: &str = "keys";
/// The store of what was signed and is not yet known to be kept.
pub const OUTBOX: &str = "outbox";
/// The store of whom the person has compared emoji with.
pub const ACQUAINTANCES: &str = "acquaintances";

const NAME: &str = "chatmux";
/// To be raised with every change of the stores.
const VERSION: u32 = 2;

/// A connection, closed when it is dropped and its transactions have ended.
#[derive(Debug)]
pub struct Database(IdbDatabase);

impl Database {
    /// Opens the database, and makes it before the first time.
    pub async fn open() -> Option<Self> {
        let factory = window().indexed_db().ok()??;
        let request = factory.open_with_u32(NAME, VERSION).ok()?;
        let empty = request.clone();
        let _upgrade = Listener::new(&request, "upgradeneeded", move |_| make_stores(&empty));
        Some(Self(result(&request).await?.unchecked_into()))
    }

    /// A store, in a transaction of its own that no other one overlaps. It
    /// ends by itself as soon as nothing of it is waited for.
    pub fn store(&self, name: &str) -> Option<IdbObjectStore> {
        let mode = IdbTransactionMode::Readwrite;
        let transaction = self.0.transaction_with_str_and_mode(name, mode).ok()?;
        transaction.object_store(name).ok()
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        self.0.close();
    }
}

/// What a request comes to.
pub async fn result(request: &IdbRequest) -> Option<JsValue> {
    first_of(request, "success", "error").await?;
    request.result().ok()
}

/// Waits until what was asked of a store is there to stay.
pub async fn commit(store: &IdbObjectStore) -> Option<()> {
    first_of(&store.transaction(), "complete", "abort").await
}

fn make_stores(request: &IdbOpenDbRequest) {
    let Ok(database) = request.result() else {
        return;
    };
    let database: IdbDatabase = database.unchecked_into();
    for store in [KEYS, OUTBOX, ACQUAINTANCES] {
        // One of a former version is there already.
        database.create_object_store(store).ok();
    }
}

/// Waits for the first of two events, of which `bad` is `None`. The browser
/// listens by itself here, and for as long as `target` is there.
async fn first_of(target: &EventTarget, good: &str, bad: &str) -> Option<()> {
    let promise = Promise::new(&mut |resolve, reject| {
        for (event, settle) in [(good, resolve), (bad, reject)] {
            let listening = target.add_event_listener_with_callback(event, &settle);
            // Only throws for options that are none.
            listening.ok();
        }
    });
    JsFuture::from(promise).await.ok()?;
    Some(())
}
