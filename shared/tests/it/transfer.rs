//! Files from one end of a link to the other.

#![expect(clippy::unwrap_used, reason = "a test says what went wrong by failing")]

mod hostile;
mod lost;
mod names;
mod pair;
mod queue;
mod wire;
