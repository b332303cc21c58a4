//! The lines of the contract.

use std::sync::Arc;

use chatmux_server::store::{Appended, Making, Store, StoreError};
use chatmux_shared::id::{ClientId, Epoch, MemberId, RoomId, Seq, Timestamp};
use chatmux_shared::limits::Limits;
use chatmux_shared::room::{Color, Draft, Ending, Entry, RoomCard};
use chatmux_shared::text::{MessageText, Name};
use chatmux_shared::wire::Visibility;
use futures::future::join_all;

use crate::guest::text_of;

const KEEP: u64 = 1000;
const AT: Timestamp = Timestamp(1_700_000_000_000);

fn id(number: u64) -> RoomId {
    RoomId::from_random(number)
}

fn name(text: &str) -> Name {
    Name::parse(text, &Limits::default()).expect("a name")
}

fn card(number: u64) -> RoomCard {
    RoomCard {
        id: id(number),
        epoch: Epoch::from_random([7; 16]),
        name: name("Amber Comet"),
        owner: None,
        visibility: Visibility::Unopened,
        made: AT,
    }
}

fn member(number: u8) -> MemberId {
    MemberId::from_random([number; 16])
}

fn draft(author: u8, client: u128, text: &str) -> Draft {
    Draft {
        client: ClientId::from_random(client.to_be_bytes()),
        author: member(author),
        name: name("Ada"),
        color: Color::Cyan,
        text: MessageText::parse(text, &Limits::default()).expect("a text"),
    }
}

async fn with_room(store: &dyn Store) {
    let made = store.make_room(card(1), KEEP).await;
    assert_eq!(made.expect("a room"), Making::Made);
}

async fn append(store: &dyn Store, draft: Draft) -> Appended {
    let kept = store.append(id(1), draft, AT, KEEP).await;
    kept.expect("an entry is kept")
}

async fn all(store: &dyn Store) -> Vec<Entry> {
    let entries = store.entries_after(id(1), Seq(0), usize::MAX / 2).await;
    entries.expect("the log is read")
}

fn numbers(entries: &[Entry]) -> Vec<u64> {
    entries.iter().map(|entry| entry.seq.0).collect()
}

pub async fn entries_are_numbered_without_gaps_whoever_writes_at_once(
    open: impl AsyncFn() -> Arc<dyn Store>,
) {
    let store = open().await;
    with_room(&*store).await;
    let writers = (0..20_u8).map(async |author| {
        let mut last = 0;
        for number in 0..50_u128 {
            let client = u128::from(author) << 64 | number;
            let Appended::New(entry) = append(&*store, draft(author, client, "hi")).await else {
                panic!("it is new");
            };
            assert!(entry.seq.0 > last, "numbers rise for each writer");
            last = entry.seq.0;
        }
    });
    join_all(writers).await;
    let kept = all(&*store).await;
    assert_eq!(numbers(&kept), (1..=1000).collect::<Vec<_>>());
    assert_eq!(store.newest(id(1)).await.expect("a number"), Seq(1000));
}

pub async fn a_message_is_kept_once_however_often_it_is_sent(
    open: impl AsyncFn() -> Arc<dyn Store>,
) {
    let store = open().await;
    with_room(&*store).await;
    let Appended::New(first) = append(&*store, draft(1, 1, "hi")).await else {
        panic!("it is new");
    };
    let again = (0..10).map(|_| append(&*store, draft(1, 1, "hi")));
    for again in join_all(again).await {
        assert_eq!(again, Appended::Again(first.clone()));
    }
    assert_eq!(all(&*store).await, [first]);
}

// trial 5
pub async fn another_text_under_the_same_client_id_is_refused_and_the_first_kept(
    open: impl AsyncFn() -> Arc<dyn Store>,
) {
    let store = open().await;
    with_room(&*store).await;
    append(&*store, draft(1, 1, "first")).await;
    assert_eq!(
        append(&*store, draft(1, 1, "second")).await,
        Appended::Otherwise
    );
    let kept = all(&*store).await;
    assert_eq!(kept.iter().map(text_of).collect::<Vec<_>>(), ["first"]);
}

pub async fn two_members_may_draw_the_same_client_id(open: impl AsyncFn() -> Arc<dyn Store>) {
    let store = open().await;
    with_room(&*store).await;
    append(&*store, draft(1, 1, "mine")).await;
    append(&*store, draft(2, 1, "yours")).await;
    assert_eq!(numbers(&all(&*store).await), [1, 2]);
}

pub async fn what_was_kept_is_there_when_the_store_is_opened_again(
    open: impl AsyncFn() -> Arc<dyn Store>,
) {
    let store = open().await;
    with_room(&*store).await;
    append(
        &*store,
        draft(1, 1, " as\ttyped \u{1f469}\u{200d}\u{1f680}\n"),
    )
    .await;
    let before = all(&*store).await;
    store.close().await;
    let store = open().await;
    assert_eq!(all(&*store).await, before);
    assert_eq!(store.room(id(1)).await.expect("a room"), Some(card(1)));
    append(&*store, draft(1, 2, "after")).await;
    assert_eq!(numbers(&all(&*store).await), [1, 2]);
}

pub async fn only_the_newest_entries_are_kept_and_numbers_go_on(
    open: impl AsyncFn() -> Arc<dyn Store>,
) {
    let store = open().await;
    with_room(&*store).await;
    for number in 1..=10 {
        let kept = store.append(id(1), draft(1, number, "hi"), AT, 3).await;
        kept.expect("an entry is kept");
    }
    assert_eq!(numbers(&all(&*store).await), [8, 9, 10]);
    store.close().await;
    let store = open().await;
    append(&*store, draft(1, 11, "hi")).await;
    assert_eq!(numbers(&all(&*store).await), [8, 9, 10, 11]);
}

pub async fn a_page_is_read_from_either_side(open: impl AsyncFn() -> Arc<dyn Store>) {
    let store = open().await;
    with_room(&*store).await;
    for number in 1..=10 {
        append(&*store, draft(1, number, "hi")).await;
    }
    let after = store.entries_after(id(1), Seq(4), 3).await;
    assert_eq!(numbers(&after.expect("a page")), [5, 6, 7]);
    let before = store.entries_before(id(1), Seq(4), 2).await;
    assert_eq!(numbers(&before.expect("a page")), [2, 3]);
    for far in [Seq(10), Seq(u64::MAX)] {
        let none = store.entries_after(id(1), far, 3).await;
        assert!(none.expect("a page").is_empty());
    }
    let none = store.entries_after(id(2), Seq(0), 3).await;
    assert!(none.expect("a page").is_empty());
}

pub async fn the_last_change_of_a_room_wins(open: impl AsyncFn() -> Arc<dyn Store>) {
    let store = open().await;
    with_room(&*store).await;
    let changed = |visibility| RoomCard {
        visibility,
        owner: Some(member(1)),
        ..card(1)
    };
    let first = store.change_room(changed(Visibility::ByLink));
    let second = store.change_room(changed(Visibility::Listed));
    // In whatever order they are waited for.
    second.await.expect("kept");
    first.await.expect("kept");
    let kept = store.room(id(1)).await.expect("a room");
    assert_eq!(kept, Some(changed(Visibility::Listed)));
    assert_eq!(
        store.rooms().await.expect("all rooms"),
        [changed(Visibility::Listed)]
    );
}

pub async fn a_room_that_ends_takes_its_entries_along_and_leaves_the_reason(
    open: impl AsyncFn() -> Arc<dyn Store>,
) {
    let store = open().await;
    with_room(&*store).await;
    append(&*store, draft(1, 1, "hi")).await;
    assert_eq!(store.ending(id(1)).await.expect("an answer"), None);
    store.end_room(id(1), Ending::Old, AT).await.expect("ended");
    store.close().await;
    let store = open().await;
    assert_eq!(store.room(id(1)).await.expect("an answer"), None);
    assert_eq!(store.rooms().await.expect("all rooms"), []);
    assert_eq!(all(&*store).await, []);
    assert_eq!(
        store.ending(id(1)).await.expect("an answer"),
        Some(Ending::Old)
    );
}

pub async fn an_ending_is_forgotten_when_it_is_old(open: impl AsyncFn() -> Arc<dyn Store>) {
    let store = open().await;
    with_room(&*store).await;
    store
        .end_room(id(1), Ending::Idle, AT)
        .await
        .expect("ended");
    store.forget_endings(AT).await.expect("forgotten");
    assert_eq!(
        store.ending(id(1)).await.expect("an answer"),
        Some(Ending::Idle)
    );
    store.forget_endings(AT.plus(1)).await.expect("forgotten");
    assert_eq!(store.ending(id(1)).await.expect("an answer"), None);
}

pub async fn there_are_as_many_rooms_as_there_may_be(open: impl AsyncFn() -> Arc<dyn Store>) {
    let store = open().await;
    let make = async |number| store.make_room(card(number), 2).await.expect("an answer");
    assert_eq!(make(1).await, Making::Made);
    assert_eq!(make(1).await, Making::AlreadyThere);
    assert_eq!(make(2).await, Making::Made);
    assert_eq!(make(3).await, Making::Full);
    store
        .end_room(id(1), Ending::Idle, AT)
        .await
        .expect("ended");
    assert_eq!(make(3).await, Making::Made);
}

pub async fn the_key_is_made_once(open: impl AsyncFn() -> Arc<dyn Store>) {
    let store = open().await;
    let key = store.secret().await.expect("a key");
    assert_eq!(store.secret().await.expect("a key"), key);
    store.close().await;
    assert_eq!(open().await.secret().await.expect("a key"), key);
}

pub async fn a_closed_store_says_so(open: impl AsyncFn() -> Arc<dyn Store>) {
    let store = open().await;
    with_room(&*store).await;
    store.close().await;
    let kept = store.append(id(1), draft(1, 1, "hi"), AT, KEEP).await;
    assert!(matches!(kept, Err(StoreError::Closed)));
}
