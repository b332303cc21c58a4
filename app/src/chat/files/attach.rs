//! The ways a file is picked: a button, a drop onto the page, a paste.

use leptos::prelude::*;
use web_sys::{ClipboardEvent, DataTransfer, DragEvent, FileList};

use super::card::{FileWish, Picked};
use crate::controls::icon;
use crate::live::{IntoLive as _, Live, act, effect};
use crate::room::{Desk, Panel};
use crate::ui::{Ui, Wish};

/// What files say of themselves among the types of what is dragged (HTML
/// §6.11.5).
const FILES: &str = "Files";
const TEXT: &str = "text/plain";

/// A button, and the browser's own field, out of sight.
pub(in crate::chat) fn attach() -> Live {
    let field = NodeRef::<leptos::html::Input>::new();
    let pick = move |_| {
        if let Some(field) = field.get_untracked() {
            field.click();
        }
    };
    let picked = move |_| {
        if let Some(field) = field.get_untracked() {
            offer(field.files());
            // The same file may be picked again.
            field.set_value("");
        }
    };
    view! {
        <button type="button" class="round attach" aria-label="Attach a file" on:click=act(pick)>
            {icon("attach")}
        </button>
        <input node_ref=field type="file" multiple=true hidden=true on:change=act(picked)/>
    }
    .live()
}

/// Takes what is dropped onto the page, and pictures that are pasted, as long
/// as the room is there.
pub fn listen(desk: Desk) {
    effect(move || {
        let over = window_event_listener(leptos::ev::dragover, |event: DragEvent| {
            if event.data_transfer().is_some_and(|it| has(&it, FILES)) {
                event.prevent_default();
            }
        });
        let drop = window_event_listener(leptos::ev::drop, move |event: DragEvent| {
            if let Some(dropped) = event.data_transfer().filter(|it| has(it, FILES)) {
                event.prevent_default();
                take(desk, &dropped);
            }
        });
        let paste = window_event_listener(leptos::ev::paste, move |event: ClipboardEvent| {
            let pasted = event.clipboard_data();
            // Spreadsheets give a picture beside the words.
            let is_file = |it: &DataTransfer| has(it, FILES) && !has(it, TEXT);
            if let Some(pasted) = pasted.filter(is_file) {
                event.prevent_default();
                take(desk, &pasted);
            }
        });
        on_cleanup(move || {
            over.remove();
            drop.remove();
            paste.remove();
        });
    });
}

fn has(transfer: &DataTransfer, kind: &str) -> bool {
    transfer.types().includes(&kind.into(), 0)
}

fn take(desk: Desk, transfer: &DataTransfer) {
    if desk.panel().get_untracked() != Some(Panel::Chat) {
        desk.show(Some(Panel::Chat));
    }
    offer(transfer.files());
}

fn offer(files: Option<FileList>) {
    let Some(files) = files else { return };
    let files: Vec<Picked> = (0..files.length())
        .filter_map(|place| files.get(place).map(Picked::new))
        .collect();
    if !files.is_empty() {
        Ui.wish(Wish::File(FileWish::Offer(files)));
    }
}
