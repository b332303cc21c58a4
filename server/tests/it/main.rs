//! One test binary for the crate: the real server, in this process or in one
//! of its own, and people and programs that come to it over TCP.

#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "a test waits for one thing among all that is told"
)]

mod guest;
mod house;
mod line;
mod message;
mod process;
mod soon;

mod api;
mod autobahn;
mod calls;
mod connections;
mod deaths;
mod frames;
mod headers;
mod history;
mod https;
mod lives;
mod log;
mod origins;
mod pages;
mod sessions;
mod slow;
mod smuggling;
mod store;
mod texts;
