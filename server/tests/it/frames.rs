//! Frames that break the WebSocket protocol (RFC 6455), or ours.

use std::time::Duration;

use chatmux_shared::id::RoomId;
use chatmux_shared::message::{Act, Nonce};
use chatmux_shared::room::{Event, Presence, Refusal};
use chatmux_shared::wire::{ClientFrame, ServerFrame};

use crate::guest::{Guest, Socket, hello};
use crate::house::House;
use crate::line::{
    BINARY, CLOSE, CONTINUATION, FIN, Line, PING, PONG, RSV1, Seen, TEXT, frame, head, message,
    open_room,
};
use crate::message::Ask;
use crate::soon::soon;

fn closed(code: u16) -> [Seen; 2] {
    [Seen::Close(code), Seen::Cut]
}

/// How a connection that says `bytes` ends, while another in the room stays.
async fn ends_with(bytes: &[u8], code: u16) {
    let house = House::open().await;
    let mut other = Guest::come(house.address, "lounge", "Other").await;
    let mut line = Line::open(house.address, "lounge").await;
    line.send(bytes).await;
    assert_eq!(line.see_all().await, closed(code), "{bytes:02x?}");
    other.say("still here").await;
}

// trial 32: masks and lengths
#[tokio::test]
async fn a_frame_that_breaks_the_protocol_is_answered_with_1002() {
    let unmasked = [&[FIN | TEXT, 5][..], b"hello"].concat();
    let unmasked_ping = vec![FIN | PING, 0];
    ends_with(&unmasked, 1002).await;
    ends_with(&unmasked_ping, 1002).await;
    ends_with(&frame(FIN | 0x3, b"x"), 1002).await;
    ends_with(&frame(FIN | RSV1 | TEXT, b"x"), 1002).await;
    for length in [1 << 63, u64::MAX, 1 << 63 | 5] {
        ends_with(&head(FIN | TEXT, length), 1002).await;
        ends_with(&head(FIN | BINARY, length), 1002).await;
    }
    for opcode in [PING, PONG, CLOSE] {
        ends_with(&frame(FIN | opcode, &[b'*'; 126]), 1002).await;
        ends_with(&frame(opcode, b""), 1002).await;
    }
}

// trial 33
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn endless_empty_continuations_come_to_an_end_and_nobody_notices() {
    let house = House::open_with(&["--silence", "1"]).await;
    let mut line = Line::open(house.address, "lounge").await;
    let flooding = tokio::spawn(async move {
        line.send(&frame(TEXT, b"")).await;
        let flood = frame(CONTINUATION, b"").repeat(1000);
        while line.send(&flood).await {}
    });
    let mut other = Guest::come(house.address, "lounge", "Other").await;
    soon("the flood to be cut", async {
        while !flooding.is_finished() {
            let said = tokio::time::timeout(Duration::from_secs(1), other.say("meanwhile"));
            said.await.expect("the room goes on as if nothing was");
        }
    })
    .await;
}

// trial 35: declared, in one frame, and in fragments
#[tokio::test]
async fn a_byte_over_the_limit_ends_the_connection_with_1009() {
    const LIMIT: usize = 64 * 1024;
    let mut longest = message(b"longest");
    longest.resize(LIMIT, b' ');

    let house = House::open().await;
    let room = open_room(&house).await;
    let mut line = Line::open(house.address, &room).await;
    line.send(&frame(FIN | TEXT, &longest)).await;
    assert_eq!(line.see().await, Seen::Told("longest".to_owned()));

    // What was declared is not waited for.
    ends_with(&head(FIN | TEXT, LIMIT as u64 + 1), 1009).await;
    ends_with(&head(FIN | BINARY, 1 << 62), 1009).await;
    let fragments = [frame(TEXT, &longest), frame(FIN | CONTINUATION, b" ")].concat();
    ends_with(&fragments, 1009).await;
}

// trial 36
#[tokio::test]
async fn compression_is_not_agreed_on_and_what_is_compressed_ends_with_1002() {
    let house = House::open().await;
    for offer in [
        "permessage-deflate",
        "permessage-deflate; client_max_window_bits=15, permessage-deflate",
        "x-webkit-deflate-frame",
    ] {
        let ask = Ask::upgrade("lounge").header("sec-websocket-extensions", offer);
        // That nothing is agreed on is looked at by every line.
        let mut line = Line::silent(house.address, ask).await;
        // "Hello" as RFC 7692 §7.2.3.1 compresses it.
        let hello = [0xf2, 0x48, 0xcd, 0xc9, 0xc9, 0x07, 0x00];
        line.send(&frame(FIN | RSV1 | TEXT, &hello)).await;
        assert_eq!(line.see_all().await, closed(1002));
    }
}

/// JSON that is none of the protocol's frames.
fn strange() -> Vec<String> {
    let mut strange: Vec<String> = [
        "",
        " ",
        "null",
        "7",
        "[]",
        "{}",
        "{",
        "\"post\"",
        "\"shout\"",
        r#"{"shout":{}}"#,
        r#"{"say":{"text":"as it was once"}}"#,
        r#"{"post":null}"#,
        r#"{"post":{}}"#,
        r#"{"pong":{}}"#,
        r#"{"leave":null,"leave":null}"#,
        r#"{"fetch":{"after":1},"pong":null}"#,
        r#"{"fetch":{"after":1,"extra":1}}"#,
        r#"{"fetch":{"after":-1}}"#,
        r#"{"fetch":{"after":NaN}}"#,
        r#"{"fetch":{"after":1e400}}"#,
        r#"{"fetch":{"after":18446744073709551616}}"#,
        r#"{"fetch":{"after":0.5}}"#,
        r#"{"fetch":{"after":1,"after":2}}"#,
        r#"{"join_call":{"media":{"microphone":"on","camera":"on"}}}"#,
        r#"{"profile":{"name":"Ada","color":"mauve"}}"#,
        r#"{"post":{"signed":"*","text":"no bytes"}}"#,
        r#"{"post":{"signed":"AAAA","signature":"AAAA","text":"a short signature"}}"#,
        r#""leave" "leave""#,
    ]
    .map(str::to_owned)
    .into();
    let whole = String::from_utf8(message(b"*")).expect("JSON is text");
    let post = |text: &str| whole.replace(r#""*""#, text);
    strange.push(post(r#""\ud800""#));
    strange.push(post(r#""a","text":"b""#));
    strange.push(post(r#""a","name":"b""#));
    strange.push(post("7"));
    strange.push("[".repeat(60_000));
    strange.push(format!("{}1{}", "[".repeat(30_000), "]".repeat(30_000)));
    strange.push(r#"{"post":"#.repeat(8000));
    let many = "1,".repeat(30_000);
    strange.push(format!(r#"{{"fetch":{{"after":[{many}1]}}}}"#));
    strange.push(format!("{}9", "9".repeat(60_000)));
    strange
}

// trial 37: by hand
#[tokio::test]
async fn a_frame_that_is_none_of_ours_is_refused_with_a_reason() {
    let house = House::open().await;
    for frames in strange().chunks(5) {
        let mut guest = Guest::come(house.address, "lounge", "Ada").await;
        for frame in frames {
            guest.send_text(frame).await;
            let (reason, about) = guest.refusal().await;
            assert!(matches!(reason, Refusal::Malformed { .. }), "{reason:?}");
            assert_eq!(about, None);
        }
        guest.say("still here").await;
    }
}

#[tokio::test]
async fn the_eighth_frame_that_is_none_of_ours_is_the_last_and_nobody_else_notices() {
    let house = House::open().await;
    let mut other = Guest::come(house.address, "lounge", "Other").await;
    let mut guest = Guest::come(house.address, "lounge", "Strange").await;
    for _ in 0..8 {
        guest.send_text("{}").await;
    }
    for _ in 0..8 {
        let (reason, _) = guest.refusal().await;
        assert!(matches!(reason, Refusal::Malformed { .. }), "{reason:?}");
    }
    let session = guest.session();
    assert_eq!(guest.end().await, 1008);

    let told = other.wait("that the other is away", |frame| match frame {
        ServerFrame::Told { event } => Some(event),
        ServerFrame::Ping | ServerFrame::Newest { .. } | ServerFrame::Online { .. } => None,
        other => panic!("{other:?} has nothing to do with it"),
    });
    let entered = told.await;
    assert!(matches!(entered, Event::Entered { person } if person.session == session));
    let away = other.happens("that it is away", Some).await;
    assert!(matches!(away, Event::Away { session: gone, .. } if gone == session));
    other.say("still here").await;

    let third = Guest::come(house.address, "lounge", "Third").await;
    let mut people = third.welcome.people.iter();
    let strange = people.find(|person| person.session == session);
    let presence = strange.map(|person| person.presence);
    assert_eq!(presence, Some(Presence::Reconnecting));
}

// trial 45: before hello
#[tokio::test]
async fn nothing_is_done_before_hello() {
    let house = House::open().await;
    let mut other = Guest::come(house.address, "lounge", "Other").await;
    let entry = other.say("for those who came in").await;
    for frame in [
        ClientFrame::Fetch { after: entry.seq },
        ClientFrame::FetchBefore { before: entry.seq },
        ClientFrame::Probe,
        ClientFrame::Pong,
        ClientFrame::Leave,
        ClientFrame::Post(Box::new(other.draft(Act::Say, "from outside"))),
    ] {
        let mut socket = Socket::open(house.address, "lounge").await;
        socket.send(&frame).await;
        let refused = ServerFrame::Refused {
            reason: Refusal::NotInRoom,
            about: None,
        };
        assert_eq!(socket.next().await, Ok(refused), "{frame:?}");
        assert_eq!(socket.end().await, 1000);
    }
    other.say("and nothing came of it").await;
}

#[tokio::test]
async fn whoever_asks_whether_it_is_there_is_answered() {
    let house = House::open().await;
    let mut guest = Guest::come(house.address, "lounge", "Ada").await;
    for _ in 0..2 {
        guest.send(&ClientFrame::Probe).await;
        let here = |frame| (frame == ServerFrame::Here).then_some(());
        guest.wait("an answer", here).await;
    }
}

#[tokio::test]
async fn a_second_hello_is_refused() {
    let house = House::open().await;
    let mut guest = Guest::come(house.address, "lounge", "Ada").await;
    let nonce = Nonce::from_random([7; 32]);
    let again = hello("Ada").hello("http://127.0.0.1", RoomId::LOUNGE, &nonce);
    let again = ClientFrame::Hello(Box::new(again));
    let reason = guest.is_refused(&again).await;
    assert!(matches!(reason, Refusal::Malformed { .. }), "{reason:?}");
}
