//! Case 6: text that is UTF-8 (RFC 3629), and text that is not.

use super::{Case, case, closed, play_all, said};
use crate::line::{CONTINUATION, FIN, TEXT, frame, message};

// trial 31: UTF-8
#[tokio::test]
async fn all_utf8_is_told_as_it_came() {
    let texts = [
        "Hello-µ@ßöäüàá-UTF-8!!",
        "κόσμε",
        "a\u{7f}",
        "a\u{80}",
        "a\u{7ff}",
        "a\u{800}",
        "a\u{d7ff}",
        "a\u{e000}",
        "a\u{fffd}",
        "a\u{fffe}",
        "a\u{ffff}",
        "a\u{10000}",
        "a\u{1ffff}",
        "a\u{10fffe}",
        "a\u{10ffff}",
    ];
    let cases = texts.map(|text| case(format!("6, {text:?}"), [said(text)]));
    play_all(cases.into()).await;
}

/// What is no UTF-8, by the suite's numbers.
fn wrong() -> Vec<Vec<u8>> {
    let mut wrong: Vec<Vec<u8>> = [
        // 6.3, 6.4: a surrogate, and a value above the last.
        b"\xce\xba\xe1\xbd\xb9\xcf\x83\xce\xbc\xce\xb5\xed\xa0\x80edited".as_slice(),
        b"\xce\xba\xe1\xbd\xb9\xcf\x83\xce\xbc\xce\xb5\xf4\x90\x80\x80edited",
        b"\xf4\x90\x80\x80",
        // 6.8, 6.10: sequences of five and six bytes.
        b"\xf8\x88\x80\x80\x80",
        b"\xfc\x84\x80\x80\x80\x80",
        b"\xf7\xbf\xbf\xbf",
        b"\xfb\xbf\xbf\xbf\xbf",
        b"\xfd\xbf\xbf\xbf\xbf\xbf",
        // 6.12: continuations of nothing.
        b"\x80",
        b"\xbf",
        b"\x80\xbf",
        b"\x80\xbf\x80",
        b"\x80\xbf\x80\xbf\x80\xbf",
        // 6.14, 6.15: sequences that break off.
        b"\xe0\x80",
        b"\xf0\x80\x80",
        b"\xdf",
        b"\xef\xbf",
        b"\xf7\xbf\xbf",
        b"\xc0\xe0\x80\xf0\x80\x80\xf8\x80\x80\x80",
        // 6.16: bytes that never are.
        b"\xfe",
        b"\xff",
        b"\xfe\xfe\xff\xff",
        // 6.17 to 6.19: longer than need be.
        b"\xc0\xaf",
        b"\xe0\x80\xaf",
        b"\xf0\x80\x80\xaf",
        b"\xf8\x80\x80\x80\xaf",
        b"\xfc\x80\x80\x80\x80\xaf",
        b"\xc1\xbf",
        b"\xe0\x9f\xbf",
        b"\xf0\x8f\xbf\xbf",
        b"\xc0\x80",
        b"\xe0\x80\x80",
        b"\xf0\x80\x80\x80",
        // 6.20, 6.21: surrogates, alone and in pairs.
        b"\xed\xa0\x80",
        b"\xed\xad\xbf",
        b"\xed\xae\x80",
        b"\xed\xaf\xbf",
        b"\xed\xb0\x80",
        b"\xed\xbe\x80",
        b"\xed\xbf\xbf",
        b"\xed\xa0\x80\xed\xb0\x80",
        b"\xed\xaf\xbf\xed\xbf\xbf",
    ]
    .map(<[u8]>::to_vec)
    .into();
    // 6.13: every first byte of a sequence, and no second.
    wrong.extend((0xc0..=0xff).map(|first| vec![first, b' ']));
    wrong
}

// trials 31, 34: whole
#[tokio::test]
async fn what_is_no_utf8_ends_the_connection_with_1007() {
    let cases = wrong().into_iter().map(|bytes| {
        let payload = message(&bytes);
        case(name(&bytes), [(frame(FIN | TEXT, &payload), closed(1007))])
    });
    play_all(cases.collect()).await;
}

// trials 31, 34: split
#[tokio::test]
async fn what_is_no_utf8_ends_the_connection_with_1007_wherever_it_is_split() {
    let cases = wrong().into_iter().flat_map(|bytes| splits(&bytes));
    play_all(cases.collect()).await;
}

/// Where the text begins in a message.
fn message_start() -> usize {
    let marked = message(b"*");
    let place = marked.iter().position(|byte| *byte == b'*');
    place.expect("it is in there")
}

/// The wrong bytes, split before, between and after any of them.
fn splits(bytes: &[u8]) -> Vec<Case> {
    let payload = message(bytes);
    let start = message_start();
    let splits = start..=start + bytes.len();
    let in_two = |at: usize| {
        let (start, rest) = payload.split_at(at);
        let frames = [frame(TEXT, start), frame(FIN | CONTINUATION, rest)].concat();
        case(name(bytes), [(frames, closed(1007))])
    };
    splits.map(in_two).collect()
}

// trial 31: split characters
#[tokio::test]
async fn a_character_split_between_fragments_is_whole_in_the_end() {
    let text = "a µ κόσμε 🌍";
    let payload = message(text.as_bytes());
    let frames: Vec<u8> = [
        frame(TEXT, &[]),
        payload
            .iter()
            .flat_map(|byte| frame(CONTINUATION, &[*byte]))
            .collect(),
        frame(FIN | CONTINUATION, &[]),
    ]
    .concat();
    let told = said(text).1;
    play_all(vec![case("6.2.3, 6.2.4", [(frames, told)])]).await;
}

fn name(bytes: &[u8]) -> String {
    format!("6, {bytes:02x?}")
}
