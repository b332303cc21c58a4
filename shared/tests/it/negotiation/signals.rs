//! What travels: the JSON of each signal, and what is refused.

use chatmux_shared::call::negotiation::{
    Candidate, Content, ExchangeId, Generation, MAX_CANDIDATES, MAX_SDP_BYTES, NotAnSdp,
    Politeness, Sdp, Signal, politeness,
};
use chatmux_shared::id::{Incarnation, SessionId};
use expect_test::{Expect, expect};

fn sdp(text: &str) -> Sdp {
    Sdp::parse(text.to_owned()).unwrap()
}

fn candidate() -> Candidate {
    Candidate {
        candidate: "candidate:1 1 udp 1 192.0.2.1 9 typ host".to_owned(),
        mid: Some("0".to_owned()),
        line: Some(0),
        username_fragment: Some("abcd".to_owned()),
    }
}

fn generation(incarnation: u32, build: u32) -> Generation {
    Generation {
        incarnation: Incarnation(incarnation),
        build,
    }
}

fn check(to: Option<Generation>, content: Content, expected: &Expect) {
    let signal = Signal {
        from: generation(2, 1),
        to,
        content,
    };
    let json = serde_json::to_string(&signal).unwrap();
    expected.assert_eq(&json);
    assert_eq!(serde_json::from_str::<Signal>(&json).unwrap(), signal);
}

#[test]
fn each_signal_has_its_json() {
    check(
        None,
        Content::Ready,
        &expect![[r#"{"from":{"incarnation":2,"build":1},"to":null,"content":"ready"}"#]],
    );
    check(
        Some(generation(0, 3)),
        Content::Offer {
            exchange: ExchangeId(0),
            sdp: sdp("v=0\r\n"),
        },
        &expect![[
            r#"{"from":{"incarnation":2,"build":1},"to":{"incarnation":0,"build":3},"content":{"offer":{"exchange":0,"sdp":"v=0\r\n"}}}"#
        ]],
    );
    check(
        Some(generation(0, 3)),
        Content::Answer {
            exchange: ExchangeId(1),
            sdp: sdp("v=0\r\n"),
        },
        &expect![[
            r#"{"from":{"incarnation":2,"build":1},"to":{"incarnation":0,"build":3},"content":{"answer":{"exchange":1,"sdp":"v=0\r\n"}}}"#
        ]],
    );
    let end_of_candidates = Candidate {
        candidate: String::new(),
        mid: None,
        line: None,
        username_fragment: None,
    };
    check(
        Some(generation(0, 3)),
        Content::Candidates {
            exchange: ExchangeId(2),
            candidates: vec![candidate(), end_of_candidates],
        },
        &expect![[
            r#"{"from":{"incarnation":2,"build":1},"to":{"incarnation":0,"build":3},"content":{"candidates":{"exchange":2,"candidates":[{"candidate":"candidate:1 1 udp 1 192.0.2.1 9 typ host","mid":"0","line":0,"username_fragment":"abcd"},{"candidate":""}]}}}"#
        ]],
    );
}

#[test]
fn an_empty_or_too_long_description_is_refused() {
    assert_eq!(Sdp::parse(String::new()), Err(NotAnSdp::Empty));
    assert!(Sdp::parse("v".repeat(MAX_SDP_BYTES)).is_ok());
    let too_long = "v".repeat(MAX_SDP_BYTES + 1);
    assert_eq!(Sdp::parse(too_long.clone()), Err(NotAnSdp::TooLong));
    assert!(serde_json::from_value::<Sdp>(too_long.into()).is_err());
}

#[test]
fn too_many_candidates_or_too_long_ones_are_refused() {
    let parse = |candidates: Vec<Candidate>| {
        let content = Content::Candidates {
            exchange: ExchangeId(0),
            candidates,
        };
        serde_json::from_value::<Content>(serde_json::to_value(content).unwrap())
    };
    assert!(parse(vec![candidate(); MAX_CANDIDATES]).is_ok());
    assert!(parse(vec![candidate(); MAX_CANDIDATES + 1]).is_err());
    let long = Candidate {
        candidate: "c".repeat(1025),
        ..candidate()
    };
    assert!(parse(vec![long]).is_err());
    let long = Candidate {
        mid: Some("m".repeat(1025)),
        ..candidate()
    };
    assert!(parse(vec![long]).is_err());
}

#[test]
fn debug_shows_neither_descriptions_nor_candidates() {
    let shown = format!("{:?} {:?}", sdp("a=secret"), candidate());
    expect!["Sdp(8 bytes) Candidate(40 bytes)"].assert_eq(&shown);
}

#[test]
fn of_two_sessions_the_greater_is_polite() {
    let [low, high] = [1, 2].map(|byte| SessionId::from_random([byte; 16]));
    assert_eq!(politeness(low, high), Politeness::Impolite);
    assert_eq!(politeness(high, low), Politeness::Polite);
}
