//! What chatMUX shows: Leptos views and their state, the same code in the
//! server and in the browser.
//!
//! # Layout
//! - [`state`]: everything the island of a room shows
//! - [`ui`]: what views ask of the browser

pub mod state;
pub mod ui;
