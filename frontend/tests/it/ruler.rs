//! How wide names are, beside what is taken for it where none can measure.

use chatmux_frontend::ruler::width;
use chatmux_shared::circles::estimated_width;
use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen_test]
fn names_are_measured_in_the_face_they_are_drawn_in() {
    let page = web_sys::window().unwrap().document().unwrap();
    let style = "--mono: monospace";
    let root = page.document_element().unwrap();
    root.set_attribute("style", style).unwrap();
    let column = width("a");
    assert!((0.5..=estimated_width("a")).contains(&column), "{column}");
    assert!((width("Žluťá") - 5.0 * column).abs() < 0.01);
    // No wider than is taken, and not just what is taken.
    for name in ["தமிழ் மொழி", "മലയാളം", "ǅǅ ㎒", "Z\u{351}\u{36B}\u{343}"]
    {
        assert!(width(name) > 0.0, "{name}");
        assert!(width(name) < estimated_width(name), "{name}");
    }
}
