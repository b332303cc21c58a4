//! The JSON of what two ends tell each other.

use chatmux_shared::call::graph::{Hearing, LinkReport};
use chatmux_shared::call::negotiation::LinkState;
use chatmux_shared::call::stats::{Path, Verdict};
use chatmux_shared::call::word::{Gives, MAX_REPORTS, MAX_WORD_BYTES, Wants, Word};
use chatmux_shared::wire::Switch;
use expect_test::{Expect, expect};

use crate::someone::session;

fn check(word: &Word, expected: &Expect) {
    let json = serde_json::to_string(word).expect("plain data");
    expected.assert_eq(&json);
    let read: Word = serde_json::from_str(&json).expect("what was written");
    assert_eq!(&read, word);
}

fn report() -> LinkReport {
    LinkReport {
        to: session(2),
        state: LinkState::Connected,
        path: Some(Path::Relayed),
        verdict: Some(Verdict::Fair),
        hearing: Hearing::Missing,
    }
}

#[test]
fn each_word_about_quality_has_its_json() {
    let (camera, screen) = (360, 0);
    check(
        &Word::Wants(Wants { camera, screen }),
        &expect![[r#"{"wants":{"camera":360,"screen":0}}"#]],
    );
    let voice = Switch::On;
    check(
        &Word::Gives(Gives {
            voice,
            camera,
            screen,
        }),
        &expect![[r#"{"gives":{"voice":"on","camera":360,"screen":0}}"#]],
    );
    let begun = LinkReport {
        state: LinkState::Connecting,
        path: None,
        verdict: None,
        hearing: Hearing::Quiet,
        ..report()
    };
    check(
        &Word::Links(vec![report(), begun]),
        &expect![[
            r#"{"links":[{"to":"AgICAgICAgICAgICAgICAg","state":"connected","path":"relayed","verdict":"fair","hearing":"missing"},{"to":"AgICAgICAgICAgICAgICAg","state":"connecting","path":null,"verdict":null,"hearing":"quiet"}]}"#
        ]],
    );
}

#[test]
fn as_many_links_as_may_be_told_fit_into_a_word_and_more_are_refused() {
    let most = serde_json::to_string(&Word::Links(vec![report(); MAX_REPORTS])).unwrap();
    assert!(most.len() <= MAX_WORD_BYTES, "{}", most.len());
    serde_json::from_str::<Word>(&most).unwrap();
    let more = serde_json::to_string(&Word::Links(vec![report(); MAX_REPORTS + 1])).unwrap();
    assert!(serde_json::from_str::<Word>(&more).is_err());
}

#[test]
fn what_is_no_word_is_refused() {
    for text in [
        r#"{"wants":{"camera":-1,"screen":0}}"#,
        r#"{"wants":{"camera":70000,"screen":0}}"#,
        r#"{"wants":{"camera":1}}"#,
        r#"{"gives":{"voice":true,"camera":0,"screen":0}}"#,
        r#"{"links":[{"to":"AgICAgICAgICAgICAgICAg","state":"fine","path":null,"verdict":null,"hearing":"quiet"}]}"#,
        r#"{"links":{}}"#,
        r#"{"later":{}}"#,
        "null",
    ] {
        assert!(serde_json::from_str::<Word>(text).is_err(), "{text}");
    }
}
