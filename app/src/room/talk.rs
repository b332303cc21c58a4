//! Talking while the space bar is held.
//!
//! ```text
//!  muted ──space down──► talking ──space up, focus lost, tab hidden──► muted
//! ```
//!
//! Invariant: what was on before is not turned off, and nothing that is typed
//! or pressed by the space bar is taken from where it goes.

use crate::live::effect;
use chatmux_shared::wire::Switch;
use leptos::ev;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast as _;
use web_sys::{Element, Event, KeyboardEvent};

use super::desk::Desk;
use super::keys::is_dialog_open;
use crate::controls::Device;
use crate::ui::{Ui, Wish};

/// `KeyboardEvent.key` of the space bar (W3C UI Events §4.3).
const SPACE: &str = " ";
/// What ends it.
const ENDS: [&str; 3] = ["keyup", "blur", "visibilitychange"];
/// What the space bar means something to.
const PRESSABLE: &str =
    "a,button,input,textarea,select,summary,[contenteditable],[role=slider],[popover]";

/// Listens for the space bar as long as the room is shown.
pub(super) fn listen(desk: Desk) {
    let held = StoredValue::new(false);
    effect(move || {
        let press = window_event_listener(ev::keydown, move |event| {
            if event.key() != SPACE {
                return;
            }
            if held.get_value() {
                // It is told again and again, and would scroll.
                event.prevent_default();
            } else if may_talk(desk, &event) {
                event.prevent_default();
                held.set_value(true);
                Ui.wish(Wish::Microphone(Switch::On));
            }
        });
        let end = move |event: Event| {
            if held.get_value() && is_end(&event) {
                held.set_value(false);
                Ui.wish(Wish::Microphone(Switch::Off));
            }
        };
        let ends = ENDS.map(|name| window_event_listener_untyped(name, end));
        on_cleanup(move || {
            press.remove();
            for end in ends {
                end.remove();
            }
        });
    });
}

/// In the call, muted, with nothing open and the focus on nothing that the
/// space bar presses.
fn may_talk(desk: Desk, event: &KeyboardEvent) -> bool {
    let is_elsewhere = event.ctrl_key()
        || event.meta_key()
        || event.alt_key()
        || event.repeat()
        || is_dialog_open();
    let target = event.target().and_then(|it| it.dyn_into::<Element>().ok());
    let is_pressable = target.is_some_and(|it| !matches!(it.closest(PRESSABLE), Ok(None)));
    let is_muted = untrack(|| desk.is_in_call() && !Device::Microphone.is_on(desk));
    !is_elsewhere && !is_pressable && is_muted
}

/// Another key may go up meanwhile.
fn is_end(event: &Event) -> bool {
    let key = event.dyn_ref::<KeyboardEvent>();
    key.is_none_or(|event| event.key() == SPACE)
}
