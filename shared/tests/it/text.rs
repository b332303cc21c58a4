//! What people write: what passes, and what is refused for which reason.

use chatmux_shared::limits::Limits;
use chatmux_shared::text::{self, MessageText, Name, Status, TextRefusal};
use proptest::prelude::*;

const TOO_LONG_A_NAME: TextRefusal = TextRefusal::TooLong { limit: 32 };
const TOO_HEAVY_A_NAME: TextRefusal = TextRefusal::TooManyBytes { limit: 128 };

const TOO_LONG_A_STATUS: TextRefusal = TextRefusal::TooLong { limit: 80 };
const TOO_HEAVY_A_STATUS: TextRefusal = TextRefusal::TooManyBytes { limit: 320 };

/// A man, a woman, a girl and a boy: seen as one, 25 bytes.
const FAMILY: &str = "\u{1f468}\u{200d}\u{1f469}\u{200d}\u{1f467}\u{200d}\u{1f466}";

fn parse_name(text: &str) -> Result<String, TextRefusal> {
    Name::parse(text, &Limits::default()).map(|name| name.as_str().to_owned())
}

fn parse_status(text: &str) -> Result<Option<String>, TextRefusal> {
    let status = Status::parse(text, &Limits::default());
    status.map(|status| status.map(|status| status.as_str().to_owned()))
}

fn parse_message(text: &str) -> Result<String, TextRefusal> {
    MessageText::parse(text, &Limits::default()).map(|text| text.as_str().to_owned())
}

// trial 40
#[test]
fn a_name_or_status_that_disturbs_others_is_refused_and_one_that_shows_nothing_is_none() {
    let empty = [
        "",
        " \t\n\u{a0}\u{3000}",
        "\0",
        "\u{200b}",
        "\u{200b}\u{200c}\u{200d}\u{2060}\u{feff}",
        "\u{ad}",
        "\u{34f}",
        "\u{61c}",
        "\u{180b}\u{180e}\u{180f}",
        "\u{115f}\u{1160}\u{3164}\u{ffa0}",
        "\u{17b4}\u{17b5}",
        "\u{fe0f}",
        "\u{2800}",
        "\u{1d173}",
        "\u{e0041}\u{e0100}",
        "\u{202e}\u{2066}\u{2069}",
    ];
    for text in empty {
        assert_eq!(parse_name(text), Err(TextRefusal::Empty), "{text:?}");
        assert_eq!(parse_message(text), Err(TextRefusal::Empty), "{text:?}");
        assert_eq!(parse_status(text), Ok(None), "{text:?}");
    }
    let disturbing = [
        '\0', '\u{1}', '\u{1b}', '\u{7f}', '\u{85}', '\n', '\t', '\u{61c}', '\u{200e}', '\u{200f}',
        '\u{2028}', '\u{2029}', '\u{202a}', '\u{202b}', '\u{202c}', '\u{202d}', '\u{202e}',
        '\u{2066}', '\u{2067}', '\u{2068}', '\u{2069}',
    ];
    for c in disturbing {
        let text = format!("Ann{c}eht");
        assert_eq!(parse_name(&text), Err(TextRefusal::Control), "{text:?}");
        assert_eq!(parse_status(&text), Err(TextRefusal::Control), "{text:?}");
    }
}

// trial 40
#[test]
fn a_megabyte_of_a_name_or_status_is_refused_at_once() {
    let repeated = |text: &str| text.repeat((1 << 20) / text.len());
    for unit in [
        "\u{301}",
        "\u{1f1e9}",
        "\u{915}\u{94d}",
        "\u{200d}\u{1f468}",
        "\u{e01ef}",
        "a",
        "\u{1100}",
        "\u{600}",
    ] {
        let text = format!("a{}", repeated(unit));
        let begun = std::time::Instant::now();
        let told = parse_name(&text);
        assert!(
            told == Err(TOO_HEAVY_A_NAME) || told == Err(TOO_LONG_A_NAME),
            "{unit:?}: {told:?}"
        );
        let told = parse_status(&text);
        assert!(
            told == Err(TOO_HEAVY_A_STATUS) || told == Err(TOO_LONG_A_STATUS),
            "{unit:?}: {told:?}"
        );
        let took = begun.elapsed();
        assert!(took.as_secs() < 10, "{unit:?} took {took:?}");
    }
}

#[test]
fn a_name_has_at_most_32_characters_as_people_count_them() {
    let accented = "e\u{301}".repeat(32);
    let faces = "\u{1f600}".repeat(32);
    for text in [&*"a".repeat(32), &accented, &faces] {
        assert_eq!(parse_name(text), Ok(text.to_owned()));
        let longer = format!("{text}a");
        assert_eq!(parse_name(&longer), Err(TOO_LONG_A_NAME), "{longer}");
    }
}

#[test]
fn a_name_has_at_most_128_bytes_however_few_its_characters() {
    let five = FAMILY.repeat(5) + "abc";
    assert_eq!(five.len(), 128);
    assert_eq!(parse_name(&five), Ok(five.clone()));
    assert_eq!(parse_name(&(five + "d")), Err(TOO_HEAVY_A_NAME));
}

#[test]
fn a_status_has_at_most_80_characters_as_people_count_them() {
    let accented = "e\u{301}".repeat(80);
    let faces = "\u{1f600}".repeat(80);
    for text in [&*"a".repeat(80), &accented, &faces] {
        assert_eq!(parse_status(text), Ok(Some(text.to_owned())));
        let longer = format!("{text}a");
        assert_eq!(parse_status(&longer), Err(TOO_LONG_A_STATUS), "{longer}");
    }
}

#[test]
fn a_status_has_at_most_320_bytes_however_few_its_characters() {
    let most = FAMILY.repeat(12) + &"a".repeat(20);
    assert_eq!(most.len(), 320);
    assert_eq!(parse_status(&most), Ok(Some(most.clone())));
    assert_eq!(parse_status(&(most + "b")), Err(TOO_HEAVY_A_STATUS));
}

#[test]
fn a_status_is_trimmed_and_then_kept_as_typed() {
    for (text, kept) in [
        (" \u{3000}at  lunch\n", "at  lunch"),
        ("Zoe\u{308} <b>\"&", "Zoe\u{308} <b>\"&"),
        ("עדה a\u{200b}b", "עדה a\u{200b}b"),
    ] {
        assert_eq!(parse_status(text), Ok(Some(kept.to_owned())));
    }
}

#[test]
fn a_name_is_trimmed_and_then_kept_as_typed() {
    assert_eq!(parse_name(" \u{3000}Ann  Lee\n"), Ok("Ann  Lee".to_owned()));
    let padded = format!("{0}{1}{0}", " ".repeat(500), "a".repeat(32));
    assert_eq!(parse_name(&padded), Ok("a".repeat(32)));
    for text in ["Zoë", "Zoe\u{308}", "עדה", "آدا", "<b>", FAMILY, "क्षि"] {
        assert_eq!(parse_name(text), Ok(text.to_owned()));
    }
}

#[test]
fn the_initial_of_a_name_is_what_a_person_sees_first() {
    for (text, initial) in [("Ann", "A"), (" e\u{301}va", "e\u{301}"), (FAMILY, FAMILY)] {
        let name = Name::parse(text, &Limits::default()).unwrap();
        assert_eq!(text::graphemes(name.as_str())[0], initial);
    }
}

#[test]
fn a_message_has_at_most_1000_characters() {
    for unit in ["a", "\u{1f600}", " "] {
        let text = format!("{}b", unit.repeat(999));
        assert_eq!(parse_message(&text), Ok(text.clone()));
        let refusal = TextRefusal::TooLong { limit: 1000 };
        assert_eq!(parse_message(&(text + "b")), Err(refusal));
    }
}

#[test]
fn a_message_has_at_most_4_kib() {
    let limits = Limits {
        message_chars: 5000,
        ..Limits::default()
    };
    let text = "\u{1f600}".repeat(1024);
    assert!(MessageText::parse(&text, &limits).is_ok());
    let refusal = TextRefusal::TooManyBytes { limit: 4096 };
    let told = MessageText::parse(&format!("{text}a"), &limits);
    assert_eq!(told.map(|text| text.as_str().len()), Err(refusal));
}

#[test]
fn a_message_is_kept_exactly_as_typed() {
    for text in [
        "  hello\n\n  world  ",
        "\ttabs\r\n",
        "\u{202e}backwards\u{202c}",
        "<script>alert(1)</script>",
        "e\u{301} \u{e9}",
        FAMILY,
        "a\u{200b}b",
    ] {
        assert_eq!(parse_message(text), Ok(text.to_owned()));
    }
}

#[test]
fn a_message_with_nul_in_it_is_refused() {
    assert_eq!(parse_message("a\0b"), Err(TextRefusal::Control));
}

#[test]
fn debug_does_not_show_what_was_said() {
    let text = MessageText::kept("secret".to_owned());
    assert_eq!(format!("{text:?}"), "MessageText(6 bytes)");
}

proptest! {
    #[test]
    fn a_name_that_passed_passes_again_unchanged(text in any::<String>()) {
        if let Ok(name) = parse_name(&text) {
            prop_assert_eq!(text.trim(), &name);
            prop_assert_eq!(parse_name(&name), Ok(name));
        }
    }

    #[test]
    fn a_status_that_passed_passes_again_unchanged(text in any::<String>()) {
        if let Ok(Some(status)) = parse_status(&text) {
            prop_assert_eq!(text.trim(), &status);
            prop_assert_eq!(parse_status(&status), Ok(Some(status)));
        }
    }

    #[test]
    fn a_message_that_passed_is_what_was_typed(text in any::<String>()) {
        if let Ok(kept) = parse_message(&text) {
            prop_assert_eq!(kept, text);
        }
    }
}
