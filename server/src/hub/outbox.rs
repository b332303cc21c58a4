//! The bounded queue to one connection.
//!
//! Invariant: putting something in never waits. A reader too slow for its
//! queue is cut and may resume; nobody else notices.

use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::extract::ws::Utf8Bytes;
use chatmux_shared::wire::{ServerFrame, close};
use tokio::sync::{Notify, mpsc, watch};

/// Frames that can wait for one reader.
const FRAMES: usize = 1024;
/// Bytes that can wait for one reader.
pub const WAITING_BYTES: usize = 1 << 20;
/// Bytes that may wait before what is put in with patience.
const LITTLE: usize = 64 << 10;

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

/// What is in line.
#[derive(Debug, Default)]
struct Line {
    /// Bytes that count against the reader.
    urgent: AtomicUsize,
    /// Bytes that were put in with patience.
    patient: AtomicUsize,
    /// Some of it was taken.
    drained: Notify,
}

#[derive(Debug)]
enum Waiting {
    Urgent(Utf8Bytes),
    Patient(Utf8Bytes),
}

/// The writing end, held by the room.
#[derive(Debug, Clone)]
pub struct Outbox {
    frames: mpsc::Sender<Waiting>,
    line: Arc<Line>,
    cut: watch::Sender<Option<Cut>>,
}

/// The reading end, held by the connection.
#[derive(Debug)]
pub struct Outgoing {
    frames: mpsc::Receiver<Waiting>,
    line: Arc<Line>,
    cut: watch::Receiver<Option<Cut>>,
}

/// A queue to one connection.
pub fn outbox() -> (Outbox, Outgoing) {
    let (sender, receiver) = mpsc::channel(FRAMES);
    let (cut, cuts) = watch::channel(None);
    let line = Arc::new(Line::default());
    let outbox = Outbox {
        frames: sender,
        line: Arc::clone(&line),
        cut,
    };
    let outgoing = Outgoing {
        frames: receiver,
        line,
        cut: cuts,
    };
    (outbox, outgoing)
}

impl Outbox {
    /// Puts a frame in line, encoded once for all its readers.
    pub fn put(&self, frame: Utf8Bytes) {
        let bytes = frame.len();
        let waiting = self.line.urgent.fetch_add(bytes, Ordering::Relaxed) + bytes;
        let is_too_much = waiting > WAITING_BYTES;
        if is_too_much || self.frames.try_send(Waiting::Urgent(frame)).is_err() {
            self.cut_slow();
        }
    }

    /// Puts a frame in line once there is little in it, however long the frame
    /// is: nothing that matters more waits behind much of this.
    pub async fn put_patiently(&self, frame: Utf8Bytes) {
        loop {
            let mut drained = pin!(self.line.drained.notified());
            drained.as_mut().enable();
            if self.line.bytes() <= LITTLE {
                break;
            }
            drained.await;
        }
        self.line.patient.fetch_add(frame.len(), Ordering::Relaxed);
        if self.frames.try_send(Waiting::Patient(frame)).is_err() {
            self.cut_slow();
        }
    }

    fn cut_slow(&self) {
        self.cut(Cut {
            code: close::TOO_SLOW,
            reason: "too slow a reader; resume",
        });
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

impl Line {
    fn bytes(&self) -> usize {
        let [urgent, patient] = [&self.urgent, &self.patient];
        urgent.load(Ordering::Relaxed) + patient.load(Ordering::Relaxed)
    }

    fn take(&self, frame: Waiting) -> Utf8Bytes {
        let (frame, bytes) = match frame {
            Waiting::Urgent(frame) => (frame, &self.urgent),
            Waiting::Patient(frame) => (frame, &self.patient),
        };
        bytes.fetch_sub(frame.len(), Ordering::Relaxed);
        frame
    }
}

impl Outgoing {
    /// All that waits, at least one frame; nothing when nobody will put
    /// anything in again.
    pub async fn take(&mut self, frames: &mut Vec<Utf8Bytes>) -> usize {
        let mut taken = Vec::new();
        self.frames.recv_many(&mut taken, FRAMES).await;
        let count = taken.len();
        frames.extend(taken.into_iter().map(|frame| self.line.take(frame)));
        self.line.drained.notify_waiters();
        count
    }

    /// A watch for the end that is asked for from this side.
    pub fn cuts(&self) -> watch::Receiver<Option<Cut>> {
        self.cut.clone()
    }
}
