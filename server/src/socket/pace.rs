//! How fast one connection speaks.
//!
//! Invariant: posts are none of it. They are counted by member, over all the
//! connections that a member has.

use chatmux_shared::id::Timestamp;
use chatmux_shared::limits::SIGNALS_A_FRAME;
use chatmux_shared::rate::{Bucket, Rate};
use chatmux_shared::room::Refusal;
use chatmux_shared::wire::ClientFrame;

/// What one connection has said lately.
pub struct Pace {
    rate: Rate,
    signals: Bucket,
    others: Bucket,
}

impl Pace {
    /// Of a connection that has said nothing; it may say so many frames that
    /// are no signals.
    pub fn new(rate: Rate) -> Self {
        Self {
            rate,
            signals: Bucket::default(),
            others: Bucket::default(),
        }
    }

    /// Takes in that it says this.
    ///
    /// # Errors
    /// How long to wait, if it is too fast.
    pub fn take(&mut self, frame: &ClientFrame, now: Timestamp) -> Result<(), Refusal> {
        let taken = match frame {
            // A second hello is counted as strange.
            ClientFrame::Pong
            | ClientFrame::Hello(_)
            | ClientFrame::Post(_)
            | ClientFrame::Leave => Ok(()),
            ClientFrame::Signal { .. } => self.signals.take(self.rate.times(SIGNALS_A_FRAME), now),
            ClientFrame::Fetch { .. }
            | ClientFrame::FetchBefore { .. }
            | ClientFrame::Probe
            | ClientFrame::Typing
            | ClientFrame::JoinCall { .. }
            | ClientFrame::LeaveCall
            | ClientFrame::Profile { .. }
            | ClientFrame::Rename { .. }
            | ClientFrame::Visibility { .. }
            | ClientFrame::Lock { .. }
            | ClientFrame::LetIn { .. }
            | ClientFrame::TurnAway { .. }
            | ClientFrame::Hand { .. }
            | ClientFrame::LowerHand { .. }
            | ClientFrame::React { .. }
            | ClientFrame::Speaking { .. }
            | ClientFrame::Links { .. }
            | ClientFrame::Watch { .. }
            | ClientFrame::Leaving => self.others.take(self.rate, now),
        };
        taken.map_err(|wait| Refusal::TooFast { wait })
    }
}
