//! What is none of the protocol's is refused, whatever it is.

use chatmux_shared::room::Refusal;
use chatmux_shared::wire::{ClientFrame, ServerFrame};
use proptest::prelude::*;

/// A frame of each kind, to be spoilt.
const CORPUS: [&str; 15] = [
    r#"{"hello":{"name":"Ann","color":"pink","key":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA","signature":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}}"#,
    r#"{"hello":{"name":"Ann","color":"pink","status":"at lunch","key":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA","signature":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA","resume":{"token":"cw","incarnation":2,"former":"gone"},"have":{"epoch":"AAAAAAAAAAAAAAAAAAAAAA","seen":{"seq":7,"head":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}}}}"#,
    r#"{"post":{"signed":"AAAA","signature":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA","text":"hello","salt":"AAAAAAAAAAAAAAAAAAAAAA"}}"#,
    r#""typing""#,
    r#"{"fetch":{"after":7}}"#,
    r#"{"fetch_before":{"before":7}}"#,
    r#"{"join_call":{"media":{"microphone":"on","camera":"off","screen":"off"}}}"#,
    r#""leave_call""#,
    r#"{"signal":{"to":"AAAAAAAAAAAAAAAAAAAAAA","signal":{"from":{"incarnation":0,"build":0},"to":null,"content":"ready"}}}"#,
    r#"{"signal":{"to":"AAAAAAAAAAAAAAAAAAAAAA","signal":{"from":{"incarnation":0,"build":0},"to":null,"content":{"candidates":{"exchange":0,"candidates":[{"candidate":"","line":0}]}}}}}"#,
    r#"{"profile":{"name":"Ann","color":"red","status":"back soon"}}"#,
    r#"{"rename":{"name":"Tea kitchen"}}"#,
    r#"{"visibility":{"visibility":"by_link"}}"#,
    r#""leaving""#,
    r#""pong""#,
];

/// What a piece of a frame is replaced by.
const PIECES: [&str; 24] = [
    "",
    "{",
    "}",
    "[",
    "]",
    "\"",
    ",",
    ":",
    "null",
    "true",
    "NaN",
    "-1",
    "0.5",
    "1e999",
    "-0",
    "18446744073709551616",
    "99999999999999999999999999999999999999999",
    "\\ud800",
    "\\u0000",
    "\u{202e}",
    "{\"fetch\":{\"after\":7}}",
    "[[[[[[[[[[[[[[[[",
    "\"after\":7,\"after\":8",
    "AAAAAAAAAAAAAAAAAAAAAAAA",
];

fn is_refused(text: &str) -> bool {
    matches!(ClientFrame::parse(text), Err(Refusal::Malformed { .. }))
}

#[test]
fn each_frame_of_the_corpus_is_one_of_ours() {
    for text in CORPUS {
        assert!(ClientFrame::parse(text).is_ok(), "{text}");
    }
}

// trial 37
#[test]
fn what_is_no_frame_is_refused() {
    for text in [
        "",
        "null",
        "7",
        "[]",
        "{}",
        "hello",
        r#""hello""#,
        r#""Pong""#,
        r#""nothing""#,
        r#"{"nothing":{}}"#,
        r#"["pong"]"#,
        r#""pong" "pong""#,
        r#"{"fetch":{}}"#,
        r#"{"fetch":7}"#,
        r#"{"fetch":null}"#,
        r#"{"fetch":{"after":7}"#,
        r#"{"fetch":{"after":7}},"#,
        r#"{"fetch":{"after":"7"}}"#,
        r#"{"fetch":{"after":-1}}"#,
        r#"{"fetch":{"after":7.5}}"#,
        r#"{"fetch":{"after":NaN}}"#,
        r#"{"fetch":{"after":Infinity}}"#,
        r#"{"fetch":{"after":1e400}}"#,
        r#"{"fetch":{"after":18446744073709551616}}"#,
        r#"{"post":{"signed":"AAAA","signature":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA","text":"\ud800","salt":"AAAAAAAAAAAAAAAAAAAAAA"}}"#,
        r#"{"post":{"signed":"AAAB","signature":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA","text":"hello","salt":"AAAAAAAAAAAAAAAAAAAAAB"}}"#,
        r#"{"visibility":{"visibility":"secret"}}"#,
        r#"{"join_call":{"media":{"microphone":true,"camera":"off","screen":"off"}}}"#,
        "\u{feff}\"pong\"",
    ] {
        assert!(is_refused(text), "{text}");
    }
}

// trial 37
#[test]
fn unknown_and_doubled_fields_are_refused() {
    for text in [
        r#"{"fetch":{"after":7,"more":1}}"#,
        r#"{"fetch":{"after":7},"more":1}"#,
        r#"{"fetch":{"after":7,"after":7}}"#,
        r#"{"fetch":{"after":7},"fetch":{"after":7}}"#,
        r#"{"hello":{"name":"Ann","color":"pink","key":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA","signature":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA","more":1}}"#,
        r#"{"hello":{"name":"Ann","name":"Eve","color":"pink","key":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA","signature":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}}"#,
        r#"{"hello":{"name":"Ann","color":"pink","key":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA","signature":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA","have":{"epoch":"AAAAAAAAAAAAAAAAAAAAAA","seen":{"seq":7,"head":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"},"more":1}}}"#,
        r#"{"hello":{"name":"Ann","color":"pink","key":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA","signature":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA","have":{"epoch":"AAAAAAAAAAAAAAAAAAAAAA","seen":{"seq":7,"head":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA","more":1}}}}"#,
        r#"{"post":{"signed":"AAAA","signature":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA","text":"hello","salt":"AAAAAAAAAAAAAAAAAAAAAA","more":1}}"#,
        r#"{"join_call":{"media":{"microphone":"on","camera":"off","screen":"off","more":1}}}"#,
        r#"{"signal":{"to":"AAAAAAAAAAAAAAAAAAAAAA","signal":{"from":{"incarnation":0,"build":0},"to":null,"content":"ready","more":1}}}"#,
    ] {
        assert!(is_refused(text), "{text}");
    }
}

// trial 37
#[test]
fn deep_nesting_is_refused() {
    for (open, close) in [("[", "]"), ("{\"fetch\":", "}")] {
        for depth in [200, 10_000] {
            let text = format!("{}{}", open.repeat(depth), close.repeat(depth));
            assert!(is_refused(&text), "{open} {depth} deep");
            assert!(ServerFrame::parse(&text).is_err());
        }
    }
}

/// Where odd frames are kept, a file each.
const ODD: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/corpus");

// trial 9: a negative number
// trial 37
#[test]
fn each_odd_frame_that_is_kept_is_refused() {
    let mut count = 0;
    for file in std::fs::read_dir(ODD).expect("the corpus") {
        let path = file.expect("a file").path();
        let text = std::fs::read_to_string(&path).expect("a text");
        assert!(is_refused(&text), "{}", path.display());
        assert!(ServerFrame::parse(&text).is_err() || text == "\"ping\"");
        count += 1;
    }
    assert!(count >= 40, "only {count} of them");
}

#[test]
fn a_refusal_says_little_of_what_it_did_not_know() {
    let long = format!("{{\"{}\":{{}}}}", "\u{202e}x".repeat(50_000));
    let Err(Refusal::Malformed { why }) = ClientFrame::parse(&long) else {
        panic!("this is no frame")
    };
    assert!(why.chars().count() <= 200, "{} characters", why.len());
}

#[test]
fn the_greatest_number_is_a_number() {
    let text = r#"{"fetch":{"after":18446744073709551615}}"#;
    assert!(ClientFrame::parse(text).is_ok());
}

/// The `frame` of the corpus with what lies between two places replaced.
fn spoil(frame: &mut String, from: prop::sample::Index, length: usize, piece: &str) {
    let places: Vec<usize> = frame.char_indices().map(|(place, _)| place).collect();
    let Some(last) = places.len().checked_sub(1) else {
        return;
    };
    let first = from.index(places.len());
    let end = places[(first + length).min(last)];
    frame.replace_range(places[first]..end, piece);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    // trial 37
    #[test]
    fn a_spoilt_frame_is_refused_or_is_another_frame(
        frame in prop::sample::select(&CORPUS[..]),
        changes in prop::collection::vec(
            (any::<prop::sample::Index>(), 0_usize..30, prop::sample::select(&PIECES[..])),
            1..6,
        ),
    ) {
        let mut text = frame.to_owned();
        for (from, length, piece) in changes {
            spoil(&mut text, from, length, piece);
        }
        match ClientFrame::parse(&text) {
            Ok(frame) => prop_assert_eq!(ClientFrame::parse(&frame.encode()), Ok(frame)),
            Err(_) => prop_assert!(is_refused(&text)),
        }
        drop(ServerFrame::parse(&text));
    }

    #[test]
    fn a_text_of_any_kind_is_no_trouble(text in any::<String>()) {
        drop(ClientFrame::parse(&text));
        drop(ServerFrame::parse(&text));
    }
}
