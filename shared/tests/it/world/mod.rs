//! A world for negotiations: sessions, their browsers, wires and paths, in
//! virtual time. What is illegal in a browser panics.
//!
//! - `peer_connection`: a browser's peer connection, strict
//! - `pair`: two ends stepped by hand
//! - `explore`: all orders of what is under way between two ends
//! - `call`: sessions that all link to each other, with delay, loss and time

#![allow(clippy::unwrap_used, reason = "a world of tests may panic")]

pub mod call;
pub mod explore;
pub mod pair;
mod path;
pub mod peer_connection;
