//! What one's way out and one's processor are known to bear.
//!
//! A browser estimates no more than it was asked to send, so its estimate
//! means something only while it complains: while an encoder is held back by
//! bandwidth, or packets do not arrive. Then the uplink is what all links
//! together can carry. Without complaints it is tried, step by step, whether
//! it has become more; what a try showed to be too much makes the next one
//! wait longer.
//!
//! A link without a path is no measure of it: a network that is away is not a
//! narrow one.
//!
//! Invariant: it falls within seconds and rises slowly, and no figure of one
//! moment alone moves it.

use super::budget::Strain;
use super::stats::{Figures, Limitation};
use crate::id::Timestamp;

/// How long a complaint lasts before it counts, in milliseconds.
pub const COMPLAINT_MS: u64 = 4_000;
/// How long, in milliseconds, complaints of a new link say nothing: its
/// browser has only begun to find out.
pub const WARM_UP_MS: u64 = 10_000;
/// How long it is quiet before more is tried, in milliseconds; doubled each
/// time that was too early.
pub const QUIET_MS: u64 = 10_000;
/// What [`QUIET_MS`] grows to.
pub const MAX_QUIET_MS: u64 = 80_000;
/// How long the processor is quiet before it gets more to do.
pub const RELIEF_MS: u64 = 30_000;
/// Of a thousand packets: missing so many is a complaint.
pub const LOSS: u32 = 80;
/// The first try is for a quarter more; each that was not too much doubles the
/// next step, so often.
const LONGEST_STEP: u32 = 2;
/// An uplink of more bits a second than this is as good as any.
const PLENTY: u32 = 6_000_000;
/// No uplink is taken to be less than this.
const LEAST: u32 = 60_000;

/// One link, as far as it goes out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outlet {
    /// Lately.
    pub figures: Figures,
    /// Since when it has had a path; none while it has none.
    pub since: Option<Timestamp>,
}

impl Outlet {
    fn is_warm(&self, now: Timestamp) -> bool {
        self.since
            .is_some_and(|since| now.since(since) >= WARM_UP_MS)
    }
}

/// What is known so far.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Uplink {
    bits: Option<u32>,
    strain: Strain,
    /// Since when there are as many links as now.
    links: (usize, Timestamp),
    bandwidth: Complaint,
    processor: Complaint,
    /// How long it is to be quiet before more is tried.
    quiet: u64,
    /// How often more was tried since something was complained of.
    tries: u32,
}

/// Since when something is complained of, or is not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Complaint {
    is_made: bool,
    since: Timestamp,
}

impl Complaint {
    fn note(&mut self, is_made: bool, now: Timestamp) {
        if self.is_made != is_made {
            *self = Self {
                is_made,
                since: now,
            };
        }
    }

    /// It was acted upon: it counts anew.
    fn heard(&mut self, now: Timestamp) {
        self.since = now;
    }

    fn lasts(self, is_made: bool, milliseconds: u64, now: Timestamp) -> bool {
        self.is_made == is_made && now.since(self.since) >= milliseconds
    }
}

impl Uplink {
    /// Nothing is known yet.
    pub fn new(now: Timestamp) -> Self {
        let complaint = Complaint {
            is_made: false,
            since: now,
        };
        Self {
            bits: None,
            strain: Strain::NONE,
            links: (0, now),
            bandwidth: complaint,
            processor: complaint,
            quiet: QUIET_MS,
            tries: 0,
        }
    }

    /// Bits a second that get through in all, if that is known to be little.
    pub fn bits(&self) -> Option<u32> {
        self.bits
    }

    /// What the processor complains of.
    pub fn strain(&self) -> Strain {
        self.strain
    }

    /// The latest figures of all links.
    pub fn handle(&mut self, links: &[Outlet], now: Timestamp) {
        if self.links.0 != links.len() {
            self.links = (links.len(), now);
        }
        let mut running = links.iter().filter(|link| link.since.is_some());
        let is_busy = running.any(|link| link.figures.limitation == Limitation::Processor);
        self.processor.note(is_busy, now);
        self.ease(now);
        let is_warm = now.since(self.links.1) >= WARM_UP_MS;
        let mut warm = links.iter().filter(|link| link.is_warm(now));
        let is_held_back = warm.any(|link| is_held_back(&link.figures));
        self.bandwidth.note(is_warm && is_held_back, now);
        if self.bandwidth.lasts(true, COMPLAINT_MS, now) {
            self.narrow(links, now);
        } else if self.bandwidth.lasts(false, self.quiet, now) {
            self.widen(now);
        }
    }

    fn ease(&mut self, now: Timestamp) {
        if self.processor.lasts(true, COMPLAINT_MS, now) {
            self.strain = self.strain.more();
            self.processor.heard(now);
        } else if self.processor.lasts(false, RELIEF_MS, now) {
            self.strain = self.strain.less();
            self.processor.heard(now);
        }
    }

    fn narrow(&mut self, links: &[Outlet], now: Timestamp) {
        let measured = capacity(links).max(LEAST);
        if self.bits.is_none_or(|bits| measured < bits) {
            self.bits = Some(measured);
        }
        if self.tries > 0 {
            self.quiet = (self.quiet * 2).min(MAX_QUIET_MS);
            self.tries = 0;
        }
        self.bandwidth.heard(now);
    }

    fn widen(&mut self, now: Timestamp) {
        let Some(bits) = self.bits else {
            self.quiet = QUIET_MS;
            return;
        };
        let step = (bits / 4) << self.tries.min(LONGEST_STEP);
        let wider = bits.saturating_add(step);
        self.bits = (wider < PLENTY).then_some(wider);
        self.tries += 1;
        self.bandwidth.heard(now);
    }
}

fn is_held_back(link: &Figures) -> bool {
    link.sent_lost >= LOSS || link.limitation == Limitation::Bandwidth
}

/// What all links together carry: as the browser thinks, or as was sent, less
/// what did not arrive.
fn capacity(links: &[Outlet]) -> u32 {
    let running = links.iter().filter(|link| link.since.is_some());
    let each = running.map(|Outlet { figures: link, .. }| {
        let arrived = 1_000 - u64::from(link.sent_lost.min(1_000));
        let sent = u64::from(link.sent_rate) * arrived / 1_000;
        link.available.map_or(sent, u64::from)
    });
    u32::try_from(each.sum::<u64>()).unwrap_or(u32::MAX)
}
