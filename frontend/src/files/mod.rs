//! The files that go between this tab and the others: what
//! `chatmux_shared::call::transfer` decides, performed.
//!
//! # Layout
//! - [`source`]: a file of this person's, read
//! - [`disk`]: where one that comes in is written
//! - [`lodging`]: the folder of this tab in the browser's own file system
//!
//! Invariant: of a file that goes out, one block for each receiver is in
//! memory; of one that comes in, what its disk has not taken yet, at most
//! the window of the transfer. One write at a time, in the order the bytes
//! came.

pub mod disk;
pub mod lodging;
pub mod source;

use std::rc::Rc;

use chatmux_shared::call::transfer::{Action, Ending, Key, Read, Send, Transfers};
use chatmux_shared::id::{FileId, SessionId, Timestamp};
use js_sys::{ArrayBuffer, Uint8Array};
use wasm_bindgen_futures::spawn_local;
use web_sys::File;

use crate::call::Links;
use crate::input::{Input, Mailbox};
use disk::{Saved, Sink};
use lodging::Lodging;

/// What a file or a disk answers.
#[derive(Debug)]
pub enum FileInput {
    /// A place was opened, with the folder that may have been made for it.
    Opened(Key, Option<Rc<Lodging>>, Option<Result<Sink, Ending>>),
    /// Bytes are written up to there.
    Written(Key, Result<u64, Ending>),
    /// All of it is there.
    Finished(Key, Result<Saved, Ending>),
    /// Bytes of one's own file; none if it cannot be read.
    Read(Read, Option<ArrayBuffer>),
}

/// The files of this tab.
#[derive(Debug)]
pub struct Files {
    /// What decides.
    pub transfers: Transfers,
    sources: Vec<(FileId, File)>,
    /// What was read last for each receiver, and where in the file it begins.
    blocks: Vec<(Key, u64, ArrayBuffer)>,
    places: Vec<(Key, Place)>,
    /// None before the first file that is put there.
    lodging: Option<Rc<Lodging>>,
    mailbox: Mailbox,
}

#[derive(Debug)]
enum Place {
    Open(Writing),
    /// The disk is closing it.
    Closing,
    Saved(Saved),
}

#[derive(Debug)]
struct Writing {
    sink: Sink,
    /// Until here it is written, or being written.
    at: u64,
    is_busy: bool,
    waiting: Vec<Uint8Array>,
    /// Bytes of all that is waiting.
    bytes: u64,
}

impl Files {
    /// None yet; what tabs that are gone have left is taken away.
    pub fn new(mailbox: Mailbox) -> Self {
        spawn_local(async {
            // In most browsers, most of the time, there is nothing.
            lodging::clean().await.ok();
        });
        Self {
            transfers: Transfers::default(),
            sources: Vec::new(),
            blocks: Vec::new(),
            places: Vec::new(),
            lodging: None,
            mailbox,
        }
    }

    /// Keeps a file to be read.
    pub fn keep_source(&mut self, id: FileId, file: File) {
        self.sources.push((id, file));
    }

    /// To show or to download what has come.
    pub fn saved(&self, key: Key) -> Option<&Saved> {
        self.places.iter().find_map(|(of, place)| match place {
            Place::Saved(saved) if *of == key => Some(saved),
            Place::Saved(_) | Place::Open(_) | Place::Closing => None,
        })
    }

    /// A file or a disk answers.
    pub fn handle(&mut self, input: FileInput, now: Timestamp) {
        match input {
            FileInput::Opened(key, lodging, opened) => {
                self.lodging = self.lodging.take().or(lodging);
                let opened = opened.map(|sink| sink.map(|sink| self.put(key, sink)));
                self.transfers.handle_open(key, opened, now);
            }
            FileInput::Written(key, at) => {
                if let Some(writing) = self.writing(key) {
                    writing.is_busy = false;
                }
                self.transfers.handle_written(key, at, now);
                self.write(key);
            }
            FileInput::Finished(key, finished) => {
                let finished = finished.map(|saved| self.put_saved(key, saved));
                self.transfers.handle_finished(key, finished, now);
            }
            FileInput::Read(read, bytes) => {
                let is_of_use = self.transfers.handle_read(&read, bytes.is_some(), now);
                if let Some(bytes) = bytes.filter(|_| is_of_use) {
                    self.blocks.retain(|(key, ..)| *key != read.key);
                    self.blocks.push((read.key, read.from, bytes));
                }
            }
        }
    }

    /// Bytes to write behind those that came before.
    pub fn take(&mut self, key: Key, bytes: Uint8Array) {
        if let Some(writing) = self.writing(key) {
            writing.bytes += u64::from(bytes.length());
            writing.waiting.push(bytes);
        }
        self.write(key);
    }

    /// Does all that is to be done by now.
    pub fn perform(&mut self, links: &Links) {
        while let Some(action) = self.transfers.poll_action() {
            match action {
                Action::Open(key) => self.open(key),
                Action::Finish(key) => self.finish(key),
            }
        }
        let peers: Vec<SessionId> = self.transfers.peers().collect();
        for peer in peers {
            self.send(peer, links);
            while let Some(read) = self.transfers.poll_read(peer) {
                self.read(read);
            }
        }
        self.let_go();
    }

    /// Sends what is there while there is room for it.
    fn send(&mut self, peer: SessionId, links: &Links) {
        let Some((_, channel)) = links.bytes(peer) else {
            return;
        };
        let most = channel.piece_bytes();
        while channel.has_room() {
            let Some(send) = self.transfers.poll_piece(peer, most) else {
                return;
            };
            if let Some(bytes) = self.bytes_of(&send) {
                channel.send(send.header, &bytes);
            }
            // What was read is used up before the channel is full: while it
            // drains, more is read.
            if let Some(read) = self.transfers.poll_read(peer) {
                self.read(read);
            }
        }
    }

    /// The bytes of a piece, out of what was read last.
    fn bytes_of(&self, send: &Send) -> Option<Uint8Array> {
        let (_, from, block) = self.blocks.iter().find(|(key, ..)| *key == send.key)?;
        let at = u32::try_from(send.header.offset.checked_sub(*from)?).ok()?;
        let length = u32::try_from(send.length).ok()?;
        Some(Uint8Array::new_with_byte_offset_and_length(
            block, at, length,
        ))
    }

    fn read(&self, read: Read) {
        let source = self.sources.iter().find(|(id, _)| *id == read.key.file);
        match source {
            Some((_, file)) => source::read(file, read, self.mailbox.clone()),
            None => self.mailbox.send(Input::File(FileInput::Read(read, None))),
        }
    }

    fn open(&self, key: Key) {
        let Some(offer) = self.transfers.offer_of(key).cloned() else {
            return;
        };
        let (mut lodging, mailbox) = (self.lodging.clone(), self.mailbox.clone());
        spawn_local(async move {
            let opened = disk::open(&offer, &mut lodging).await;
            mailbox.send(Input::File(FileInput::Opened(key, lodging, opened)));
        });
    }

    fn put(&mut self, key: Key, sink: Sink) {
        let writing = Writing {
            sink,
            at: 0,
            is_busy: false,
            waiting: Vec::new(),
            bytes: 0,
        };
        self.places.push((key, Place::Open(writing)));
    }

    fn put_saved(&mut self, key: Key, saved: Saved) {
        let place = self.places.iter_mut().find(|(of, _)| *of == key);
        if let Some((_, place)) = place {
            *place = Place::Saved(saved);
        }
    }

    fn writing(&mut self, key: Key) -> Option<&mut Writing> {
        self.places.iter_mut().find_map(|(of, place)| match place {
            Place::Open(writing) if *of == key => Some(writing),
            Place::Open(_) | Place::Closing | Place::Saved(_) => None,
        })
    }

    /// Writes what is waiting, if nothing is being written: the slower a disk,
    /// the more it gets at once.
    fn write(&mut self, key: Key) {
        let mailbox = self.mailbox.clone();
        let Some(writing) = self.writing(key) else {
            return;
        };
        if writing.is_busy || writing.waiting.is_empty() {
            return;
        }
        let pieces = std::mem::take(&mut writing.waiting);
        let done = writing.sink.write(writing.at, &pieces);
        writing.at += std::mem::take(&mut writing.bytes);
        writing.is_busy = true;
        let at = writing.at;
        spawn_local(async move {
            let written = done.await.map(|()| at);
            mailbox.send(Input::File(FileInput::Written(key, written)));
        });
    }

    fn finish(&mut self, key: Key) {
        let offer = self.transfers.offer_of(key).cloned();
        let place = self.places.iter_mut().find(|(of, _)| *of == key);
        let Some((offer, (_, place))) = offer.zip(place) else {
            return;
        };
        let Place::Open(writing) = std::mem::replace(place, Place::Closing) else {
            return;
        };
        let mailbox = self.mailbox.clone();
        spawn_local(async move {
            let saved = writing.sink.finish(&offer).await;
            mailbox.send(Input::File(FileInput::Finished(key, saved)));
        });
    }

    /// Nothing is held that is of no use any more.
    fn let_go(&mut self) {
        let transfers = &self.transfers;
        self.sources.retain(|(id, _)| transfers.needs_source(*id));
        self.blocks
            .retain(|(key, ..)| transfers.needs_source(key.file));
        self.places.retain(|(key, _)| transfers.needs_place(*key));
    }
}
