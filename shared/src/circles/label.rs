//! A name along the top of a circle.
//!
//! Nothing can be measured where the page is first drawn, so widths are taken
//! to be those of a monospaced face.

use std::f64::consts::PI;

use super::Circle;

/// What a character takes along the arc, in parts of the font size: 0.6 in
/// nearly all monospaced faces, and a little.
const CHARACTER: f64 = 0.62;

/// The part of the half circle that a label may take; the rest stays free at
/// its ends, where letters would lie on their sides.
const USABLE: f64 = 0.9;

/// From here on characters may be as wide as they are high (Hangul, CJK,
/// emoji; Unicode Standard Annex 11).
const WIDE: char = '\u{1100}';

/// The half circle from the left point over the top to the right point, for
/// the `d` of an SVG path: text along it reads from left to right and is never
/// upside down.
///
/// In two arcs, because two rounded ends alone leave the center of a half
/// circle nearly undetermined.
pub fn arc_path(circle: Circle) -> String {
    let (x, y, radius) = (circle.center.x, circle.center.y, circle.radius);
    let (left, right, top) = (cents(x - radius), cents(x + radius), cents(y - radius));
    let (x, y, radius) = (cents(x), cents(y), cents(radius));
    let arc = ["A", &radius, " ", &radius, " 0 0 1"].concat();
    [
        "M", &left, " ", &y, &arc, " ", &x, " ", &top, &arc, " ", &right, " ", &y,
    ]
    .concat()
}

/// A length to two decimals, without a minus before zero: `-1.50`, `0.00`. By
/// integers, for a browser would have to load what writes a float.
#[expect(
    clippy::cast_possible_truncation,
    reason = "a cast takes what is no number to zero, and what is too large to the largest"
)]
pub fn cents(length: f64) -> String {
    let hundredths = (length * 100.0).round() as i64;
    let (whole, part) = (
        hundredths.unsigned_abs() / 100,
        hundredths.unsigned_abs() % 100,
    );
    let sign = if hundredths < 0 { "-" } else { "" };
    let zero = if part < 10 { "0" } else { "" };
    [sign, &whole.to_string(), ".", zero, &part.to_string()].concat()
}

/// How many characters fit along [`arc_path`]`(circle)`, each taken to be 0.62
/// of `font_size` wide, as [`shorten`] counts them.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the whole part is wanted; a cast takes what is no number to zero"
)]
pub fn label_capacity(circle: Circle, font_size: f64) -> usize {
    if font_size > 0.0 {
        (circle.radius * PI * USABLE / (CHARACTER * font_size)) as usize
    } else {
        0
    }
}

/// A text of these graphemes, or as much of its beginning as leaves room for an
/// ellipsis in `capacity` characters; nothing when not even that fits.
///
/// A grapheme that may be wide counts as two characters.
pub fn shorten(graphemes: &[String], capacity: usize) -> String {
    if graphemes.iter().map(|it| columns(it)).sum::<usize>() <= capacity {
        return graphemes.concat();
    }
    let mut left = capacity;
    let fits = |grapheme: &&String| {
        // One stays for the ellipsis.
        let fits = columns(grapheme) < left;
        left = left.saturating_sub(columns(grapheme));
        fits
    };
    let start: String = graphemes.iter().take_while(fits).map(|it| &**it).collect();
    let ellipsis = if capacity > 0 { "…" } else { "" };
    format!("{}{ellipsis}", start.trim_end())
}

fn columns(grapheme: &str) -> usize {
    if grapheme.contains(|character| character >= WIDE) {
        2
    } else {
        1
    }
}
