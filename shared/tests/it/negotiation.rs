//! One end of one link: by example, in every order, and in worlds by seed.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod examples;
mod garbage;
mod schedules;
mod signals;
mod troubles;
