//! Where a transfer stands, for those who watch it.

use super::word::Ending;

/// Where a transfer to or from one peer stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// The sender has not offered it yet: the link is not there, or others
    /// come first.
    Queued,
    /// Nobody has answered yet.
    Offered,
    /// Accepted; its place on disk is being opened.
    Opening,
    /// Accepted; others come first.
    Waiting,
    /// Bytes come, or should.
    Running {
        /// Those that are written.
        done: u64,
        /// A second, once that can be said.
        rate: Option<u64>,
    },
    /// None came for a while.
    Stalled {
        /// Those that are written.
        done: u64,
    },
    /// The link is away.
    Cut {
        /// Those that are written.
        done: u64,
    },
    /// All of it is there.
    Done,
    /// Nothing came of it.
    Ended(Ending, By),
}

/// Which of both ends did something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// This one.
    Me,
    /// The other one.
    Peer,
}

impl Standing {
    /// Whether nothing will change any more.
    pub const fn is_over(self) -> bool {
        match self {
            Self::Done | Self::Ended(..) => true,
            Self::Queued
            | Self::Offered
            | Self::Opening
            | Self::Waiting
            | Self::Running { .. }
            | Self::Stalled { .. }
            | Self::Cut { .. } => false,
        }
    }
}
