//! Texts as they are looked for: without case, accents and forms of letters.

use js_sys::JsString;
use wasm_bindgen::JsValue;

/// The text in one form for all spellings that are looked for alike: `É`,
/// `e` with an accent of its own, and `e` are one, by the browser's tables
/// (compatibility decomposition, UAX #15; ECMA-262 §22.1.3.15).
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let decomposed: String = JsString::from(JsValue::from_str(text))
        .normalize("NFKD")
        .into();
    let letters = decomposed.chars().filter(|it| !is_accent(*it));
    // By the capitals, so that ß is ss, and a sigma a sigma.
    letters
        .flat_map(char::to_uppercase)
        .flat_map(char::to_lowercase)
        .collect()
}

/// Whether it is of the Unicode block *Combining Diacritical Marks*. Marks of
/// other blocks are letters to those who write them.
const fn is_accent(character: char) -> bool {
    matches!(character, '\u{300}'..='\u{36f}')
}
