//! Circles packed beside d3-hierarchy: for the browser, the function that is
//! timed; on the host, the radii, and Node to ask.
//!
//! - `cargo test -p chatmux-bench-circles`: as dense as d3-hierarchy
//! - `cargo xtask circles`: how fast, ours native and as wasm, and d3-hierarchy
//!
//! What they showed, and where, is written in `bench/README.md`.

#[cfg(not(target_arch = "wasm32"))]
pub mod node;
#[cfg(not(target_arch = "wasm32"))]
pub mod radii;

use wasm_bindgen::prelude::wasm_bindgen;

/// `x` and `y` of each circle, one after another.
#[wasm_bindgen]
pub fn pack(radii: &[f64]) -> Vec<f64> {
    let circles = chatmux_shared::circles::pack(radii);
    let places = circles.iter().map(|circle| circle.center);
    places.flat_map(|center| [center.x, center.y]).collect()
}
