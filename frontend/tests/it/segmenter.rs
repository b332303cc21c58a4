//! User-perceived characters, beside those the server counts.

use chatmux_frontend::segmenter::graphemes;
use chatmux_shared::text;
use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen_test]
fn a_family_is_one_character_as_on_the_server() {
    for text in [
        "Ann",
        "e\u{301}va",
        "\u{1f469}\u{200d}\u{1f680}!",
        "क्षि",
        "🇨🇭🇫🇷",
    ] {
        assert_eq!(graphemes(text), text::graphemes(text));
    }
    assert_eq!(graphemes("\u{1f469}\u{200d}\u{1f680}🇨🇭🇫🇷a").len(), 4);
    assert!(graphemes("").is_empty());
}
