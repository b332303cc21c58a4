//! Two tabs with a link between them that can be lost at any moment, disks
//! that take their time, and a clock that is told.

use std::collections::VecDeque;

use chatmux_shared::call::negotiation::Generation;
use chatmux_shared::call::transfer::By::{Me, Peer};
use chatmux_shared::call::transfer::{
    Action, Ending, FileKind, FileName, FileWord, Header, Key, NotOffered, Offer, Read, Standing,
    Transfers, WINDOW,
};
use chatmux_shared::id::{FileId, SessionId, Timestamp};

/// Bytes of a file in one message.
const PIECE: u64 = 16 << 10;

/// What is under way on a link.
enum Passing {
    Word(FileWord),
    Piece(Header, Vec<u8>),
}

/// One tab: its files, its disk.
pub struct Tab {
    pub session: SessionId,
    pub transfers: Transfers,
    /// Its own files.
    pub sources: Vec<(FileId, Vec<u8>)>,
    /// What was read and not sent.
    blocks: Vec<(Key, u64, Vec<u8>)>,
    reads: VecDeque<Read>,
    /// What came and is not written, with the first byte's place.
    pub unwritten: Vec<(Key, Vec<u8>)>,
    /// What is written.
    pub disks: Vec<(Key, Vec<u8>)>,
    pub finished: Vec<Key>,
    /// Words and pieces on their way from here: each channel keeps its order.
    words: VecDeque<Passing>,
    pieces: VecDeque<Passing>,
    /// The most bytes that were held at once.
    pub most_held: u64,
}

/// Two of them.
pub struct Pair {
    pub tabs: [Tab; 2],
    pub now: Timestamp,
    chance: fastrand::Rng,
    builds: u32,
    pub is_linked: bool,
    /// How often there were offers to be shown.
    pub news: usize,
}

pub fn offer(number: u8, size: u64) -> Offer {
    Offer {
        file: FileId::from_random([number; 16]),
        name: FileName::tame("holiday.jpg"),
        size,
        kind: FileKind::tame("image/jpeg"),
    }
}

pub fn bytes(seed: u64, size: u64) -> Vec<u8> {
    let mut chance = fastrand::Rng::with_seed(seed);
    (0..size).map(|_| chance.u8(..)).collect()
}

impl Tab {
    pub fn new(number: u8) -> Self {
        Self {
            session: SessionId::from_random([number; 16]),
            transfers: Transfers::default(),
            sources: Vec::new(),
            blocks: Vec::new(),
            reads: VecDeque::new(),
            unwritten: Vec::new(),
            disks: Vec::new(),
            finished: Vec::new(),
            words: VecDeque::new(),
            pieces: VecDeque::new(),
            most_held: 0,
        }
    }

    fn block(&self, key: Key, offset: u64, length: u64) -> Vec<u8> {
        let (_, from, block) = self.blocks.iter().find(|(of, ..)| *of == key).unwrap();
        let at = usize::try_from(offset - from).unwrap();
        block[at..at + usize::try_from(length).unwrap()].to_vec()
    }

    fn read(&mut self, read: Read, now: Timestamp) {
        let source = self.sources.iter().find(|(file, _)| *file == read.key.file);
        let from = usize::try_from(read.from).unwrap();
        let until = from + usize::try_from(read.length).unwrap();
        let block = source.map(|(_, bytes)| bytes[from..until].to_vec());
        if self.transfers.handle_read(&read, block.is_some(), now) {
            self.blocks.retain(|(key, ..)| *key != read.key);
            self.blocks.push((read.key, read.from, block.unwrap()));
        }
    }

    /// The disk takes all that came of the first file that waits.
    fn write(&mut self, now: Timestamp) {
        if self.unwritten.is_empty() {
            return;
        }
        let (key, bytes) = self.unwritten.remove(0);
        let Some((_, disk)) = self.disks.iter_mut().find(|(of, _)| *of == key) else {
            return;
        };
        disk.extend(bytes);
        let at = disk.len() as u64;
        self.transfers.handle_written(key, Ok(at), now);
    }

    fn act(&mut self, now: Timestamp) {
        while let Some(action) = self.transfers.poll_action() {
            match action {
                Action::Open(key) => {
                    self.disks.push((key, Vec::new()));
                    self.transfers.handle_open(key, Some(Ok(())), now);
                }
                Action::Finish(key) => {
                    self.finished.push(key);
                    self.transfers.handle_finished(key, Ok(()), now);
                }
            }
        }
    }

    pub fn disk(&self, file: FileId) -> Option<&[u8]> {
        let mut disks = self.disks.iter();
        Some(&disks.find(|(key, _)| key.file == file)?.1)
    }

    pub fn sent(&self, file: FileId, now: Timestamp) -> Option<Standing> {
        let mut outgoing = self.transfers.outgoing(now);
        Some(outgoing.find(|(_, offer, _)| offer.file == file)?.2)
    }

    pub fn received(&self, file: FileId, now: Timestamp) -> Option<Standing> {
        let mut incoming = self.transfers.incoming(now);
        Some(incoming.find(|(_, offer, _)| offer.file == file)?.2)
    }

    /// Everything that is on offer is taken.
    pub fn accept_all(&mut self, now: Timestamp) {
        let offered: Vec<Key> = self
            .transfers
            .incoming(now)
            .filter(|(.., standing)| *standing == Standing::Offered)
            .map(|(peer, offer, _)| Key {
                peer,
                file: offer.file,
            })
            .collect();
        for key in offered {
            self.transfers.accept(key);
        }
    }
}

impl Pair {
    pub fn new(seed: u64) -> Self {
        let mut pair = Self {
            tabs: [Tab::new(1), Tab::new(2)],
            now: Timestamp(1_000_000),
            chance: fastrand::Rng::with_seed(seed),
            builds: 0,
            is_linked: false,
            news: 0,
        };
        pair.link();
        pair
    }

    /// The link is built (anew): nothing of a former one arrives.
    pub fn link(&mut self) {
        self.cut();
        self.builds += 1;
        self.is_linked = true;
        let generation = Generation {
            build: self.builds,
            ..Generation::default()
        };
        for place in [0, 1] {
            let peer = self.tabs[1 - place].session;
            self.tabs[place]
                .transfers
                .handle_link(peer, Some(generation), self.now);
        }
    }

    pub fn cut(&mut self) {
        self.is_linked = false;
        for place in [0, 1] {
            let peer = self.tabs[1 - place].session;
            let tab = &mut self.tabs[place];
            tab.words.clear();
            tab.pieces.clear();
            tab.transfers.handle_link(peer, None, self.now);
        }
    }

    /// The page of the tab at `place` is loaded again.
    pub fn reload(&mut self, place: usize) {
        self.cut();
        let number = u8::try_from(place).unwrap() + 1;
        self.tabs[place] = Tab::new(number);
        self.link();
    }

    /// The first tab offers a file to the other.
    pub fn offer(&mut self, offer: &Offer, bytes: Vec<u8>) -> Result<(), NotOffered> {
        let to = self.tabs[1].session;
        self.tabs[0].sources.push((offer.file, bytes));
        self.tabs[0].transfers.offer(offer, &[to], self.now)
    }

    pub fn wait(&mut self, ms: u64) {
        self.now = self.now.plus(ms);
        for tab in &mut self.tabs {
            tab.transfers.handle_timeout(self.now);
        }
    }

    /// One thing that can happen happens. Whether there was any.
    pub fn step(&mut self) -> bool {
        self.now = self.now.plus(1);
        for place in [0, 1] {
            self.emit(place);
        }
        let from = self.chance.usize(..2);
        let order = self.chance.usize(..4);
        (0..8).any(|turn| {
            let place = (from + turn / 4) % 2;
            match (order + turn) % 4 {
                0 => self.deliver_word(place),
                1 => self.deliver_piece(place),
                2 => self.write(place),
                _ => self.read(place),
            }
        })
    }

    pub fn run(&mut self) {
        while self.step() {}
    }

    fn emit(&mut self, place: usize) {
        let is_linked = self.is_linked;
        let tab = &mut self.tabs[place];
        tab.act(self.now);
        while let Some((_, word)) = tab.transfers.poll_word() {
            if is_linked {
                tab.words.push_back(Passing::Word(word));
            }
        }
        let peers: Vec<SessionId> = tab.transfers.peers().collect();
        for peer in peers {
            while let Some(read) = tab.transfers.poll_read(peer) {
                tab.reads.push_back(read);
            }
            while tab.pieces.len() < 8 {
                let Some(send) = tab.transfers.poll_piece(peer, PIECE) else {
                    break;
                };
                let bytes = tab.block(send.key, send.header.offset, send.length);
                tab.pieces.push_back(Passing::Piece(send.header, bytes));
            }
        }
        let held: usize = tab.unwritten.iter().map(|(_, bytes)| bytes.len()).sum();
        tab.most_held = tab.most_held.max(held as u64);
    }

    fn deliver_word(&mut self, from: usize) -> bool {
        let Some(Passing::Word(word)) = self.tabs[from].words.pop_front() else {
            return false;
        };
        let session = self.tabs[from].session;
        let is_news = self.tabs[1 - from]
            .transfers
            .handle_word(session, word, self.now);
        self.news += usize::from(is_news);
        true
    }

    fn deliver_piece(&mut self, from: usize) -> bool {
        let Some(Passing::Piece(header, bytes)) = self.tabs[from].pieces.pop_front() else {
            return false;
        };
        let session = self.tabs[from].session;
        let tab = &mut self.tabs[1 - from];
        let length = bytes.len() as u64;
        if let Some(key) = tab
            .transfers
            .handle_piece(session, header, length, self.now)
        {
            tab.unwritten.push((key, bytes));
        }
        true
    }

    fn write(&mut self, place: usize) -> bool {
        let is_any = !self.tabs[place].unwritten.is_empty();
        self.tabs[place].write(self.now);
        is_any
    }

    fn read(&mut self, place: usize) -> bool {
        let Some(read) = self.tabs[place].reads.pop_front() else {
            return false;
        };
        self.tabs[place].read(read, self.now);
        true
    }
}

#[test]
fn a_file_comes_over_as_it_was() {
    let mut pair = Pair::new(1);
    let offer = offer(7, 3 * WINDOW + 12_345);
    let sent = bytes(1, offer.size);
    pair.offer(&offer, sent.clone()).unwrap();
    pair.run();
    let now = pair.now;
    assert_eq!(
        pair.tabs[1].received(offer.file, now),
        Some(Standing::Offered)
    );
    assert_eq!(pair.tabs[0].sent(offer.file, now), Some(Standing::Offered));

    pair.tabs[1].accept_all(now);
    pair.run();
    let now = pair.now;
    assert_eq!(pair.tabs[1].disk(offer.file), Some(&sent[..]));
    assert_eq!(pair.tabs[1].received(offer.file, now), Some(Standing::Done));
    assert_eq!(pair.tabs[0].sent(offer.file, now), Some(Standing::Done));
    assert!(!pair.tabs[0].transfers.needs_source(offer.file));
}

#[test]
fn a_file_without_bytes_comes_over() {
    let mut pair = Pair::new(2);
    let offer = offer(7, 0);
    pair.offer(&offer, Vec::new()).unwrap();
    pair.run();
    pair.tabs[1].accept_all(pair.now);
    pair.run();
    assert_eq!(pair.tabs[1].disk(offer.file), Some(&[][..]));
    assert_eq!(
        pair.tabs[0].sent(offer.file, pair.now),
        Some(Standing::Done)
    );
}

#[test]
fn what_a_slow_disk_has_not_taken_is_never_more_than_the_window() {
    let mut pair = Pair::new(3);
    let offer = offer(7, 4 * WINDOW);
    pair.offer(&offer, bytes(3, offer.size)).unwrap();
    pair.run();
    pair.tabs[1].accept_all(pair.now);
    // The disk takes nothing at all.
    for _ in 0..10_000 {
        pair.emit(0);
        pair.emit(1);
        let _ =
            pair.deliver_word(0) || pair.deliver_word(1) || pair.deliver_piece(0) || pair.read(0);
    }
    pair.emit(1);
    assert_eq!(pair.tabs[1].most_held, WINDOW);
    pair.run();
    assert_eq!(
        pair.tabs[1].received(offer.file, pair.now),
        Some(Standing::Done)
    );
    assert_eq!(pair.tabs[1].most_held, WINDOW);
}

#[test]
fn either_side_may_say_no_at_any_time() {
    let mut pair = Pair::new(4);
    let key = |pair: &Pair, number| Key {
        peer: pair.tabs[0].session,
        file: offer(number, 0).file,
    };
    for number in 1..=3 {
        let offer = offer(number, WINDOW);
        pair.offer(&offer, bytes(4, WINDOW)).unwrap();
    }
    pair.run();
    let now = pair.now;
    let [declined, stopped, withdrawn] = [1, 2, 3].map(|number| key(&pair, number));
    pair.tabs[1].transfers.decline(declined, now);
    pair.tabs[1].accept_all(now);
    for _ in 0..40 {
        pair.step();
    }
    pair.tabs[1].transfers.cancel_incoming(stopped, now);
    pair.tabs[0].transfers.withdraw(withdrawn.file, now);
    pair.run();

    let now = pair.now;
    for (key, why, sender, receiver) in [
        (declined, Ending::Declined, Peer, Me),
        (stopped, Ending::Cancelled, Peer, Me),
        (withdrawn, Ending::Cancelled, Me, Peer),
    ] {
        assert_eq!(
            pair.tabs[0].sent(key.file, now),
            Some(Standing::Ended(why, sender))
        );
        assert_eq!(
            pair.tabs[1].received(key.file, now),
            Some(Standing::Ended(why, receiver))
        );
        assert!(!pair.tabs[0].transfers.needs_source(key.file));
        assert!(!pair.tabs[1].transfers.needs_place(key));
    }
}

#[test]
fn files_share_a_link_in_turns() {
    let mut pair = Pair::new(5);
    for number in 1..=2 {
        pair.offer(&offer(number, WINDOW), bytes(5, WINDOW))
            .unwrap();
    }
    pair.run();
    pair.tabs[1].accept_all(pair.now);
    let done = |pair: &Pair, number| {
        let disk = pair.tabs[1].disk(offer(number, 0).file);
        disk.map_or(0, <[u8]>::len) as u64
    };
    while done(&pair, 1) < WINDOW / 2 {
        assert!(pair.step());
    }
    assert!(
        done(&pair, 2) > WINDOW / 4,
        "{} of the other",
        done(&pair, 2)
    );
}

#[test]
fn one_who_chose_no_place_may_choose_again() {
    let mut pair = Pair::new(6);
    let offer = offer(7, 1);
    pair.offer(&offer, vec![1]).unwrap();
    pair.run();
    let key = Key {
        peer: pair.tabs[0].session,
        file: offer.file,
    };
    let (tab, now) = (&mut pair.tabs[1], pair.now);
    tab.transfers.accept(key);
    assert_eq!(tab.transfers.poll_action(), Some(Action::Open(key)));
    tab.transfers.handle_open(key, None, now);
    assert_eq!(tab.received(offer.file, now), Some(Standing::Offered));
    tab.accept_all(now);
    pair.run();
    assert_eq!(
        pair.tabs[1].received(offer.file, pair.now),
        Some(Standing::Done)
    );
}

#[test]
fn what_a_disk_or_a_file_refuses_ends_for_both() {
    for why in [Ending::NoRoom, Ending::TooLarge, Ending::Unwritable] {
        let mut pair = Pair::new(7);
        let offer = offer(7, 1);
        pair.offer(&offer, vec![1]).unwrap();
        pair.run();
        let key = Key {
            peer: pair.tabs[0].session,
            file: offer.file,
        };
        pair.tabs[1].transfers.accept(key);
        pair.tabs[1].transfers.poll_action();
        pair.tabs[1]
            .transfers
            .handle_open(key, Some(Err(why)), pair.now);
        pair.run();
        let sent = pair.tabs[0].sent(offer.file, pair.now);
        assert_eq!(
            sent,
            Some(Standing::Ended(
                why,
                chatmux_shared::call::transfer::By::Peer
            ))
        );
    }
    let mut pair = Pair::new(8);
    let offer = offer(7, 1);
    pair.offer(&offer, vec![1]).unwrap();
    pair.tabs[0].sources.clear();
    pair.run();
    pair.tabs[1].accept_all(pair.now);
    pair.run();
    let received = pair.tabs[1].received(offer.file, pair.now);
    let unreadable = Standing::Ended(Ending::Unreadable, chatmux_shared::call::transfer::By::Peer);
    assert_eq!(received, Some(unreadable));
}
