//! The links of this tab: the pure mesh of `chatmux_shared`, and one
//! `RTCPeerConnection` for each end it has.
//!
//! # Layout
//! - [`links`]: the mesh and its peer connections
//! - [`peer`]: one peer connection, closed when dropped
//! - [`channel`]: what its two ends tell each other
//! - [`ears`]: how loud they are
//! - [`errand`]: what was asked of it and is not done yet
//! - [`bytes`]: the files that go between them
//! - [`lines`]: its fixed lines, and what goes out and comes in on them
//! - [`verify`]: the certificates at its ends
//! - [`codecs`]: which codecs they prefer
//! - [`quality`]: what their encoders may send
//! - [`stats`]: what has gone over it, counted
//! - [`negotiate`]: the actions of the machine, performed
//! - `ways`: relays and the like, as the browser takes them

pub mod bytes;
pub mod channel;
pub mod codecs;
pub mod ears;
pub mod errand;
pub mod lines;
pub mod links;
pub mod negotiate;
pub mod peer;
pub mod quality;
pub mod stats;
pub mod verify;
mod ways;

pub use bytes::{Bytes, BytesEvent};
pub use ears::Ears;
pub use lines::{Outgoing, Remote};
pub use links::{Heard, LinkInput, Links};
