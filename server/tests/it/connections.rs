//! Connections that fare badly, and the others, who do not notice.

use std::sync::atomic::{AtomicU32, Ordering};

use async_trait::async_trait;
use chatmux_server::store::{Appended, Making, Sqlite, Store, StoreError};
use chatmux_shared::id::{ClientId, MemberId, RoomId, Seq, Timestamp};
use chatmux_shared::message::{Act, Entry, Seen};
use chatmux_shared::room::{Draft, Ending, Event, RoomCard};
use chatmux_shared::wire::{ClientFrame, Page, close};
use futures::future::BoxFuture;
use tokio::net::TcpSocket;

use crate::guest::{Guest, Socket, Stay, hello};
use crate::house::House;
use crate::key::{statement_of, text_of};

/// A store that panics in whoever asks for what comes after one entry, and in
/// the room that keeps [`TRAP`]; the first end of a room it does not keep.
struct Trap {
    inner: Sqlite,
    after: Seq,
    ends: AtomicU32,
}

const TRAP: &str = "the trap closes";

impl Trap {
    fn new(inner: Sqlite, after: Seq) -> Self {
        let ends = AtomicU32::new(0);
        Self { inner, after, ends }
    }
}

#[async_trait]
impl Store for Trap {
    async fn secret(&self) -> Result<[u8; 32], StoreError> {
        self.inner.secret().await
    }

    async fn make_room(&self, card: RoomCard, limit: u64) -> Result<Making, StoreError> {
        self.inner.make_room(card, limit).await
    }

    async fn room(&self, id: RoomId) -> Result<Option<RoomCard>, StoreError> {
        self.inner.room(id).await
    }

    async fn rooms(&self) -> Result<Vec<RoomCard>, StoreError> {
        self.inner.rooms().await
    }

    async fn rooms_of(&self, owner: MemberId) -> Result<usize, StoreError> {
        self.inner.rooms_of(owner).await
    }

    async fn said(
        &self,
        room: RoomId,
        author: MemberId,
        client: ClientId,
    ) -> Result<Option<Entry>, StoreError> {
        self.inner.said(room, author, client).await
    }

    async fn end_room(&self, id: RoomId, why: Ending, at: Timestamp) -> Result<(), StoreError> {
        if self.ends.fetch_add(1, Ordering::Relaxed) == 0 {
            return Err(StoreError::Busy);
        }
        self.inner.end_room(id, why, at).await
    }

    async fn ending(&self, id: RoomId) -> Result<Option<Ending>, StoreError> {
        self.inner.ending(id).await
    }

    async fn forget_endings(&self, before: Timestamp) -> Result<(), StoreError> {
        self.inner.forget_endings(before).await
    }

    fn change_room(&self, card: RoomCard) -> BoxFuture<'static, Result<(), StoreError>> {
        self.inner.change_room(card)
    }

    fn append(
        &self,
        room: RoomId,
        draft: Draft,
        at: Timestamp,
        keep: u64,
    ) -> BoxFuture<'static, Result<Appended, StoreError>> {
        assert_ne!(draft.post.text, TRAP);
        self.inner.append(room, draft, at, keep)
    }

    async fn entries_after(
        &self,
        room: RoomId,
        after: Seq,
        limit: usize,
    ) -> Result<Page, StoreError> {
        assert_ne!(after, self.after, "{TRAP}");
        self.inner.entries_after(room, after, limit).await
    }

    async fn entries_before(
        &self,
        room: RoomId,
        before: Seq,
        limit: usize,
    ) -> Result<Page, StoreError> {
        self.inner.entries_before(room, before, limit).await
    }

    async fn entry(&self, room: RoomId, seq: Seq) -> Result<Option<Entry>, StoreError> {
        self.inner.entry(room, seq).await
    }

    async fn newest(&self, room: RoomId) -> Result<Seen, StoreError> {
        self.inner.newest(room).await
    }

    async fn close(&self) {
        self.inner.close().await;
    }
}

// trial 24
#[tokio::test]
async fn a_panic_in_one_connection_ends_only_that_one() {
    let trap = Seq(13);
    let house = House::open_behind(|inner| Trap::new(inner, trap)).await;
    let mut other = Guest::come(house.address, "lounge", "Other").await;
    let mut unlucky = Guest::come(house.address, "lounge", "Unlucky").await;
    let session = unlucky.session();
    unlucky.say("before").await;

    unlucky.send(&ClientFrame::Fetch { after: trap }).await;
    let stay = unlucky.clone();
    assert_eq!(unlucky.end().await, 1006);

    let away = |event| match event {
        Event::Away { session, .. } => Some(session),
        _ => None,
    };
    let gone = other.happens("that the unlucky one is away", away).await;
    assert_eq!(gone, session);
    other.say("after").await;
    assert_eq!(house.get("/healthz").await.status, 200);

    let mut back = Guest::enter(house.address, "lounge", stay.reconnecting()).await;
    assert_eq!(back.session(), session);
    back.say("I am back").await;
    Guest::come(house.address, "lounge", "Third").await;
    house.close().await;
}

// trial 24: while coming in
#[tokio::test]
async fn a_panic_while_someone_comes_in_leaves_their_place_to_them() {
    let trap = Seq(1);
    let house = House::open_behind(|inner| Trap::new(inner, trap)).await;
    let mut other = Guest::come(house.address, "lounge", "Other").await;
    let guest = Guest::come(house.address, "lounge", "Unlucky").await;
    let stay = guest.lose();
    let one = other.say("one").await;

    // What was missed after the first entry is what the trap is set for.
    let trapped = Stay {
        seen: one.seen(),
        ..stay.clone()
    };
    let mut socket = Socket::open(house.address, "lounge").await;
    let hello = socket.hello(&trapped.reconnecting());
    socket.send(&ClientFrame::Hello(Box::new(hello))).await;
    assert_eq!(socket.end().await, 1006);

    other.say("two").await;
    let back = Guest::enter(house.address, "lounge", stay.reconnecting()).await;
    assert_eq!(back.session(), stay.session());
    assert_eq!(back.welcome.page.entries.len(), 2);
}

// trial 24: in the room itself
#[tokio::test]
async fn after_a_panic_in_a_room_everyone_comes_back_to_it() {
    let house = House::open_behind(|inner| Trap::new(inner, Seq(13))).await;
    let other = Guest::come(house.address, "lounge", "Other").await;
    let mut unlucky = Guest::come(house.address, "lounge", "Unlucky").await;
    unlucky.say("before").await;
    unlucky.hand_in(&unlucky.draft(Act::Say, TRAP)).await;
    let stay = other.clone();
    for guest in [other, unlucky] {
        assert_eq!(guest.end().await, 1012);
    }
    let mut back = Guest::enter(house.address, "lounge", stay.reconnecting()).await;
    assert_eq!(back.say("after").await.seq, Seq(2));
    house.close().await;
}

#[tokio::test]
async fn the_end_of_a_room_that_was_not_kept_is_tried_again() {
    let house = House::open_behind(|inner| Trap::new(inner, Seq(13))).await;
    let path = format!("/api/rooms/{}", house.room().await.id);
    for status in [200, 410] {
        house.is_later(6 * 60_000).await;
        assert_eq!(house.get(&path).await.status, status);
    }
}

// trial 26: without the percentile
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_reader_that_never_reads_is_cut_and_the_others_are_told_everything() {
    let house = House::open().await;
    let mut writer = Guest::come(house.address, "lounge", "Writer").await;
    let mut other = Guest::come(house.address, "lounge", "Other").await;
    let slow = slow_guest(&house).await;
    let session = slow.session();
    let long = "🌍".repeat(1000);

    let mut told = 0;
    let away = |event| matches!(event, Event::Away { session: gone, .. } if gone == session);
    'cut: loop {
        // As many as it takes; the writer reads what others say meanwhile.
        for _ in 0..20 {
            writer.post(&long).await;
        }
        for _ in 0..20 {
            told += 1;
            assert_eq!(writer.next_entry().await.seq, Seq(told));
        }
        loop {
            match other.happens("what goes on", Some).await {
                Event::Entry { entry } if entry.seq == Seq(told) => break,
                Event::Entry { .. } => {}
                event => {
                    if away(event) {
                        break 'cut;
                    }
                }
            }
        }
        assert!(told < 20_000, "it was never cut");
    }
    let stay = slow.clone();
    assert_eq!(slow.end().await, close::TOO_SLOW);

    let mut back = Guest::enter(house.address, "lounge", stay.reconnecting()).await;
    assert_eq!(back.session(), session);
    let missed = back.fetch_all(Seq(0)).await;
    assert!(missed.len() as u64 >= told);
    assert!(missed.iter().all(|entry| text_of(entry) == long));
}

/// Someone for whom the system holds as little as it may.
async fn slow_guest(house: &House) -> Guest {
    let socket = TcpSocket::new_v4().expect("a socket");
    socket.set_recv_buffer_size(4096).expect("a smaller buffer");
    let stream = socket.connect(house.address).await.expect("it listens");
    let origin = format!("http://{}", house.address);
    let socket = Socket::open_over(stream, &origin, "lounge").await;
    socket.enter(hello("Slow")).await.expect("a welcome")
}

#[tokio::test]
async fn two_tabs_of_one_member_both_live_and_one_may_close() {
    let house = House::open().await;
    let mut first = Guest::come(house.address, "lounge", "Ada").await;
    let mut second = Guest::enter(house.address, "lounge", first.sibling()).await;
    assert_eq!(first.welcome.member, second.welcome.member);
    assert_ne!(first.session(), second.session());
    assert_eq!(second.welcome.people.len(), 2);

    let entry = first.say("from the first").await;
    assert_eq!(second.next_entry().await, entry);
    let left = first.session();
    first.send(&ClientFrame::Leave).await;
    let departed = |event| match event {
        Event::Departed { session } => Some(session),
        _ => None,
    };
    assert_eq!(second.happens("a departure", departed).await, left);
    let entry = second.say("from the second").await;
    assert_eq!(statement_of(&entry).author, second.welcome.member);
    let third = Guest::come(house.address, "lounge", "Third").await;
    assert_eq!(third.welcome.people.len(), 2);
}

#[tokio::test]
async fn whoever_leaves_is_gone_at_once_and_is_told_so() {
    let house = House::open().await;
    let mut other = Guest::come(house.address, "lounge", "Other").await;
    let mut guest = Guest::come(house.address, "lounge", "Ada").await;
    let session = guest.session();
    guest.send(&ClientFrame::Leave).await;
    assert_eq!(guest.end().await, 1000);
    let departed = |event| matches!(event, Event::Departed { session: s } if s == session);
    let departed = |event| departed(event).then_some(());
    other.happens("a departure", departed).await;
}

#[tokio::test]
async fn who_has_not_said_hello_yet_does_not_keep_the_server_from_stopping() {
    let house = House::open().await;
    let silent = Socket::open(house.address, "lounge").await;
    let (_place, code) = tokio::join!(house.close(), silent.end());
    assert_eq!(code, 1012);
}
