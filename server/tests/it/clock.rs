//! A clock that is set while the server runs.

use chatmux_server::chance;
use chatmux_shared::id::Seq;
use chatmux_shared::message::Act;
use chatmux_shared::room::{Event, Refusal};
use chatmux_shared::wire::ClientFrame;

use crate::chain::check;
use crate::guest::{Claim, Guest, hello};
use crate::house::open_room;
use crate::key::Key;
use crate::outside::Outside;

const MINUTE: u64 = 60_000;
const HOUR: i64 = 60 * 60;
const DAY: i64 = 24 * HOUR;

// trial 20
#[tokio::test]
async fn a_clock_that_jumps_ends_nothing_early_and_changes_no_order() {
    let outside = Outside::new().await;
    let rare = [
        ("CHATMUX_MESSAGES_A_MINUTE", "1"),
        ("CHATMUX_MESSAGES_AT_ONCE", "6"),
    ];
    let process = outside.start(&rare).await;
    let key = Key::new();
    let room = open_room(process.address, &key).await;
    let claim = Claim {
        key,
        ..hello("Ada")
    };
    let mut ada = Guest::enter(process.address, &room, claim).await;
    let mut bob = Guest::come(process.address, &room, "Bob").await;
    let mut talkative = Guest::come(process.address, &room, "Talkative").await;
    for _ in 0..6 {
        talkative.say("all that may be said at once").await;
    }
    let draft = talkative.draft(Act::Say, "more");
    let mut last = Seq(7);
    for ahead in [HOUR, -HOUR, DAY, -DAY] {
        let away = bob.lose();
        outside.clock_is_ahead(ahead);
        let entry = ada.say("by whatever clock").await;
        last = last.next();
        assert_eq!(entry.seq, last);
        let by_server = i64::try_from(entry.at.0).expect("a time");
        let by_test = i64::try_from(chance::wall().0).expect("a time");
        let off = by_server - by_test - ahead * 1000;
        assert!(off.abs() < HOUR * 1000 / 2, "{off} ms off the jump");

        // One who left goes when it is time; rooms are asked meanwhile.
        let mut brief = Guest::come(process.address, &room, "Brief").await;
        let session = brief.session();
        brief.send(&ClientFrame::Leaving).await;
        let departed = |event| match event {
            Event::Departed { session } => Some(session),
            Event::EndsSoon { .. } => panic!("{event:?}"),
            _ => None,
        };
        assert_eq!(ada.happens("a departure", departed).await, session);
        // One who was lost comes back.
        bob = Guest::enter(process.address, &room, away.reconnecting()).await;
        assert_eq!(bob.session(), away.session());
        let refused = talkative.is_refused_to_hand_in(&draft).await;
        let Refusal::TooFast { wait } = refused else {
            panic!("{refused:?} is no reason to wait");
        };
        assert!((1..=MINUTE).contains(&wait), "{wait} ms by the clock");
    }
    // Started again with the clock a day back.
    process.terminate().await;
    process.end().await;
    let process = outside.start(&rare).await;
    let mut ada = Guest::enter(process.address, &room, ada.reconnecting()).await;
    let log = ada.fetch_all(Seq(0)).await;
    assert_eq!(log.last().map(|entry| entry.seq), Some(last));
    check((ada.welcome.room.id, ada.welcome.room.epoch), &log);
    assert_eq!(ada.say("as before").await.seq, last.next());
}
