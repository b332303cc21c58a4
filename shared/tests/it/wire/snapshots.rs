//! The JSON of every frame and body. A change here is a change of protocol.

use std::fmt::Debug;

use chatmux_shared::call::negotiation::{Candidate, Content, ExchangeId, Generation, Sdp, Signal};
use chatmux_shared::call::stats::Verdict;
use chatmux_shared::id::{Incarnation, RoomId, Seq, Timestamp};
use chatmux_shared::limits::Limits;
use chatmux_shared::lobby::{Change, LobbyFrame};
use chatmux_shared::message::{Act, Entry, Nonce, Words};
use chatmux_shared::room::{Color, Event, LinkQuality, Refusal};
use chatmux_shared::text::{Status, TextRefusal};
use chatmux_shared::wire::{
    Asked, ClientFrame, Former, Have, Hello, History, Ice, IceServer, MakeRoom, Page,
    PersonSummary, Resume, RoomMade, RoomSummary, ServerFrame, Switch, Tie, Token, Visibility,
};
use expect_test::{Expect, expect};
use serde::{Serialize, de::DeserializeOwned};

use crate::log::{ANN, before, beginning, does, entry, says};
use crate::someone::{
    NOW, SCREEN, VIDEO, card, client, epoch, member, name, person, ready, session, welcome,
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

fn check_body<T: Serialize + DeserializeOwned + PartialEq + Debug>(body: &T, expected: &Expect) {
    let json = serde_json::to_string(body).expect("plain data");
    expected.assert_eq(&json);
    assert_eq!(serde_json::from_str::<T>(&json).ok().as_ref(), Some(body));
}

/// Entry 7, and what came before it.
fn page() -> Page {
    Page {
        before: Some(before(7).head),
        entries: vec![entry(7)],
    }
}

fn token(text: &str) -> Token {
    Token(text.to_owned())
}

#[test]
fn the_first_word_has_its_json() {
    let nonce = Nonce::from_random([7; 32]);
    check_server(
        &ServerFrame::Challenge { nonce },
        &expect![[r#"{"challenge":{"nonce":"BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc"}}"#]],
    );
}

#[test]
fn each_word_about_coming_and_going_has_its_json() {
    let hello = Hello {
        name: "Ann".to_owned(),
        color: Color::Pink,
        status: String::new(),
        key: member(1),
        signature: entry(1).signature,
        resume: None,
        maker: None,
        visibility: None,
        have: None,
    };
    check_client(
        &ClientFrame::Hello(Box::new(hello.clone())),
        &expect![[
            r#"{"hello":{"name":"Ann","color":"pink","key":"iojj3XQJ8ZX9UtstPLpdcspnCb8dlBIb83SIAbQPb1w","signature":"aW4wFDhXkeJBJF-FjUhVAKHNVG6ltifF6GMYEnJonC1Fij0mQNT2LpZ41KWJYSRUpJ5zN2Ip2F7WVSuIjcnoCA"}}"#
        ]],
    );
    let again = Hello {
        status: "at \"lunch\"".to_owned(),
        resume: Some(Resume {
            token: token("cw"),
            incarnation: Incarnation(2),
            former: Former::Unknown,
        }),
        maker: Some(token("bWs")),
        visibility: Some(Visibility::ByLink),
        have: Some(Have {
            epoch: epoch(1),
            seen: before(8),
        }),
        ..hello
    };
    check_client(
        &ClientFrame::Hello(Box::new(again)),
        &expect![[
            r#"{"hello":{"name":"Ann","color":"pink","status":"at \"lunch\"","key":"iojj3XQJ8ZX9UtstPLpdcspnCb8dlBIb83SIAbQPb1w","signature":"aW4wFDhXkeJBJF-FjUhVAKHNVG6ltifF6GMYEnJonC1Fij0mQNT2LpZ41KWJYSRUpJ5zN2Ip2F7WVSuIjcnoCA","resume":{"token":"cw","incarnation":2,"former":"unknown"},"maker":"bWs","visibility":"by_link","have":{"epoch":"AQEBAQEBAQEBAQEBAQEBAQ","seen":{"seq":7,"head":"4Mgsl8XnmWoJNV2np17_nRElwSnPwuhw_m0q_lzTPwA"}}}}"#
        ]],
    );
    check_client(&ClientFrame::Leaving, &expect![[r#""leaving""#]]);
    check_client(&ClientFrame::Leave, &expect![[r#""leave""#]]);
    let speaking = Switch::On;
    check_client(
        &ClientFrame::Speaking { speaking },
        &expect![[r#"{"speaking":{"speaking":"on"}}"#]],
    );
    let lobby = Switch::On;
    check_client(
        &ClientFrame::Watch { lobby },
        &expect![[r#"{"watch":{"lobby":"on"}}"#]],
    );
    let links = vec![LinkQuality {
        to: session(2),
        verdict: Verdict::Fair,
    }];
    check_client(
        &ClientFrame::Links { links },
        &expect![[r#"{"links":{"links":[{"to":"AgICAgICAgICAgICAgICAg","verdict":"fair"}]}}"#]],
    );
    check_client(&ClientFrame::Probe, &expect![[r#""probe""#]]);
    check_client(&ClientFrame::Pong, &expect![[r#""pong""#]]);
}

#[test]
fn each_word_of_a_client_in_the_room_has_its_json() {
    let post = says(ANN, 1, beginning(), "hi \"you\"\n");
    check_client(
        &ClientFrame::Post(Box::new(post)),
        &expect![[
            r#"{"post":{"signed":"AAAAD2NoYXRtdXggZW50cnkgMQAAABdiYWJhYi1iYWJhYi1iYWJhYi1iYWJhZAAAABABAQEBAQEBAQEBAQEBAQEBAAAAIIqI4910CfGV_VLbLTy6XXLKZwm_HZQSG_N0iAG0D29cAAAAEAAAAAAAAAAAAAAAAAAAAAEAAAAIAAABi8_laAEAAAAoAAAAAAAAAABa1KTmAzIw4gPDRHvjZ__yBtS5UkxYQ12TvJr828lFIAAAAAECAAAACAAAAAAAAAAAAAAAAAAAACAm5JTQlBfE0_J3jPkBAS4gOrlx99PHD-JwarNxM5a_2Q","signature":"iYXzw64XdSnZP_WWJQ5_rrcfBKUv7wbPUug0JxRMlLL7Et9lOrvczSl0a3jIGvODrQDz22TH2keft8S8pfPACQ","text":"hi \"you\"\n","salt":"AAAAAAAAAAAAAAAAAAAAAQ"}}"#
        ]],
    );
    check_client(&ClientFrame::Typing, &expect![[r#""typing""#]]);
    check_client(
        &ClientFrame::Fetch { after: Seq(7) },
        &expect![[r#"{"fetch":{"after":7}}"#]],
    );
    check_client(
        &ClientFrame::FetchBefore { before: Seq(7) },
        &expect![[r#"{"fetch_before":{"before":7}}"#]],
    );
    let profile = |status: &str| ClientFrame::Profile {
        name: "Ann".to_owned(),
        color: Color::Violet,
        status: status.to_owned(),
    };
    check_client(
        &profile(""),
        &expect![[r#"{"profile":{"name":"Ann","color":"violet"}}"#]],
    );
    check_client(
        &profile("at lunch"),
        &expect![[r#"{"profile":{"name":"Ann","color":"violet","status":"at lunch"}}"#]],
    );
    let name = "Tea kitchen".to_owned();
    check_client(
        &ClientFrame::Rename { name },
        &expect![[r#"{"rename":{"name":"Tea kitchen"}}"#]],
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
    let after = ExchangeId(2);
    check_client(
        &signal(Content::Renew { after }),
        &expect![[
            r#"{"signal":{"to":"AgICAgICAgICAgICAgICAg","signal":{"from":{"incarnation":0,"build":0},"to":null,"content":{"renew":{"after":2}}}}}"#
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

fn ice() -> Ice {
    let open = IceServer {
        urls: vec!["stun:192.0.2.1:3478".to_owned()],
        ..IceServer::default()
    };
    let relay = IceServer {
        urls: vec!["turn:192.0.2.1:3478?transport=udp".to_owned()],
        username: "1700003600000:AQEBAQEBAQEBAQEBAQEBAQ".to_owned(),
        credential: "c2VjcmV0".to_owned(),
    };
    Ice {
        servers: vec![open, relay],
        expires_in: 3_600_000,
        boot: 7,
    }
}

#[test]
fn what_is_said_of_a_relay_does_not_say_its_credential() {
    let said = format!("{:?}", ServerFrame::Ice(ice()));
    assert!(said.contains("turn:192.0.2.1"), "{said}");
    assert!(!said.contains("c2VjcmV0"), "{said}");
    assert!(!said.contains("1700003600000"), "{said}");
}

#[test]
fn a_welcome_has_its_json() {
    let mut welcome = welcome(History::Continued, page(), 8);
    welcome.people[0].call = Some(SCREEN);
    welcome.people[0].status =
        Status::parse("at lunch", &Limits::default()).expect("a short status");
    welcome.room.owner = Some(member(1));
    welcome.room.removed = vec![member(2)];
    welcome.room.visibility = Visibility::Listed;
    welcome.ice = ice();
    check_server(
        &ServerFrame::Welcome(Box::new(welcome)),
        &expect![[
            r#"{"welcome":{"session":"AQEBAQEBAQEBAQEBAQEBAQ","member":"iojj3XQJ8ZX9UtstPLpdcspnCb8dlBIb83SIAbQPb1w","incarnation":0,"session_token":"c2Vzc2lvbg","room":{"id":"babab-babab-babab-babad","epoch":"AQEBAQEBAQEBAQEBAQEBAQ","name":"Amber Comet","owner":"iojj3XQJ8ZX9UtstPLpdcspnCb8dlBIb83SIAbQPb1w","removed":["gTl3Dqh9F19Wo1Rmw0x-zMuNipG07jeiXfYPW4_Js5Q"],"visibility":"listed","made":1700000000000},"people":[{"session":"AQEBAQEBAQEBAQEBAQEBAQ","member":"iojj3XQJ8ZX9UtstPLpdcspnCb8dlBIb83SIAbQPb1w","name":"Ann","color":"pink","status":"at lunch","incarnation":0,"presence":"here","call":{"microphone":"on","camera":"off","screen":"on"}}],"newest":8,"history":"continued","page":{"before":"5g5plDGHgUNNtnZDa8SevgmQ3I5cYdibzHSGVw002QI","entries":[{"seq":7,"at":1700000007000,"signed":"AAAAD2NoYXRtdXggZW50cnkgMQAAABdiYWJhYi1iYWJhYi1iYWJhYi1iYWJhZAAAABABAQEBAQEBAQEBAQEBAQEBAAAAIIqI4910CfGV_VLbLTy6XXLKZwm_HZQSG_N0iAG0D29cAAAAEAAAAAAAAAAAAAAAAAAAAAcAAAAIAAABi8_laAcAAAAoAAAAAAAAAAbmDmmUMYeBQ022dkNrxJ6-CZDcjlxh2JvMdIZXDTTZAgAAAAECAAAACAAAAAAAAAAAAAAAAAAAACAqL-z6B9AUsGnnb6bGaOYnm0Df69gRCwlvBBfFvmOZog","signature":"cCiJssq-mqPwLgpNSuoEcZ50AFOAXF5geZPZu4MRC2U28_R_aSnPPGEPqteIpTepCn8IKaba8A0ROsDtoca2Bw","words":{"kept":{"text":"7","salt":"AAAAAAAAAAAAAAAAAAAABw"}},"head":"4Mgsl8XnmWoJNV2np17_nRElwSnPwuhw_m0q_lzTPwA","byline":{"name":"Ann","color":"pink"}}]},"online":1,"limits":{"message_chars":1000,"message_bytes":4096,"name_graphemes":32,"name_bytes":128,"status_graphemes":80,"status_bytes":320,"messages":{"period":2000,"burst":10},"room_sessions":500,"rooms":10000,"call_sessions":12,"call_video":8,"entries_page":100,"frame_bytes":65536},"ice":{"servers":[{"urls":["stun:192.0.2.1:3478"]},{"urls":["turn:192.0.2.1:3478?transport=udp"],"username":"1700003600000:AQEBAQEBAQEBAQEBAQEBAQ","credential":"c2VjcmV0"}],"expires_in":3600000,"boot":7},"now":1700000000000}}"#
        ]],
    );
}

#[test]
fn each_answer_has_its_json() {
    let page = page();
    let asked = Asked::Above(Seq(6));
    check_server(
        &ServerFrame::Entries { asked, page },
        &expect![[
            r#"{"entries":{"asked":{"above":6},"page":{"before":"5g5plDGHgUNNtnZDa8SevgmQ3I5cYdibzHSGVw002QI","entries":[{"seq":7,"at":1700000007000,"signed":"AAAAD2NoYXRtdXggZW50cnkgMQAAABdiYWJhYi1iYWJhYi1iYWJhYi1iYWJhZAAAABABAQEBAQEBAQEBAQEBAQEBAAAAIIqI4910CfGV_VLbLTy6XXLKZwm_HZQSG_N0iAG0D29cAAAAEAAAAAAAAAAAAAAAAAAAAAcAAAAIAAABi8_laAcAAAAoAAAAAAAAAAbmDmmUMYeBQ022dkNrxJ6-CZDcjlxh2JvMdIZXDTTZAgAAAAECAAAACAAAAAAAAAAAAAAAAAAAACAqL-z6B9AUsGnnb6bGaOYnm0Df69gRCwlvBBfFvmOZog","signature":"cCiJssq-mqPwLgpNSuoEcZ50AFOAXF5geZPZu4MRC2U28_R_aSnPPGEPqteIpTepCn8IKaba8A0ROsDtoca2Bw","words":{"kept":{"text":"7","salt":"AAAAAAAAAAAAAAAAAAAABw"}},"head":"4Mgsl8XnmWoJNV2np17_nRElwSnPwuhw_m0q_lzTPwA","byline":{"name":"Ann","color":"pink"}}]}}}"#
        ]],
    );
    let (asked, page) = (Asked::Below(Seq(6)), Page::default());
    check_server(
        &ServerFrame::Entries { asked, page },
        &expect![[r#"{"entries":{"asked":{"below":6},"page":{"entries":[]}}}"#]],
    );
    check_server(
        &ServerFrame::Newest { seq: Seq(7) },
        &expect![[r#"{"newest":{"seq":7}}"#]],
    );
    check_server(
        &ServerFrame::Online { count: 12 },
        &expect![[r#"{"online":{"count":12}}"#]],
    );
    check_server(
        &ServerFrame::Ice(ice()),
        &expect![[
            r#"{"ice":{"servers":[{"urls":["stun:192.0.2.1:3478"]},{"urls":["turn:192.0.2.1:3478?transport=udp"],"username":"1700003600000:AQEBAQEBAQEBAQEBAQEBAQ","credential":"c2VjcmV0"}],"expires_in":3600000,"boot":7}}"#
        ]],
    );
    check_server(&ServerFrame::Ping, &expect![[r#""ping""#]]);
    let room = RoomId::LOUNGE;
    let changes = vec![
        Change::Went { room, seat: 3 },
        Change::Gone { room },
        Change::Online { count: 2 },
    ];
    check_server(
        &ServerFrame::Lobby(LobbyFrame::Changes(changes)),
        &expect![[
            r#"{"lobby":{"changes":[{"went":{"room":"lounge","seat":3}},{"gone":{"room":"lounge"}},{"online":{"count":2}}]}}"#
        ]],
    );
    let rooms = Vec::new();
    check_server(
        &ServerFrame::Lobby(LobbyFrame::Snapshot { rooms, online: 1 }),
        &expect![[r#"{"lobby":{"snapshot":{"rooms":[],"online":1}}}"#]],
    );
    check_server(&ServerFrame::Here, &expect![[r#""here""#]]);
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
fn each_event_has_its_json() {
    let session = session(1);
    let person = person(1);
    check_event(
        Event::Entered { person },
        &expect![[
            r#"{"told":{"event":{"entered":{"person":{"session":"AQEBAQEBAQEBAQEBAQEBAQ","member":"iojj3XQJ8ZX9UtstPLpdcspnCb8dlBIb83SIAbQPb1w","name":"Ann","color":"pink","incarnation":0,"presence":"here"}}}}}"#
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
        status: None,
    };
    check_event(
        profile,
        &expect![[
            r#"{"told":{"event":{"profile":{"session":"AQEBAQEBAQEBAQEBAQEBAQ","name":"Eve","color":"yellow"}}}}"#
        ]],
    );
    let sessions = vec![session, crate::someone::session(2)];
    check_event(
        Event::Typing { sessions },
        &expect![[
            r#"{"told":{"event":{"typing":{"sessions":["AQEBAQEBAQEBAQEBAQEBAQ","AgICAgICAgICAgICAgICAg"]}}}}"#
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
            r#"{"told":{"event":{"entry":{"entry":{"seq":7,"at":1700000007000,"signed":"AAAAD2NoYXRtdXggZW50cnkgMQAAABdiYWJhYi1iYWJhYi1iYWJhYi1iYWJhZAAAABABAQEBAQEBAQEBAQEBAQEBAAAAIIqI4910CfGV_VLbLTy6XXLKZwm_HZQSG_N0iAG0D29cAAAAEAAAAAAAAAAAAAAAAAAAAAcAAAAIAAABi8_laAcAAAAoAAAAAAAAAAbmDmmUMYeBQ022dkNrxJ6-CZDcjlxh2JvMdIZXDTTZAgAAAAECAAAACAAAAAAAAAAAAAAAAAAAACAqL-z6B9AUsGnnb6bGaOYnm0Df69gRCwlvBBfFvmOZog","signature":"cCiJssq-mqPwLgpNSuoEcZ50AFOAXF5geZPZu4MRC2U28_R_aSnPPGEPqteIpTepCn8IKaba8A0ROsDtoca2Bw","words":{"kept":{"text":"7","salt":"AAAAAAAAAAAAAAAAAAAABw"}},"head":"4Mgsl8XnmWoJNV2np17_nRElwSnPwuhw_m0q_lzTPwA","byline":{"name":"Ann","color":"pink"}}}}}}"#
        ]],
    );
    let erased = Entry {
        words: Words::Erased,
        ..entry(7)
    };
    check_event(
        Event::Entry { entry: erased },
        &expect![[
            r#"{"told":{"event":{"entry":{"entry":{"seq":7,"at":1700000007000,"signed":"AAAAD2NoYXRtdXggZW50cnkgMQAAABdiYWJhYi1iYWJhYi1iYWJhYi1iYWJhZAAAABABAQEBAQEBAQEBAQEBAQEBAAAAIIqI4910CfGV_VLbLTy6XXLKZwm_HZQSG_N0iAG0D29cAAAAEAAAAAAAAAAAAAAAAAAAAAcAAAAIAAABi8_laAcAAAAoAAAAAAAAAAbmDmmUMYeBQ022dkNrxJ6-CZDcjlxh2JvMdIZXDTTZAgAAAAECAAAACAAAAAAAAAAAAAAAAAAAACAqL-z6B9AUsGnnb6bGaOYnm0Df69gRCwlvBBfFvmOZog","signature":"cCiJssq-mqPwLgpNSuoEcZ50AFOAXF5geZPZu4MRC2U28_R_aSnPPGEPqteIpTepCn8IKaba8A0ROsDtoca2Bw","words":"erased","head":"4Mgsl8XnmWoJNV2np17_nRElwSnPwuhw_m0q_lzTPwA","byline":{"name":"Ann","color":"pink"}}}}}}"#
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
    let ask = MakeRoom {
        post: does(ANN, 1, beginning(), Act::Create),
        visibility: Visibility::ByLink,
        name: "Ann".to_owned(),
        color: Color::Pink,
    };
    check_body(
        &ask,
        &expect![[
            r#"{"post":{"signed":"AAAAD2NoYXRtdXggZW50cnkgMQAAABdiYWJhYi1iYWJhYi1iYWJhYi1iYWJhZAAAABABAQEBAQEBAQEBAQEBAQEBAAAAIIqI4910CfGV_VLbLTy6XXLKZwm_HZQSG_N0iAG0D29cAAAAEAAAAAAAAAAAAAAAAAAAAAEAAAAIAAABi8_laAEAAAAoAAAAAAAAAABa1KTmAzIw4gPDRHvjZ__yBtS5UkxYQ12TvJr828lFIAAAAAEBAAAACAAAAAAAAAAAAAAAAAAAACB8PM0Qu37De0bTeSauYnQmfwB6NK6vFciCpxWn8zAFKQ","signature":"xJcQoOkrIwGbyN3VqQOnNMfUvZMkoxx5CuR8pJko0Vq2eJsPoByaIG5GXlmfDDshUg8yBEKefZQUhZxKwu5RDQ","text":"","salt":"AAAAAAAAAAAAAAAAAAAAAQ"},"visibility":"by_link","name":"Ann","color":"pink"}"#
        ]],
    );
    let made = |maker| RoomMade {
        id: RoomId::from_random(1),
        url: "https://chat.example/babab-babab-babab-babad".to_owned(),
        maker,
    };
    check_body(
        &made(Some(token("bWs"))),
        &expect![[
            r#"{"id":"babab-babab-babab-babad","url":"https://chat.example/babab-babab-babab-babad","maker":"bWs"}"#
        ]],
    );
    check_body(
        &made(None),
        &expect![[
            r#"{"id":"babab-babab-babab-babad","url":"https://chat.example/babab-babab-babab-babad"}"#
        ]],
    );
    let summary = RoomSummary {
        id: RoomId::LOUNGE,
        name: "Lounge".to_owned(),
        visibility: Visibility::Listed,
        made: Timestamp(7),
        people: vec![PersonSummary {
            seat: 1,
            name: "Ann".to_owned(),
            color: Color::Pink,
            status: Some("at lunch".to_owned()),
            avatar: Some("/icon.svg".to_owned()),
            in_call: Switch::On,
            speaking: Switch::On,
        }],
        lock: Switch::Off,
        full: Switch::Off,
        ties: vec![Tie {
            between: (1, 2),
            verdict: Verdict::Good,
        }],
    };
    check_body(
        &summary,
        &expect![[
            r#"{"id":"lounge","name":"Lounge","visibility":"listed","made":7,"people":[{"seat":1,"name":"Ann","color":"pink","status":"at lunch","avatar":"/icon.svg","in_call":"on","speaking":"on"}],"ties":[{"between":[1,2],"verdict":"good"}]}"#
        ]],
    );
}

#[test]
fn debug_does_not_show_a_token() {
    assert_eq!(format!("{:?}", token("secret")), "Token(…)");
}
