//! Whole documents. The server picks one, gives it what it knows, and sends
//! it.
//!
//! Invariant: everything but the room's page works without a line of script.
//! Nothing here knows paths of requests, cookies or status codes.

mod head;
mod lobby;
mod mark;
mod refused;
mod room;
mod shell;
mod theme;

pub use mark::Mark;

use chatmux_shared::circles::estimated_width;
use chatmux_shared::id::{RoomId, Timestamp};
use chatmux_shared::lobby::Lobby;
use chatmux_shared::text;
use chatmux_shared::wire::Switch;
use leptos::config::LeptosOptions;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::map::Pen;
use crate::ui::Theme;

/// How someone wants pages to look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Look {
    /// From the cookie `theme`; without one, the system decides.
    pub theme: Option<Theme>,
}

/// What the page of a room says of it before anyone is in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoomCardForPage {
    /// Its id.
    pub id: RoomId,
    /// What it is called.
    pub name: String,
    /// The absolute address to send to others.
    pub link: String,
    /// Whether whoever is new to it has to knock.
    pub lock: Switch,
}

/// Why there is no such page, for a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    /// In a few words.
    pub title: String,
    /// What happened and what to do.
    pub text: String,
}

/// The page with the map of all listed rooms, as it is at `now`.
pub fn lobby(
    options: LeptosOptions,
    look: Look,
    rooms: &Lobby,
    now: Timestamp,
) -> impl IntoView + use<> {
    let graphemes = text::graphemes;
    let pen = Pen {
        now,
        here: None,
        graphemes,
        width: estimated_width,
    };
    lobby::document(options, look, rooms, pen)
}

/// The page of one room: the green room, and all that follows.
pub fn room(options: LeptosOptions, look: Look, room: RoomCardForPage) -> impl IntoView {
    room::document(options, look, room)
}

/// The page for what is not to be had, with a way back.
pub fn refused(options: LeptosOptions, look: Look, sentence: Sentence) -> impl IntoView {
    refused::document(options, look, sentence)
}
