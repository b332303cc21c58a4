//! The JSON of locks, lines, hands and reactions.

use chatmux_shared::room::{Color, Doorkeeper, Event, InLine, Knock, Reaction, Turn};
use chatmux_shared::wire::{ClientFrame, ServerFrame, Switch};
use expect_test::expect;

use crate::someone::{VOICE, member, name, session};

#[test]
fn each_word_of_control_has_its_json() {
    let member = member(1);
    let session = session(1);
    let frames = [
        ClientFrame::Lock { lock: Switch::On },
        ClientFrame::LetIn { member },
        ClientFrame::TurnAway { member },
        ClientFrame::Hand { hand: Switch::Off },
        ClientFrame::LowerHand { session },
        ClientFrame::React {
            reaction: Reaction::ThumbsUp,
        },
    ];
    let said = frames.map(|frame| {
        let text = frame.encode();
        assert_eq!(ClientFrame::parse(&text), Ok(frame));
        text
    });
    expect![[r#"
        {"lock":{"lock":"on"}}
        {"let_in":{"member":"iojj3XQJ8ZX9UtstPLpdcspnCb8dlBIb83SIAbQPb1w"}}
        {"turn_away":{"member":"iojj3XQJ8ZX9UtstPLpdcspnCb8dlBIb83SIAbQPb1w"}}
        {"hand":{"hand":"off"}}
        {"lower_hand":{"session":"AQEBAQEBAQEBAQEBAQEBAQ"}}
        {"react":{"reaction":"thumbs_up"}}"#]]
    .assert_eq(&said.join("\n"));
}

#[test]
fn each_event_of_control_has_its_json() {
    let session = session(1);
    let knocks = vec![Knock {
        member: member(1),
        name: name("Ann"),
        color: Color::Pink,
    }];
    let place = InLine {
        turn: Turn(3),
        media: VOICE,
    };
    let hand = |hand| Event::Hand { session, hand };
    let reactions = Reaction::ALL.map(|reaction| Event::Reaction { session, reaction });
    let events = [
        Event::InLine { session, place },
        hand(Some(Turn(3))),
        hand(None),
        Event::Knocks { knocks },
    ];
    let told = events.into_iter().chain(reactions);
    let told = told.map(|event| ServerFrame::Told { event });
    let owner = Doorkeeper::Away;
    let knocking = [ServerFrame::Knocking { owner }];
    let said: Vec<String> = knocking
        .into_iter()
        .chain(told)
        .map(|frame| {
            let text = frame.encode();
            assert_eq!(ServerFrame::parse(&text).expect("a frame"), frame);
            text
        })
        .collect();
    expect![[r#"
        {"knocking":{"owner":"away"}}
        {"told":{"event":{"in_line":{"session":"AQEBAQEBAQEBAQEBAQEBAQ","place":{"turn":3,"media":{"microphone":"on","camera":"off","screen":"off"}}}}}}
        {"told":{"event":{"hand":{"session":"AQEBAQEBAQEBAQEBAQEBAQ","hand":3}}}}
        {"told":{"event":{"hand":{"session":"AQEBAQEBAQEBAQEBAQEBAQ"}}}}
        {"told":{"event":{"knocks":{"knocks":[{"member":"iojj3XQJ8ZX9UtstPLpdcspnCb8dlBIb83SIAbQPb1w","name":"Ann","color":"pink"}]}}}}
        {"told":{"event":{"reaction":{"session":"AQEBAQEBAQEBAQEBAQEBAQ","reaction":"thumbs_up"}}}}
        {"told":{"event":{"reaction":{"session":"AQEBAQEBAQEBAQEBAQEBAQ","reaction":"heart"}}}}
        {"told":{"event":{"reaction":{"session":"AQEBAQEBAQEBAQEBAQEBAQ","reaction":"laughter"}}}}
        {"told":{"event":{"reaction":{"session":"AQEBAQEBAQEBAQEBAQEBAQ","reaction":"party"}}}}
        {"told":{"event":{"reaction":{"session":"AQEBAQEBAQEBAQEBAQEBAQ","reaction":"applause"}}}}
        {"told":{"event":{"reaction":{"session":"AQEBAQEBAQEBAQEBAQEBAQ","reaction":"surprise"}}}}"#]].assert_eq(&said.join("\n"));
}

#[test]
fn a_reaction_that_there_is_not_is_refused() {
    for reaction in ["👍", "thumbs_down", ""] {
        let text = format!(r#"{{"react":{{"reaction":"{reaction}"}}}}"#);
        assert!(ClientFrame::parse(&text).is_err(), "{reaction}");
    }
}
