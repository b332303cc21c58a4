//! The call of a room, and what is relayed in it.

use chatmux_shared::call::negotiation::{Content, Generation, MAX_SDP_BYTES, Signal};
use chatmux_shared::room::{Event, Refusal};
use chatmux_shared::wire::{ClientFrame, Media, Switch};

use crate::guest::{Guest, SILENT, WITH_VIDEO};
use crate::house::House;

/// One that says little.
pub fn signal() -> Signal {
    Signal {
        from: Generation::default(),
        to: None,
        content: Content::Ready,
    }
}

/// A signal to this one.
pub fn to(other: &Guest) -> ClientFrame {
    ClientFrame::Signal {
        to: other.session(),
        signal: signal(),
    }
}

/// In the call, and told so.
pub async fn join(guest: &mut Guest, media: Media) {
    guest.send(&ClientFrame::JoinCall { media }).await;
    let own = guest.session();
    let joined = |event| match event {
        Event::InCall { session, .. } if session == own => Some(()),
        _ => None,
    };
    guest.happens("one's own place in the call", joined).await;
}

async fn heard_signal(guest: &mut Guest) -> (String, String) {
    let heard = |event| match event {
        Event::Signal { from, to, .. } => Some((from.to_string(), to.to_string())),
        _ => None,
    };
    guest.happens("a signal", heard).await
}

#[tokio::test]
async fn a_signal_reaches_the_one_it_is_for_and_nobody_else() {
    let house = House::open().await;
    let mut ada = Guest::come(house.address, "lounge", "Ada").await;
    let mut bob = Guest::come(house.address, "lounge", "Bob").await;
    let mut eve = Guest::come(house.address, "lounge", "Eve").await;
    for guest in [&mut ada, &mut bob, &mut eve] {
        join(guest, SILENT).await;
    }
    ada.send(&to(&bob)).await;
    let from_to = (ada.session().to_string(), bob.session().to_string());
    assert_eq!(heard_signal(&mut bob).await, from_to);

    // Whatever Eve had been told of it would be before this.
    let last = bob.say("later").await;
    let later = |event| match event {
        Event::Signal { .. } => panic!("{event:?}"),
        Event::Entry { entry } if entry == last => Some(()),
        _ => None,
    };
    eve.happens("what is said later", later).await;
}

// trial 53: outside the call
#[tokio::test]
async fn a_signal_to_or_from_someone_outside_the_call_is_refused() {
    let house = House::open().await;
    let room = house.room().await.id.to_string();
    let mut ada = Guest::come(house.address, "lounge", "Ada").await;
    let mut bob = Guest::come(house.address, "lounge", "Bob").await;
    let mut elsewhere = Guest::come(house.address, &room, "Cid").await;

    assert_eq!(ada.is_refused(&to(&bob)).await, Refusal::NotInCall);
    join(&mut ada, SILENT).await;
    assert_eq!(ada.is_refused(&to(&bob)).await, Refusal::NotInCall);
    assert_eq!(bob.is_refused(&to(&ada)).await, Refusal::NotInCall);

    join(&mut elsewhere, SILENT).await;
    assert_eq!(ada.is_refused(&to(&elsewhere)).await, Refusal::NotInCall);
    let to_ada = to(&ada);
    assert_eq!(elsewhere.is_refused(&to_ada).await, Refusal::NotInCall);
    let to_self = to(&ada);
    assert_eq!(ada.is_refused(&to_self).await, Refusal::NotInCall);

    join(&mut bob, SILENT).await;
    bob.send(&ClientFrame::LeaveCall).await;
    let left = |event| matches!(event, Event::LeftCall { .. }).then_some(());
    ada.happens("that Bob left the call", left).await;
    assert_eq!(ada.is_refused(&to(&bob)).await, Refusal::NotInCall);
    let quiet = |event| match event {
        Event::Signal { .. } => panic!("{event:?}"),
        Event::Entry { .. } => Some(()),
        _ => None,
    };
    ada.post("no signal came before this").await;
    bob.happens("the message", quiet).await;
}

#[tokio::test]
async fn two_tabs_of_one_member_have_no_link_between_them() {
    let house = House::open().await;
    let mut first = Guest::come(house.address, "lounge", "Ada").await;
    let mut second = Guest::enter(house.address, "lounge", first.sibling()).await;
    join(&mut first, SILENT).await;
    join(&mut second, SILENT).await;
    assert_eq!(first.is_refused(&to(&second)).await, Refusal::NotInCall);
}

// trial 53: sizes
#[tokio::test]
async fn an_oversized_or_empty_description_is_refused() {
    let house = House::open().await;
    let mut ada = Guest::come(house.address, "lounge", "Ada").await;
    let mut bob = Guest::come(house.address, "lounge", "Bob").await;
    join(&mut ada, SILENT).await;
    join(&mut bob, SILENT).await;

    let offer = |sdp: &str| {
        let content = serde_json::json!({ "offer": { "exchange": 0, "sdp": sdp } });
        let mut frame = serde_json::to_value(to(&bob)).expect("a frame is JSON");
        frame["signal"]["signal"]["content"] = content;
        frame.to_string()
    };
    for size in [0, MAX_SDP_BYTES + 1] {
        ada.send_text(&offer(&"v".repeat(size))).await;
        let (reason, _) = ada.refusal().await;
        assert!(matches!(reason, Refusal::Malformed { .. }), "{size}");
    }
    ada.send_text(&offer(&"v".repeat(MAX_SDP_BYTES))).await;
    heard_signal(&mut bob).await;
}

#[tokio::test]
async fn a_call_holds_twelve_and_a_thirteenth_waits_in_line_and_writes() {
    let house = House::open().await;
    let mut callers = Vec::new();
    for number in 1..=12 {
        let name = format!("Caller {number}");
        let mut guest = Guest::come(house.address, "lounge", &name).await;
        join(&mut guest, SILENT).await;
        callers.push(guest);
    }
    let mut late = Guest::come(house.address, "lounge", "Late").await;
    let in_call = late.welcome.people.iter().filter(|it| it.call.is_some());
    assert_eq!(in_call.count(), 12);
    let media = SILENT;
    let ask = ClientFrame::JoinCall { media };
    late.send(&ask).await;
    let own = late.session();
    let waits = |event| matches!(event, Event::InLine { session, .. } if session == own);
    let waits = |event| waits(event).then_some(());
    late.happens("that they wait", waits).await;
    late.say("hello all the same").await;

    callers[0].send(&ClientFrame::LeaveCall).await;
    let joined = |event| matches!(event, Event::InCall { session, .. } if session == own);
    let joined = |event| joined(event).then_some(());
    late.happens("that there is a place", joined).await;
}

#[tokio::test]
async fn eight_may_send_video_and_a_ninth_may_join_with_a_voice() {
    let house = House::open().await;
    let screen = Media {
        screen: Switch::On,
        ..SILENT
    };
    let mut seen = Vec::new();
    for number in 1..=8 {
        let name = format!("Seen {number}");
        let mut guest = Guest::come(house.address, "lounge", &name).await;
        join(
            &mut guest,
            if number % 2 == 0 { screen } else { WITH_VIDEO },
        )
        .await;
        seen.push(guest);
    }
    let mut ninth = Guest::come(house.address, "lounge", "Ninth").await;
    let full = Refusal::VideoFull { limit: 8 };
    for media in [WITH_VIDEO, screen] {
        let ask = ClientFrame::JoinCall { media };
        assert_eq!(ninth.is_refused(&ask).await, full);
    }
    join(&mut ninth, SILENT).await;
    let ask = ClientFrame::JoinCall { media: WITH_VIDEO };
    assert_eq!(ninth.is_refused(&ask).await, full);

    // One who sends may change what they send, and make room for another.
    join(&mut seen[0], screen).await;
    join(&mut seen[0], SILENT).await;
    let one = seen[0].session();
    let turned_off = |event| match event {
        Event::InCall { session, media } if session == one => (!media.has_video()).then_some(()),
        _ => None,
    };
    ninth.happens("that one turned it off", turned_off).await;
    join(&mut ninth, WITH_VIDEO).await;
}
