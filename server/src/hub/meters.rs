//! How often each does something.

use std::collections::HashMap;
use std::hash::Hash;

use chatmux_shared::id::{MemberId, Timestamp};
use chatmux_shared::limits::KNOCKING;
use chatmux_shared::rate::{Bucket, Rate};
use chatmux_shared::room::Refusal;

use super::Rules;
use crate::peer::Network;
use crate::posting::Source;

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

    /// Whether there is one in the bucket of `who`, which stays there.
    ///
    /// # Errors
    /// How long to wait, if there is none.
    pub fn check(&self, who: &K, now: Timestamp) -> Result<(), Refusal> {
        let mut copy = self.buckets.get(who).copied().unwrap_or_default();
        let taken = copy.take(self.rate, now);
        taken.map_err(|wait| Refusal::TooFast { wait })
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
    members: Meters<MemberId>,
    networks: Meters<Network>,
    pages: Meters<Network>,
    knocks: (Meters<MemberId>, Meters<Network>),
    relays: Meters<Network>,
}

/// How often one person tries a relay before coming in.
const RELAY_TRIES: Rate = Rate::a_minute(6, 6);

impl Rates {
    /// As often as these rules allow.
    pub fn new(rules: &Rules) -> Self {
        let many = |rate: Rate| rate.times(rules.network_share as u64);
        Self {
            members: Meters::new(rules.limits.messages),
            networks: Meters::new(many(rules.limits.messages)),
            pages: Meters::new(many(rules.frames)),
            knocks: (Meters::new(KNOCKING), Meters::new(many(KNOCKING))),
            relays: Meters::new(many(RELAY_TRIES)),
        }
    }

    /// A statement comes from there. What is refused for its member takes
    /// nothing from the network, and the other way round.
    ///
    /// # Errors
    /// How long to wait, if too many did.
    pub fn say(&mut self, source: Source, now: Timestamp) -> Result<(), Refusal> {
        if let Some(member) = source.member {
            self.members.check(&member, now)?;
        }
        self.networks.take(source.network, now)?;
        match source.member {
            Some(member) => self.members.take(member, now),
            None => Ok(()),
        }
    }

    /// A page of a log is asked for over `network`.
    ///
    /// # Errors
    /// How long to wait, if too many were.
    pub fn read(&mut self, network: Network, now: Timestamp) -> Result<(), Refusal> {
        self.pages.take(network, now)
    }

    /// Someone knocks at a room, over `network`.
    ///
    /// # Errors
    /// How long to wait, if they did too often.
    pub fn knock(
        &mut self,
        member: MemberId,
        network: Network,
        now: Timestamp,
    ) -> Result<(), Refusal> {
        self.knocks.0.check(&member, now)?;
        self.knocks.1.take(network, now)?;
        self.knocks.0.take(member, now)
    }

    /// A relay is tried over `network`, by someone in no room.
    ///
    /// # Errors
    /// How long to wait, if too many did.
    pub fn try_relay(&mut self, network: Network, now: Timestamp) -> Result<(), Refusal> {
        self.relays.take(network, now)
    }

    /// Forgets those who did nothing for a while.
    pub fn forget_full(&mut self, now: Timestamp) {
        self.members.forget_full(now);
        self.networks.forget_full(now);
        self.pages.forget_full(now);
        self.knocks.0.forget_full(now);
        self.knocks.1.forget_full(now);
        self.relays.forget_full(now);
    }
}
