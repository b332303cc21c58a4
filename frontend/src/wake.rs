//! A screen that stays awake (Screen Wake Lock API §5).
//!
//! The browser takes the lock back when the page is hidden: it is to be asked
//! for again when the page is seen. Where there is no such thing, or it is
//! refused, the screen goes dark as ever, and nobody is told.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Promise, Reflect};
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};

use crate::script::{call, detach, window};

/// The screen stays awake as long as it lives.
#[derive(Debug)]
pub struct Wake {
    lock: Rc<RefCell<Option<JsValue>>>,
}

impl Wake {
    /// From now on.
    pub fn new() -> Self {
        let lock = Rc::new(RefCell::new(None));
        let owner = Rc::downgrade(&lock);
        spawn_local(async move {
            let Some(granted) = request().await else {
                return;
            };
            match owner.upgrade() {
                Some(lock) => *lock.borrow_mut() = Some(granted),
                // It came too late.
                None => release(&granted),
            }
        });
        Self { lock }
    }
}

impl Default for Wake {
    fn default() -> Self {
        Self::new()
    }
}

impl Drop for Wake {
    fn drop(&mut self) {
        if let Some(lock) = self.lock.borrow_mut().take() {
            release(&lock);
        }
    }
}

async fn request() -> Option<JsValue> {
    let locks = Reflect::get(&window().navigator(), &"wakeLock".into()).ok()?;
    let promise: Promise = call(&locks, "request", &"screen".into())?.dyn_into().ok()?;
    JsFuture::from(promise).await.ok()
}

fn release(lock: &JsValue) {
    let promise = call(lock, "release", &JsValue::UNDEFINED);
    if let Some(Ok(promise)) = promise.map(wasm_bindgen::JsCast::dyn_into) {
        detach(promise);
    }
}
