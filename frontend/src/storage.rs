//! The browser's storage, which may not be there.
//!
//! Invariant: nothing here fails. Where storage is forbidden or full, what is
//! kept is not found again.

use crate::script::window;

/// `localStorage`, `sessionStorage`, or nothing.
#[derive(Debug)]
pub struct Storage(Option<web_sys::Storage>);

impl Storage {
    /// What all tabs of this origin share.
    pub fn local() -> Self {
        Self(window().local_storage().ok().flatten())
    }

    /// What this tab alone has, over its reloads.
    pub fn session() -> Self {
        Self(window().session_storage().ok().flatten())
    }

    /// What is kept under `key`.
    pub fn get(&self, key: &str) -> Option<String> {
        self.0.as_ref()?.get_item(key).ok().flatten()
    }

    /// Keeps `text` under `key`.
    pub fn set(&self, key: &str, text: &str) {
        if let Some(storage) = &self.0 {
            storage.set_item(key, text).ok();
        }
    }

    /// Keeps nothing under `key`.
    pub fn remove(&self, key: &str) {
        if let Some(storage) = &self.0 {
            storage.remove_item(key).ok();
        }
    }

    /// Takes what is kept under `key` away.
    pub fn take(&self, key: &str) -> Option<String> {
        let text = self.get(key)?;
        self.remove(key);
        Some(text)
    }
}
