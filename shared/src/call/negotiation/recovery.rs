//! When a link in trouble tries a new path, and when it is built anew.
//!
//! Invariant: every trouble has a deadline running, or an action is due; what
//! did not help is tried again at growing distances. Knows nothing of
//! descriptions.

use super::browser::{Connection, Flow, LinkState};
use crate::id::Timestamp;

/// How long, in milliseconds, a disconnected link may come back by itself.
pub const DISCONNECTED_GRACE_MS: u64 = 2_500;
/// How long, in milliseconds, a link may be without connection before it is
/// built anew; doubled each time that did not help.
pub const PATIENCE_MS: u64 = 15_000;
/// What [`PATIENCE_MS`] grows to.
pub const MAX_PATIENCE_MS: u64 = 60_000;
/// How long, in milliseconds, after a refusal of the browser the link is built
/// anew; doubled each time it happens again.
pub const FAILURE_PAUSE_MS: u64 = 1_000;
/// What [`FAILURE_PAUSE_MS`] grows to.
pub const MAX_FAILURE_PAUSE_MS: u64 = 30_000;

/// What a deadline of recovery asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Remedy {
    /// Nothing that cannot wait to be polled.
    Wait,
    /// A fresh peer connection.
    Rebuild,
}

/// When a fresh peer connection is due.
#[derive(Debug, Clone, Copy)]
enum Rebuild {
    /// Unless the link connects before.
    UnlessConnected(Timestamp),
    /// In any case: the browser refused something.
    Surely(Timestamp),
}

#[derive(Debug, Clone)]
pub(super) struct Recovery {
    connection: Connection,
    flow: Flow,
    /// Whether the link has ever been connected, whatever the building.
    was_connected: bool,
    /// Buildings in a row that did not lead to a connection.
    setbacks: u32,
    restart_at: Option<Timestamp>,
    restart_is_due: bool,
    rebuild: Option<Rebuild>,
}

impl Recovery {
    pub fn new() -> Self {
        Self {
            connection: Connection::New,
            flow: Flow::Runs,
            was_connected: false,
            setbacks: 0,
            restart_at: None,
            restart_is_due: false,
            rebuild: None,
        }
    }

    pub fn link_state(&self) -> LinkState {
        match self.was_connected {
            _ if self.is_well() => LinkState::Connected,
            true => LinkState::Reconnecting,
            false => LinkState::Connecting,
        }
    }

    /// There is a path, and what should come over it does.
    fn is_well(&self) -> bool {
        self.connection == Connection::Connected && self.flow == Flow::Runs
    }

    /// The end has a fresh peer connection to get.
    pub fn rebuilt(&mut self) {
        *self = Self {
            was_connected: self.was_connected,
            setbacks: self.setbacks,
            ..Self::new()
        };
    }

    /// Both descriptions are set: from now on it should connect.
    pub fn exchanged(&mut self, now: Timestamp) {
        if !self.is_well() {
            self.trouble(now);
        }
    }

    /// The browser refused something.
    pub fn handle_failure(&mut self, now: Timestamp) {
        let pause = doubled(FAILURE_PAUSE_MS, self.setbacks, MAX_FAILURE_PAUSE_MS);
        self.setbacks = self.setbacks.saturating_add(1);
        self.rebuild = Some(Rebuild::Surely(now.plus(pause)));
        self.restart_at = None;
        self.restart_is_due = false;
    }

    pub fn handle_connection(&mut self, connection: Connection, now: Timestamp) {
        if connection == self.connection {
            return;
        }
        self.connection = connection;
        match connection {
            Connection::New => {}
            Connection::Connecting => self.trouble(now),
            Connection::Connected => {
                self.was_connected = true;
                self.recovered();
            }
            Connection::Disconnected => {
                self.trouble(now);
                self.restart_at = Some(now.plus(DISCONNECTED_GRACE_MS));
            }
            Connection::Failed => {
                self.trouble(now);
                self.restart();
            }
            Connection::Closed => self.handle_failure(now),
        }
    }

    pub fn handle_flow(&mut self, flow: Flow, now: Timestamp) {
        if flow == self.flow {
            return;
        }
        self.flow = flow;
        match flow {
            Flow::Runs => self.recovered(),
            Flow::Starved => {
                self.trouble(now);
                self.restart();
            }
        }
    }

    /// A new path is wanted as soon as one can be offered.
    pub fn restart(&mut self) {
        self.restart_at = None;
        self.restart_is_due = true;
    }

    pub fn restart_is_due(&self) -> bool {
        self.restart_is_due
    }

    /// Fresh credentials are on their way, or asked for.
    pub fn renewed(&mut self) {
        self.restart_at = None;
        self.restart_is_due = false;
    }

    pub fn handle_timeout(&mut self, now: Timestamp) -> Remedy {
        if self.restart_at.is_some_and(|at| at <= now) {
            self.restart();
        }
        if self.rebuild_at().is_none_or(|at| at > now) {
            return Remedy::Wait;
        }
        if let Some(Rebuild::UnlessConnected(_)) = self.rebuild {
            self.setbacks = self.setbacks.saturating_add(1);
        }
        self.rebuild = None;
        Remedy::Rebuild
    }

    pub fn poll_timeout(&self) -> Option<Timestamp> {
        self.restart_at.into_iter().chain(self.rebuild_at()).min()
    }

    fn rebuild_at(&self) -> Option<Timestamp> {
        match self.rebuild? {
            Rebuild::UnlessConnected(at) | Rebuild::Surely(at) => Some(at),
        }
    }

    fn trouble(&mut self, now: Timestamp) {
        let patience = doubled(PATIENCE_MS, self.setbacks, MAX_PATIENCE_MS);
        self.rebuild
            .get_or_insert(Rebuild::UnlessConnected(now.plus(patience)));
    }

    /// Nothing is left to mend, unless something else is.
    fn recovered(&mut self) {
        if !self.is_well() {
            return;
        }
        self.setbacks = 0;
        self.restart_at = None;
        self.rebuild
            .take_if(|rebuild| matches!(rebuild, Rebuild::UnlessConnected(_)));
    }
}

fn doubled(base: u64, times: u32, most: u64) -> u64 {
    base.saturating_mul(1 << times.min(16)).min(most)
}
