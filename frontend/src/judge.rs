//! Signatures of entries, one after another.
//!
//! Invariant: what goes in comes out in the same order, with a verdict on each
//! entry. What a verdict means is decided in `chatmux_shared::timeline`.

use chatmux_shared::id::Seq;
use chatmux_shared::message::{Entry, Statement, Verdict, check_bytes};
use chatmux_shared::room::RoomCard;
use chatmux_shared::timeline::Judged;
use chatmux_shared::wire::{Asked, History, Page};
use futures::StreamExt as _;
use futures::channel::mpsc::{UnboundedReceiver, UnboundedSender, unbounded};
use wasm_bindgen_futures::spawn_local;

use crate::input::{Input, Mailbox};
use crate::keys::verify;

/// How a part of a log came.
#[derive(Debug)]
pub enum Part {
    /// With a welcome to this room.
    Welcome(RoomCard, History, Seq),
    /// As the answer to this question.
    Answer(Asked),
    /// By itself, as it was kept.
    News,
}

/// The way to the judge.
#[derive(Debug)]
pub struct Judge(UnboundedSender<(Part, Page)>);

impl Judge {
    /// Sends what is judged to `mailbox`, as [`Input::Judged`].
    pub fn new(mailbox: Mailbox) -> Self {
        let (sender, parts) = unbounded();
        spawn_local(serve(parts, mailbox));
        Self(sender)
    }

    /// Puts a part of a log in line.
    pub fn put(&self, part: Part, page: Page) {
        self.0.unbounded_send((part, page)).ok();
    }
}

async fn serve(mut parts: UnboundedReceiver<(Part, Page)>, mailbox: Mailbox) {
    while let Some((part, page)) = parts.next().await {
        let base = page.base();
        let mut entries = Vec::new();
        for entry in page.entries {
            let verdict = verdict(&entry).await;
            entries.push((entry, verdict));
        }
        mailbox.send(Input::Judged(part, Judged { base, entries }));
    }
}

async fn verdict(entry: &Entry) -> Verdict {
    match Statement::parse(&entry.signed) {
        // What the bytes tell is not asked of a library.
        Ok(statement) if check_bytes(&statement.author, &entry.signature).is_ok() => {
            verify(statement.author, entry.signature, entry.signed.as_bytes()).await
        }
        Ok(_) | Err(_) => Verdict::Refused,
    }
}
