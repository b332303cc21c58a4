//! Waits grow to a bound, differ between clients, and are never none.

use chatmux_shared::backoff::Backoff;
use expect_test::expect;
use proptest::prelude::*;

/// Just below the end of a uniform draw.
const ALMOST_ONE: f64 = 1.0 - f64::EPSILON;

fn waits(chance: f64, count: usize) -> Vec<u64> {
    let mut backoff = Backoff::default();
    (0..count).map(|_| backoff.next_wait(chance)).collect()
}

#[test]
fn waits_double_up_to_five_seconds() {
    let [shortest, middle, longest] = [0.0, 0.5, ALMOST_ONE].map(|chance| waits(chance, 8));
    expect!["[50, 100, 200, 400, 500, 500, 500, 500]"].assert_eq(&format!("{shortest:?}"));
    expect!["[275, 550, 1100, 2200, 2750, 2750, 2750, 2750]"].assert_eq(&format!("{middle:?}"));
    expect!["[499, 999, 1999, 3999, 4999, 4999, 4999, 4999]"].assert_eq(&format!("{longest:?}"));
}

#[test]
fn a_first_failure_after_a_success_waits_as_the_first_ever() {
    let mut backoff = Backoff::default();
    let first = backoff.next_wait(0.5);
    for _ in 0..20 {
        assert!(backoff.next_wait(0.5) > first);
    }
    backoff.succeeded();
    assert_eq!(backoff.next_wait(0.5), first);
}

proptest! {
    #[test]
    fn no_wait_is_too_short_or_too_long(
        chances in prop::collection::vec(any::<f64>(), 1..100),
    ) {
        let mut backoff = Backoff::default();
        for chance in chances {
            let wait = backoff.next_wait(chance);
            prop_assert!((50..=5_000).contains(&wait), "{wait} by {chance}");
        }
    }

    #[test]
    fn chance_spreads_a_wait_over_its_span(failures in 0_usize..50, chance in 0.0..1.0_f64) {
        let wait = |chance| waits(chance, failures + 1)[failures];
        let (shortest, longest) = (wait(0.0), wait(ALMOST_ONE));
        prop_assert!((shortest..=longest).contains(&wait(chance)));
        prop_assert!(longest >= 9 * shortest);
    }
}

#[test]
fn a_client_that_always_fails_never_stops_waiting() {
    let mut backoff = Backoff::default();
    assert!((0..100_000).all(|_| backoff.next_wait(0.0) >= 50));
}
