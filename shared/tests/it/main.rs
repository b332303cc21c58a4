//! One test binary for the crate.

mod backoff;
mod budget;
mod checkup;
mod circles;
mod id;
mod log;
mod mesh;
mod message;
mod negotiation;
mod place;
mod rate;
mod room;
mod someone;
mod speaking;
mod stage;
mod text;
mod timeline;
mod transfer;
mod verify;
mod ways;
mod wire;
mod world;
