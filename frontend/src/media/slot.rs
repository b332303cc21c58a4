//! One of microphone and camera: what is wanted of it, and what there is.
//!
//! ```text
//!  empty ──request──► asked ──answer──► working | in trouble
//!    ▲                  │                   │
//!    └──── release ─────┴───────────────────┘
//! ```
//!
//! Invariant: only the answer to the last request counts; the tracks of
//! another are stopped.

use chatmux_app::state::Health;
use chatmux_shared::wire::Switch;
use web_sys::MediaStreamTrack;

use super::{Capture, Source, Trouble};

/// One device in use.
#[derive(Debug)]
pub struct Slot {
    source: Source,
    /// Whether the person wants it on.
    pub wanted: Switch,
    /// The device the person chose.
    pub chosen: Option<String>,
    /// How it is.
    pub health: Health,
    capture: Option<Capture>,
    /// The request the capture answered.
    answered: u32,
    /// The request without an answer.
    asked: Option<u32>,
}

impl Slot {
    /// Wanted, and not asked for yet.
    pub fn new(source: Source) -> Self {
        Self {
            source,
            wanted: Switch::On,
            chosen: None,
            health: Health::Unknown,
            capture: None,
            answered: 0,
            asked: None,
        }
    }

    /// The browser is asked for it.
    pub fn ask(&mut self, request: u32) {
        self.capture = None;
        self.asked = Some(request);
    }

    /// Neither there nor asked for.
    pub fn is_empty(&self) -> bool {
        self.capture.is_none() && self.asked.is_none()
    }

    /// Whether the browser owes an answer.
    pub fn is_asked(&self) -> bool {
        self.asked.is_some()
    }

    /// Lets the device go.
    pub fn release(&mut self) {
        self.capture = None;
        self.asked = None;
    }

    /// The browser's answer; `when_ended` is called if the track ends by
    /// itself.
    pub fn handle_answer(
        &mut self,
        request: u32,
        answer: Result<Capture, Trouble>,
        when_ended: impl Fn() + 'static,
    ) {
        if self.asked != Some(request) {
            return;
        }
        self.asked = None;
        self.answered = request;
        match answer {
            Ok(mut capture) => {
                capture.when_ended(when_ended);
                self.capture = Some(capture);
                self.health = Health::Working;
                self.mute();
            }
            Err(trouble) => self.health = Health::Trouble(trouble.to_string()),
        }
    }

    /// The track has ended by itself.
    pub fn handle_ended(&mut self, request: u32) {
        if self.answered == request && self.capture.take().is_some() {
            self.health = Health::Trouble(Trouble::Unplugged(self.source).to_string());
        }
    }

    /// Silence instead of sound, black instead of pictures, while it is not
    /// wanted: quick to turn on again.
    pub fn mute(&self) {
        if let Some(capture) = &self.capture {
            capture.track().set_enabled(self.wanted.is_on());
        }
    }

    /// Whether it is wanted and works.
    pub fn switch(&self) -> Switch {
        Switch::from(self.wanted.is_on() && self.capture.is_some())
    }

    /// What it gives.
    pub fn track(&self) -> Option<&MediaStreamTrack> {
        self.capture.as_ref().map(Capture::track)
    }

    /// The browser's id of the device in use.
    pub fn device(&self) -> Option<String> {
        self.capture.as_ref()?.device()
    }
}
