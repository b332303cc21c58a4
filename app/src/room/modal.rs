//! A dialog over everything: the browser's own, which keeps the focus inside
//! and closes on Escape.

use crate::live::{self, IntoLive as _, Live, act, effect};
use leptos::prelude::*;

use super::desk::{Desk, Dialog};

/// A dialog of that name, open while [`Desk::dialog`] says so.
pub fn modal(dialog: Dialog, title: &'static str, content: Live) -> Live {
    let desk = Desk::here();
    let element = NodeRef::<leptos::html::Dialog>::new();
    effect(move || {
        let is_wanted = desk.dialog().get() == Some(dialog);
        let Some(element) = element.get() else { return };
        if !is_wanted {
            element.close();
        } else if !element.open() && element.show_modal().is_err() {
            desk.dialog().set(None);
        }
    });
    let close = move || {
        if desk.dialog().get_untracked() == Some(dialog) {
            desk.dialog().set(None);
        }
    };
    view! {
        <dialog node_ref=element class="modal" aria-label=title on:close=act(move |_| close())>
            <header class="modal-top">
                <h2>{title}</h2>
                <button type="button" class="round" aria-label="Close" on:click=act(move |_| close())>
                    "×"
                </button>
            </header>
            {content}
        </dialog>
    }
    .live()
}

/// The same with a content that is made anew each time it opens, and is there
/// only while it is open.
pub fn modal_anew(dialog: Dialog, title: &'static str, make: fn(Desk) -> Live) -> Live {
    let desk = Desk::here();
    let is_open = move || desk.dialog().get() == Some(dialog);
    let content = live::part(move || is_open().then(|| make(desk)));
    modal(dialog, title, content.live())
}
