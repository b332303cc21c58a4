//! What a negotiation asks of the shell that holds the browser's
//! `RTCPeerConnection`, and what it is told in return.
//!
//! The shell performs one action at a time and decides nothing.

use serde::{Deserialize, Serialize};

use super::signal::{Candidate, Generation, Sdp};

/// One thing for the shell to do, all of it, before it reports the
/// [`Outcome`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// Close the present peer connection, if any, and make a fresh one; the
    /// impolite end makes its transceivers now. [`Outcome::Done`] only once
    /// local media is there or refused: all else waits for it.
    Open {
        /// What the fresh one's events are reported under.
        generation: Generation,
    },
    /// `createOffer`, `setLocalDescription`. [`Outcome::Described`].
    Offer {
        /// Whether with fresh ICE credentials.
        restart: IceRestart,
    },
    /// `setRemoteDescription` of the offer, adopt its transceivers,
    /// `createAnswer`, `setLocalDescription`. [`Outcome::Described`].
    Accept {
        /// The peer's.
        offer: Sdp,
    },
    /// `setRemoteDescription` of the answer. [`Outcome::Done`].
    Finish {
        /// The peer's.
        answer: Sdp,
    },
    /// `addIceCandidate` for each in turn, skipping what the browser refuses.
    /// [`Outcome::Done`].
    AddCandidates {
        /// The peer's, in the order they came; never empty.
        candidates: Vec<Candidate>,
    },
}

/// The `iceRestart` of `createOffer` (RFC 8445 §9).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IceRestart {
    /// The credentials the connection has; the first offer's.
    Keep,
    /// Fresh ones, to find a new path.
    Restart,
}

/// How the action given last went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// Done, and there is nothing to tell.
    Done,
    /// Done, and this is `localDescription` now.
    Described(Sdp),
    /// The browser refused. The end is built anew after a pause.
    Failed,
}

/// `RTCPeerConnection.connectionState` (W3C WebRTC 1.0 §4.3.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Connection {
    /// Nothing was tried yet.
    New,
    /// Looking for a path.
    Connecting,
    /// Media flows.
    Connected,
    /// No sign of the peer for a moment; may come back by itself.
    Disconnected,
    /// Given up; only an ICE restart helps.
    Failed,
    /// Over; only a fresh peer connection helps.
    Closed,
}

/// Whether what should come over a link does, as far as was seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flow {
    /// It does, or nothing should.
    Runs,
    /// For long, nothing has come of something that should.
    Starved,
}

/// What a person is shown of a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LinkState {
    /// Not connected yet.
    Connecting,
    /// Media flows.
    Connected,
    /// Was connected, and will be again.
    Reconnecting,
}
