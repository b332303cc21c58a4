//! How often someone may do something: a bucket that fills up again.
//!
//! ```text
//!        one every `period` ms
//!              │
//!              ▼
//!         ┌─────────┐
//!         │  ▒▒▒▒▒  │ at most `burst`
//!         └────┬────┘
//!              ▼ one for each that is done
//! ```
//!
//! Kept as a single moment, by which the bucket is full again (the *generic
//! cell rate algorithm*, ITU-T I.371 Annex A). Invariant: no clock is read
//! here; one that is set back only makes waiting no longer than it was.

use serde::{Deserialize, Serialize};

use crate::id::Timestamp;

/// How often something may be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rate {
    /// Milliseconds for one.
    pub period: u64,
    /// So many at once, after a while without any.
    pub burst: u64,
}

impl Rate {
    /// So many a minute, `burst` of them at once; neither is 0.
    pub const fn a_minute(count: u64, burst: u64) -> Self {
        let count = if count == 0 { 1 } else { count };
        Self {
            period: 60_000 / count,
            burst: if burst == 0 { 1 } else { burst },
        }
    }

    /// So many a second, `burst` of them at once; neither is 0.
    pub const fn a_second(count: u64, burst: u64) -> Self {
        Self::a_minute(count.saturating_mul(60), burst)
    }

    /// The same for so many people.
    #[must_use]
    pub const fn times(self, people: u64) -> Self {
        Self {
            period: self.period.div_ceil(if people == 0 { 1 } else { people }),
            burst: self.burst.saturating_mul(people),
        }
    }
}

/// One bucket.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Bucket {
    full_at: Timestamp,
}

impl Bucket {
    /// Takes one at `now`.
    ///
    /// # Errors
    /// The milliseconds until there is one to take.
    pub fn take(&mut self, rate: Rate, now: Timestamp) -> Result<(), u64> {
        let whole = rate.period.saturating_mul(rate.burst);
        // After a clock that was ahead, nobody waits for longer than usual;
        // this is kept, or each try would begin that wait anew.
        self.full_at = self.full_at.max(now).min(now.plus(whole));
        let next = self.full_at.plus(rate.period);
        let wait = next.since(now.plus(whole));
        if wait > 0 {
            return Err(wait);
        }
        self.full_at = next;
        Ok(())
    }

    /// Whether it is full, and so not worth remembering.
    pub fn is_full(&self, now: Timestamp) -> bool {
        self.full_at <= now
    }
}
