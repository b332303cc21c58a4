//! The lobby's page, kept as the rooms are.
//!
//! ```text
//!  Stream ── what changes ──┐            ┌──► Easel: the map that is shown
//!  window ── wide or tall ──┼──► Vigil ──┼──► Easel: the list
//!  field  ── what to find ──┘            └──► how many are online
//! ```
//!
//! Invariant: the page is complete as the server wrote it; whatever is missing
//! or refused here, it stays so.

mod easel;
mod pointer;
mod sky;
mod stream;
mod vigil;
mod zoom;

pub use sky::Sky;

use chatmux_app::map::LIST;
use wasm_bindgen_futures::spawn_local;

use crate::script::window;
use vigil::Vigil;

/// Watches over the lobby, if this page is one.
pub fn watch() {
    let page = window().document();
    let is_lobby = page.is_some_and(|page| page.get_element_by_id(LIST).is_some());
    if is_lobby {
        spawn_local(Vigil::new().serve());
    }
}
