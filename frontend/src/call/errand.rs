//! What was asked of a peer connection and is not done yet.
//!
//! What is asked of a connection that is closed meanwhile never settles
//! (W3C WebRTC 1.0 §4.4.1.2), and whoever waits for it holds on to the
//! connection for good. So nobody waits longer than an [`Errand`] lives, which
//! lies beside the connection.

use std::future::Future;

use futures::future::{AbortHandle, abortable};
use wasm_bindgen_futures::spawn_local;

/// Goes on as long as this is there.
#[derive(Debug)]
pub struct Errand(AbortHandle);

impl Errand {
    /// Begins at once.
    pub fn begin(errand: impl Future<Output = ()> + 'static) -> Self {
        let (errand, handle) = abortable(errand);
        spawn_local(async move {
            errand.await.ok();
        });
        Self(handle)
    }
}

impl Drop for Errand {
    fn drop(&mut self) {
        self.0.abort();
    }
}
