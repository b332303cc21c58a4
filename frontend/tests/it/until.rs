//! Waiting for a thing.

use chatmux_frontend::clock::now;
use gloo_timers::future::TimeoutFuture;

/// How long anything may take, in milliseconds.
const PATIENCE: u64 = 10_000;

/// Looks again and again until `is_there`.
pub async fn until(what: &str, mut is_there: impl FnMut() -> bool) {
    let begun = now();
    while !is_there() {
        assert!(now().since(begun) < PATIENCE, "waited in vain: {what}");
        TimeoutFuture::new(10).await;
    }
}
