//! User-perceived characters (UAX #29), which every browser can tell apart:
//! the tables of our own would be a tenth of the client's weight.

use js_sys::{Array, Function, Reflect, global};
use wasm_bindgen::{JsCast as _, JsValue};

use crate::script::{call, text_of};

/// The user-perceived characters of `text`, by `Intl.Segmenter` (ECMA-402
/// §18.2); its code points in a browser that has none.
pub fn graphemes(text: &str) -> Vec<String> {
    let segments = segments(text).map(|segments| Array::from(&segments));
    let of_segments = |segments: Array| {
        let texts = segments.iter().map(|it| text_of(&it, "segment"));
        texts.collect::<Option<_>>()
    };
    segments
        .and_then(of_segments)
        .unwrap_or_else(|| text.chars().map(String::from).collect())
}

fn segments(text: &str) -> Option<JsValue> {
    let intl = Reflect::get(&global(), &"Intl".into()).ok()?;
    let segmenter = Reflect::get(&intl, &"Segmenter".into()).ok()?;
    let segmenter = segmenter.dyn_into::<Function>().ok()?;
    let segmenter = Reflect::construct(&segmenter, &Array::new()).ok()?;
    call(&segmenter, "segment", &text.into())
}
