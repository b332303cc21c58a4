//! How often each does something.

use std::collections::HashMap;
use std::hash::Hash;

use chatmux_shared::id::Timestamp;
use chatmux_shared::rate::{Bucket, Rate};
use chatmux_shared::room::Refusal;

/// A bucket for each who did something lately.
#[derive(Debug)]
pub struct Meters<K> {
    rate: Rate,
    buckets: HashMap<K, Bucket>,
}

impl<K: Eq + Hash> Meters<K> {
    /// Buckets that fill at this rate.
    pub fn new(rate: Rate) -> Self {
        Self {
            rate,
            buckets: HashMap::new(),
        }
    }

    /// Takes one out of the bucket of `who`.
    ///
    /// # Errors
    /// How long to wait, if there is none.
    pub fn take(&mut self, who: K, now: Timestamp) -> Result<(), Refusal> {
        let bucket = self.buckets.entry(who).or_default();
        let taken = bucket.take(self.rate, now);
        taken.map_err(|wait| Refusal::TooFast { wait })
    }

    /// Forgets those whose bucket is full again.
    pub fn forget_full(&mut self, now: Timestamp) {
        self.buckets.retain(|_, bucket| !bucket.is_full(now));
    }
}
