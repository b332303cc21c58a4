//! The cases of the Autobahn WebSocket test suite, by hand and by its
//! numbers. This server echoes nothing: where the suite waits for its text,
//! here the text is a message, and it is told.

mod closing;
mod fragments;
mod framing;
mod utf8;

use chatmux_shared::wire::Resume;

use crate::house::House;
use crate::line::{FIN, Line, Seen, TEXT, frame, message, open_room};

/// Bytes, and what the server does then.
type Step = (Vec<u8>, Vec<Seen>);

/// What is said on a connection of its own.
struct Case {
    name: String,
    steps: Vec<Step>,
}

fn case(name: impl Into<String>, steps: impl Into<Vec<Step>>) -> Case {
    Case {
        name: name.into(),
        steps: steps.into(),
    }
}

/// One text frame with a message, and that it is told.
fn said(text: &str) -> Step {
    let bytes = frame(FIN | TEXT, &message(text.as_bytes()));
    (bytes, vec![Seen::Told(text.to_owned())])
}

/// The end with this code.
fn closed(code: u16) -> Vec<Seen> {
    vec![Seen::Close(code), Seen::Cut]
}

/// How bytes come.
#[derive(Debug, Clone, Copy)]
enum Pieces {
    /// At once.
    Whole,
    /// One by one.
    Bytes,
}

async fn play_all(cases: Vec<Case>) {
    for pieces in [Pieces::Whole, Pieces::Bytes] {
        let house =
            House::open_with(&["--room-sessions", "1000000", "--entries-kept", "1000000"]).await;
        let room = open_room(&house).await;
        let mut tab = None;
        for case in &cases {
            play((&house, &room), &mut tab, case, pieces).await;
        }
    }
}

async fn play(
    (house, room): (&House, &str),
    tab: &mut Option<Resume>,
    case: &Case,
    pieces: Pieces,
) {
    // Whoever was there before is gone, and was told all that they said.
    let mut line = Line::open_in(tab, house.address, room).await;
    let alive = said("still here");
    let ends = case.steps.iter().any(|(_, seen)| seen.contains(&Seen::Cut));
    let last = (!ends).then_some(&alive);
    for (place, (bytes, expected)) in case.steps.iter().chain(last).enumerate() {
        match pieces {
            // A long frame has its pieces from TCP.
            Pieces::Bytes if bytes.len() < 1000 => {
                for byte in bytes {
                    line.send(&[*byte]).await;
                }
            }
            Pieces::Bytes | Pieces::Whole => {
                line.send(bytes).await;
            }
        }
        let mut seen = Vec::new();
        while seen.len() < expected.len() {
            seen.push(line.see().await);
        }
        assert_eq!(seen, *expected, "{}, {pieces:?}, step {place}", case.name);
    }
}
