//! Names along circles.

use chatmux_shared::circles::{Circle, arc_path, cents, label_capacity, shorten};
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

#[test]
fn a_larger_circle_carries_a_longer_name() {
    let capacity = |radius, size| label_capacity(Circle::new(0.0, 0.0, radius), size);
    assert_eq!(
        [
            capacity(20.0, 10.0),
            capacity(40.0, 10.0),
            capacity(40.0, 20.0)
        ],
        [9, 18, 9]
    );
    assert_eq!(
        [
            capacity(40.0, 0.0),
            capacity(40.0, f64::NAN),
            capacity(0.0, 10.0)
        ],
        [0; 3]
    );
}

#[test]
fn a_long_name_is_cut_between_graphemes() {
    assert_eq!(shorten(&graphemes("lounge"), 6), "lounge");
    assert_eq!(shorten(&graphemes("the lounge"), 6), "the l…");
    assert_eq!(shorten(&graphemes("the lounge"), 5), "the…");
    assert_eq!(
        shorten(&graphemes("e\u{301}e\u{301}e\u{301}"), 2),
        "e\u{301}…"
    );
    assert_eq!(shorten(&graphemes("👩‍👩‍👧 family"), 3), "👩‍👩‍👧…");
    assert_eq!(shorten(&graphemes("会議室"), 4), "会…");
    assert_eq!(shorten(&graphemes("lounge"), 1), "…");
    assert_eq!(shorten(&graphemes("lounge"), 0), "");
}

proptest! {
    #[test]
    fn a_shortened_name_fits(name in "\\PC{0,40}", capacity in 0_usize..30) {
        use unicode_segmentation::UnicodeSegmentation;
        prop_assert!(shorten(&graphemes(&name), capacity).graphemes(true).count() <= capacity);
    }
}
