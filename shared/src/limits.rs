//! Every limit, with its default. The server tells them to its clients, so
//! that both sides refuse the same; `chatmux --help` says which are settings.
//!
//! Invariant: a limit is here or nowhere. Nothing here keeps any of them.

use serde::{Deserialize, Serialize};

use crate::rate::Rate;

/// Entries of a room that are kept, unless the server's host decides
/// otherwise; older ones go.
pub const ENTRIES_KEPT: u64 = 1000;

/// Members that are remembered as removed from one room.
pub const REMOVED: usize = 1000;

/// Members that are let into one locked room without knocking again.
pub const ADMITTED: usize = 1000;
/// Members that may knock at one room at a time.
pub const KNOCKS: usize = 20;
/// Of them, those of one network.
pub const KNOCKS_A_NETWORK: usize = 4;
/// How often one member may knock, at whichever rooms.
pub const KNOCKING: Rate = Rate::a_minute(6, 4);

/// Sessions of one member in one room: so many tabs.
pub const TABS: usize = 10;

/// Rooms that one who has no account may have at a time.
pub const ROOMS_A_GUEST: usize = 2;
/// Rooms that one who has an account may have at a time.
pub const ROOMS_A_USER: usize = 5;
/// A network may do so many times what one person may: a classroom shares
/// one.
pub const NETWORK_SHARE: usize = 20;

/// Frames of one connection that are neither posts nor signals, unless the
/// server's host decides otherwise.
pub const FRAMES: Rate = Rate::a_second(20, 100);
/// Signals of one connection, for each other frame: a call of twelve begins
/// with the candidates of eleven links.
pub const SIGNALS_A_FRAME: u64 = 5;

/// The limits of one server.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// Unicode scalar values in a message.
    pub message_chars: usize,
    /// Bytes of UTF-8 in a message.
    pub message_bytes: usize,
    /// User-perceived characters in a name.
    pub name_graphemes: usize,
    /// Bytes of UTF-8 in a name.
    pub name_bytes: usize,
    /// User-perceived characters in a status.
    pub status_graphemes: usize,
    /// Bytes of UTF-8 in a status.
    pub status_bytes: usize,
    /// Messages of one member.
    pub messages: Rate,
    /// Members in a room, each with up to [`TABS`] sessions.
    pub room_sessions: usize,
    /// Rooms on the server.
    pub rooms: u64,
    /// Sessions in a call.
    pub call_sessions: usize,
    /// Sessions in a call that send video.
    pub call_video: usize,
    /// Entries told on arrival, and at most in one page.
    pub entries_page: usize,
    /// Bytes in one frame from a client.
    pub frame_bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            message_chars: 1000,
            message_bytes: 4096,
            name_graphemes: 32,
            name_bytes: 128,
            status_graphemes: 80,
            status_bytes: 320,
            messages: Rate::a_minute(30, 10),
            room_sessions: 500,
            rooms: 10_000,
            call_sessions: 12,
            call_video: 8,
            entries_page: 100,
            frame_bytes: 64 * 1024,
        }
    }
}
