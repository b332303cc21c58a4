//! A file of this person's, read piece by piece.

use chatmux_shared::call::transfer::Read;
use js_sys::ArrayBuffer;
use wasm_bindgen::JsCast as _;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::File;

use super::FileInput;
use crate::input::{Input, Mailbox};

/// Reads what is asked for; the answer is a [`FileInput::Read`]. A file that
/// was changed since it was picked cannot be read any more (File API §4).
#[expect(
    clippy::cast_precision_loss,
    reason = "a file has far fewer than 2^53 bytes"
)]
pub fn read(file: &File, read: Read, mailbox: Mailbox) {
    let (from, until) = (read.from as f64, (read.from + read.length) as f64);
    let slice = file.slice_with_f64_and_f64(from, until);
    spawn_local(async move {
        let bytes = match slice {
            Ok(slice) => JsFuture::from(slice.array_buffer()).await.ok(),
            Err(_) => None,
        };
        let bytes: Option<ArrayBuffer> = bytes.and_then(|bytes| bytes.dyn_into().ok());
        let bytes = bytes.filter(|bytes| u64::from(bytes.byte_length()) == read.length);
        mailbox.send(Input::File(FileInput::Read(read, bytes)));
    });
}
