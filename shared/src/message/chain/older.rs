//! Older entries, put before those a chain began with.
//!
//! Invariant: what was taken on trust is then known: the first head of the
//! newer ones, that nothing older is said again, and what authors had seen.

use std::collections::BTreeMap;

use super::{Breach, Chain, Fault, Said};
use crate::id::ClientId;
use crate::message::PublicKey;

impl Chain {
    /// Puts a chain before this one, which is to begin where that one ends.
    /// What is found out by this about entries here is in their order; none
    /// of it keeps the two apart, except that they do not join.
    pub fn handle_older(&mut self, older: Self) -> Vec<Breach> {
        if older.last != self.first {
            let seq = self.first.seq.next();
            let fault = Fault::DoesNotFollow;
            return vec![Breach { seq, fault }];
        }
        self.first = older.first;
        self.heads.extend(older.heads);
        let mut breaches = self.say_before(older.said);
        breaches.extend(self.check_unchecked());
        self.unchecked.extend(older.unchecked);
        breaches.sort_by_key(|breach| breach.seq);
        breaches
    }

    fn say_before(&mut self, older: BTreeMap<(PublicKey, ClientId), Said>) -> Vec<Breach> {
        let mut breaches = Vec::new();
        for (id, first) in older {
            if let Some(later) = self.said.insert(id, first) {
                let fault = later.again(first);
                breaches.push(Breach {
                    seq: later.seq,
                    fault,
                });
            }
        }
        breaches
    }

    /// Compares what can be by now.
    fn check_unchecked(&mut self) -> Vec<Breach> {
        let mut breaches = Vec::new();
        for (seq, seen) in std::mem::take(&mut self.unchecked) {
            if let Err(fault) = self.check_seen(seen, seq) {
                breaches.push(Breach { seq, fault });
            }
        }
        breaches
    }
}
