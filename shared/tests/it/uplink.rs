//! What one's way out and one's processor are known to bear.

use chatmux_shared::call::budget::Strain;
use chatmux_shared::call::stats::{Figures, Limitation, Reading};
use chatmux_shared::call::uplink::{
    COMPLAINT_MS, MAX_QUIET_MS, Outlet, QUIET_MS, RELIEF_MS, Uplink, WARM_UP_MS,
};
use chatmux_shared::id::Timestamp;

struct Out {
    uplink: Uplink,
    now: Timestamp,
    /// Since when both links have had a path.
    since: Option<Timestamp>,
}

fn link() -> Figures {
    let figures = Figures::between(
        &Reading::empty(Timestamp(0)),
        &Reading::empty(Timestamp(2_000)),
    );
    Figures {
        available: Some(400_000),
        sent_rate: 300_000,
        ..figures.expect("time has passed")
    }
}

fn held_back() -> Figures {
    Figures {
        limitation: Limitation::Bandwidth,
        ..link()
    }
}

impl Out {
    /// Two links that have been there for long.
    fn warm() -> Self {
        let now = Timestamp(1_000);
        let mut out = Self {
            uplink: Uplink::new(now),
            now,
            since: Some(now),
        };
        out.pass(WARM_UP_MS + 1_000, link());
        out
    }

    /// So long, figures of two links are like this one.
    fn pass(&mut self, milliseconds: u64, link: Figures) {
        let until = self.now.plus(milliseconds);
        while self.now < until {
            self.now = self.now.plus(500);
            let outlet = Outlet {
                figures: link,
                since: self.since,
            };
            self.uplink.handle(&[outlet, outlet], self.now);
        }
    }
}

#[test]
fn without_complaints_nothing_is_known_however_low_the_estimate() {
    let mut out = Out::warm();
    out.pass(600_000, link());
    assert_eq!(out.uplink.bits(), None);
}

#[test]
fn a_new_link_that_is_held_back_says_nothing() {
    let now = Timestamp(1_000);
    let mut out = Out {
        uplink: Uplink::new(now),
        now,
        since: Some(now),
    };
    out.pass(WARM_UP_MS, held_back());
    assert_eq!(out.uplink.bits(), None);
}

#[test]
fn a_network_that_is_away_is_no_narrow_one() {
    let mut out = Out::warm();
    out.since = None;
    out.pass(60_000, held_back());
    assert_eq!(out.uplink.bits(), None, "while it is away");
    out.since = Some(out.now);
    out.pass(WARM_UP_MS - 500, held_back());
    out.pass(60_000, link());
    assert_eq!(out.uplink.bits(), None, "when it has come back");
}

#[test]
fn what_carries_more_than_was_thought_is_found_out_faster_and_faster() {
    let mut out = Out::warm();
    out.pass(COMPLAINT_MS + 1_000, held_back());
    out.pass(500, link());
    let mut steps = Vec::new();
    for _ in 0..4 {
        out.pass(QUIET_MS, link());
        steps.push(out.uplink.bits());
    }
    let known = [1_000_000, 1_500_000, 3_000_000].map(Some);
    assert_eq!(steps[..3], known);
    assert_eq!(steps[3], None);
}

#[test]
fn a_complaint_that_lasts_makes_the_uplink_what_all_links_carry() {
    let mut out = Out::warm();
    out.pass(COMPLAINT_MS - 500, held_back());
    assert_eq!(out.uplink.bits(), None, "a moment is no complaint");
    out.pass(1_500, held_back());
    assert_eq!(out.uplink.bits(), Some(800_000));
}

#[test]
fn where_the_browser_does_not_estimate_loss_does() {
    let mut out = Out::warm();
    let lossy = Figures {
        available: None,
        sent_lost: 200,
        ..link()
    };
    out.pass(COMPLAINT_MS + 1_000, lossy);
    assert_eq!(out.uplink.bits(), Some(480_000));
}

#[test]
fn when_it_is_quiet_more_is_tried_until_it_is_as_good_as_any() {
    let mut out = Out::warm();
    out.pass(COMPLAINT_MS + 1_000, held_back());
    out.pass(QUIET_MS + 500, link());
    assert_eq!(out.uplink.bits(), Some(1_000_000));
    out.pass(20 * QUIET_MS, link());
    assert_eq!(out.uplink.bits(), None);
}

#[test]
fn a_try_that_was_too_much_makes_the_next_one_wait_longer() {
    let mut out = Out::warm();
    out.pass(COMPLAINT_MS + 1_000, held_back());
    let mut waits = Vec::new();
    for _ in 0..5 {
        let since = out.now;
        while out.uplink.bits() == Some(800_000) {
            out.pass(500, link());
        }
        waits.push(out.now.since(since) / QUIET_MS);
        out.pass(COMPLAINT_MS + 1_000, held_back());
        assert_eq!(out.uplink.bits(), Some(800_000));
    }
    assert_eq!(waits, [1, 2, 4, 8, 8]);
    assert_eq!(QUIET_MS * 8, MAX_QUIET_MS);
}

#[test]
fn the_processor_gets_less_to_do_within_seconds_and_more_again_slowly() {
    let mut out = Out::warm();
    let busy = Figures {
        limitation: Limitation::Processor,
        ..link()
    };
    out.pass(COMPLAINT_MS - 500, busy);
    assert_eq!(out.uplink.strain(), Strain::NONE);
    out.pass(60_000, busy);
    assert_eq!(out.uplink.strain(), Strain::MOST);
    assert_eq!(out.uplink.bits(), None, "that is not the uplink's");
    out.pass(RELIEF_MS + 1_000, link());
    assert_eq!(out.uplink.strain(), Strain::MOST.less());
    out.pass(3 * RELIEF_MS, link());
    assert_eq!(out.uplink.strain(), Strain::NONE);
}

#[test]
fn without_links_all_of_it_is_quiet() {
    let mut out = Out::warm();
    out.uplink.handle(&[], out.now.plus(3_600_000));
    assert_eq!(out.uplink.bits(), None);
}
