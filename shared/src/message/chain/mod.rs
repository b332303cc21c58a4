//! A client's check of a room's log, entry by entry.
//!
//! ```text
//!   first        41          42          43
//!  head(40) ── head(41) ── head(42) ── head(43)    each from the one before
//!     ^                       │
//!     └──── seen ─────────────┘                    and what its author signed
//! ```
//!
//! The first head is either that before the first entry, which follows from
//! the room, or taken on trust.
//!
//! Invariant: the head after every entry taken is computed here. An entry
//! that is not in its place, or whose head does not follow, leaves the chain
//! as it was: the right one may still come, and to go on without it is to
//! take a later head on trust. One that has another fault stays in its place, since
//! the log goes on after it; only what it says is not to be believed. Nothing
//! here verifies a signature.

mod older;

use super::{Breach, Entry, Fault, Head, PublicKey, Seen, Statement, Words, check_bytes, sha256};
use crate::id::{ClientId, Epoch, RoomId, Seq};

/// A log as far as it was checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chain {
    room: RoomId,
    epoch: Epoch,
    first: Seen,
    last: Seen,
    /// The heads from the first to the last, in order; none of what was gone
    /// on without.
    heads: Vec<Seen>,
    /// What was sent, by whom and by which id, for each is kept once: in
    /// order of these.
    said: Vec<Said>,
    /// What authors saw before the first head, and the entry that says so.
    unchecked: Vec<(Seq, Seen)>,
}

/// Something that was sent by an id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Said {
    author: PublicKey,
    client: ClientId,
    seq: Seq,
    /// SHA-256 of the signed bytes.
    bytes: [u8; 32],
}

/// What a library says of a signature, by the key that the statement names
/// and over the signed bytes as they came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It is right.
    Verified,
    /// It is not.
    Refused,
}

/// An entry with which nothing is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Checked {
    /// What its author signed.
    pub statement: Statement,
    /// Whether its author saw the same log.
    pub footing: Footing,
}

/// What an author's view of the log was compared with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Footing {
    /// With the log here: they are the same.
    Shared,
    /// With nothing, as it ends before the first head. It will be once older
    /// entries come.
    Unchecked,
}

impl Chain {
    /// The chain of a log from its beginning.
    pub fn from_beginning(room: RoomId, epoch: Epoch) -> Self {
        let (seq, head) = (Seq(0), Head::first(room, epoch));
        Self::trusting(room, epoch, Seen { seq, head })
    }

    /// The chain of a log after `first`, whose head is taken on trust; but at
    /// number 0, where it follows from the room.
    pub fn trusting(room: RoomId, epoch: Epoch, mut first: Seen) -> Self {
        let beginning = Head::first(room, epoch);
        if first.seq == Seq(0) {
            first.head = beginning;
        }
        Self {
            room,
            epoch,
            first,
            last: first,
            heads: vec![first],
            said: Vec::new(),
            unchecked: Vec::new(),
        }
    }

    /// Where it begins: at number 0, or on trust.
    pub const fn first(&self) -> Seen {
        self.first
    }

    /// How far it goes: what the next statement has seen.
    pub const fn last(&self) -> Seen {
        self.last
    }

    /// Goes on after `last`, on trust, if it lies ahead. What is known of the
    /// log before stays known.
    pub fn go_on_after(&mut self, last: Seen) {
        if self.last.seq < last.seq {
            self.last = last;
            self.heads.push(last);
        }
    }

    /// Takes the next entry and what a library says of its signature.
    ///
    /// # Errors
    /// The first thing that is wrong with the entry, in the order of
    /// [`Fault`].
    pub fn handle_entry(&mut self, entry: &Entry, verdict: Verdict) -> Result<Checked, Breach> {
        let checked = self
            .take_place(entry)
            .and_then(|()| self.read(entry, verdict));
        checked.map_err(|fault| Breach {
            seq: entry.seq,
            fault,
        })
    }

    fn take_place(&mut self, entry: &Entry) -> Result<(), Fault> {
        let after = self.last.seq;
        if entry.seq <= after {
            return Err(Fault::OutOfOrder { after });
        }
        if entry.seq != after.next() {
            return Err(Fault::Gap { after });
        }
        let head = entry.head_after(&self.last.head);
        if entry.head != head {
            return Err(Fault::DoesNotFollow);
        }
        let seq = entry.seq;
        self.last = Seen { seq, head };
        self.heads.push(self.last);
        Ok(())
    }

    fn read(&mut self, entry: &Entry, verdict: Verdict) -> Result<Checked, Fault> {
        let statement = Statement::parse(&entry.signed).map_err(Fault::NotAStatement)?;
        check_bytes(&statement.author, &entry.signature).map_err(Fault::SignatureRefused)?;
        if verdict == Verdict::Refused {
            return Err(Fault::NotVerified);
        }
        self.check_home(&statement)?;
        self.check_once(&statement, entry)?;
        check_words(&statement, &entry.words)?;
        let footing = self.check_seen(statement.seen, entry.seq)?;
        Ok(Checked { statement, footing })
    }

    fn check_home(&self, statement: &Statement) -> Result<(), Fault> {
        if statement.room != self.room {
            return Err(Fault::OtherRoom);
        }
        if statement.epoch != self.epoch {
            return Err(Fault::OtherEpoch);
        }
        Ok(())
    }

    fn check_once(&mut self, statement: &Statement, entry: &Entry) -> Result<(), Fault> {
        let said = Said::of(statement, entry);
        match self.said.binary_search_by_key(&said.id(), Said::id) {
            Ok(place) => Err(said.again(&self.said[place])),
            Err(place) => {
                self.said.insert(place, said);
                Ok(())
            }
        }
    }

    fn check_seen(&mut self, seen: Seen, seq: Seq) -> Result<Footing, Fault> {
        if seen.seq >= seq {
            return Err(Fault::SeenLater { seen: seen.seq });
        }
        let footing = self.compare(seen)?;
        if footing == Footing::Unchecked {
            self.unchecked.push((seq, seen));
        }
        Ok(footing)
    }

    fn compare(&self, seen: Seen) -> Result<Footing, Fault> {
        match self.head(seen.seq) {
            None => Ok(Footing::Unchecked),
            Some(head) if head == seen.head => Ok(Footing::Shared),
            Some(_) => Err(Fault::Fork { upto: seen.seq }),
        }
    }

    /// The head after an entry, as far as it is known; that before the first
    /// entry always is.
    pub fn head(&self, seq: Seq) -> Option<Head> {
        if seq == Seq(0) {
            return Some(Head::first(self.room, self.epoch));
        }
        let place = self.heads.binary_search_by_key(&seq, |seen| seen.seq);
        Some(self.heads[place.ok()?].head)
    }
}

impl Said {
    fn of(statement: &Statement, entry: &Entry) -> Self {
        Self {
            author: statement.author,
            client: statement.client,
            seq: entry.seq,
            bytes: sha256([entry.signed.as_bytes()]),
        }
    }

    fn id(&self) -> (PublicKey, ClientId) {
        (self.author, self.client)
    }

    /// What is wrong if the same id stands for `first` already.
    fn again(&self, first: &Self) -> Fault {
        if self.bytes == first.bytes {
            return Fault::Repeated { first: first.seq };
        }
        Fault::SaidOtherwise { first: first.seq }
    }
}

fn check_words(statement: &Statement, words: &Words) -> Result<(), Fault> {
    match words {
        Words::Kept { text, salt } if !statement.matches(text, salt) => Err(Fault::OtherText),
        Words::Kept { .. } | Words::Erased => Ok(()),
    }
}
