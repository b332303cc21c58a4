//! One test binary for the crate.

mod backoff;
mod budget;
mod circles;
mod id;
mod mesh;
mod message;
mod negotiation;
mod place;
mod room;
mod someone;
mod text;
mod timeline;
mod wire;
mod world;
