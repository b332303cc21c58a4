//! Whatever is in a frame, the other side reads the same.

use std::collections::BTreeSet;

use chatmux_shared::wire::{ClientFrame, ServerFrame};
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;

use super::any::{client_frame, server_frame};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn a_server_reads_what_a_client_says(frame in client_frame()) {
        let text = frame.encode();
        prop_assert_eq!(ClientFrame::parse(&text), Ok(frame), "{}", text);
    }

    #[test]
    fn a_client_reads_what_a_server_says(frame in server_frame()) {
        let text = frame.encode();
        prop_assert_eq!(ServerFrame::parse(&text).ok(), Some(frame), "{}", text);
    }

    // trial 37
    #[test]
    fn what_one_side_says_is_nothing_to_the_other(
        client in client_frame(),
        server in server_frame(),
    ) {
        prop_assert!(ServerFrame::parse(&client.encode()).is_err());
        prop_assert!(ClientFrame::parse(&server.encode()).is_err());
    }

    // trial 37
    #[test]
    fn a_frame_with_a_field_too_many_is_refused(frame in client_frame()) {
        let text = frame.encode();
        if let Some(rest) = text.strip_suffix("}}") {
            let comma = if rest.ends_with('{') { "" } else { "," };
            let more = format!("{rest}{comma}\"more\":1}}}}");
            prop_assert!(ClientFrame::parse(&more).is_err(), "{}", more);
        }
    }

    // trial 37
    #[test]
    fn a_frame_cut_short_is_refused(frame in client_frame(), cut: prop::sample::Index) {
        let text = frame.encode();
        let places: Vec<usize> = text.char_indices().map(|(place, _)| place).collect();
        let short = &text[..places[cut.index(places.len())]];
        prop_assert!(ClientFrame::parse(short).is_err(), "{}", short);
    }
}

/// The kind of a frame: its one key, or the word that it is.
fn kind(json: &str) -> String {
    let frame: serde_json::Value = serde_json::from_str(json).expect("a frame");
    let key = frame.as_object().and_then(|fields| fields.keys().next());
    let kind = key.map(String::as_str).or(frame.as_str());
    kind.expect("one key, or a word").to_owned()
}

fn kinds<Frame>(frames: impl Strategy<Value = Frame>, encode: fn(&Frame) -> String) -> String {
    let mut runner = TestRunner::deterministic();
    let drawn = (0..500).map(|_| {
        let tree = frames.new_tree(&mut runner).expect("a frame");
        kind(&encode(&tree.current()))
    });
    let kinds: BTreeSet<String> = drawn.collect();
    kinds.into_iter().collect::<Vec<_>>().join(" ")
}

#[test]
fn frames_of_every_kind_are_drawn() {
    assert_eq!(
        kinds(client_frame(), ClientFrame::encode),
        "fetch fetch_before hand hello join_call leave leave_call leaving let_in links lock lower_hand \
         pong post probe profile react rename signal speaking turn_away typing \
         visibility watch",
    );
    assert_eq!(
        kinds(server_frame(), ServerFrame::encode),
        "challenge entries here ice knocking lobby newest online ping refused told welcome",
    );
}
