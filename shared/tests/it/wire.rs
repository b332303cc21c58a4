//! What travels: the JSON of each frame, and what is refused.

mod any;
mod control;
mod garbage;
mod have;
mod refusals;
mod round_trip;
mod snapshots;
