//! The bounded queue to one connection.
//!
//! Invariant: putting something in never waits. A reader too slow for its
//! queue is cut and may resume; nobody else notices.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::extract::ws::Utf8Bytes;
use chatmux_shared::wire::{ServerFrame, close};
use tokio::sync::{mpsc, watch};

/// Frames that can wait for one reader.
const FRAMES: usize = 1024;
/// Bytes that can wait for one reader.
pub const WAITING_BYTES: usize = 1 << 20;

/// Why a connection is ended from this side: a close code (RFC 6455 §7.4)
/// and a word for whoever looks into it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cut {
    /// The close code.
    pub code: u16,
    /// A few words.
    pub reason: &'static str,
}

/// Whoever is cut may come back soon (RFC 6455 §7.4.1 has no code for it;
/// IANA's registry does).
pub const RESTARTING: Cut = Cut {
    code: 1012,
    reason: "the server is restarting",
};

/// The writing end, held by the room.
#[derive(Debug, Clone)]
pub struct Outbox {
    frames: mpsc::Sender<Utf8Bytes>,
    waiting: Arc<AtomicUsize>,
    cut: watch::Sender<Option<Cut>>,
}

/// The reading end, held by the connection.
#[derive(Debug)]
pub struct Outgoing {
    frames: mpsc::Receiver<Utf8Bytes>,
    waiting: Arc<AtomicUsize>,
    cut: watch::Receiver<Option<Cut>>,
}

/// A queue to one connection.
pub fn outbox() -> (Outbox, Outgoing) {
    let (sender, receiver) = mpsc::channel(FRAMES);
    let (cut, cuts) = watch::channel(None);
    let waiting = Arc::new(AtomicUsize::new(0));
    let outbox = Outbox {
        frames: sender,
        waiting: Arc::clone(&waiting),
        cut,
    };
    let outgoing = Outgoing {
        frames: receiver,
        waiting,
        cut: cuts,
    };
    (outbox, outgoing)
}

impl Outbox {
    /// Puts a frame in line, encoded once for all its readers.
    pub fn put(&self, frame: Utf8Bytes) {
        let bytes = frame.len();
        let waiting = self.waiting.fetch_add(bytes, Ordering::Relaxed) + bytes;
        if waiting > WAITING_BYTES || self.frames.try_send(frame).is_err() {
            self.cut(Cut {
                code: close::TOO_SLOW,
                reason: "too slow a reader; resume",
            });
        }
    }

    /// Puts a frame for this reader alone in line.
    pub fn say(&self, frame: &ServerFrame) {
        self.put(frame.encode().into());
    }

    /// Ends the connection. The first reason stays.
    pub fn cut(&self, reason: Cut) {
        self.cut.send_if_modified(|cut| {
            let first = cut.is_none();
            cut.get_or_insert(reason);
            first
        });
    }
}

impl Outgoing {
    /// All that waits, at least one frame; nothing when nobody will put
    /// anything in again.
    pub async fn take(&mut self, frames: &mut Vec<Utf8Bytes>) -> usize {
        let taken = self.frames.recv_many(frames, FRAMES).await;
        let bytes: usize = frames.iter().map(|frame| frame.len()).sum();
        self.waiting.fetch_sub(bytes, Ordering::Relaxed);
        taken
    }

    /// A watch for the end that is asked for from this side.
    pub fn cuts(&self) -> watch::Receiver<Option<Cut>> {
        self.cut.clone()
    }
}
