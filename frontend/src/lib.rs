//! What chatMUX does in the browser.
//!
//! One loop owns everything ([`driver::Driver`]); every callback of the
//! browser does no more than send it an [`input::Input`]. What a room or a
//! link does is decided in `chatmux_shared`, what is shown in `chatmux_app`.
//!
//! # Layout
//! - [`browser`]: the verbs of the views, on their way to the driver
//! - [`input`]: all that can happen
//! - [`driver`]: what follows from it
//! - [`line`], [`socket`]: the connection to the server, kept alive
//! - [`lobby`]: the map and the list of rooms, kept as the rooms are
//! - [`judge`]: the signatures of what others wrote
//! - [`call`]: one `RTCPeerConnection` a link
//! - [`files`]: what goes from person to person, and its disks
//! - [`media`]: microphone, camera and screen
//! - [`memories`], [`storage`]: what outlives the page
//! - [`keys`], [`outbox`], [`database`]: what signs, and what was signed
//! - [`outside`]: the full screen, and pictures in windows of their own
//! - [`acquaintances`]: whom the person has compared emoji with
//! - [`checkup`]: a test of the connection
//! - [`volumes`], [`wake`], [`pulse`]: during a call
//! - [`sound`], [`clipboard`], [`theme`], [`motion`], [`page`]: the page itself
//! - [`json`], [`segmenter`], [`ruler`], [`folding`]: what the browser does better than we would
//! - [`clock`], [`listener`], [`random`], [`script`]: time, events, chance

// Views are types as deep as their markup.
#![recursion_limit = "256"]

pub mod acquaintances;
pub mod browser;
pub mod call;
pub mod checkup;
pub mod clipboard;
pub mod clock;
pub mod database;
pub mod driver;
pub mod files;
pub mod folding;
pub mod input;
pub mod json;
pub mod judge;
pub mod keys;
pub mod line;
pub mod listener;
pub mod lobby;
pub mod media;
pub mod memories;
pub mod motion;
pub mod outbox;
pub mod outside;
pub mod page;
pub mod pulse;
pub mod random;
pub mod ruler;
pub mod script;
pub mod segmenter;
pub mod socket;
pub mod sound;
pub mod storage;
pub mod theme;
pub mod volumes;
pub mod wake;

use std::rc::Rc;

use chatmux_app as _;
use chatmux_app::ui;
use wasm_bindgen::prelude::wasm_bindgen;

/// Brings the page that the server rendered to life.
#[wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    ui::install(Rc::new(browser::Tab::default()));
    leptos::mount::hydrate_islands();
    lobby::watch();
}
