//! How often each does something.

use std::collections::HashMap;
use std::hash::Hash;

use chatmux_shared::id::Timestamp;
use chatmux_shared::limits::NETWORK_SHARE;
use chatmux_shared::rate::{Bucket, Rate};
use chatmux_shared::room::Refusal;

use super::Rules;
use crate::peer::Network;

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

/// What is counted of everyone who comes.
#[derive(Debug)]
pub struct Rates {
    statements: Meters<Network>,
    pages: Meters<Network>,
}

impl Rates {
    /// As often as these rules allow.
    pub fn new(rules: &Rules) -> Self {
        let many = |rate: Rate| rate.times(NETWORK_SHARE as u64);
        Self {
            statements: Meters::new(many(rules.limits.messages)),
            pages: Meters::new(many(rules.frames)),
        }
    }

    /// A statement comes over `network`.
    ///
    /// # Errors
    /// How long to wait, if too many did.
    pub fn say(&mut self, network: Network, now: Timestamp) -> Result<(), Refusal> {
        self.statements.take(network, now)
    }

    /// A page of a log is asked for over `network`.
    ///
    /// # Errors
    /// How long to wait, if too many were.
    pub fn read(&mut self, network: Network, now: Timestamp) -> Result<(), Refusal> {
        self.pages.take(network, now)
    }

    /// Forgets those who did nothing for a while.
    pub fn forget_full(&mut self, now: Timestamp) {
        self.statements.forget_full(now);
        self.pages.forget_full(now);
    }
}
