//! What travels: the JSON of each frame, and what is refused.

mod garbage;
mod snapshots;
