//! How long to wait before trying again: longer each time, never in step
//! with the others.

/// Waits of a client whose connection was lost: full jitter over a doubling
/// span.
///
/// Source: M. Brooker, *Exponential Backoff And Jitter*, 2015.
#[derive(Debug, Clone, Default)]
pub struct Backoff {
    failures: u32,
}

/// Span of the first wait, in milliseconds.
const FIRST_SPAN: u64 = 500;
/// Span no wait goes beyond, in milliseconds. A call over a relay is to be
/// there again within 10 s of its server.
const LONGEST_SPAN: u64 = 5_000;

impl Backoff {
    /// Milliseconds to wait after one more failure; `chance` is uniform in
    /// `0.0..1.0` and drawn by the shell. Never less than a tenth of the
    /// span, so that a clean end of a connection is no tight loop.
    pub fn next_wait(&mut self, chance: f64) -> u64 {
        let span = (FIRST_SPAN << self.failures.min(10)).min(LONGEST_SPAN);
        self.failures = self.failures.saturating_add(1);
        let tenth = span / 10;
        tenth + scale(span - tenth, chance)
    }

    /// It worked: the next failure is a first one.
    pub fn succeeded(&mut self) {
        self.failures = 0;
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "a part of at most 5 000 is exact in f64 and not negative"
)]
fn scale(span: u64, chance: f64) -> u64 {
    (span as f64 * chance.clamp(0.0, 1.0)) as u64
}
