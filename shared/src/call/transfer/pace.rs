//! How fast it goes: over the last seconds, not since the beginning.

use std::collections::VecDeque;

use super::STALL;
use crate::id::Timestamp;

/// Over how long it is measured, in milliseconds.
const SPAN: u64 = 4_000;
/// Readings closer than this count as one, in milliseconds.
const STEP: u64 = 200;

/// Readings of how much is done.
#[derive(Debug, Default)]
pub struct Pace {
    /// The oldest first; 21 at most.
    readings: VecDeque<(Timestamp, u64)>,
    progressed: Option<Timestamp>,
}

impl Pace {
    /// From here, and from now on.
    pub fn start(&mut self, done: u64, now: Timestamp) {
        self.readings = VecDeque::from([(now, done)]);
        self.progressed = Some(now);
    }

    /// So much is done by now.
    pub fn note(&mut self, done: u64, now: Timestamp) {
        self.progressed = Some(now);
        if self.readings.len() > 1
            && self
                .readings
                .iter()
                .rev()
                .nth(1)
                .is_some_and(|(at, _)| now.since(*at) < STEP)
        {
            self.readings.pop_back();
        }
        self.readings.push_back((now, done));
        while self.readings.len() > 2 && now.since(self.readings[1].0) > SPAN {
            self.readings.pop_front();
        }
    }

    /// Bytes a second, once that can be said.
    pub fn rate(&self) -> Option<u64> {
        let (from, before) = self.readings.front()?;
        let (to, after) = self.readings.back()?;
        let elapsed = to.since(*from);
        (elapsed >= 2 * STEP).then(|| (after - before).saturating_mul(1000) / elapsed)
    }

    /// When it counts as stalled, without more.
    pub fn stalls_at(&self) -> Option<Timestamp> {
        self.progressed.map(|at| at.plus(STALL))
    }
}
