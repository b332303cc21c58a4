//! One test binary for the crate: the real server, in this process or in one
//! of its own, and people and programs that come to it over TCP.

#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "a test waits for one thing among all that is told"
)]

mod chain;
mod guest;
mod house;
mod key;
mod line;
mod message;
mod outside;
mod process;
mod soon;

mod api;
mod autobahn;
mod calls;
mod clock;
mod connections;
mod deaths;
mod disk;
mod feed;
mod floods;
mod frames;
mod handed_in;
mod headers;
mod history;
mod https;
mod lines;
mod lives;
mod lobby;
mod locks;
mod log;
mod openapi;
mod origins;
mod ownership;
mod pages;
mod posts;
mod proving;
mod rates;
mod sessions;
mod settings;
mod slow;
mod smuggling;
mod store;
mod texts;
mod turn;
