//! A disk that is full, fails, or lost the end of what was written: what was
//! told is kept, and what is not kept is not told.

use std::fs;
use std::sync::Arc;

use chatmux_server::chance;
use chatmux_shared::id::Seq;
use chatmux_shared::message::{Act, Entry};
use chatmux_shared::room::{Event, Refusal};
use chatmux_shared::wire::Visibility;

use crate::chain::check;
use crate::guest::Guest;
use crate::house::Place;
use crate::key::{Key, client_of, statement_of, text_of};
use crate::message::Ask;
use crate::outside::Outside;
use crate::process::Process;

/// The whole log, checked.
async fn read(process: &Process) -> Vec<Entry> {
    let mut reader = Guest::come(process.address, "lounge", "Reader").await;
    let log = reader.fetch_all(Seq(0)).await;
    check((reader.welcome.room.id, reader.welcome.room.epoch), &log);
    log
}

async fn end(mut process: Process) {
    process.kill();
    process.end().await;
}

// trial 10
#[tokio::test]
async fn with_a_full_disk_nothing_is_kept_or_told_all_is_read_and_it_goes_on_by_itself() {
    let outside = Outside::new().await;
    let process = outside.start(&[]).await;
    let mut ada = Guest::come(process.address, "lounge", "Ada").await;
    let mut bob = Guest::come(process.address, "lounge", "Bob").await;
    let before = ada.say("before").await;

    outside.is("full");
    let drafts = [1, 2, 3].map(|number| ada.draft(Act::Say, &format!("message {number}")));
    for draft in &drafts {
        assert_eq!(ada.is_refused_to_hand_in(draft).await, Refusal::NotKept);
    }
    let somewhere = (chance::room_id(), chance::epoch());
    let making = Key::new().making(somewhere, Visibility::Listed);
    let made = Ask::post("/api/rooms").json(&making);
    let made = made.of(process.address).await;
    assert_eq!(made.problem(), (503, "/problems/unavailable".to_owned()));
    assert_eq!(read(&process).await, std::slice::from_ref(&before));
    let ready = Ask::get("/readyz").of(process.address).await;
    assert_eq!(ready.status, 200);

    outside.is_not("full");
    let mut expected = vec![before];
    for draft in &drafts {
        ada.hand_in(draft).await;
        expected.push(ada.next_entry().await);
    }
    assert_eq!(read(&process).await, expected);
    for entry in &expected {
        assert_eq!(bob.next_entry().await, *entry, "Bob was told of others");
    }
    let made = Ask::post("/api/rooms").json(&making);
    assert_eq!(made.of(process.address).await.status, 201);
    end(process).await;
    let process = Process::start(&outside.place).await;
    assert_eq!(read(&process).await, expected);
}

// trial 11
#[tokio::test]
async fn while_the_disk_takes_nothing_for_certain_nothing_is_told() {
    let outside = Outside::new().await;
    let process = outside.start(&[]).await;
    let mut ada = Guest::come(process.address, "lounge", "Ada").await;
    let mut bob = Guest::come(process.address, "lounge", "Bob").await;
    let before = ada.say("before").await;
    assert_eq!(bob.next_entry().await, before);

    outside.is("broken");
    let mut refused = Vec::new();
    for number in 0..20 {
        let draft = ada.draft(Act::Say, &format!("message {number}"));
        assert_eq!(ada.is_refused_to_hand_in(&draft).await, Refusal::NotKept);
        refused.push(draft);
    }
    outside.is_not("broken");
    let after = ada.say("after").await;
    let told = |event| match event {
        Event::Entry { entry } => Some(entry),
        _ => None,
    };
    assert_eq!(bob.happens("the next entry", told).await, after);
    assert_eq!(read(&process).await, [before, after]);

    // And once more, to the end.
    outside.is("broken");
    let last = ada.draft(Act::Say, "last");
    assert_eq!(ada.is_refused_to_hand_in(&last).await, Refusal::NotKept);
    let known = read(&process).await;
    end(process).await;
    outside.is_not("broken");
    let process = Process::start(&outside.place).await;
    let log = read(&process).await;
    assert_eq!(log[..2], known);
    // It may be there all the same; it is there once.
    let mut ada = Guest::enter(process.address, "lounge", ada.reconnecting()).await;
    ada.hand_in(&last).await;
    let entry = ada.next_entry().await;
    assert_eq!(read(&process).await[2..], [entry]);
}

/// A server's files as they were left, in another place.
fn copied(place: &Place) -> Arc<Place> {
    let copy = Place::new();
    for name in ["data.sqlite", "data.sqlite-wal"] {
        fs::copy(place.path(name), copy.path(name)).expect("it is there");
    }
    copy
}

/// What is done to the end of a log.
#[derive(Debug, Clone, Copy)]
enum Tear {
    /// So many bytes after the last good commit are left.
    Short(usize),
    /// The byte so far after the last good commit is another one.
    Garbled(usize),
    /// All after it is zero: the length was kept, the content was not.
    Zeroed,
}

fn tear(place: &Place, good: usize, tear: Tear) {
    let file = place.path("data.sqlite-wal");
    let mut bytes = fs::read(&file).expect("there is a log");
    match tear {
        Tear::Short(left) => bytes.truncate(good + left),
        Tear::Garbled(at) => bytes[good + at] ^= 0x55,
        Tear::Zeroed => bytes[good..].fill(0),
    }
    fs::write(file, bytes).expect("a file");
}

// trial 12
#[tokio::test]
async fn with_a_torn_end_of_its_log_it_opens_at_the_last_good_commit() {
    const SAID: usize = 4;
    let place = Place::new();
    let process = Process::start(&place).await;
    let mut ada = Guest::come(process.address, "lounge", "Ada").await;
    let mut log = Vec::new();
    // How long the log is after each.
    let mut lengths = Vec::new();
    for number in 0..SAID {
        log.push(ada.say(&number.to_string()).await);
        let file = fs::metadata(place.path("data.sqlite-wal"));
        lengths.push(usize::try_from(file.expect("there is a log").len()).expect("short"));
    }
    end(process).await;
    assert!(lengths.is_sorted_by(|one, next| one < next), "{lengths:?}");

    let last = lengths[SAID - 1] - lengths[SAID - 2];
    for (whole, how) in [
        (SAID, Tear::Short(0)),
        (SAID - 1, Tear::Short(0)),
        (SAID - 1, Tear::Short(1)),
        (SAID - 1, Tear::Short(24)),
        (SAID - 1, Tear::Short(last - 1)),
        (SAID - 1, Tear::Garbled(0)),
        (SAID - 1, Tear::Garbled(last / 2)),
        (SAID - 1, Tear::Garbled(last - 1)),
        (SAID - 1, Tear::Zeroed),
        (1, Tear::Garbled(100)),
        (1, Tear::Short(100)),
    ] {
        let copy = copied(&place);
        tear(&copy, lengths[whole - 1], how);
        let process = Process::start(&copy).await;
        assert_eq!(read(&process).await, log[..whole], "{how:?} after {whole}");
        // What was lost is handed in again, and is what it was.
        let mut back = Guest::enter(process.address, "lounge", ada.sibling()).await;
        for entry in &log[whole..] {
            let post = ada.key.post(&statement_of(entry), text_of(entry));
            back.hand_in(&post).await;
            if entry.seq.0 == whole as u64 + 1 {
                assert_eq!(back.entry(client_of(entry)).await.seq, entry.seq);
            } else {
                // They had seen one that was never certain.
                assert_eq!(back.refusal().await.0, Refusal::Stale);
            }
        }
    }
}
