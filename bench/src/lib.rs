//! A server without its sockets, and people who say what they have signed
//! beforehand: what the benchmarks of this crate are made of.
//!
//! - `cargo bench -p chatmux-bench --bench durable`: messages a second and
//!   time to acknowledgement, from the decoded frame to the commit
//! - `cargo bench -p chatmux-bench --bench verify`: one signature
//!
//! What they showed, and where, is written in `bench/README.md`.

mod people;
mod server;

pub use people::{Talk, talks};
pub use server::{Judging, Server};
