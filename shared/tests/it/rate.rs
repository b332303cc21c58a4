//! How often someone may do something, whatever their clock does meanwhile.

use chatmux_shared::id::Timestamp;
use chatmux_shared::rate::{Bucket, Rate};
use expect_test::{Expect, expect};
use proptest::prelude::*;

use crate::someone::NOW;

const HOUR: u64 = 3_600_000;
const DAY: u64 = 24 * HOUR;

/// One every two seconds, three at once.
const RATE: Rate = Rate {
    period: 2_000,
    burst: 3,
};

/// What comes of one try at each of these moments, in milliseconds from now.
fn check(moments: &[i64], expected: &Expect) {
    let mut bucket = Bucket::default();
    let lines = moments.iter().map(|moment| {
        let now = Timestamp(NOW.0.strict_add_signed(*moment));
        match bucket.take(RATE, now) {
            Ok(()) => format!("{moment}: done"),
            Err(wait) => format!("{moment}: wait {wait}"),
        }
    });
    expected.assert_eq(&lines.collect::<Vec<_>>().join("\n"));
}

fn emptied(now: Timestamp) -> Bucket {
    let mut bucket = Bucket::default();
    while bucket.take(RATE, now).is_ok() {}
    bucket
}

#[test]
fn so_many_are_done_at_once_and_no_more() {
    check(
        &[0, 0, 0, 0, 0],
        &expect![[r"
        0: done
        0: done
        0: done
        0: wait 2000
        0: wait 2000"]],
    );
}

#[test]
fn who_waits_as_long_as_told_may_do_one_more() {
    check(
        &[0, 500, 1_000, 1_500, 1_999, 2_000, 2_000, 3_999, 4_000],
        &expect![[r"
            0: done
            500: done
            1000: done
            1500: wait 500
            1999: wait 1
            2000: done
            2000: wait 2000
            3999: wait 1
            4000: done"]],
    );
}

#[test]
fn after_a_while_without_any_so_many_are_done_at_once_again() {
    check(
        &[0, 0, 0, 6_000, 6_000, 6_000, 6_000],
        &expect![[r"
        0: done
        0: done
        0: done
        6000: done
        6000: done
        6000: done
        6000: wait 2000"]],
    );
}

#[test]
fn however_long_one_has_waited_no_more_are_done_at_once() {
    check(
        &[0, 86_400_000, 86_400_000, 86_400_000, 86_400_000],
        &expect![[r"
            0: done
            86400000: done
            86400000: done
            86400000: done
            86400000: wait 2000"]],
    );
}

#[test]
fn what_is_refused_takes_nothing() {
    let mut bucket = emptied(NOW);
    for moment in 0..2_000 {
        let now = NOW.plus(moment);
        assert_eq!(bucket.take(RATE, now), Err(2_000 - moment));
    }
    assert_eq!(bucket.take(RATE, NOW.plus(2_000)), Ok(()));
}

#[test]
fn a_full_bucket_is_not_worth_remembering() {
    let mut bucket = Bucket::default();
    assert!(bucket.is_full(NOW));
    assert_eq!(bucket.take(RATE, NOW), Ok(()));
    assert!(!bucket.is_full(NOW.plus(1_999)));
    assert!(bucket.is_full(NOW.plus(2_000)));
}

// trial 20: the clock jumps ahead
#[test]
fn a_clock_set_ahead_fills_the_bucket_and_no_more() {
    for jump in [HOUR, DAY] {
        let mut bucket = emptied(NOW);
        let later = NOW.plus(jump);
        for _ in 0..RATE.burst {
            assert_eq!(bucket.take(RATE, later), Ok(()));
        }
        assert_eq!(bucket.take(RATE, later), Err(RATE.period));
    }
}

// trial 20: the clock goes back
#[test]
fn after_a_clock_is_set_back_nobody_waits_for_longer_than_for_one() {
    for jump in [1, HOUR, DAY] {
        let mut bucket = emptied(NOW);
        let earlier = Timestamp(NOW.0 - jump);
        let wait = bucket.take(RATE, earlier).expect_err("just emptied");
        assert!(wait <= RATE.period, "{wait} ms after {jump} back");
        let then = earlier.plus(wait);
        assert_eq!(bucket.take(RATE, then), Ok(()), "{jump} back");
        assert_eq!(bucket.take(RATE, then), Err(RATE.period), "{jump} back");
    }
}

#[test]
fn a_rate_is_so_many_a_minute() {
    let rate = |count, burst| {
        let Rate { period, burst } = Rate::a_minute(count, burst);
        (period, burst)
    };
    assert_eq!(rate(30, 10), (2_000, 10));
    assert_eq!(rate(1, 1), (60_000, 1));
    assert_eq!(rate(0, 0), (60_000, 1), "never none at all");
    assert_eq!(Rate::a_second(20, 100), Rate::a_minute(1200, 100));
}

#[test]
fn a_network_may_do_as_much_as_so_many_people() {
    let shared = RATE.times(20);
    let mut bucket = Bucket::default();
    for _ in 0..60 {
        assert_eq!(bucket.take(shared, NOW), Ok(()));
    }
    assert_eq!(bucket.take(shared, NOW), Err(100));
}

proptest! {
    /// So many are full at first, and one more comes every period.
    #[test]
    fn nobody_does_more_than_the_rate_allows(
        steps in prop::collection::vec(0_u64..5_000, 1..200),
    ) {
        let mut bucket = Bucket::default();
        let (mut now, mut done) = (NOW, 0);
        for step in steps {
            now = now.plus(step);
            done += u64::from(bucket.take(RATE, now).is_ok());
            prop_assert!(done <= RATE.burst + now.since(NOW) / RATE.period);
        }
    }

    // trial 20
    #[test]
    fn whatever_the_clock_does_waiting_as_told_is_enough(
        jumps in prop::collection::vec(-2_000_000_000_i64..2_000_000_000, 1..50),
    ) {
        let mut bucket = Bucket::default();
        let mut now = NOW;
        for jump in jumps {
            now = Timestamp(now.0.saturating_add_signed(jump));
            if let Err(wait) = bucket.take(RATE, now) {
                prop_assert!(wait <= RATE.period, "waits for {}", wait);
                now = now.plus(wait);
                prop_assert_eq!(bucket.take(RATE, now), Ok(()));
            }
        }
    }
}
