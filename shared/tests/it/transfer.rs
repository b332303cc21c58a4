//! Files from one end of a link to the other.

mod hostile;
mod lost;
mod names;
mod pair;
mod queue;
mod wire;
