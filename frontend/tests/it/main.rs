//! What only a browser can show: run in headless Chromium, with its fake
//! camera and microphone (`webdriver.json`).

#![cfg(target_arch = "wasm32")]
#![expect(clippy::unwrap_used, reason = "a test says what went wrong by failing")]

mod disguise;
mod files;
mod folding;
mod guards;
mod json;
mod keys;
mod links;
mod memories;
mod outbox;
mod pair;
mod quality;
mod ruler;
mod segmenter;
mod sound;
mod troubles;
mod until;
mod verify;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
