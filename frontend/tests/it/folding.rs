//! What is looked for alike.

use chatmux_frontend::folding::fold;
use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen_test]
fn case_accents_and_forms_are_not_looked_at() {
    for (one, other) in [
        ("BERT", "bert"),
        ("Élodie", "elodie"),
        ("e\u{301}lodie", "ELODIE"),
        ("İstanbul", "istanbul"),
        ("Ｗｉｄｅ", "wide"),
        ("ﬁn", "fin"),
        ("Ёлка", "елка"),
        ("ΑΘΉΝΑΣ", "αθηνας"),
        ("STRASSE", "Straße"),
        ("각", "\u{1100}\u{1161}\u{11a8}"),
    ] {
        assert_eq!(fold(one), fold(other), "{one} {other}");
    }
}

#[wasm_bindgen_test]
fn letters_that_are_others_stay_so() {
    for (one, other) in [("Ø", "O"), ("ł", "l"), ("कि", "क"), ("が", "か")] {
        assert_ne!(fold(one), fold(other), "{one} {other}");
    }
    assert!(fold("ΑΘΗΝΑΣΙΟΣ").contains(&fold("νας")));
    assert_eq!(fold(""), "");
    assert_eq!(fold("👩\u{200d}🚀"), "👩\u{200d}🚀");
}
