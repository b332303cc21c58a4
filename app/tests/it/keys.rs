//! What keys do.

use chatmux_app::controls::Device;
use chatmux_app::room::{Panel, Shortcut, shortcut};

#[test]
fn every_listed_key_does_what_the_list_says() {
    for (key, expected) in [
        ("m", Shortcut::Turn(Device::Microphone)),
        ("v", Shortcut::Turn(Device::Camera)),
        ("s", Shortcut::Turn(Device::Screen)),
        ("c", Shortcut::Toggle(Panel::Chat)),
        ("h", Shortcut::Hand),
        ("p", Shortcut::Toggle(Panel::People)),
        ("1", Shortcut::Pin(0)),
        ("9", Shortcut::Pin(8)),
        ("f", Shortcut::FillScreen),
        ("?", Shortcut::Keys),
        ("Escape", Shortcut::Close),
    ] {
        assert_eq!(shortcut(key), Some(expected), "{key}");
    }
}

#[test]
fn other_keys_do_nothing() {
    for key in ["Enter", "Tab", " ", "ArrowUp", "x", "mm", "0", "10", ""] {
        assert_eq!(shortcut(key), None, "{key}");
    }
}
