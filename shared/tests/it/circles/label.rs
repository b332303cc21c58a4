//! Names along circles.

use chatmux_shared::circles::{Circle, arc_path, cents, estimated_width, label_length, shorten};
use chatmux_shared::text::graphemes;
use expect_test::expect;
use proptest::prelude::*;

#[test]
fn a_name_runs_from_left_to_right_over_the_top() {
    let path = arc_path(Circle::new(100.0, 50.126, 40.001));
    expect!["M60.00 50.13A40.00 40.00 0 0 1 100.00 10.13A40.00 40.00 0 0 1 140.00 50.13"]
        .assert_eq(&path);
    expect!["M0.00 0.00A1.00 1.00 0 0 1 1.00 -1.00A1.00 1.00 0 0 1 2.00 0.00"]
        .assert_eq(&arc_path(Circle::new(1.0, -0.001, 1.0)));
}

#[test]
fn lengths_have_two_decimals() {
    let lengths = [0.0, -0.001, 1.0, 9.999, -1.5, 0.05, 123_456.789, f64::NAN];
    let written = [
        "0.00",
        "0.00",
        "1.00",
        "10.00",
        "-1.50",
        "0.05",
        "123456.79",
        "0.00",
    ];
    assert_eq!(lengths.map(cents), written);
}

/// So many columns, in em.
fn columns(count: usize) -> f64 {
    estimated_width(&"a".repeat(count))
}

fn check_columns(text: &str, count: usize) {
    let widths = [estimated_width(text), columns(count)].map(cents);
    assert_eq!(widths[0], widths[1], "{text}");
}

fn shorten_to(name: &str, count: usize) -> String {
    shorten(&graphemes(name), columns(count), estimated_width)
}

#[test]
fn a_larger_circle_carries_a_longer_name() {
    let length = |radius, size| label_length(Circle::new(0.0, 0.0, radius), size);
    assert_eq!(cents(length(20.0, 10.0)), "5.65");
    assert_eq!(cents(length(40.0, 10.0)), "11.31");
    assert_eq!(cents(length(40.0, 20.0)), "5.65");
    let none = [length(40.0, 0.0), length(40.0, f64::NAN), length(0.0, 10.0)];
    assert_eq!(none.map(cents), ["0.00"; 3]);
}

#[test]
fn what_every_face_has_is_one_column_wide() {
    assert_eq!(cents(estimated_width("Lounge")), "3.72");
    for text in ["Lounge", "Žluťá", "Straße", "Ελληνικά", "Москва", "“it’s…”"]
    {
        check_columns(text, text.chars().count());
    }
    check_columns("e\u{301}", 1);
}

#[test]
fn what_may_be_wider_counts_by_its_characters() {
    let widths = [
        ("会議室", 6),
        ("ǅǳ", 6),
        ("㎒", 2),
        ("👩‍👩‍👧", 6),
        ("❤️", 3),
        ("1️⃣", 4),
        ("தமிழ்", 10),
        ("ഔ", 2),
        ("ไทย", 6),
        ("မြန်မာ", 12),
        ("سلام", 8),
        // Z with five marks of which a face may have none.
        ("Z\u{351}\u{36B}\u{343}\u{36A}\u{302}", 9),
    ];
    for (text, width) in widths {
        check_columns(text, width);
    }
}

#[test]
fn a_long_name_is_cut_between_graphemes() {
    assert_eq!(shorten_to("lounge", 6), "lounge");
    assert_eq!(shorten_to("the lounge", 6), "the l…");
    assert_eq!(shorten_to("the lounge", 5), "the…");
    assert_eq!(shorten_to("e\u{301}e\u{301}e\u{301}", 2), "e\u{301}…");
    assert_eq!(shorten_to("👩‍👩‍👧 family", 7), "👩‍👩‍👧…");
    assert_eq!(shorten_to("会議室", 4), "会…");
    assert_eq!(shorten_to("தமிழ்", 8), "தமி…");
    assert_eq!(shorten_to("lounge", 1), "…");
    assert_eq!(shorten_to("lounge", 0), "");
}

#[test]
fn who_measures_tells_what_fits() {
    // Letters that are narrower beside another.
    let joined = |text: &str| match text.trim_end_matches('…').chars().count() {
        0 => 0.5,
        letters => 2.0 + 0.5 * f64::from(u32::try_from(letters).unwrap()),
    };
    let shortened = |length| shorten(&graphemes("ششششش"), length, joined);
    assert_eq!(shortened(4.5), "ششششش");
    assert_eq!(shortened(4.4), "شششش…");
    assert_eq!(shortened(2.5), "ش…");
    assert_eq!(shortened(2.4), "…");
    assert_eq!(shortened(0.4), "");
}

proptest! {
    #[test]
    fn a_shortened_name_is_the_longest_that_fits(name in "\\PC{0,40}", length in 0.0..30.0) {
        let of = graphemes(&name);
        let shortened = shorten(&of, length, estimated_width);
        prop_assert!(estimated_width(&shortened) <= length);
        if shortened != name {
            let starts = (0..of.len()).map(|end| format!("{}…", of[..end].concat().trim_end()));
            let mut fitting = starts.filter(|it| estimated_width(it) <= length);
            prop_assert_eq!(shortened, fitting.next_back().unwrap_or_default());
        }
    }
}
