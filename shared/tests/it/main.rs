//! One test binary for the crate.

mod circles;
mod negotiation;
mod world;
