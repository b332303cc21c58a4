//! What this tab has, wants and sends.
//!
//! # Layout
//! - `wants`: what the person wants
//! - `answers`: what the browser says

mod answers;
mod wants;

use chatmux_app::sound::Voice;
use chatmux_app::state::{Local, Stream};
use chatmux_app::ui::DeviceKind;
use chatmux_shared::id::Timestamp;
use chatmux_shared::wire::{Media, Switch};

use super::meter::Meter;
use super::preferences::Preferences;
use super::screen::Sharing;
use super::slot::Slot;
use super::{Capture, Readiness, Source};
use crate::call::Outgoing;
use crate::input::Mailbox;

/// How long a link waits for what there is to send on it, in milliseconds.
const PATIENCE: u64 = 10_000;

/// The devices of this tab.
///
/// ```text
///  idle ──acquire──► in use ──release──► idle
/// ```
///
/// Invariant: idle, nothing is captured, whatever is chosen, plugged in or
/// wanted: it is remembered until they are in use again.
#[derive(Debug)]
pub struct Own {
    mailbox: Mailbox,
    /// Whether anything may be captured now: no light is on, and nothing is
    /// asked for, while nobody is to see or hear it.
    in_use: Switch,
    requests: u32,
    microphone: Slot,
    camera: Slot,
    screen: Sharing,
    speaker: Option<String>,
    /// Whether that one was ever there.
    has_speaker: bool,
    voice: Voice,
    /// What was asked for the last time.
    asked_voice: Voice,
    preferences: Preferences,
    /// What to say in passing.
    words: Vec<String>,
    /// Until when the answer of the browser is waited for.
    waiting: Option<Timestamp>,
    meter: Option<Meter>,
    /// Whether the loudness is to be told.
    metered: Switch,
    picture: Option<Stream>,
}

impl Own {
    /// Nothing yet.
    pub fn new(mailbox: Mailbox) -> Self {
        let preferences = Preferences::new();
        let chosen = |kind| preferences.device(kind);
        Self {
            mailbox,
            in_use: Switch::Off,
            requests: 0,
            microphone: Slot::new(Source::Microphone, chosen(DeviceKind::Microphone)),
            camera: Slot::new(Source::Camera, chosen(DeviceKind::Camera)),
            screen: Sharing::default(),
            speaker: chosen(DeviceKind::Speaker),
            has_speaker: false,
            voice: preferences.voice(),
            asked_voice: preferences.voice(),
            words: Vec::new(),
            waiting: None,
            meter: None,
            metered: Switch::Off,
            picture: None,
            preferences,
        }
    }

    /// How it is all.
    pub fn local(&self) -> Local {
        Local {
            media: self.media(),
            microphone: self.microphone.health.clone(),
            camera: self.camera.health.clone(),
            voice: self.voice,
        }
    }

    /// What is on.
    pub fn media(&self) -> Media {
        Media {
            microphone: self.microphone.switch(),
            camera: self.camera.switch(),
            screen: self.screen.switch(),
        }
    }

    /// What goes out on every link.
    pub fn outgoing(&self) -> Outgoing {
        let screen = self.screen.screen();
        let sound = screen.and_then(|screen| screen.sound.as_ref());
        Outgoing {
            microphone: self.microphone.track().cloned(),
            camera: self.camera.track().cloned(),
            screen_sound: sound.map(Capture::track).cloned(),
            screen: screen.map(|screen| screen.picture.track()).cloned(),
        }
    }

    /// What to tell others of it: that what is being asked for is still as it
    /// was `said` to be.
    pub fn announcement(&self, said: Option<Media>) -> Media {
        let media = self.media();
        let Some(said) = said else {
            return media;
        };
        let as_said = |slot: &Slot, now, before| if slot.is_asked() { before } else { now };
        Media {
            microphone: as_said(&self.microphone, media.microphone, said.microphone),
            camera: as_said(&self.camera, media.camera, said.camera),
            screen: media.screen,
        }
    }

    /// Whether it is known what there is to send. A person may let the
    /// browser's question stand: that is taken for an answer after a while.
    pub fn readiness(&self, now: Timestamp) -> Readiness {
        match self.waiting {
            Some(until) if now < until => Readiness::Unsettled,
            Some(_) | None => Readiness::Settled,
        }
    }

    /// When [`Self::readiness`] changes by itself.
    pub fn poll_timeout(&self) -> Option<Timestamp> {
        self.waiting
    }

    /// A deadline may have passed.
    pub fn handle_timeout(&mut self, now: Timestamp) {
        self.waiting.take_if(|until| *until <= now);
    }

    /// How loud the microphone is, 0 to 1, be it on or off.
    pub fn level(&self) -> f64 {
        self.meter.as_ref().map_or(0.0, Meter::level)
    }

    /// What to say in passing.
    pub fn poll_words(&mut self) -> Option<String> {
        self.words.pop()
    }

    /// One's own picture.
    pub fn picture(&self) -> Option<&Stream> {
        self.picture.as_ref()
    }

    /// One's own screen.
    pub fn shown_screen(&self) -> Option<&Stream> {
        self.screen.shown()
    }

    /// The speaker the person chose.
    pub fn speaker(&self) -> Option<&str> {
        self.speaker.as_deref()
    }
}
