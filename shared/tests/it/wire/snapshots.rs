//! The JSON of every frame and body. A change here is a change of protocol.

use std::fmt::Debug;

use chatmux_shared::call::negotiation::{Candidate, Content, ExchangeId, Generation, Sdp, Signal};
use chatmux_shared::id::{Incarnation, RoomId, Seq};
use chatmux_shared::room::{Color, Event, Refusal};
use chatmux_shared::text::TextRefusal;
use chatmux_shared::wire::{
    ClientFrame, Former, Have, Hello, History, PersonSummary, Resume, RoomMade, RoomSummary,
    ServerFrame, Token, Visibility,
};
use expect_test::{Expect, expect};
use serde::{Serialize, de::DeserializeOwned};

use crate::someone::{
    NOW, SCREEN, VIDEO, card, client, entry, epoch, member, name, person, ready, session, welcome,
};

fn check_client(frame: &ClientFrame, expected: &Expect) {
    let json = frame.encode();
    expected.assert_eq(&json);
    assert_eq!(ClientFrame::parse(&json).as_ref(), Ok(frame));
}

fn check_server(frame: &ServerFrame, expected: &Expect) {
    let json = frame.encode();
    expected.assert_eq(&json);
    assert_eq!(ServerFrame::parse(&json).ok().as_ref(), Some(frame));
}

fn check_event(event: Event, expected: &Expect) {
    check_server(&ServerFrame::Told { event }, expected);
}

fn check_refusal(reason: Refusal, expected: &Expect) {
    let about = None;
    check_server(&ServerFrame::Refused { reason, about }, expected);
}

fn check_body<T: Serialize + DeserializeOwned + PartialEq + Debug>(body: &T, expected: &Expect) {
    let json = serde_json::to_string(body).expect("plain data");
    expected.assert_eq(&json);
    assert_eq!(serde_json::from_str::<T>(&json).ok().as_ref(), Some(body));
}

fn token(text: &str) -> Token {
    Token(text.to_owned())
}

#[test]
fn each_word_about_coming_and_going_has_its_json() {
    let hello = Hello {
        name: "Ann".to_owned(),
        color: Color::Pink,
        member: None,
        resume: None,
        maker: None,
        visibility: None,
        have: None,
    };
    check_client(
        &ClientFrame::Hello(Box::new(hello.clone())),
        &expect![[r#"{"hello":{"name":"Ann","color":"pink"}}"#]],
    );
    let again = Hello {
        member: Some(token("bQ")),
        resume: Some(Resume {
            token: token("cw"),
            incarnation: Incarnation(2),
            former: Former::Unknown,
        }),
        maker: Some(token("bWs")),
        visibility: Some(Visibility::ByLink),
        have: Some(Have {
            epoch: epoch(1),
            seq: Seq(7),
        }),
        ..hello
    };
    check_client(
        &ClientFrame::Hello(Box::new(again)),
        &expect![[
            r#"{"hello":{"name":"Ann","color":"pink","member":"bQ","resume":{"token":"cw","incarnation":2,"former":"unknown"},"maker":"bWs","visibility":"by_link","have":{"epoch":"AQEBAQEBAQEBAQEBAQEBAQ","seq":7}}}"#
        ]],
    );
    check_client(&ClientFrame::Leaving, &expect![[r#""leaving""#]]);
    check_client(&ClientFrame::Leave, &expect![[r#""leave""#]]);
    check_client(&ClientFrame::Pong, &expect![[r#""pong""#]]);
}

#[test]
fn each_word_of_a_client_in_the_room_has_its_json() {
    let text = "hi \"you\"\n".to_owned();
    let client = client(1);
    check_client(
        &ClientFrame::Say { client, text },
        &expect![[r#"{"say":{"client":"AAAAAAAAAAAAAAAAAAAAAQ","text":"hi \"you\"\n"}}"#]],
    );
    check_client(
        &ClientFrame::Fetch { after: Seq(7) },
        &expect![[r#"{"fetch":{"after":7}}"#]],
    );
    check_client(
        &ClientFrame::FetchBefore { before: Seq(7) },
        &expect![[r#"{"fetch_before":{"before":7}}"#]],
    );
    let name = "Ann".to_owned();
    let color = Color::Violet;
    check_client(
        &ClientFrame::Profile { name, color },
        &expect![[r#"{"profile":{"name":"Ann","color":"violet"}}"#]],
    );
    let visibility = Visibility::Listed;
    check_client(
        &ClientFrame::Visibility { visibility },
        &expect![[r#"{"visibility":{"visibility":"listed"}}"#]],
    );
}

#[test]
fn each_word_about_the_call_has_its_json() {
    check_client(
        &ClientFrame::JoinCall { media: VIDEO },
        &expect![[r#"{"join_call":{"media":{"microphone":"on","camera":"on","screen":"off"}}}"#]],
    );
    check_client(&ClientFrame::LeaveCall, &expect![[r#""leave_call""#]]);
    let signal = |content| ClientFrame::Signal {
        to: session(2),
        signal: Signal { content, ..ready() },
    };
    check_client(
        &signal(Content::Ready),
        &expect![[
            r#"{"signal":{"to":"AgICAgICAgICAgICAgICAg","signal":{"from":{"incarnation":0,"build":0},"to":null,"content":"ready"}}}"#
        ]],
    );
    let candidates = vec![Candidate {
        candidate: String::new(),
        mid: None,
        line: None,
        username_fragment: None,
    }];
    let exchange = ExchangeId(0);
    check_client(
        &signal(Content::Candidates {
            exchange,
            candidates,
        }),
        &expect![[
            r#"{"signal":{"to":"AgICAgICAgICAgICAgICAg","signal":{"from":{"incarnation":0,"build":0},"to":null,"content":{"candidates":{"exchange":0,"candidates":[{"candidate":""}]}}}}}"#
        ]],
    );
    let sdp = Sdp::parse("v=0\r\n".to_owned()).unwrap();
    let to = Some(Generation::default());
    let content = Content::Offer { exchange, sdp };
    check_client(
        &ClientFrame::Signal {
            to: session(2),
            signal: Signal {
                to,
                content,
                ..ready()
            },
        },
        &expect![[
            r#"{"signal":{"to":"AgICAgICAgICAgICAgICAg","signal":{"from":{"incarnation":0,"build":0},"to":{"incarnation":0,"build":0},"content":{"offer":{"exchange":0,"sdp":"v=0\r\n"}}}}}"#
        ]],
    );
}

#[test]
fn a_welcome_has_its_json() {
    let mut welcome = welcome(History::Continued, vec![entry(7)], 8);
    welcome.people[0].call = Some(SCREEN);
    welcome.room.owner = Some(member(1));
    welcome.room.visibility = Visibility::Listed;
    check_server(
        &ServerFrame::Welcome(Box::new(welcome)),
        &expect![[
            r#"{"welcome":{"session":"AQEBAQEBAQEBAQEBAQEBAQ","member":"AQEBAQEBAQEBAQEBAQEBAQ","incarnation":0,"session_token":"c2Vzc2lvbg","member_token":"bWVtYmVy","room":{"id":"babab-babab-babab-babad","epoch":"AQEBAQEBAQEBAQEBAQEBAQ","name":"Amber Comet","owner":"AQEBAQEBAQEBAQEBAQEBAQ","visibility":"listed","made":1700000000000},"people":[{"session":"AQEBAQEBAQEBAQEBAQEBAQ","member":"AQEBAQEBAQEBAQEBAQEBAQ","name":"Ann","color":"pink","incarnation":0,"presence":"here","call":{"microphone":"on","camera":"off","screen":"on"}}],"newest":8,"history":"continued","entries":[{"seq":7,"at":1700000000007,"author":"AQEBAQEBAQEBAQEBAQEBAQ","name":"Ann","color":"pink","client":"AAAAAAAAAAAAAAAAAAAABw","kind":{"say":{"text":"7"}}}],"limits":{"message_chars":1000,"message_bytes":4096,"name_graphemes":32,"name_bytes":128,"room_sessions":500,"rooms":10000,"call_sessions":12,"call_video":8,"entries_page":100,"frame_bytes":65536},"now":1700000000000}}"#
        ]],
    );
}

#[test]
fn each_answer_has_its_json() {
    let after = Seq(6);
    let entries = vec![entry(7)];
    check_server(
        &ServerFrame::Entries { after, entries },
        &expect![[
            r#"{"entries":{"after":6,"entries":[{"seq":7,"at":1700000000007,"author":"AQEBAQEBAQEBAQEBAQEBAQ","name":"Ann","color":"pink","client":"AAAAAAAAAAAAAAAAAAAABw","kind":{"say":{"text":"7"}}}]}}"#
        ]],
    );
    check_server(
        &ServerFrame::Newest { seq: Seq(7) },
        &expect![[r#"{"newest":{"seq":7}}"#]],
    );
    check_server(&ServerFrame::Ping, &expect![[r#""ping""#]]);
    let about = Some(client(1));
    let reason = Refusal::Message(TextRefusal::TooLong { limit: 1000 });
    check_server(
        &ServerFrame::Refused { reason, about },
        &expect![[
            r#"{"refused":{"reason":{"message":{"too_long":{"limit":1000}}},"about":"AAAAAAAAAAAAAAAAAAAAAQ"}}"#
        ]],
    );
}

#[test]
fn each_refusal_has_its_json() {
    let why = "not so".to_owned();
    check_refusal(
        Refusal::Malformed { why },
        &expect![[r#"{"refused":{"reason":{"malformed":{"why":"not so"}}}}"#]],
    );
    check_refusal(
        Refusal::NotInRoom,
        &expect![[r#"{"refused":{"reason":"not_in_room"}}"#]],
    );
    check_refusal(
        Refusal::NotInCall,
        &expect![[r#"{"refused":{"reason":"not_in_call"}}"#]],
    );
    check_refusal(
        Refusal::NotOwner,
        &expect![[r#"{"refused":{"reason":"not_owner"}}"#]],
    );
    check_refusal(
        Refusal::NotAChoice,
        &expect![[r#"{"refused":{"reason":"not_a_choice"}}"#]],
    );
    check_refusal(
        Refusal::Name(TextRefusal::Empty),
        &expect![[r#"{"refused":{"reason":{"name":"empty"}}}"#]],
    );
    check_refusal(
        Refusal::Name(TextRefusal::Control),
        &expect![[r#"{"refused":{"reason":{"name":"control"}}}"#]],
    );
    let heavy = TextRefusal::TooManyBytes { limit: 128 };
    check_refusal(
        Refusal::Name(heavy),
        &expect![[r#"{"refused":{"reason":{"name":{"too_many_bytes":{"limit":128}}}}}"#]],
    );
    check_refusal(
        Refusal::SaidOtherwise,
        &expect![[r#"{"refused":{"reason":"said_otherwise"}}"#]],
    );
    check_refusal(
        Refusal::RoomFull { limit: 500 },
        &expect![[r#"{"refused":{"reason":{"room_full":{"limit":500}}}}"#]],
    );
    check_refusal(
        Refusal::CallFull { limit: 12 },
        &expect![[r#"{"refused":{"reason":{"call_full":{"limit":12}}}}"#]],
    );
    check_refusal(
        Refusal::VideoFull { limit: 8 },
        &expect![[r#"{"refused":{"reason":{"video_full":{"limit":8}}}}"#]],
    );
    check_refusal(
        Refusal::NotKept,
        &expect![[r#"{"refused":{"reason":"not_kept"}}"#]],
    );
    check_refusal(
        Refusal::Busy,
        &expect![[r#"{"refused":{"reason":"busy"}}"#]],
    );
}

#[test]
fn each_event_has_its_json() {
    let session = session(1);
    let person = person(1);
    check_event(
        Event::Entered { person },
        &expect![[
            r#"{"told":{"event":{"entered":{"person":{"session":"AQEBAQEBAQEBAQEBAQEBAQ","member":"AQEBAQEBAQEBAQEBAQEBAQ","name":"Ann","color":"pink","incarnation":0,"presence":"here"}}}}}"#
        ]],
    );
    let until = NOW;
    check_event(
        Event::Away { session, until },
        &expect![[
            r#"{"told":{"event":{"away":{"session":"AQEBAQEBAQEBAQEBAQEBAQ","until":1700000000000}}}}"#
        ]],
    );
    check_event(
        Event::Departed { session },
        &expect![[r#"{"told":{"event":{"departed":{"session":"AQEBAQEBAQEBAQEBAQEBAQ"}}}}"#]],
    );
    let media = VIDEO;
    check_event(
        Event::InCall { session, media },
        &expect![[
            r#"{"told":{"event":{"in_call":{"session":"AQEBAQEBAQEBAQEBAQEBAQ","media":{"microphone":"on","camera":"on","screen":"off"}}}}}"#
        ]],
    );
    check_event(
        Event::LeftCall { session },
        &expect![[r#"{"told":{"event":{"left_call":{"session":"AQEBAQEBAQEBAQEBAQEBAQ"}}}}"#]],
    );
    let profile = Event::Profile {
        session,
        name: name("Eve"),
        color: Color::Yellow,
    };
    check_event(
        profile,
        &expect![[
            r#"{"told":{"event":{"profile":{"session":"AQEBAQEBAQEBAQEBAQEBAQ","name":"Eve","color":"yellow"}}}}"#
        ]],
    );
    check_event(
        Event::Room { card: card() },
        &expect![[
            r#"{"told":{"event":{"room":{"card":{"id":"babab-babab-babab-babad","epoch":"AQEBAQEBAQEBAQEBAQEBAQ","name":"Amber Comet","visibility":"unopened","made":1700000000000}}}}}"#
        ]],
    );
    check_event(
        Event::EndsSoon { at: NOW },
        &expect![[r#"{"told":{"event":{"ends_soon":{"at":1700000000000}}}}"#]],
    );
    check_event(
        Event::Entry { entry: entry(7) },
        &expect![[
            r#"{"told":{"event":{"entry":{"entry":{"seq":7,"at":1700000000007,"author":"AQEBAQEBAQEBAQEBAQEBAQ","name":"Ann","color":"pink","client":"AAAAAAAAAAAAAAAAAAAABw","kind":{"say":{"text":"7"}}}}}}}"#
        ]],
    );
    let signal = Event::Signal {
        from: session,
        to: crate::someone::session(2),
        signal: ready(),
    };
    check_event(
        signal,
        &expect![[
            r#"{"told":{"event":{"signal":{"from":"AQEBAQEBAQEBAQEBAQEBAQ","to":"AgICAgICAgICAgICAgICAg","signal":{"from":{"incarnation":0,"build":0},"to":null,"content":"ready"}}}}}"#
        ]],
    );
}

#[test]
fn each_body_has_its_json() {
    let made = RoomMade {
        id: RoomId::from_random(1),
        url: "https://chat.example/babab-babab-babab-babad".to_owned(),
        maker: token("bWs"),
    };
    check_body(
        &made,
        &expect![[
            r#"{"id":"babab-babab-babab-babad","url":"https://chat.example/babab-babab-babab-babad","maker":"bWs"}"#
        ]],
    );
    let summary = RoomSummary {
        id: RoomId::LOUNGE,
        name: "Lounge".to_owned(),
        visibility: Visibility::Listed,
        people: vec![PersonSummary {
            name: "Ann".to_owned(),
            color: Color::Pink,
        }],
        in_call: 1,
    };
    check_body(
        &summary,
        &expect![[
            r#"{"id":"lounge","name":"Lounge","visibility":"listed","people":[{"name":"Ann","color":"pink"}],"in_call":1}"#
        ]],
    );
}

#[test]
fn debug_does_not_show_a_token() {
    assert_eq!(format!("{:?}", token("secret")), "Token(…)");
}
