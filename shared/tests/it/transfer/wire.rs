//! Words about files, as they go over the wire.

use chatmux_shared::call::transfer::{Ending, FileWord};
use chatmux_shared::call::word::Word;
use expect_test::{Expect, expect};

use super::pair::offer;

fn check(word: FileWord, expected: &Expect) {
    let word = Word::File(word);
    let text = serde_json::to_string(&word).unwrap();
    expected.assert_eq(&text);
    assert_eq!(serde_json::from_str::<Word>(&text).unwrap(), word);
}

#[test]
fn every_word_reads_as_it_was_written() {
    let file = offer(1, 0).file;
    check(
        FileWord::Offer(offer(1, 2 << 30)),
        &expect![[
            r#"{"file":{"offer":{"file":"AQEBAQEBAQEBAQEBAQEBAQ","name":"holiday.jpg","size":2147483648,"kind":"image/jpeg"}}}"#
        ]],
    );
    check(
        FileWord::Accept {
            file,
            number: 3,
            at: 4096,
        },
        &expect![[r#"{"file":{"accept":{"file":"AQEBAQEBAQEBAQEBAQEBAQ","number":3,"at":4096}}}"#]],
    );
    check(
        FileWord::Wrote {
            number: 3,
            at: 65_536,
        },
        &expect![[r#"{"file":{"wrote":{"number":3,"at":65536}}}"#]],
    );
    check(
        FileWord::Done { file },
        &expect![[r#"{"file":{"done":{"file":"AQEBAQEBAQEBAQEBAQEBAQ"}}}"#]],
    );
    check(
        FileWord::End {
            file,
            why: Ending::TooLarge,
        },
        &expect![[r#"{"file":{"end":{"file":"AQEBAQEBAQEBAQEBAQEBAQ","why":"too_large"}}}"#]],
    );
}

#[test]
fn a_name_is_tamed_as_it_is_read() {
    let text = r#"{"file":{"offer":{"file":"AQEBAQEBAQEBAQEBAQEBAQ","name":"../a\u202eb","size":1,"kind":"Text/HTML"}}}"#;
    let Ok(Word::File(FileWord::Offer(offer))) = serde_json::from_str(text) else {
        panic!("it is an offer");
    };
    assert_eq!(
        (offer.name.as_str(), offer.kind.as_str()),
        ("ab", "text/html")
    );
}

#[test]
fn what_is_no_word_is_refused() {
    for text in [
        r#"{"file":{"offer":{"file":"AQ","name":"a","size":1,"kind":""}}}"#,
        r#"{"file":{"offer":{"file":"AQEBAQEBAQEBAQEBAQEBAQ","name":"a","size":-1,"kind":""}}}"#,
        r#"{"file":{"wrote":{"number":4294967296,"at":0}}}"#,
        r#"{"file":{"end":{"file":"AQEBAQEBAQEBAQEBAQEBAQ","why":"bored"}}}"#,
        r#"{"file":"done"}"#,
    ] {
        assert!(serde_json::from_str::<Word>(text).is_err(), "{text}");
    }
}
