//! The lines of the contract.

use std::sync::Arc;

use chatmux_server::store::{Appended, Making, Store, StoreError};
use chatmux_shared::id::{Epoch, RoomId, Seq, Timestamp};
use chatmux_shared::limits::Limits;
use chatmux_shared::message::{Act, Byline, Entry, Head, Seen, Statement, Words};
use chatmux_shared::room::{Color, Draft, Ending, Right, RoomCard, RoomChange};
use chatmux_shared::text::Name;
use chatmux_shared::wire::{Page, Switch, Visibility};
use futures::future::join_all;

use crate::chain::check;
use crate::key::{Key, beginning, statement_of, text_of, under};

const KEEP: u64 = 1000;
const AT: Timestamp = Timestamp(1_700_000_000_000);
const EPOCH: Epoch = Epoch::from_random([7; 16]);

fn id(number: u64) -> RoomId {
    RoomId::from_random(number)
}

fn name(text: &str) -> Name {
    Name::parse(text, &Limits::default()).expect("a name")
}

fn card(number: u64) -> RoomCard {
    RoomCard {
        id: id(number),
        epoch: EPOCH,
        name: name("Amber Comet"),
        owner: None,
        removed: Vec::new(),
        visibility: Visibility::Unopened,
        lock: Switch::Off,
        admitted: Vec::new(),
        made: AT,
    }
}

fn draft(key: &Key, statement: &Statement, text: &str) -> Draft {
    Draft {
        statement: *statement,
        post: key.post(statement, text),
        byline: Byline {
            name: name("Ada"),
            color: Color::Cyan,
        },
        right: Right::Author,
        change: RoomChange::default(),
    }
}

/// What a key states in a room, having seen that.
fn states(key: &Key, room: u64, seen: Seen, act: Act, text: &str) -> Draft {
    let statement = key.statement((id(room), EPOCH), seen, act, text);
    draft(key, &statement, text)
}

/// What is said in the first room by one who has seen nothing of its log.
fn says(key: &Key, text: &str) -> Draft {
    states(key, 1, beginning(id(1), EPOCH), Act::Say, text)
}

async fn with_room(store: &dyn Store) {
    let made = store.make_room(card(1), KEEP).await;
    assert_eq!(made.expect("a room"), Making::Made);
}

async fn append(store: &dyn Store, draft: Draft) -> Appended {
    let kept = store.append(id(1), draft, AT, KEEP).await;
    kept.expect("an entry is kept")
}

/// The entry that a draft becomes, which is new.
async fn new(store: &dyn Store, draft: Draft) -> Entry {
    match append(store, draft).await {
        Appended::New(entry) => entry,
        other => panic!("{other:?} is not new"),
    }
}

async fn all(store: &dyn Store) -> Vec<Entry> {
    log(store, 1).await.entries
}

async fn log(store: &dyn Store, room: u64) -> Page {
    let page = store.entries_after(id(room), Seq(0), usize::MAX / 2).await;
    page.expect("the log is read")
}

fn numbers(entries: &[Entry]) -> Vec<u64> {
    entries.iter().map(|entry| entry.seq.0).collect()
}

pub async fn entries_are_numbered_without_gaps_whoever_writes_at_once(
    open: impl AsyncFn() -> Arc<dyn Store>,
) {
    let store = open().await;
    with_room(&*store).await;
    let writers = (0..20).map(async |_| {
        let key = Key::new();
        let mut last = 0;
        for _ in 0..50 {
            let entry = new(&*store, says(&key, "hi")).await;
            assert!(entry.seq.0 > last, "numbers rise for each writer");
            last = entry.seq.0;
        }
    });
    join_all(writers).await;
    let kept = all(&*store).await;
    assert_eq!(numbers(&kept), (1..=1000).collect::<Vec<_>>());
    let newest = store.newest(id(1)).await.expect("a place");
    assert_eq!(Some(newest), kept.last().map(Entry::seen));
    check((id(1), EPOCH), &kept);
}

pub async fn a_message_is_kept_once_however_often_it_is_sent(
    open: impl AsyncFn() -> Arc<dyn Store>,
) {
    let store = open().await;
    with_room(&*store).await;
    let draft = says(&Key::new(), "hi");
    // All at once, and so in one transaction or a few.
    let tries = (0..10).map(|_| append(&*store, draft.clone()));
    let tries = join_all(tries).await;
    let [first] = &all(&*store).await[..] else {
        panic!("it is kept once");
    };
    let (again, new) = (Appended::Again(first.clone()), Appended::New(first.clone()));
    assert_eq!(tries.iter().filter(|it| **it == new).count(), 1);
    assert_eq!(tries.iter().filter(|it| **it == again).count(), 9);
    assert_eq!(append(&*store, draft).await, again);
}

// trial 5
pub async fn another_text_under_the_same_client_id_is_refused_and_the_first_kept(
    open: impl AsyncFn() -> Arc<dyn Store>,
) {
    let store = open().await;
    with_room(&*store).await;
    let key = Key::new();
    let first = says(&key, "first");
    let second = under(first.statement.client, first.statement, "second");
    let second = draft(&key, &second, "second");
    // In one transaction, and in another.
    let (_, together) = tokio::join!(append(&*store, first), append(&*store, second.clone()));
    assert_eq!(together, Appended::Otherwise);
    assert_eq!(append(&*store, second).await, Appended::Otherwise);
    let kept = all(&*store).await;
    assert_eq!(kept.iter().map(text_of).collect::<Vec<_>>(), ["first"]);
}

pub async fn two_members_may_draw_the_same_client_id(open: impl AsyncFn() -> Arc<dyn Store>) {
    let store = open().await;
    with_room(&*store).await;
    let (ada, bob) = (Key::new(), Key::new());
    let mine = says(&ada, "mine");
    let yours = says(&bob, "").statement;
    let yours = under(mine.statement.client, yours, "yours");
    new(&*store, mine).await;
    new(&*store, draft(&bob, &yours, "yours")).await;
    assert_eq!(numbers(&all(&*store).await), [1, 2]);
}

pub async fn what_was_kept_is_there_when_the_store_is_opened_again(
    open: impl AsyncFn() -> Arc<dyn Store>,
) {
    let store = open().await;
    with_room(&*store).await;
    let key = Key::new();
    let text = " as\ttyped \u{1f469}\u{200d}\u{1f680}\n";
    let entry = new(&*store, says(&key, text)).await;
    assert_eq!(text_of(&entry), text);
    let before = all(&*store).await;
    store.close().await;
    let store = open().await;
    assert_eq!(all(&*store).await, before);
    assert_eq!(before, [entry]);
    assert_eq!(store.room(id(1)).await.expect("a room"), Some(card(1)));
    new(&*store, says(&key, "after")).await;
    let kept = all(&*store).await;
    assert_eq!(numbers(&kept), [1, 2]);
    check((id(1), EPOCH), &kept);
}

/// The log as it was seen after each, the first seen before them.
async fn ten_of_which_three_are_kept(store: &dyn Store, key: &Key) -> Vec<Seen> {
    let mut seen = vec![beginning(id(1), EPOCH)];
    for place in 0..10 {
        let draft = states(key, 1, seen[place], Act::Say, "hi");
        let kept = store.append(id(1), draft, AT, 3).await;
        let Appended::New(entry) = kept.expect("an entry is kept") else {
            panic!("it is new");
        };
        seen.push(entry.seen());
    }
    seen
}

pub async fn only_the_newest_entries_are_kept_and_numbers_go_on(
    open: impl AsyncFn() -> Arc<dyn Store>,
) {
    let store = open().await;
    with_room(&*store).await;
    let key = Key::new();
    let seen = ten_of_which_three_are_kept(&*store, &key).await;
    assert_eq!(numbers(&all(&*store).await), [8, 9, 10]);
    store.close().await;
    let store = open().await;
    let next = new(&*store, states(&key, 1, seen[10], Act::Say, "hi")).await;
    assert_eq!(numbers(&all(&*store).await), [8, 9, 10, 11]);
    assert_eq!(next.head, next.head_after(&seen[10].head));
    // Another that lets go: what is said after it has room again.
    let draft = states(&key, 1, next.seen(), Act::Say, "hi");
    let kept = store.append(id(1), draft, AT, 2).await;
    kept.expect("an entry is kept");
    assert_eq!(numbers(&all(&*store).await), [11, 12]);
}

pub async fn a_page_is_read_from_either_side(open: impl AsyncFn() -> Arc<dyn Store>) {
    let store = open().await;
    with_room(&*store).await;
    let key = Key::new();
    let mut seen = vec![beginning(id(1), EPOCH)];
    for _ in 1..=10 {
        seen.push(new(&*store, says(&key, "hi")).await.seen());
    }
    let after = store.entries_after(id(1), Seq(4), 3).await.expect("a page");
    assert_eq!(numbers(&after.entries), [5, 6, 7]);
    assert_eq!(after.base(), Some(seen[4]));
    let before = store.entries_before(id(1), Seq(4), 2).await;
    let before = before.expect("a page");
    assert_eq!(numbers(&before.entries), [2, 3]);
    assert_eq!(before.base(), Some(seen[1]));
    assert_eq!(log(&*store, 1).await.base(), Some(seen[0]));
    for far in [Seq(10), Seq(u64::MAX)] {
        let none = store.entries_after(id(1), far, 3).await;
        assert_eq!(none.expect("a page"), Page::default());
    }
    assert_eq!(log(&*store, 2).await, Page::default());

    let found = async |seq| store.entry(id(1), Seq(seq)).await.expect("an answer");
    assert_eq!(found(6).await.as_ref(), after.entries.get(1));
    for far in [0, 11, u64::MAX] {
        assert_eq!(found(far).await, None);
    }
}

pub async fn the_last_change_of_a_room_wins(open: impl AsyncFn() -> Arc<dyn Store>) {
    let store = open().await;
    with_room(&*store).await;
    let changed = |visibility| RoomCard {
        visibility,
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
    new(&*store, says(&Key::new(), "hi")).await;
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
    let kept = store.append(id(1), says(&Key::new(), "hi"), AT, KEEP).await;
    assert!(matches!(kept, Err(StoreError::Closed)));
}

pub async fn a_room_without_entries_has_the_head_that_follows_from_it(
    open: impl AsyncFn() -> Arc<dyn Store>,
) {
    let store = open().await;
    with_room(&*store).await;
    let newest = store.newest(id(1)).await.expect("a place");
    assert_eq!(newest, beginning(id(1), EPOCH));
    let nowhere = store.newest(id(2)).await.expect("a place");
    assert_eq!(nowhere, Seen::default());
}

// trials 8, 9
pub async fn what_was_signed_with_another_log_in_mind_is_stale(
    open: impl AsyncFn() -> Arc<dyn Store>,
) {
    let store = open().await;
    with_room(&*store).await;
    let key = Key::new();
    let seen = ten_of_which_three_are_kept(&*store, &key).await;
    let head = Head::from_bytes([7; 32]);
    let at = |number, head| Seen {
        seq: Seq(number),
        head,
    };
    let stale = [
        seen[0],
        seen[6],
        at(7, head),
        at(9, seen[8].head),
        at(10, head),
        at(10, seen[9].head),
        at(11, seen[10].head),
        at(u64::MAX, seen[10].head),
        at(u64::MAX - 1, head),
        at(i64::MAX as u64, head),
    ];
    for seen in stale {
        let draft = states(&key, 1, seen, Act::Say, "hi");
        assert_eq!(append(&*store, draft).await, Appended::Stale, "{seen:?}");
    }
    let kept = all(&*store).await;
    assert_eq!(numbers(&kept), [8, 9, 10]);
    // What comes right before the oldest is known by what follows it.
    for seen in &seen[7..] {
        new(&*store, states(&key, 1, *seen, Act::Say, "hi")).await;
    }
}

pub async fn what_was_let_go_is_not_kept_again(open: impl AsyncFn() -> Arc<dyn Store>) {
    let store = open().await;
    with_room(&*store).await;
    let key = Key::new();
    let first = says(&key, "let go");
    let entry = new(&*store, first.clone()).await;
    let draft = states(&key, 1, entry.seen(), Act::Say, "stays");
    let kept = store.append(id(1), draft, AT, 1).await;
    kept.expect("an entry is kept");
    assert_eq!(append(&*store, first).await, Appended::Stale);
    let kept = all(&*store).await;
    assert_eq!(kept.iter().map(text_of).collect::<Vec<_>>(), ["stays"]);
}

pub async fn a_deletion_takes_the_words_of_its_target_and_of_all_it_was_changed_to(
    open: impl AsyncFn() -> Arc<dyn Store>,
) {
    let store = open().await;
    with_room(&*store).await;
    let key = Key::new();
    let act = async |act, text| {
        let seen = store.newest(id(1)).await.expect("a place");
        new(&*store, states(&key, 1, seen, act, text)).await.seq
    };
    let first = act(Act::Say, "first").await;
    let second = act(Act::Say, "second").await;
    act(Act::Edit { target: first }, "first, again").await;
    act(Act::Edit { target: second }, "second, again").await;
    act(Act::Edit { target: first }, "first, at last").await;
    let before = all(&*store).await;
    act(Act::Delete { target: first }, "").await;
    store.close().await;
    let store = open().await;
    let after = all(&*store).await;
    check((id(1), EPOCH), &after);
    let of_first = Act::Edit { target: first };
    for (before, after) in before.iter().zip(&after) {
        if before.seq == first || statement_of(before).act == of_first {
            assert_eq!(after.words, Words::Erased);
        } else {
            assert_eq!(after, before);
        }
    }
}

pub async fn writers_in_many_rooms_at_once_have_a_log_for_each(
    open: impl AsyncFn() -> Arc<dyn Store>,
) {
    let store = open().await;
    for number in 1..=20 {
        let made = store.make_room(card(number), KEEP).await;
        assert_eq!(made.expect("a room"), Making::Made);
    }
    let writers = (0..60).map(async |writer| {
        let key = Key::new();
        let room = writer % 20 + 1;
        for _ in 0..20 {
            let seen = store.newest(id(room)).await.expect("a place");
            let draft = states(&key, room, seen, Act::Say, &room.to_string());
            let kept = store.append(id(room), draft, AT, KEEP).await;
            assert!(matches!(kept, Ok(Appended::New(_))), "{kept:?}");
        }
    });
    join_all(writers).await;
    for room in 1..=20 {
        let kept = log(&*store, room).await.entries;
        assert_eq!(numbers(&kept), (1..=60).collect::<Vec<_>>());
        let own = room.to_string();
        assert!(kept.iter().all(|entry| text_of(entry) == own));
        check((id(room), EPOCH), &kept);
    }
}

pub async fn a_draft_that_is_not_kept_harms_no_other_that_is_handed_in_with_it(
    open: impl AsyncFn() -> Arc<dyn Store>,
) {
    let store = open().await;
    with_room(&*store).await;
    let key = Key::new();
    let nowhere = states(&key, 2, beginning(id(2), EPOCH), Act::Say, "nowhere");
    let stale = states(&key, 1, Seen::default(), Act::Say, "stale");
    // In line before any of them is waited for.
    let kept = [
        (1, says(&key, "one")),
        (2, nowhere),
        (1, stale),
        (1, says(&key, "two")),
    ]
    .map(|(room, draft)| store.append(id(room), draft, AT, KEEP));
    let kept = join_all(kept).await;
    let kept: Vec<_> = kept.into_iter().map(|it| it.expect("an answer")).collect();
    let both = all(&*store).await;
    assert_eq!(both.iter().map(text_of).collect::<Vec<_>>(), ["one", "two"]);
    let expected = [
        Appended::New(both[0].clone()),
        Appended::NoRoom,
        Appended::Stale,
        Appended::New(both[1].clone()),
    ];
    assert_eq!(kept, expected);
    assert_eq!(log(&*store, 2).await, Page::default());
    assert_eq!(store.room(id(2)).await.expect("an answer"), None);
    check((id(1), EPOCH), &both);
}

pub async fn what_an_entry_changes_of_its_room_is_kept_with_it(
    open: impl AsyncFn() -> Arc<dyn Store>,
) {
    let store = open().await;
    with_room(&*store).await;
    let (ada, bob) = (Key::new(), Key::new());
    let (cid, dan) = (Key::new().public(), Key::new().public());
    let change = async |act, change| {
        let seen = store.newest(id(1)).await.expect("a place");
        let draft = states(&ada, 1, seen, act, "");
        new(&*store, Draft { change, ..draft }).await;
        store.room(id(1)).await.expect("an answer").expect("a room")
    };
    let made = RoomChange {
        owner: Some(ada.public()),
        visibility: Some(Visibility::ByLink),
        removed: None,
    };
    let mut expected = RoomCard {
        owner: Some(ada.public()),
        visibility: Visibility::ByLink,
        ..card(1)
    };
    assert_eq!(change(Act::Create, made).await, expected);
    assert_eq!(store.rooms_of(ada.public()).await.expect("a number"), 1);
    for member in [cid, dan] {
        let removed = RoomChange {
            removed: Some(member),
            ..RoomChange::default()
        };
        expected.removed.push(member);
        let act = Act::RemoveMember { member };
        assert_eq!(change(act, removed).await, expected);
    }
    let to = bob.public();
    let passed = RoomChange {
        owner: Some(to),
        ..RoomChange::default()
    };
    expected.owner = Some(to);
    assert_eq!(change(Act::PassOwnership { to }, passed).await, expected);

    // Its name, who finds it and who has to knock change by themselves, its
    // owner does not.
    let renamed = RoomCard {
        name: name("Blue Comet"),
        visibility: Visibility::Listed,
        lock: Switch::On,
        admitted: vec![bob.public(), cid],
        owner: None,
        removed: Vec::new(),
        ..card(1)
    };
    store.change_room(renamed.clone()).await.expect("kept");
    store.close().await;
    let store = open().await;
    let expected = RoomCard {
        owner: expected.owner,
        removed: expected.removed,
        ..renamed
    };
    assert_eq!(store.rooms().await.expect("all rooms"), [expected]);
    // Passed on, a room still counts for whoever opened it.
    assert_eq!(store.rooms_of(ada.public()).await.expect("a number"), 1);
    assert_eq!(store.rooms_of(to).await.expect("a number"), 0);
}

pub async fn what_is_not_kept_changes_nothing_of_its_room(open: impl AsyncFn() -> Arc<dyn Store>) {
    let store = open().await;
    with_room(&*store).await;
    let key = Key::new();
    let change = RoomChange {
        owner: Some(key.public()),
        visibility: Some(Visibility::Listed),
        removed: Some(key.public()),
    };
    let stale = states(&key, 1, Seen::default(), Act::Create, "");
    let stale = append(&*store, Draft { change, ..stale }).await;
    assert_eq!(stale, Appended::Stale);
    let room = store.room(id(1)).await.expect("an answer");
    assert_eq!(room, Some(card(1)));
}
