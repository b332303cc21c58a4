//! All files of one tab: those it offers, those it is offered, and how they
//! share the links.
//!
//! The shell tells what happened by `handle_*` and by what the person wants,
//! and then asks with `poll_*` until there is nothing more to do.

use std::collections::VecDeque;

use super::incoming::{self, Incoming};
use super::outgoing::{self, Outgoing, Reading};
use super::piece::Header;
use super::standing::{By, Standing};
use super::word::{Ending, FileWord, Offer};
use super::{ABSENCE, KEPT, LARGEST, MINE, OFFER_RATE, OFFERS, RUNNING, SILENCE, WINDOW};
use crate::call::negotiation::Generation;
use crate::id::{FileId, SessionId, Timestamp};
use crate::rate::Bucket;

/// One file to or from one peer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Key {
    /// The other end.
    pub peer: SessionId,
    /// The file.
    pub file: FileId,
}

/// What the shell is to do for a file that comes in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// Open a place for it; [`Transfers::handle_open`] is the answer.
    Open(Key),
    /// All of it is written: close it; [`Transfers::handle_finished`] is the
    /// answer.
    Finish(Key),
}

/// What the shell is to read of a file of this person;
/// [`Transfers::handle_read`] is the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Read {
    /// For which transfer.
    pub key: Key,
    /// Under which number.
    pub number: u32,
    /// From where on.
    pub from: u64,
    /// How many bytes.
    pub length: u64,
}

/// A piece that goes out now, of what was read last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Send {
    /// Of which transfer.
    pub key: Key,
    /// What stands before the bytes.
    pub header: Header,
    /// How many bytes.
    pub length: u64,
}

/// Why a file is not offered to anyone, in words for whoever picked it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotOffered {
    /// See [`LARGEST`].
    #[error("it is larger than 2 GB")]
    TooLarge,
    /// See [`MINE`].
    #[error("too many files are under way; wait until some are there")]
    TooMany,
    /// There is nobody to send it to.
    #[error("nobody else is in the call, and files go straight to those who are")]
    Nobody,
}

/// The files of one tab.
#[derive(Debug, Default)]
pub struct Transfers {
    outgoing: Vec<Outgoing>,
    incoming: Vec<Incoming>,
    peers: Vec<Peer>,
    /// The last number taken.
    number: u32,
    words: VecDeque<(SessionId, FileWord)>,
    actions: VecDeque<Action>,
}

#[derive(Debug)]
struct Peer {
    session: SessionId,
    link: Option<Generation>,
    offers: Bucket,
    /// Whose turn it was last.
    last: Option<FileId>,
}

/// Links.
impl Transfers {
    /// The link to `peer` is this one, or none.
    pub fn handle_link(&mut self, peer: SessionId, link: Option<Generation>, now: Timestamp) {
        let known = self.peer(peer);
        if known.link == link {
            return;
        }
        known.link = link;
        for transfer in self.outgoing.iter_mut().filter(|it| it.peer == peer) {
            transfer.handle_cut(now);
            if link.is_some() {
                transfer.handle_linked();
            }
        }
        for transfer in self.incoming.iter_mut().filter(|it| it.peer == peer) {
            transfer.handle_cut(now);
            if link.is_some() {
                transfer.handle_linked(now);
            }
        }
        self.words.retain(|(to, _)| *to != peer);
        if link.is_some() {
            self.say_withdrawn(peer);
        }
        self.settle(now);
    }

    /// What was withdrawn while there was no link, once.
    fn say_withdrawn(&mut self, peer: SessionId) {
        let theirs = self.outgoing.iter_mut().filter(|it| it.peer == peer);
        let withdrawn = theirs.filter_map(|it| match it.stage {
            outgoing::Stage::Ended(why, By::Me) => {
                let was_told = std::mem::replace(&mut it.is_told, true);
                (!was_told).then_some((it.key(), why))
            }
            outgoing::Stage::Queued
            | outgoing::Stage::Offered
            | outgoing::Stage::Sending(_)
            | outgoing::Stage::Done
            | outgoing::Stage::Ended(_, By::Peer) => None,
        });
        for (key, why) in withdrawn.collect::<Vec<_>>() {
            self.say_end(key, why);
        }
    }

    /// Those there is or was something with.
    pub fn peers(&self) -> impl Iterator<Item = SessionId> + '_ {
        self.peers.iter().map(|peer| peer.session)
    }

    /// It is `now`.
    pub fn handle_timeout(&mut self, now: Timestamp) {
        let is_late =
            |since: Option<Timestamp>, grace| since.is_some_and(|at| now.since(at) >= grace);
        for transfer in self.outgoing.iter_mut().filter(|it| !it.is_over()) {
            if is_late(transfer.cut_since, ABSENCE) {
                transfer.stage = outgoing::Stage::Ended(Ending::Left, By::Peer);
            }
        }
        for transfer in self.incoming.iter_mut().filter(|it| it.needs_sender()) {
            if is_late(transfer.cut_since, ABSENCE) {
                transfer.stage = incoming::Stage::Ended(Ending::Left, By::Peer);
            } else if is_late(transfer.silent_since, SILENCE) {
                transfer.stage = incoming::Stage::Ended(Ending::Forgotten, By::Peer);
            }
        }
        self.settle(now);
        self.forget_peers(now);
    }

    /// Those without a link and without a file are as if they never were.
    fn forget_peers(&mut self, now: Timestamp) {
        let (outgoing, incoming) = (&self.outgoing, &self.incoming);
        self.peers.retain(|peer| {
            let session = peer.session;
            peer.link.is_some()
                || !peer.offers.is_full(now)
                || outgoing.iter().any(|it| it.peer == session)
                || incoming.iter().any(|it| it.peer == session)
        });
    }

    /// When [`Self::handle_timeout`] is due, or something is to be shown as
    /// stalled.
    pub fn poll_timeout(&self, now: Timestamp) -> Option<Timestamp> {
        let absence = |since: Option<Timestamp>| since.map(|at| at.plus(ABSENCE));
        let outgoing = self.outgoing.iter().filter(|it| !it.is_over());
        let outgoing = outgoing.flat_map(|it| [absence(it.cut_since), it.stalls_at()]);
        let incoming = self.incoming.iter().filter(|it| it.needs_sender());
        let incoming = incoming.flat_map(|it| {
            let silence = it.silent_since.map(|at| at.plus(SILENCE));
            [absence(it.cut_since), silence, it.stalls_at()]
        });
        let all = outgoing.chain(incoming).flatten();
        all.filter(|at| *at > now).min()
    }

    fn peer(&mut self, session: SessionId) -> &mut Peer {
        let place = self.peers.iter().position(|peer| peer.session == session);
        let place = place.unwrap_or_else(|| {
            self.peers.push(Peer {
                session,
                link: None,
                offers: Bucket::default(),
                last: None,
            });
            self.peers.len() - 1
        });
        &mut self.peers[place]
    }

    fn is_linked(&self, session: SessionId) -> bool {
        let mut peers = self.peers.iter();
        peers.any(|peer| peer.session == session && peer.link.is_some())
    }
}

/// What the person wants.
impl Transfers {
    /// Offers a file to each of these.
    ///
    /// # Errors
    /// Says why to nobody.
    pub fn offer(
        &mut self,
        offer: &Offer,
        to: &[SessionId],
        now: Timestamp,
    ) -> Result<(), NotOffered> {
        let mine = self.outgoing.iter().filter(|it| !it.is_over()).count();
        if to.is_empty() {
            return Err(NotOffered::Nobody);
        } else if offer.size > LARGEST {
            return Err(NotOffered::TooLarge);
        } else if mine + to.len() > MINE {
            return Err(NotOffered::TooMany);
        }
        for peer in to {
            let cut_since = (!self.is_linked(*peer)).then_some(now);
            self.outgoing
                .push(Outgoing::new(*peer, offer.clone(), cut_since));
        }
        self.settle(now);
        Ok(())
    }

    /// Takes what is offered.
    pub fn accept(&mut self, key: Key) {
        if let Some(transfer) = self
            .find(key)
            .filter(|it| it.stage == incoming::Stage::Offered)
        {
            transfer.stage = incoming::Stage::Opening;
            self.actions.push_back(Action::Open(key));
        }
    }

    /// Does not take what is offered.
    pub fn decline(&mut self, key: Key, now: Timestamp) {
        self.end_incoming(key, Ending::Declined, now);
    }

    /// Does not want what comes any more.
    pub fn cancel_incoming(&mut self, key: Key, now: Timestamp) {
        self.end_incoming(key, Ending::Cancelled, now);
    }

    /// Does not offer a file any more, to anyone.
    pub fn withdraw(&mut self, file: FileId, now: Timestamp) {
        self.end_outgoing(file, Ending::Cancelled, now);
    }

    /// Nothing more is to be seen of a file that is over with everyone.
    pub fn dismiss(&mut self, file: FileId) {
        self.outgoing
            .retain(|it| it.offer.file != file || !it.is_over());
        self.incoming
            .retain(|it| it.offer.file != file || !it.is_over());
    }
}

/// What the other ends say.
impl Transfers {
    /// A word about a file. True if there is something new on offer.
    pub fn handle_word(&mut self, from: SessionId, word: FileWord, now: Timestamp) -> bool {
        let is_news = match word {
            FileWord::Offer(offer) => self.handle_offer(from, offer, now),
            FileWord::Accept { file, number, at } => {
                self.handle_accept(Key { peer: from, file }, number, at, now);
                false
            }
            FileWord::Wrote { number, at } => {
                self.handle_wrote(from, number, at, now);
                false
            }
            FileWord::Done { file } => {
                self.handle_done(Key { peer: from, file });
                false
            }
            FileWord::End { file, why } => {
                self.handle_end(Key { peer: from, file }, why);
                false
            }
        };
        self.settle(now);
        is_news
    }

    /// A piece came. `Some` if it is to be written behind what came before.
    pub fn handle_piece(
        &mut self,
        from: SessionId,
        header: Header,
        length: u64,
        now: Timestamp,
    ) -> Option<Key> {
        let Header { number, offset } = header;
        let its = |it: &&mut Incoming| {
            it.peer == from && it.stage == incoming::Stage::Receiving { number }
        };
        // Of none that is expected: it is late.
        let transfer = self.incoming.iter_mut().find(its)?;
        let key = transfer.key();
        if transfer.handle_piece(offset, length) {
            return Some(key);
        }
        self.end_incoming(key, Ending::Broken, now);
        None
    }

    fn handle_offer(&mut self, from: SessionId, offer: Offer, now: Timestamp) -> bool {
        let key = Key {
            peer: from,
            file: offer.file,
        };
        if let Some(known) = self.find(key) {
            let is_same = known.handle_offer_again(&offer);
            let stage = known.stage;
            if is_same || known.is_over() {
                self.say_standing(key, stage);
            } else {
                self.end_incoming(key, Ending::Broken, now);
            }
            return false;
        }
        if let Some(why) = self.objection(from, &offer, now) {
            self.say_end(key, why);
            return false;
        }
        self.forget_ended(from);
        self.incoming.push(Incoming::new(from, offer));
        true
    }

    /// Why a new offer is not even shown.
    fn objection(&mut self, from: SessionId, offer: &Offer, now: Timestamp) -> Option<Ending> {
        if offer.size > LARGEST {
            return Some(Ending::TooLarge);
        }
        // An id is drawn for one file of one sender.
        let is_taken = self.incoming.iter().any(|it| it.offer.file == offer.file)
            || self.outgoing.iter().any(|it| it.offer.file == offer.file);
        if is_taken {
            return Some(Ending::Broken);
        }
        let theirs = self.incoming.iter().filter(|it| it.peer == from);
        let waiting = theirs.clone().filter(|it| !it.is_over()).count();
        let had = theirs
            .filter(|it| it.stage == incoming::Stage::Done)
            .count();
        let is_flood = self.peer(from).offers.take(OFFER_RATE, now).is_err();
        (is_flood || waiting >= OFFERS || had >= KEPT).then_some(Ending::TooMany)
    }

    /// The oldest of what came to nothing makes room.
    fn forget_ended(&mut self, from: SessionId) {
        let theirs = |it: &&Incoming| it.peer == from && it.is_over();
        if self.incoming.iter().filter(theirs).count() < KEPT {
            return;
        }
        let is_ended =
            |it: &Incoming| it.peer == from && matches!(it.stage, incoming::Stage::Ended(..));
        if let Some(oldest) = self.incoming.iter().position(is_ended) {
            self.incoming.remove(oldest);
        }
    }

    /// The sender's page may not know any more.
    fn say_standing(&mut self, key: Key, stage: incoming::Stage) {
        match stage {
            incoming::Stage::Done => self.say(key.peer, FileWord::Done { file: key.file }),
            incoming::Stage::Ended(why, _) => self.say_end(key, why),
            incoming::Stage::Offered
            | incoming::Stage::Opening
            | incoming::Stage::Ready
            | incoming::Stage::Receiving { .. }
            | incoming::Stage::Finishing => {}
        }
    }

    fn handle_accept(&mut self, key: Key, number: u32, at: u64, now: Timestamp) {
        let Some(transfer) = self.find_outgoing(key) else {
            return self.say_end(key, Ending::Forgotten);
        };
        match transfer.stage {
            outgoing::Stage::Queued | outgoing::Stage::Done => {}
            outgoing::Stage::Ended(why, _) => self.say_end(key, why),
            outgoing::Stage::Offered | outgoing::Stage::Sending(_) => {
                if !transfer.handle_accept(number, at, now) {
                    self.break_outgoing(key);
                }
            }
        }
    }

    fn handle_wrote(&mut self, from: SessionId, number: u32, at: u64, now: Timestamp) {
        let its = |it: &&mut Outgoing| it.peer == from && number_of(it) == Some(number);
        let Some(transfer) = self.outgoing.iter_mut().find(its) else {
            return;
        };
        let key = transfer.key();
        if !transfer.handle_wrote(at, now) {
            self.break_outgoing(key);
        }
    }

    fn handle_done(&mut self, key: Key) {
        let transfer = self.find_outgoing(key).filter(|it| !it.is_over());
        if transfer.is_some_and(|it| !it.handle_done()) {
            self.break_outgoing(key);
        }
    }

    fn handle_end(&mut self, key: Key, why: Ending) {
        if let Some(transfer) = self.find_outgoing(key).filter(|it| !it.is_over()) {
            transfer.stage = outgoing::Stage::Ended(why, By::Peer);
        }
        if let Some(transfer) = self.find(key).filter(|it| !it.is_over()) {
            transfer.stage = incoming::Stage::Ended(why, By::Peer);
        }
    }
}

/// What the shell did.
impl Transfers {
    /// There is a place for the file, or why there is none; `None` if the
    /// person chose none.
    pub fn handle_open(&mut self, key: Key, opened: Option<Result<(), Ending>>, now: Timestamp) {
        let Some(transfer) = self
            .find(key)
            .filter(|it| it.stage == incoming::Stage::Opening)
        else {
            return;
        };
        match opened {
            None => transfer.stage = incoming::Stage::Offered,
            Some(Ok(())) => transfer.stage = incoming::Stage::Ready,
            Some(Err(why)) => self.end_incoming(key, why, now),
        }
        self.settle(now);
    }

    /// So many bytes from the beginning are on the disk, or the disk refuses.
    pub fn handle_written(&mut self, key: Key, at: Result<u64, Ending>, now: Timestamp) {
        let Some(transfer) = self.find(key).filter(|it| !it.is_over()) else {
            return;
        };
        match at {
            Ok(at) => {
                transfer.wrote = at.min(transfer.got);
                transfer.pace.note(transfer.wrote, now);
            }
            Err(why) => self.end_incoming(key, why, now),
        }
        self.settle(now);
    }

    /// The file is there as a whole, or the disk refuses.
    pub fn handle_finished(&mut self, key: Key, finished: Result<(), Ending>, now: Timestamp) {
        let is_due = |it: &&mut Incoming| it.stage == incoming::Stage::Finishing;
        let Some(transfer) = self.find(key).filter(is_due) else {
            return;
        };
        match finished {
            Ok(()) => {
                transfer.stage = incoming::Stage::Done;
                self.say(key.peer, FileWord::Done { file: key.file });
            }
            Err(why) => self.end_incoming(key, why, now),
        }
        self.settle(now);
    }

    /// What was to be read is there, or cannot be had. False if it is of no
    /// use any more.
    pub fn handle_read(&mut self, read: &Read, is_there: bool, now: Timestamp) -> bool {
        let transfer = self.find_outgoing(read.key);
        let sending = transfer.and_then(Outgoing::sending);
        let due = (read.number, Reading::From(read.from));
        let Some(sending) = sending.filter(|it| (it.number, it.reading) == due) else {
            return false;
        };
        sending.reading = Reading::Idle;
        if !is_there {
            self.end_outgoing(read.key.file, Ending::Unreadable, now);
        }
        is_there
    }
}

/// What is to be done.
impl Transfers {
    /// The next word to another end.
    pub fn poll_word(&mut self) -> Option<(SessionId, FileWord)> {
        self.words.pop_front()
    }

    /// The next thing to do for a file that comes in.
    pub fn poll_action(&mut self) -> Option<Action> {
        self.actions.pop_front()
    }

    /// The next thing to read for `peer`.
    pub fn poll_read(&mut self, peer: SessionId) -> Option<Read> {
        let mut theirs = self.outgoing.iter_mut().filter(|it| it.peer == peer);
        theirs.find_map(|it| {
            let (number, from, length) = it.poll_read()?;
            let key = it.key();
            Some(Read {
                key,
                number,
                from,
                length,
            })
        })
    }

    /// The next piece for `peer`, of at most `most` bytes; each of its files
    /// has its turn.
    pub fn poll_piece(&mut self, peer: SessionId, most: u64) -> Option<Send> {
        let last = self.peer(peer).last;
        let is_last = |it: &Outgoing| it.peer == peer && Some(it.offer.file) == last;
        let next = self
            .outgoing
            .iter()
            .position(is_last)
            .map_or(0, |place| place + 1);
        let count = self.outgoing.len();
        let send = (next..next + count).find_map(|place| {
            let transfer = &mut self.outgoing[place % count];
            let piece = (transfer.peer == peer).then(|| transfer.poll_piece(most));
            let (number, offset, length) = piece.flatten()?;
            Some(Send {
                key: transfer.key(),
                header: Header { number, offset },
                length,
            })
        })?;
        self.peer(peer).last = Some(send.key.file);
        Some(send)
    }

    /// Whether some transfer may yet read this file.
    pub fn needs_source(&self, file: FileId) -> bool {
        let mut theirs = self.outgoing.iter().filter(|it| it.offer.file == file);
        theirs.any(|it| !it.is_over())
    }

    /// Whether what came of this file is to be held.
    pub fn needs_place(&self, key: Key) -> bool {
        let its = |it: &&Incoming| it.key() == key;
        let transfer = self.incoming.iter().find(its);
        transfer.is_some_and(|it| !matches!(it.stage, incoming::Stage::Ended(..)))
    }
}

/// What is to be seen.
impl Transfers {
    /// Each file offered to someone, and where that stands.
    pub fn outgoing(
        &self,
        now: Timestamp,
    ) -> impl Iterator<Item = (SessionId, &Offer, Standing)> + '_ {
        let seen = move |it: &'_ Outgoing| it.standing(now);
        self.outgoing
            .iter()
            .map(move |it| (it.peer, &it.offer, seen(it)))
    }

    /// Each file offered by someone, and where that stands.
    pub fn incoming(
        &self,
        now: Timestamp,
    ) -> impl Iterator<Item = (SessionId, &Offer, Standing)> + '_ {
        let seen = move |it: &'_ Incoming| it.standing(now);
        self.incoming
            .iter()
            .map(move |it| (it.peer, &it.offer, seen(it)))
    }

    /// The offer of a file that comes in.
    pub fn offer_of(&self, key: Key) -> Option<&Offer> {
        let mut incoming = self.incoming.iter();
        Some(&incoming.find(|it| it.key() == key)?.offer)
    }
}

/// What follows from whatever happened.
impl Transfers {
    fn settle(&mut self, now: Timestamp) {
        self.offer_queued();
        self.begin_ready(now);
        self.tell_written();
    }

    fn offer_queued(&mut self) {
        for place in 0..self.outgoing.len() {
            let transfer = &self.outgoing[place];
            let peer = transfer.peer;
            if transfer.stage != outgoing::Stage::Queued || !self.is_linked(peer) {
                continue;
            }
            let theirs = self.outgoing.iter().filter(|it| it.peer == peer);
            if theirs.filter(|it| it.is_on_offer()).count() < OFFERS {
                self.outgoing[place].stage = outgoing::Stage::Offered;
                let offer = self.outgoing[place].offer.clone();
                self.say(peer, FileWord::Offer(offer));
            }
        }
    }

    fn begin_ready(&mut self, now: Timestamp) {
        let mut running = self.incoming.iter().filter(|it| it.is_receiving()).count();
        for place in 0..self.incoming.len() {
            let transfer = &mut self.incoming[place];
            if running >= RUNNING || !transfer.is_ready() {
                continue;
            }
            running += 1;
            self.number = self.number.wrapping_add(1);
            let number = self.number;
            transfer.start(number, now);
            let (key, at) = (transfer.key(), transfer.wrote);
            let file = key.file;
            self.say(key.peer, FileWord::Accept { file, number, at });
        }
    }

    /// Tells the senders how far the disk is; when all is written, the file
    /// is to be closed.
    fn tell_written(&mut self) {
        for place in 0..self.incoming.len() {
            let transfer = &mut self.incoming[place];
            let incoming::Stage::Receiving { number } = transfer.stage else {
                continue;
            };
            let (key, at) = (transfer.key(), transfer.wrote);
            let is_whole = at == transfer.offer.size;
            if at - transfer.told >= WINDOW / 8 || (is_whole && at > transfer.told) {
                transfer.told = at;
                self.words
                    .push_back((key.peer, FileWord::Wrote { number, at }));
            }
            if is_whole {
                self.incoming[place].stage = incoming::Stage::Finishing;
                self.actions.push_back(Action::Finish(key));
            }
        }
    }

    fn end_incoming(&mut self, key: Key, why: Ending, now: Timestamp) {
        let Some(transfer) = self.find(key).filter(|it| !it.is_over()) else {
            return;
        };
        transfer.stage = incoming::Stage::Ended(why, By::Me);
        self.say_end(key, why);
        self.settle(now);
    }

    fn end_outgoing(&mut self, file: FileId, why: Ending, now: Timestamp) {
        let live = |it: &&mut Outgoing| it.offer.file == file && !it.is_over();
        let mut told = Vec::new();
        for transfer in self.outgoing.iter_mut().filter(live) {
            if transfer.is_on_offer() {
                told.push(transfer.key());
            }
            transfer.stage = outgoing::Stage::Ended(why, By::Me);
        }
        for key in told {
            self.say_end(key, why);
        }
        self.settle(now);
    }

    /// What the receiver said does not fit.
    fn break_outgoing(&mut self, key: Key) {
        if let Some(transfer) = self.find_outgoing(key) {
            transfer.stage = outgoing::Stage::Ended(Ending::Broken, By::Me);
            self.say_end(key, Ending::Broken);
        }
    }

    fn say_end(&mut self, key: Key, why: Ending) {
        self.say(
            key.peer,
            FileWord::End {
                file: key.file,
                why,
            },
        );
    }

    /// Nothing is said without a link: what is still so is said again when
    /// there is one.
    fn say(&mut self, peer: SessionId, word: FileWord) {
        if self.is_linked(peer) {
            self.words.push_back((peer, word));
        }
    }

    fn find(&mut self, key: Key) -> Option<&mut Incoming> {
        self.incoming.iter_mut().find(|it| it.key() == key)
    }

    fn find_outgoing(&mut self, key: Key) -> Option<&mut Outgoing> {
        self.outgoing.iter_mut().find(|it| it.key() == key)
    }
}

impl Incoming {
    fn key(&self) -> Key {
        Key {
            peer: self.peer,
            file: self.offer.file,
        }
    }
}

impl Outgoing {
    fn key(&self) -> Key {
        Key {
            peer: self.peer,
            file: self.offer.file,
        }
    }
}

fn number_of(transfer: &Outgoing) -> Option<u32> {
    match transfer.stage {
        outgoing::Stage::Sending(sending) => Some(sending.number),
        outgoing::Stage::Queued
        | outgoing::Stage::Offered
        | outgoing::Stage::Done
        | outgoing::Stage::Ended(..) => None,
    }
}
