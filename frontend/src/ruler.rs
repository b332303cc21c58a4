//! How wide names are along the rims of their rooms: only the browser knows
//! which of its faces draws what, and how letters join.

use chatmux_shared::circles::estimated_width;
use wasm_bindgen::JsCast as _;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

use crate::script::window;

/// The weight of `.sky-name` (`style/map.css`), and a size of which hundredths
/// are nothing.
const FONT: &str = "600 100px ";
/// The size in [`FONT`].
const SIZE: f64 = 100.0;

thread_local! {
    static CONTEXT: Option<CanvasRenderingContext2d> = context();
}

/// How wide `text` is, in em; an estimate in a browser that does not measure.
pub fn width(text: &str) -> f64 {
    let measured = CONTEXT.with(|context| {
        let metrics = context.as_ref()?.measure_text(text).ok()?;
        Some(metrics.width() / SIZE)
    });
    measured.unwrap_or_else(|| estimated_width(text))
}

/// What measures in the faces that names are drawn in.
fn context() -> Option<CanvasRenderingContext2d> {
    let page = window().document()?;
    let canvas = page.create_element("canvas").ok()?;
    let canvas = canvas.dyn_into::<HtmlCanvasElement>().ok()?;
    let context = canvas.get_context("2d").ok()??;
    let context: CanvasRenderingContext2d = context.dyn_into().ok()?;
    let style = window().get_computed_style(&page.document_element()?);
    let faces = style.ok()??.get_property_value("--mono").ok()?;
    if faces.is_empty() {
        return None;
    }
    context.set_font(&[FONT, &faces].concat());
    Some(context)
}
