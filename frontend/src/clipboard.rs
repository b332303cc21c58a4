//! Copying a text for the person to paste elsewhere.

use wasm_bindgen_futures::{JsFuture, spawn_local};

use crate::input::{Input, Mailbox};
use crate::script::{is_there, window};

const COPIED: &str = "Link copied.";
const NOT_ALLOWED: &str = "Copying is not allowed here; the link is in the field.";

/// Copies `text` and says how it went.
pub fn copy(text: String, mailbox: Mailbox) {
    spawn_local(async move {
        let sentence = if write(&text).await {
            COPIED
        } else {
            NOT_ALLOWED
        };
        mailbox.send(Input::Notice(sentence));
    });
}

async fn write(text: &str) -> bool {
    let clipboard = window().navigator().clipboard();
    // Insecure origins have none (Clipboard API §7).
    if !is_there(&clipboard) {
        return false;
    }
    JsFuture::from(clipboard.write_text(text)).await.is_ok()
}
