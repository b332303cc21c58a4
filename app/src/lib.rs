//! What chatMUX shows: Leptos views and their state, the same code in the
//! server and in the browser.
//!
//! # Layout
//! - [`page`]: whole documents, which the server picks and sends
//! - [`map`]: every listed room as a circle around its people, and as a list
//! - [`room`]: the one island, with everything that moves
//! - [`green`]: where one chooses name and devices before coming in
//! - [`stage`]: tiles of those in the call
//! - [`controls`]: what one does with a key or a tap
//! - [`chat`], [`people`], [`invite`]: what is said, who is here, the link
//! - [`trust`]: who is at the other ends, as it is shown
//! - [`sound`]: one's own voice on its way out, the others' on their way in
//! - [`live`]: how what moves is kept light
//! - [`state`]: everything the island of a room shows
//! - [`ui`]: what views ask of the browser

// Views are types as deep as their markup.
#![recursion_limit = "256"]

pub mod chat;
pub mod controls;
pub mod green;
pub mod invite;
pub mod live;
pub mod map;
pub mod page;
pub mod people;
pub mod room;
mod sizes;
pub mod sound;
pub mod stage;
pub mod state;
pub mod trust;
pub mod ui;
