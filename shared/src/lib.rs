//! What chatMUX decides, free of IO.
//!
//! Time, chance and everything from outside come in as arguments; nothing
//! here touches a network, a clock, a disk or a browser.
//!
//! # Layout
//! - [`id`], [`text`], [`limits`]: newtypes parsed once, on the way in
//! - [`wire`]: every message between browser and server
//! - [`room`]: who is in a room and its call, and what each may do
//! - [`lobby`]: all listed rooms from outside, and what changes about them
//! - [`guest`]: who a tab is to the server, over its connections and loads
//! - [`message`]: what is signed, byte for byte, and the chain over a log
//! - [`timeline`]: a client's copy of a room's log
//! - [`call`]: links between sessions of a call
//! - [`circles`]: geometry of the map
//! - [`stage`]: which tile is large, and where each stands
//! - [`backoff`], [`rate`]: when to try again, and how often

#![deny(missing_docs)]

pub mod backoff;
mod base64url;
pub mod call;
pub mod circles;
pub mod guest;
pub mod id;
pub mod limits;
pub mod lobby;
pub mod message;
pub mod rate;
pub mod room;
pub mod stage;
pub mod text;
pub mod timeline;
pub mod wire;
