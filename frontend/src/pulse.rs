//! A beat, for what has to be looked at again and again.

use gloo_timers::callback::Interval;

use crate::input::{Input, Mailbox};

/// How often, in milliseconds.
const PERIOD: u32 = 125;

/// Beats as long as it lives.
#[derive(Debug)]
pub struct Pulse {
    _interval: Interval,
}

impl Pulse {
    /// From now on.
    pub fn new(mailbox: Mailbox) -> Self {
        Self {
            _interval: Interval::new(PERIOD, move || mailbox.send(Input::Pulse)),
        }
    }
}
