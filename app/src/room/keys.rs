//! What a key does in a room, while nothing is being typed.

use crate::live::{IntoLive as _, effect};
use leptos::ev;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast as _;

use super::desk::{Desk, Dialog, Panel};
use super::modal::modal;
use crate::controls::{Device, turn_hand};
use crate::stage::Floor;

/// What a key stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shortcut {
    /// Turn a device on or off.
    Turn(Device),
    /// Open or close what stands beside the stage.
    Toggle(Panel),
    /// Raise one's hand, or lower it.
    Hand,
    /// Hold on to a tile, counted from 0, or let it go.
    Pin(usize),
    /// Fill the screen, or give it back.
    FillScreen,
    /// Open the list of keys.
    Keys,
    /// Close what is open.
    Close,
}

/// What `key` stands for, by `KeyboardEvent.key` (W3C UI Events §4.3).
pub fn shortcut(key: &str) -> Option<Shortcut> {
    match key {
        "m" | "M" => Some(Shortcut::Turn(Device::Microphone)),
        "v" | "V" => Some(Shortcut::Turn(Device::Camera)),
        "s" | "S" => Some(Shortcut::Turn(Device::Screen)),
        "c" | "C" => Some(Shortcut::Toggle(Panel::Chat)),
        "h" | "H" => Some(Shortcut::Hand),
        "p" | "P" => Some(Shortcut::Toggle(Panel::People)),
        "f" | "F" => Some(Shortcut::FillScreen),
        "?" => Some(Shortcut::Keys),
        "Escape" => Some(Shortcut::Close),
        _ => place(key).map(Shortcut::Pin),
    }
}

/// The place among the tiles that a digit names.
fn place(key: &str) -> Option<usize> {
    let places = ["1", "2", "3", "4", "5", "6", "7", "8", "9"];
    places.iter().position(|place| *place == key)
}

/// Listens for keys as long as the room is shown.
pub(super) fn listen(desk: Desk, floor: Floor) {
    effect(move || {
        let listener = window_event_listener(ev::keydown, move |event| {
            let is_elsewhere = event.ctrl_key()
                || event.meta_key()
                || event.alt_key()
                || event.repeat()
                || is_dialog_open()
                || is_typing(&event);
            let shortcut = shortcut(&event.key()).filter(|_| !is_elsewhere);
            match shortcut {
                // The browser closes its own first.
                Some(Shortcut::Close) if is_menu_open() => {}
                Some(shortcut) => {
                    event.prevent_default();
                    act(desk, floor, shortcut);
                }
                None => {}
            }
        });
        on_cleanup(move || listener.remove());
    });
}

fn act(desk: Desk, floor: Floor, shortcut: Shortcut) {
    match shortcut {
        Shortcut::Turn(device) => device.turn(desk),
        Shortcut::Toggle(panel) => desk.toggle(panel),
        Shortcut::Hand => turn_hand(desk),
        Shortcut::Pin(place) => floor.pin_at(place),
        Shortcut::FillScreen => floor.fill_screen(),
        Shortcut::Keys => desk.dialog().set(Some(Dialog::Keys)),
        Shortcut::Close => desk.show(None),
    }
}

/// Whether a popover is open (HTML §6.12).
fn is_menu_open() -> bool {
    is_there(":popover-open")
}

/// Whether a dialog lies over everything, whoever opened it: keys are its
/// business then (HTML §4.11.4). What fills the screen is `:modal`, too, and
/// is no dialog.
pub(super) fn is_dialog_open() -> bool {
    is_there("dialog:modal")
}

fn is_there(selector: &str) -> bool {
    let element = document().query_selector(selector);
    element.is_ok_and(|element| element.is_some())
}

/// Whether the key goes into a field.
pub(super) fn is_typing(event: &web_sys::KeyboardEvent) -> bool {
    let element = event
        .target()
        .and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    element.is_some_and(|element| {
        let tag = element.tag_name();
        ["INPUT", "TEXTAREA", "SELECT"].contains(&tag.as_str())
    })
}

const KEYS: [(&str, &str); 11] = [
    ("m", "Microphone on or off"),
    ("Space", "Hold it to talk while muted"),
    ("v", "Camera on or off"),
    ("s", "Share the screen, or stop"),
    ("h", "Raise or lower your hand"),
    ("c", "Open or close the chat"),
    ("p", "Open or close the people"),
    ("1 – 9", "Pin a tile, or unpin it"),
    ("f", "Fill the screen, or leave it"),
    ("?", "This list"),
    ("Esc", "Close what is open"),
];

/// The list of keys.
#[component]
pub(super) fn KeysDialog() -> impl IntoView {
    let row = |(key, meaning)| view! { <div><dt><kbd>{key}</kbd></dt><dd>{meaning}</dd></div> };
    let keys = view! { <dl class="keys">{KEYS.map(row).collect_view()}</dl> };
    modal(Dialog::Keys, "Keys", keys.live())
}
