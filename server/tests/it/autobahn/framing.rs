//! Cases 1 to 4: frames of all sizes, pings and pongs, reserved bits,
//! reserved opcodes.

use super::{Case, Step, case, closed, play_all, said};
use crate::line::{BINARY, FIN, PING, PONG, RSV1, RSV2, RSV3, Seen, TEXT, frame, message};

/// Sizes about each change of how a length is written, and the largest.
const SIZES: [usize; 7] = [125, 126, 127, 128, 1000, 65_535, 65_536];

// trial 31: framing
#[tokio::test]
async fn frames_of_every_size_up_to_the_limit_are_understood() {
    let text = |size: usize| {
        let (mut payload, seen) = match message(b"sized") {
            long if long.len() > size => (b"{}".to_vec(), Seen::Refused),
            message => (message, Seen::Told("sized".to_owned())),
        };
        // White space after a value is JSON.
        payload.resize(size, b' ');
        let step = (frame(FIN | TEXT, &payload), vec![seen]);
        case(format!("1.1, {size}"), [step])
    };
    let binary = |size: usize| {
        let step = (frame(FIN | BINARY, &vec![0xfe; size]), vec![Seen::Refused]);
        case(format!("1.2, {size}"), [step])
    };
    let mut cases: Vec<Case> = SIZES.into_iter().map(text).collect();
    cases.extend(SIZES.into_iter().map(binary));
    cases.push(case(
        "1.1.1",
        [(frame(FIN | TEXT, b""), vec![Seen::Refused])],
    ));
    cases.push(case(
        "1.2.1",
        [(frame(FIN | BINARY, b""), vec![Seen::Refused])],
    ));
    play_all(cases).await;
}

fn pinged(payload: &[u8]) -> Step {
    (
        frame(FIN | PING, payload),
        vec![Seen::Pong(payload.to_vec())],
    )
}

fn unasked(payload: &[u8]) -> Step {
    (frame(FIN | PONG, payload), Vec::new())
}

// trial 31: pings and pongs
#[tokio::test]
async fn a_ping_is_answered_with_its_payload_and_a_pong_with_nothing() {
    let ten = (0..10).map(|n| pinged(&[n])).collect::<Vec<_>>();
    play_all(vec![
        case("2.1", [pinged(b"")]),
        case("2.2", [pinged(b"Hello, world!")]),
        case(
            "2.3",
            [pinged(&[0x00, 0xff, 0xfe, 0xfd, 0xfc, 0xfb, 0x00, 0xff])],
        ),
        case("2.4, 2.6", [pinged(&[0xfe; 125])]),
        case("2.5", [(frame(FIN | PING, &[0xfe; 126]), closed(1002))]),
        case("2.7", [unasked(b"")]),
        case("2.8", [unasked(b"unsolicited pong payload")]),
        case("2.9", [unasked(b"unsolicited"), pinged(b"ping payload")]),
        case("2.10, 2.11", ten),
    ])
    .await;
}

#[tokio::test]
async fn ten_pings_at_once_are_answered_in_order() {
    let bytes: Vec<u8> = (0..10).flat_map(|n| frame(FIN | PING, &[n])).collect();
    let pongs = (0..10).map(|n| Seen::Pong(vec![n])).collect();
    play_all(vec![case("2.10", [(bytes, pongs)])]).await;
}

// trials 31, 32: reserved bits
#[tokio::test]
async fn reserved_bits_end_the_connection_with_1002() {
    let mut cases = Vec::new();
    for bits in [
        RSV3,
        RSV2,
        RSV2 | RSV3,
        RSV1,
        RSV1 | RSV3,
        RSV1 | RSV2,
        RSV1 | RSV2 | RSV3,
    ] {
        for opcode in [TEXT, BINARY, PING, PONG, crate::line::CLOSE] {
            let broken = (frame(FIN | bits | opcode, b""), closed(1002));
            let name = format!("3, bits {bits:#x}, opcode {opcode}");
            cases.push(case(name, [said("before"), broken]));
        }
    }
    play_all(cases).await;
}

// trials 31, 32: opcodes
#[tokio::test]
async fn a_reserved_opcode_ends_the_connection_with_1002() {
    let mut cases = Vec::new();
    for opcode in (0x3..=0x7).chain(0xb..=0xf) {
        for payload in [b"".as_slice(), b"reserved opcode payload"] {
            let broken = (frame(FIN | opcode, payload), closed(1002));
            let name = format!("4, opcode {opcode}, {} bytes", payload.len());
            cases.push(case(name, [said("before"), broken]));
        }
    }
    play_all(cases).await;
}
