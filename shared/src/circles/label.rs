//! A name along the top of a circle.
//!
//! Nothing can be measured where the page is first drawn: there widths are taken
//! to be those of a monospaced face, and generously what it may not have. Who
//! can measure does. Widths are in em, parts of the font size.

use std::f64::consts::PI;

use super::Circle;

/// What a column takes along the arc: 0.6 em in nearly all monospaced faces, and
/// a little.
const COLUMN: f64 = 0.62;

/// The part of the half circle that a label may take; the rest stays free at
/// its ends, where letters would lie on their sides.
const USABLE: f64 = 0.9;

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

/// How long a text along [`arc_path`]`(circle)` may be, in em.
pub fn label_length(circle: Circle, font_size: f64) -> f64 {
    if font_size > 0.0 {
        circle.radius * PI * USABLE / font_size
    } else {
        0.0
    }
}

/// A text of these graphemes, or as much of its beginning as leaves room for an
/// ellipsis in `length`, as `width` tells; nothing when not even that fits.
///
/// Whole texts are measured, since letters change beside others. That more is
/// wider is only relied on to halve the search.
pub fn shorten(graphemes: &[String], length: f64, width: impl Fn(&str) -> f64) -> String {
    let fits = |text: &str| width(text) <= length;
    let whole = graphemes.concat();
    if fits(&whole) {
        return whole;
    }
    let (mut longest, mut from, mut to) = (String::new(), 0, graphemes.len());
    while from < to {
        let middle = from.midpoint(to);
        let text = [graphemes[..middle].concat().trim_end(), "…"].concat();
        if fits(&text) {
            (longest, from) = (text, middle + 1);
        } else {
            to = middle;
        }
    }
    longest
}

/// How wide a text is taken to be, in em, by who cannot measure it: rather too
/// wide than too narrow.
pub fn estimated_width(text: &str) -> f64 {
    COLUMN * f64::from(text.chars().map(columns).sum::<u32>())
}

/// One for what every monospaced face has. Anything else is from whatever face
/// has it, or a box for each character, even for one that joins another.
fn columns(character: char) -> u32 {
    match character {
        // Accents; joiners and variations.
        '\u{300}'..='\u{30C}' | '\u{323}' | '\u{200B}'..='\u{200D}' | '\u{FE00}'..='\u{FE0E}' => 0,
        // Latin, Greek, Cyrillic; dashes, quotation marks, the ellipsis.
        '\0'..='\u{17F}'
        | '\u{218}'..='\u{21B}'
        | '\u{386}'..='\u{3CE}'
        | '\u{400}'..='\u{45F}'
        | '\u{490}'..='\u{491}'
        | '\u{2010}'..='\u{2027}'
        // It widens what it makes an emoji.
        | '\u{FE0F}' => 1,
        // Two letters in one: Ǆ, Ǳ.
        '\u{1C4}'..='\u{1CC}' | '\u{1F1}'..='\u{1F3}' => 3,
        _ => 2,
    }
}
