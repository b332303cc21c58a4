//! What time it is, and one alarm.
//!
//! The clock never runs backwards. Timers of a hidden tab may ring late:
//! nothing may rely on more than that they ring.

use chatmux_shared::id::Timestamp;
use gloo_timers::callback::Timeout;

use crate::input::{Input, Mailbox};
use crate::script::window;

/// The longest an alarm sleeps, in milliseconds; `setTimeout` knows no more
/// than 31 bits.
const LONGEST: u64 = 60_000;

/// Milliseconds since 1970 by this machine's clock as the page was loaded.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a time of this millennium is positive and far below 2^53"
)]
pub fn now() -> Timestamp {
    let elapsed = window()
        .performance()
        .map_or_else(js_sys::Date::now, |clock| clock.time_origin() + clock.now());
    Timestamp(elapsed as u64)
}

/// Rings at the nearest of all deadlines, by [`Input::Alarm`].
#[derive(Debug, Default)]
pub struct Alarm(Option<(Timestamp, Timeout)>);

impl Alarm {
    /// It has rung: it is to be set again, even for the same moment.
    pub fn rang(&mut self) {
        self.0 = None;
    }

    /// Rings at `due`, and at no other time.
    pub fn set(&mut self, due: Option<Timestamp>, mailbox: &Mailbox) {
        if due == self.0.as_ref().map(|(due, _)| *due) {
            return;
        }
        self.0 = due.map(|due| (due, ring_at(due, mailbox.clone())));
    }
}

fn ring_at(due: Timestamp, mailbox: Mailbox) -> Timeout {
    let wait = due.since(now()).clamp(1, LONGEST);
    Timeout::new(wait as u32, move || mailbox.send(Input::Alarm))
}
