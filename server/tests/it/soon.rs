//! Waiting for a thing, and saying which one did not come.

use std::time::Duration;

/// Longer than anything a test waits for takes on a busy machine.
const PATIENCE: Duration = Duration::from_secs(40);

/// What `thing` comes to.
pub async fn soon<T>(what: &str, thing: impl Future<Output = T>) -> T {
    let done = tokio::time::timeout(PATIENCE, thing).await;
    done.unwrap_or_else(|_| panic!("waited in vain for {what}"))
}
