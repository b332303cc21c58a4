//! What those who look at the map are told, however slow and late they are.

use std::ops::Range;

use axum::extract::ws::Utf8Bytes;
use chatmux_server::hub::{Beginning, Feed, Told, WAITING_BYTES, outbox};
use chatmux_shared::id::{RoomId, Timestamp};
use chatmux_shared::lobby::{Lobby, LobbyFrame};
use chatmux_shared::room::Color;
use chatmux_shared::wire::{PersonSummary, RoomSummary, ServerFrame, Switch, Visibility};
use futures::FutureExt as _;

fn room(number: u64, people: u32) -> RoomSummary {
    let person = |seat| PersonSummary {
        seat,
        name: format!("Somebody number {seat}"),
        color: Color::Cyan,
        status: Some("says little, and that slowly".to_owned()),
        in_call: Switch::On,
        avatar: None,
        speaking: Switch::Off,
    };
    RoomSummary {
        id: RoomId::from_random(number),
        name: format!("Room {number}"),
        visibility: Visibility::Listed,
        made: Timestamp(number),
        people: (0..people).map(person).collect(),
        lock: Switch::Off,
        full: Switch::Off,
        ties: Vec::new(),
    }
}

fn feed_of(rooms: u64) -> Feed {
    let feed = Feed::default();
    for number in 0..rooms {
        feed.show(room(number, 10));
    }
    feed.tell(|| 0);
    feed
}

/// A room is called otherwise, each of these times.
fn turn(feed: &Feed, times: Range<u32>) {
    for time in times {
        let name = format!("Name {time}");
        feed.show(RoomSummary {
            name,
            ..room(0, 10)
        });
        feed.tell(|| 0);
    }
}

fn read(told: &Told) -> LobbyFrame {
    serde_json::from_str(&told.data).expect("a frame")
}

#[tokio::test]
async fn a_large_map_comes_in_parts_that_are_the_whole_together() {
    let feed = feed_of(1_000);
    let mut whole = feed.listen(None, Beginning::Whole);
    let whole = feed.next(&mut whole).await.expect("there is a map");
    assert!(whole.data.len() > WAITING_BYTES, "else it is not large");
    let mut expected = Lobby::default();
    expected.handle(read(&whole));

    let mut listening = feed.listen(None, Beginning::InParts);
    let mut lobby = Lobby::default();
    let mut marks = Vec::new();
    while let Some(told) = feed.next(&mut listening).now_or_never().flatten() {
        assert!(told.data.len() < 64 << 10, "{}", told.data.len());
        marks.push(told.mark);
        lobby.handle(read(&told));
    }
    assert_eq!(lobby, expected);
    // Whoever has heard a part has not heard the rest.
    let (last, others) = marks.split_last().expect("there are parts");
    assert_eq!(*last, whole.mark);
    assert!(others.iter().all(Option::is_none));
}

#[tokio::test]
async fn a_frame_of_a_socket_says_the_same() {
    let feed = feed_of(2);
    for beginning in [Beginning::Whole, Beginning::InParts] {
        let mut listening = feed.listen(None, beginning);
        let told = feed.next(&mut listening).await.expect("there is a map");
        assert_eq!(told.frame(), ServerFrame::Lobby(read(&told)).encode());
    }
}

#[tokio::test]
async fn what_is_told_is_made_once_for_all_until_something_changes() {
    for beginning in [Beginning::Whole, Beginning::InParts] {
        let feed = feed_of(3);
        let mut told = Vec::new();
        for change in [false, false, true] {
            if change {
                turn(&feed, 0..1);
            }
            let mut listening = feed.listen(None, beginning);
            told.push(feed.next(&mut listening).await.expect("there is a map"));
        }
        assert_eq!(told[0].data.as_ptr(), told[1].data.as_ptr());
        assert_ne!(told[1].data, told[2].data);
    }
}

#[tokio::test]
async fn whoever_falls_behind_is_told_what_they_missed_as_long_as_it_is_kept() {
    for beginning in [Beginning::Whole, Beginning::InParts] {
        let feed = feed_of(1);
        let mut listening = feed.listen(None, beginning);
        let mut lobby = Lobby::default();
        lobby.handle(read(
            &feed.next(&mut listening).await.expect("there is a map"),
        ));
        // More than wait for one listener, fewer than are kept; then more.
        for (changes, is_kept) in [(0..500, true), (500..1_200, false)] {
            turn(&feed, changes.clone());
            let mut is_anew = false;
            while let Some(told) = feed.next(&mut listening).now_or_never().flatten() {
                let frame = read(&told);
                is_anew |= matches!(frame, LobbyFrame::Snapshot { .. });
                lobby.handle(frame);
            }
            assert_eq!(is_anew, !is_kept, "after {changes:?}");
            let rooms = feed.rooms();
            assert_eq!(lobby.rooms(), rooms);
        }
    }
}

#[tokio::test]
async fn an_id_that_is_too_old_begins_anew() {
    let feed = feed_of(1);
    let mut listening = feed.listen(None, Beginning::Whole);
    let first = feed.next(&mut listening).await.expect("there is a map");
    for (changes, is_kept) in [(0..600, true), (600..601, false)] {
        turn(&feed, changes.clone());
        let mut back = feed.listen(first.mark, Beginning::Whole);
        let told = feed.next(&mut back).await.expect("something was missed");
        let is_change = matches!(read(&told), LobbyFrame::Changes(_));
        assert_eq!(is_change, is_kept, "after {changes:?}");
    }
}

#[tokio::test]
async fn what_can_wait_waits_until_little_is_in_line_and_cuts_nobody() {
    let (outbox, mut outgoing) = outbox();
    let frame = |bytes: usize| Utf8Bytes::from("x".repeat(bytes));
    let put = |bytes| outbox.put_patiently(frame(bytes)).now_or_never();
    assert!(put(3 * WAITING_BYTES).is_some(), "nothing was in line");
    assert!(put(1).is_none());
    outbox.put(frame(WAITING_BYTES));
    let cuts = outgoing.cuts();
    assert!(
        cuts.borrow().is_none(),
        "what can wait counts against nobody"
    );

    let patient = outbox.clone();
    let waiting = tokio::spawn(async move { patient.put_patiently(frame(1)).await });
    tokio::task::yield_now().await;
    assert!(!waiting.is_finished());
    let mut taken = Vec::new();
    assert_eq!(outgoing.take(&mut taken).await, 2);
    waiting.await.expect("there is place now");
    assert_eq!(outgoing.take(&mut taken).await, 1);
    assert_eq!(taken[2].len(), 1);

    outbox.put(frame(WAITING_BYTES + 1));
    assert!(cuts.borrow().is_some(), "what cannot wait counts");
}
