//! Texts as they are looked for: without case, accents and forms of letters.

use js_sys::JsString;

/// The text in one form for all spellings that are looked for alike: `É`,
/// `e` with an accent of its own, and `e` are one, by the browser's tables
/// (compatibility decomposition, UAX #15; ECMA-262 §22.1.3.15). It is in
/// capitals: there is one sigma, and ß is SS.
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_uppercase();
    }
    let decomposed = JsString::from(text).normalize("NFKD");
    let capitals: String = decomposed.to_upper_case().into();
    capitals.chars().filter(|it| !is_accent(*it)).collect()
}

/// Whether it is of the Unicode block *Combining Diacritical Marks*. Marks of
/// other blocks are letters to those who write them.
const fn is_accent(character: char) -> bool {
    matches!(character, '\u{300}'..='\u{36f}')
}
