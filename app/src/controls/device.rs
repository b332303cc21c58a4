//! Devices that can be turned on and off.

use leptos::prelude::*;

use crate::room::Desk;
use crate::state::Health;
use crate::ui::{Ui, Wish};

/// One's own microphone, camera or screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Device {
    /// Hears.
    Microphone,
    /// Sees.
    Camera,
    /// Shows.
    Screen,
}

impl Device {
    /// Whether it is on.
    pub fn is_on(self, desk: Desk) -> bool {
        let media = desk.state().local.with(|local| local.media);
        match self {
            Self::Microphone => media.microphone.is_on(),
            Self::Camera => media.camera.is_on(),
            Self::Screen => media.screen.is_on(),
        }
    }

    /// Wishes it on if it is off, and off if it is on; outside the call it is
    /// of no use.
    pub fn turn(self, desk: Desk) {
        if !untrack(|| desk.is_in_call()) {
            return;
        }
        let other = (!untrack(|| self.is_on(desk))).into();
        Ui.wish(match self {
            Self::Microphone => Wish::Microphone(other),
            Self::Camera => Wish::Camera(other),
            Self::Screen => Wish::Screen(other),
        });
    }

    /// Whether it was refused, or is not there.
    pub(super) fn is_in_trouble(self, desk: Desk) -> bool {
        desk.state().local.with(|local| {
            let health = match self {
                Self::Microphone => &local.microphone,
                Self::Camera => &local.camera,
                Self::Screen => return false,
            };
            matches!(health, Health::Trouble(_) | Health::Silenced)
        })
    }

    /// What pressing its button does.
    pub(super) fn label(self, desk: Desk) -> &'static str {
        match (self, self.is_on(desk)) {
            (Self::Microphone, true) => "Mute microphone",
            (Self::Microphone, false) => "Unmute microphone",
            (Self::Camera, true) => "Turn camera off",
            (Self::Camera, false) => "Turn camera on",
            (Self::Screen, true) => "Stop sharing",
            (Self::Screen, false) => "Share screen",
        }
    }

    /// How it is now.
    pub(super) fn drawing(self, desk: Desk) -> &'static str {
        match (self, self.is_on(desk)) {
            (Self::Microphone, true) => "mic",
            (Self::Microphone, false) => "mic-off",
            (Self::Camera, true) => "camera",
            (Self::Camera, false) => "camera-off",
            (Self::Screen, _) => "screen",
        }
    }

    /// The keys that turn it, as ARIA names them.
    pub(super) const fn keys(self) -> &'static str {
        match self {
            Self::Microphone => "m Space",
            Self::Camera => "v",
            Self::Screen => "s",
        }
    }

    /// The same for those who point at its button.
    pub(super) const fn hint(self) -> &'static str {
        match self {
            Self::Microphone => " (m, or hold space)",
            Self::Camera => " (v)",
            Self::Screen => " (s)",
        }
    }

    pub(super) fn class(self, desk: Desk) -> &'static str {
        match (self, self.is_on(desk), self.is_in_trouble(desk)) {
            (Self::Screen, true, _) => "control control-live",
            (Self::Screen, false, _) | (_, true, false) => "control",
            (_, _, true) => "control control-trouble",
            (_, false, false) => "control control-off",
        }
    }
}
