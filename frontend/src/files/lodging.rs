//! Where the browser itself keeps what comes in: a folder of this tab's in the
//! origin's private file system (File System Standard §3.4), which nobody but
//! this origin sees.
//!
//! Invariant: a folder belongs to the tab that holds the lock of its name (Web
//! Locks API); one whose lock nobody holds is of a tab that is gone, and goes.

use js_sys::{Array, Function, Promise, Reflect};
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;

use crate::random;
use crate::script::{ask, is_there, object, text_of, window};

/// The folder of all tabs, and the beginning of the names of their locks.
const FOLDER: &str = "chatmux-files";

/// This tab's folder.
#[derive(Debug)]
pub struct Lodging {
    handle: JsValue,
    _lock: Closure<dyn FnMut() -> Promise>,
}

impl Lodging {
    /// Makes the folder.
    ///
    /// # Errors
    /// The browser has no such file system, or does not let this page in.
    pub async fn open() -> Result<Self, JsValue> {
        let bytes = random::bytes().ok_or(JsValue::NULL)?;
        let name = u128::from_be_bytes(bytes).to_string();
        let lock = hold(&name).await?;
        let folder = all(true).await?;
        Ok(Self {
            handle: ask(
                &folder,
                "getDirectoryHandle",
                &[&name.into(), &create(true)],
            )
            .await?,
            _lock: lock,
        })
    }

    /// The folder, for files to be put in.
    pub fn handle(&self) -> &JsValue {
        &self.handle
    }
}

/// An option of `getDirectoryHandle` and `getFileHandle`.
pub fn create(create: bool) -> JsValue {
    object(&[("create", create.into())])
}

/// Takes away what tabs that are gone have left.
///
/// # Errors
/// The browser has no such file system, or there is nothing in it.
pub async fn clean() -> Result<(), JsValue> {
    let folder = all(false).await?;
    let held = held().await?;
    for name in names(&folder).await? {
        if !held.contains(&lock_of(&name)) {
            let recursive = object(&[("recursive", true.into())]);
            // Another tab may do the same.
            ask(&folder, "removeEntry", &[&name.into(), &recursive])
                .await
                .ok();
        }
    }
    Ok(())
}

/// The folder of all tabs.
async fn all(may_create: bool) -> Result<JsValue, JsValue> {
    let storage = Reflect::get(&window().navigator(), &"storage".into())?;
    let root = ask(&storage, "getDirectory", &[]).await?;
    ask(
        &root,
        "getDirectoryHandle",
        &[&FOLDER.into(), &create(may_create)],
    )
    .await
}

fn lock_of(name: &str) -> String {
    [FOLDER, " ", name].concat()
}

fn locks() -> Result<JsValue, JsValue> {
    Reflect::get(&window().navigator(), &"locks".into())
}

/// Takes the lock of a folder, for as long as this page lives.
async fn hold(name: &str) -> Result<Closure<dyn FnMut() -> Promise>, JsValue> {
    let mut granted = None;
    let grant = Promise::new(&mut |resolve, _| granted = Some(resolve));
    let granted = granted.ok_or(JsValue::NULL)?;
    let lock = Closure::<dyn FnMut() -> Promise>::new(move || {
        granted.call0(&JsValue::NULL).ok();
        // Nothing ever lets it go.
        Promise::new(&mut |_, _| {})
    });
    let locks = locks()?;
    let request: Function = Reflect::get(&locks, &"request".into())?.dyn_into()?;
    request.call2(&locks, &lock_of(name).into(), lock.as_ref())?;
    JsFuture::from(grant).await?;
    Ok(lock)
}

/// The names of all locks that anyone holds.
async fn held() -> Result<Vec<String>, JsValue> {
    let snapshot = ask(&locks()?, "query", &[]).await?;
    let held: Array = Reflect::get(&snapshot, &"held".into())?.dyn_into()?;
    Ok(held
        .iter()
        .filter_map(|lock| text_of(&lock, "name"))
        .collect())
}

/// What is in a folder (File System Standard §2.6, `keys`).
async fn names(folder: &JsValue) -> Result<Vec<String>, JsValue> {
    let keys = crate::script::call(folder, "keys", &JsValue::UNDEFINED).ok_or(JsValue::NULL)?;
    let mut names = Vec::new();
    loop {
        let next = ask(&keys, "next", &[]).await?;
        let name = Reflect::get(&next, &"value".into())?;
        if !is_there(&name) {
            return Ok(names);
        }
        names.extend(name.as_string());
    }
}
