//! Frames of every kind with anything in them that there may be.

mod frames;
mod parts;

pub use frames::{client_frame, server_frame};
