//! Cases 5, 9 and 10: messages in fragments, with control frames between
//! them.

use super::{Step, case, closed, play_all, said};
use crate::line::{CONTINUATION, FIN, PING, PONG, Seen, TEXT, frame, message};

/// A message in fragments of `size`, each after what `between` puts there.
fn fragments(payload: &[u8], size: usize, between: &[u8]) -> Vec<u8> {
    let count = payload.chunks(size).count();
    let fragment = |(place, part)| {
        let opcode = if place == 0 { TEXT } else { CONTINUATION };
        let last = if place + 1 == count { FIN } else { 0 };
        let before = if place == 0 { &[] } else { between };
        [before, &frame(opcode | last, part)].concat()
    };
    payload
        .chunks(size)
        .enumerate()
        .flat_map(fragment)
        .collect()
}

fn told(text: &str) -> Seen {
    Seen::Told(text.to_owned())
}

// trial 31: fragments
#[tokio::test]
async fn fragments_are_joined_and_control_frames_between_them_are_answered() {
    let payload = message("in parts, µ@ßöäü".as_bytes());
    let whole = || told("in parts, µ@ßöäü");
    let half = payload.len() / 2 + 1;
    let asked = frame(FIN | PING, b"between");
    let unasked = frame(FIN | PONG, b"between");
    let empty = frame(CONTINUATION, b"");
    let mut pongs = vec![Seen::Pong(b"between".to_vec())];
    pongs.push(whole());
    play_all(vec![
        case(
            "5.3 to 5.5",
            [(fragments(&payload, half, b""), vec![whole()])],
        ),
        case("5.6 to 5.8", [(fragments(&payload, half, &asked), pongs)]),
        case(
            "5.19",
            [(fragments(&payload, half, &unasked), vec![whole()])],
        ),
        case("each byte", [(fragments(&payload, 1, b""), vec![whole()])]),
        case(
            "6.1.3",
            [(fragments(&payload, half, &empty), vec![whole()])],
        ),
        case("empty", [(in_three_empty(), vec![Seen::Refused])]),
    ])
    .await;
}

/// Case 6.1.2.
fn in_three_empty() -> Vec<u8> {
    [
        frame(TEXT, b""),
        frame(CONTINUATION, b""),
        frame(FIN | CONTINUATION, b""),
    ]
    .concat()
}

// trial 31: fragments out of place
#[tokio::test]
async fn a_fragment_out_of_place_ends_the_connection_with_1002() {
    let broken = |bytes: Vec<u8>| -> Step { (bytes, closed(1002)) };
    let lone = |fin: u8| frame(fin | CONTINUATION, b"non-continuation payload");
    let interrupted = [frame(TEXT, b"fragment1"), frame(FIN | TEXT, b"fragment2")].concat();
    play_all(vec![
        case("5.9 to 5.11", [broken(lone(FIN))]),
        case("5.12 to 5.14", [broken(lone(0))]),
        case("5.15 to 5.17", [said("whole"), broken(lone(0))]),
        case("5.18", [broken(interrupted)]),
    ])
    .await;
}

// trials 31, 32: control frames
#[tokio::test]
async fn a_control_frame_in_fragments_ends_the_connection_with_1002() {
    let mut cases = Vec::new();
    for opcode in [PING, PONG, crate::line::CLOSE] {
        let bytes = [frame(opcode, b"frag"), frame(FIN | CONTINUATION, b"ment")].concat();
        let name = format!("5.1, 5.2, opcode {opcode}");
        cases.push(case(name, [said("before"), (bytes, closed(1002))]));
    }
    play_all(cases).await;
}

// trial 31: long messages
#[tokio::test]
async fn the_longest_message_is_taken_in_fragments_of_any_size() {
    let mut payload = message(b"long");
    payload.resize(64 * 1024, b' ');
    let in_pieces = |size: usize| {
        let step = (fragments(&payload, size, b""), vec![told("long")]);
        case(format!("9.3, 10.1, by {size}"), [step])
    };
    let cases = [64, 256, 1024, 1300, 4096, 16_384, 65_535].map(in_pieces);
    play_all(cases.into()).await;
}
