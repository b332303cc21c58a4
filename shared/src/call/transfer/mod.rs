//! Files from one end of a link to the other.
//!
//! What is said about a file goes as words ([`FileWord`]) over the channel
//! for words, the bytes as pieces ([`piece`]) over a channel of their own
//! (negotiated beforehand, [`CHANNEL`]), so that no word is behind them.
//!
//! ```text
//!  sender                                    receiver
//!    │ ── offer {file, name, size, kind} ──────▶ │  the person accepts,
//!    │ ◀──────────── accept {file, number, at} ──│  a place on disk is open
//!    │ ══ pieces {number, offset} bytes ═══════▶ │  from `at` on
//!    │ ◀──────────────────── wrote {number, at} ─│  what is on disk by now
//!    │ ◀────────────────────────── done {file} ──│
//!    │ ◀─────────── end {file, why} ───────────▶ │  at any time
//! ```
//!
//! The sender is at most [`WINDOW`] bytes ahead of what the receiver has
//! written: a data channel itself knows no way to slow a sender down, and a
//! slow disk would fill the memory. A link that was built anew knows nothing
//! of before: the sender offers again what is not over, and the receiver
//! answers with where it stands, under a new number; what comes under a
//! former one is late. So the same answer serves a beginning, a link built
//! anew and a receiver whose page was loaded again.
//!
//! No hash is told. Each record of the link is authenticated (DTLS, RFC 8827
//! §6.5), SCTP gives the messages of a channel whole and in order (RFC 8831
//! §6.1), a piece has to begin exactly where the last one ended, and the sum
//! has to be what was offered: a hash could find nothing but faults of this
//! code, which tests look for, at the price of tens of seconds of a
//! processor for the largest files.
//!
//! Invariant: whatever the other end says, what is held for it is bounded:
//! [`OFFERS`] files that are not over, [`KEPT`] that are, [`WINDOW`] bytes
//! each of [`RUNNING`] files. Nothing here knows a channel, a disk or a
//! clock.

mod incoming;
mod name;
mod outgoing;
mod pace;
pub mod piece;
mod standing;
mod transfers;
mod word;

pub use name::{FileKind, FileName};
pub use piece::{Header, piece_bytes};
pub use standing::{By, Standing};
pub use transfers::{Action, Key, NotOffered, Read, Send, Transfers};
pub use word::{Ending, FileWord, Offer};

use crate::rate::Rate;

/// The number of the channel for bytes (RFC 8831 §6.5), the same on both ends.
pub const CHANNEL: u16 = 1;

/// The most bytes a file may have.
pub const LARGEST: u64 = 2 << 30;

/// The most bytes a picture may have that is shown as one.
pub const LARGEST_PICTURE: u64 = 10 << 20;

/// How far a sender may be ahead of what is written, in bytes.
pub const WINDOW: u64 = 4 << 20;

/// What a sender reads of a file at once, in bytes.
pub const BLOCK: u64 = 512 << 10;

/// Files that come in at the same time; others that were accepted wait.
pub const RUNNING: usize = 4;

/// Files on offer to one peer at a time; further ones wait at the sender.
pub const OFFERS: usize = 16;

/// Files of one peer that are over and still shown.
pub const KEPT: usize = 100;

/// Files one can offer and not see the end of, over all peers.
pub const MINE: usize = 400;

/// New files one peer may offer.
pub const OFFER_RATE: Rate = Rate::a_second(1, 2 * OFFERS as u64);

/// How long a transfer outlives its link, in milliseconds.
pub const ABSENCE: u64 = 60_000;

/// How soon after a link is there again its files are offered again, in
/// milliseconds; what is not, the other page does not have any more.
pub const SILENCE: u64 = 10_000;

/// Without progress for so long, a transfer counts as stalled, in
/// milliseconds.
pub const STALL: u64 = 5_000;
