//! What a person chose of devices and sound, for the next time.

use chatmux_app::sound::Voice;
use chatmux_app::ui::DeviceKind;
use chatmux_shared::wire::Switch;

use crate::storage::Storage;

const VOICE: &str = "chatmux.voice";

/// What is remembered over all rooms and tabs of this browser.
#[derive(Debug)]
pub struct Preferences {
    local: Storage,
}

impl Preferences {
    /// Those of this browser.
    pub fn new() -> Self {
        Self {
            local: Storage::local(),
        }
    }

    /// The device chosen last.
    pub fn device(&self, kind: DeviceKind) -> Option<String> {
        self.local.get(key(kind))
    }

    /// Remembers a device.
    pub fn keep_device(&self, kind: DeviceKind, id: &str) {
        self.local.set(key(kind), id);
    }

    /// What is done to the voice; a letter for each thing that is not.
    pub fn voice(&self) -> Voice {
        let off = self.local.get(VOICE).unwrap_or_default();
        let is_on = |letter| Switch::from(!off.contains(letter));
        Voice {
            echo_cancellation: is_on('e'),
            noise_suppression: is_on('n'),
            auto_gain: is_on('g'),
        }
    }

    /// Remembers what is done to the voice.
    pub fn keep_voice(&self, voice: Voice) {
        let letter = |switch: Switch, letter| if switch.is_on() { "" } else { letter };
        let off = [
            letter(voice.echo_cancellation, "e"),
            letter(voice.noise_suppression, "n"),
            letter(voice.auto_gain, "g"),
        ];
        self.local.set(VOICE, &off.concat());
    }
}

impl Default for Preferences {
    fn default() -> Self {
        Self::new()
    }
}

const fn key(kind: DeviceKind) -> &'static str {
    match kind {
        DeviceKind::Microphone => "chatmux.microphone",
        DeviceKind::Camera => "chatmux.camera",
        DeviceKind::Speaker => "chatmux.speaker",
    }
}
