//! Case 7: how a connection ends.

use super::{Case, Step, case, closed, play_all, said};
use crate::line::{CLOSE, FIN, PING, TEXT, frame, message};

/// A closing frame with this code and reason.
fn bye(code: u16, reason: &[u8]) -> Vec<u8> {
    let payload = [code.to_be_bytes().as_slice(), reason].concat();
    frame(FIN | CLOSE, &payload)
}

// trial 31: closing
#[tokio::test]
async fn a_closing_frame_is_answered_and_nothing_after_it_is() {
    let then = |after: Vec<u8>| -> Step { ([bye(1000, b""), after].concat(), closed(1000)) };
    let unfinished = [frame(TEXT, b"fragment"), bye(1000, b"")].concat();
    play_all(vec![
        case("7.1.1", [said("before"), then(Vec::new())]),
        case("7.1.2", [then(bye(1000, b""))]),
        case("7.1.3", [then(frame(FIN | PING, b""))]),
        case("7.1.4", [then(frame(FIN | TEXT, &message(b"after")))]),
        case("7.1.5", [(unfinished, closed(1000))]),
        case("7.3.1", [(frame(FIN | CLOSE, b""), closed(1005))]),
        case("7.3.2", [(frame(FIN | CLOSE, b"a"), closed(1002))]),
        case("7.3.3", [(bye(1000, b""), closed(1000))]),
        case("7.3.4", [(bye(1000, b"Hello World!"), closed(1000))]),
        case("7.3.5", [(bye(1000, &[b'*'; 123]), closed(1000))]),
        case("7.3.6", [(bye(1000, &[b'*'; 124]), closed(1002))]),
        case(
            "7.5.1",
            [(bye(1000, b"\xce\xba\xed\xa0\x80edited"), closed(1007))],
        ),
    ])
    .await;
}

// trial 31: closing codes
#[tokio::test]
async fn a_code_that_may_be_sent_is_sent_back() {
    let codes = [
        1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 3000, 3999, 4000, 4999,
    ];
    let cases = codes.map(|code| one(code, closed(code)));
    play_all(cases.into()).await;
}

// trial 31: closing codes that never are sent
#[tokio::test]
async fn a_code_that_may_not_be_sent_is_answered_with_1002() {
    let codes = [
        0, 999, 1004, 1005, 1006, 1014, 1015, 1016, 1100, 2000, 2999, 5000, 65_535,
    ];
    let cases = codes.map(|code| one(code, closed(1002)));
    play_all(cases.into()).await;
}

fn one(code: u16, expected: Vec<crate::line::Seen>) -> Case {
    case(
        format!("7.7, 7.9, 7.13, {code}"),
        [(bye(code, b""), expected)],
    )
}
