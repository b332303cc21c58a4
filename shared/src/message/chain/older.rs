//! Older entries, put before those a chain began with.
//!
//! Invariant: what was taken on trust is then known: the first head of the
//! newer ones, that nothing older is said again, and what authors had seen.

use super::{Breach, Chain, Fault, Said};

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
        let newer = std::mem::replace(&mut self.heads, older.heads);
        self.heads.extend(newer.into_iter().skip(1));
        let mut breaches = self.say_before(older.said);
        self.check_unchecked(&mut breaches);
        self.unchecked.extend(older.unchecked);
        breaches.sort_by_key(|breach| breach.seq);
        breaches
    }

    /// What was said first stands for its id.
    fn say_before(&mut self, older: Vec<Said>) -> Vec<Breach> {
        let mut breaches = Vec::new();
        for first in older {
            match self.said.binary_search_by_key(&first.id(), Said::id) {
                Ok(place) => {
                    let said = std::mem::replace(&mut self.said[place], first);
                    breaches.push(Breach {
                        seq: said.seq,
                        fault: said.again(&first),
                    });
                }
                Err(place) => self.said.insert(place, first),
            }
        }
        breaches
    }

    /// Compares what can be by now.
    fn check_unchecked(&mut self, breaches: &mut Vec<Breach>) {
        for (seq, seen) in std::mem::take(&mut self.unchecked) {
            if let Err(fault) = self.check_seen(seen, seq) {
                breaches.push(Breach { seq, fault });
            }
        }
    }
}
