//! How many ways one may have at a time, a network, and all together.
//!
//! Each way is a port and a socket of this process, and those are what people
//! come into rooms by, too. Invariant: beyond its share nobody opens any, and
//! all of them leave half of what the process may open to everyone else. What
//! was taken is given back when it is dropped.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard};

use chatmux_shared::id::SessionId;
use rustix::process::{Resource, getrlimit};
use stun::error_code::{CODE_ALLOC_QUOTA_REACHED, CODE_INSUFFICIENT_CAPACITY, ErrorCode};

use super::credential::Holder;
use crate::peer::Network;

/// Ways by one credential of someone who is in no room.
const A_GUEST: usize = 8;
/// Ways of all of them in one network.
const GUESTS_A_NETWORK: usize = 16;
/// Ways of all of them.
const GUESTS: usize = 64;

/// What is shared, and what is taken of it.
#[derive(Debug)]
pub struct Shares {
    a_session: usize,
    a_network: usize,
    all: usize,
    taken: Taken,
}

/// Nothing of those that are not in it.
type Taken = Arc<Mutex<HashMap<Pool, usize>>>;

/// Those who share.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Pool {
    Session(SessionId),
    /// By the name of a credential.
    Guest(String),
    GuestsOf(Network),
    Network(Network),
    Guests,
    All,
}

/// One way's.
#[derive(Debug)]
pub struct Share {
    pools: Vec<Pool>,
    taken: Taken,
}

impl Shares {
    /// A session may have so many, a network as many as `people` of them. No
    /// network has more than half of all, but always what one session may.
    pub fn new(a_session: usize, people: usize, all: usize) -> Self {
        let half = (all / 2).max(a_session);
        Self {
            a_session,
            a_network: a_session.saturating_mul(people).min(half),
            all,
            taken: Taken::default(),
        }
    }

    /// One for this holder, by a credential of this name, over that network.
    ///
    /// # Errors
    /// 486 if they have theirs, 508 if all are taken (RFC 8656 §19).
    pub fn take(&self, holder: Holder, name: &str, network: Network) -> Result<Share, ErrorCode> {
        let pools = pools(holder, name, network);
        let mut taken = lock(&self.taken);
        for pool in &pools {
            let (most, code) = self.most(pool);
            if taken.get(pool).is_some_and(|count| *count >= most) || most == 0 {
                return Err(code);
            }
        }
        for pool in &pools {
            *taken.entry(pool.clone()).or_default() += 1;
        }
        Ok(Share {
            pools,
            taken: Arc::clone(&self.taken),
        })
    }

    /// How many these may have, and what is said to the next.
    const fn most(&self, pool: &Pool) -> (usize, ErrorCode) {
        match pool {
            Pool::Session(_) => (self.a_session, CODE_ALLOC_QUOTA_REACHED),
            Pool::Guest(_) => (A_GUEST, CODE_ALLOC_QUOTA_REACHED),
            Pool::GuestsOf(_) => (GUESTS_A_NETWORK, CODE_ALLOC_QUOTA_REACHED),
            Pool::Network(_) => (self.a_network, CODE_ALLOC_QUOTA_REACHED),
            Pool::Guests => (GUESTS, CODE_INSUFFICIENT_CAPACITY),
            Pool::All => (self.all, CODE_INSUFFICIENT_CAPACITY),
        }
    }
}

/// Someone else may have it.
impl Drop for Share {
    fn drop(&mut self) {
        let mut taken = lock(&self.taken);
        for pool in &self.pools {
            if let Some(count) = taken.get_mut(pool) {
                *count -= 1;
                if *count == 0 {
                    taken.remove(pool);
                }
            }
        }
    }
}

/// Half of the files and sockets that this process may have open.
pub fn sockets() -> usize {
    let most = getrlimit(Resource::Nofile).current;
    let most = most.and_then(|most| usize::try_from(most).ok());
    most.unwrap_or(usize::MAX) / 2
}

/// Those whose share it is of, the narrowest first.
fn pools(holder: Holder, name: &str, network: Network) -> Vec<Pool> {
    let of_all = [Pool::Network(network), Pool::All];
    let of_these = match holder {
        Holder::Session(session) => vec![Pool::Session(session)],
        Holder::Guest => vec![
            Pool::Guest(name.to_owned()),
            Pool::GuestsOf(network),
            Pool::Guests,
        ],
    };
    of_these.into_iter().chain(of_all).collect()
}

fn lock(taken: &Taken) -> MutexGuard<'_, HashMap<Pool, usize>> {
    taken.lock().expect("no holder panics")
}

#[cfg(test)]
mod tests {
    use std::net::IpAddr;

    use super::*;

    const QUOTA: u16 = 486;
    const CAPACITY: u16 = 508;

    fn network(last: u8) -> Network {
        Network::of(IpAddr::from([192, 0, 2, last]))
    }

    fn session(number: u8) -> Holder {
        Holder::Session(SessionId::from_random([number; 16]))
    }

    /// How many someone gets, until they are told why not.
    fn all_of(shares: &Shares, holder: Holder, name: &str, at: u8) -> (Vec<Share>, u16) {
        let mut taken = Vec::new();
        loop {
            match shares.take(holder, name, network(at)) {
                Ok(share) => taken.push(share),
                Err(code) => return (taken, code.0),
            }
        }
    }

    // trial 57
    #[test]
    fn a_network_has_the_share_of_so_many_people() {
        let shares = Shares::new(2, 2, 100);
        let (ann, why) = all_of(&shares, session(1), "", 1);
        assert_eq!((ann.len(), why), (2, QUOTA));
        let (bob, why) = all_of(&shares, session(2), "", 1);
        assert_eq!((bob.len(), why), (2, QUOTA));
        let (cid, why) = all_of(&shares, session(3), "", 1);
        assert_eq!((cid.len(), why), (0, QUOTA));
        let (elsewhere, _) = all_of(&shares, session(3), "", 2);
        assert_eq!(elsewhere.len(), 2);
        drop(ann);
        assert_eq!(all_of(&shares, session(4), "", 1).0.len(), 2);
    }

    // trial 57
    #[test]
    fn no_network_has_more_than_half_and_all_no_more_than_there_are() {
        let shares = Shares::new(4, 20, 10);
        let ann = all_of(&shares, session(1), "", 1).0;
        let (bob, why) = all_of(&shares, session(2), "", 1);
        assert_eq!((ann.len() + bob.len(), why), (5, QUOTA));
        let (cid, _) = all_of(&shares, session(3), "", 2);
        let (dan, why) = all_of(&shares, session(4), "", 3);
        assert_eq!((cid.len(), dan.len(), why), (4, 1, CAPACITY));
        let one = Shares::new(4, 20, 2);
        let (ann, why) = all_of(&one, session(1), "", 1);
        assert_eq!((ann.len(), why), (2, CAPACITY), "a network of one session");
    }

    // trial 57
    #[test]
    fn guests_share_a_few() {
        let shares = Shares::new(32, 20, 1000);
        let mut held = Vec::new();
        for at in 1..=4 {
            for (name, expected) in [("a", 8), ("b", 8), ("c", 0)] {
                let (taken, why) = all_of(&shares, Holder::Guest, &format!("{at}{name}"), at);
                assert_eq!((taken.len(), why), (expected, QUOTA));
                held.extend(taken);
            }
        }
        let (more, why) = all_of(&shares, Holder::Guest, "more", 5);
        assert_eq!((more.len(), why), (0, CAPACITY));
        assert_eq!(all_of(&shares, session(1), "", 1).0.len(), 32);
        drop(held);
        assert!(lock(&shares.taken).is_empty(), "nothing is kept of them");
    }
}
