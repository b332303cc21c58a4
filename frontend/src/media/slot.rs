//! One of microphone and camera: what is wanted of it, and what there is.
//!
//! ```text
//!  empty ──request──► asked ──answer──► working | in trouble
//!    ▲                  │                │   ▲
//!    │                  │     the system ▼   │ gives it back
//!    │                  │             silenced
//!    └──── release ─────┴────────────────┘
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
    /// Why it does not work, if it does not.
    trouble: Option<Trouble>,
    /// It went away by itself, and nothing has taken its place yet.
    is_lost: bool,
    capture: Option<Capture>,
    /// The request the capture answered.
    answered: u32,
    /// The request without an answer.
    asked: Option<u32>,
    /// The answer whose device was among those there are: only what was there
    /// can be gone.
    listed: Option<u32>,
}

impl Slot {
    /// Wanted, and not asked for yet; this device first.
    pub fn new(source: Source, chosen: Option<String>) -> Self {
        Self {
            source,
            wanted: Switch::On,
            chosen,
            health: Health::Unknown,
            trouble: None,
            is_lost: false,
            capture: None,
            answered: 0,
            asked: None,
            listed: None,
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

    /// Whether it is of use to ask again: it does not work, or the system
    /// keeps it.
    pub fn is_in_trouble(&self) -> bool {
        match self.health {
            Health::Silenced => true,
            Health::Trouble(_) => self.is_empty(),
            Health::Unknown | Health::Working => false,
        }
    }

    /// Whether one that is plugged in is what was missing.
    pub fn is_missing(&self) -> bool {
        let is_missing = matches!(
            self.trouble,
            Some(Trouble::Missing(_) | Trouble::Unplugged(_))
        );
        is_missing && self.is_empty()
    }

    /// Lets the device go.
    pub fn release(&mut self) {
        self.capture = None;
        self.asked = None;
        self.is_lost = false;
    }

    /// The browser's answer; gives what to say of it in passing. `listen`
    /// makes the track tell what becomes of it.
    pub fn handle_answer(
        &mut self,
        request: u32,
        answer: Result<Capture, Trouble>,
        listen: impl FnOnce(&mut Capture),
    ) -> Option<String> {
        self.asked.take_if(|asked| *asked == request)?;
        self.answered = request;
        match answer {
            Ok(mut capture) => {
                listen(&mut capture);
                let replaced = std::mem::take(&mut self.is_lost);
                let words = replaced.then(|| self.replacement(&capture));
                self.capture = Some(capture);
                self.trouble = None;
                self.health = Health::Working;
                self.read_silence();
                self.mute();
                words
            }
            Err(trouble) => self.fail(trouble),
        }
    }

    /// The track has ended by itself. Whether it was in use.
    pub fn handle_ended(&mut self, request: u32) -> bool {
        let is_in_use = self.answered == request && self.capture.take().is_some();
        if is_in_use {
            self.is_lost = true;
            self.set_trouble(Trouble::Unplugged(self.source));
        }
        is_in_use
    }

    /// The system has taken the track for itself, or given it back.
    pub fn handle_silence(&mut self, request: u32) {
        if self.answered == request {
            self.read_silence();
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
        let works = self.capture.is_some() && self.health != Health::Silenced;
        Switch::from(self.wanted.is_on() && works)
    }

    /// What it gives.
    pub fn track(&self) -> Option<&MediaStreamTrack> {
        self.capture.as_ref().map(Capture::track)
    }

    /// The browser's id of the device in use.
    pub fn device(&self) -> Option<String> {
        self.capture.as_ref()?.device()
    }

    /// Of the devices of the kind, these there are; gives the request that
    /// was answered by one that was there and is not any more.
    pub fn handle_list(&mut self, is_there: impl Fn(&str) -> bool) -> Option<u32> {
        let device = self.device()?;
        let answered = Some(self.answered);
        if is_there(&device) {
            self.listed = answered;
            return None;
        }
        answered.filter(|_| self.listed == answered)
    }

    /// The request that what there is answers.
    pub fn answered(&self) -> u32 {
        self.answered
    }

    fn read_silence(&mut self) {
        let Some(track) = self.track() else { return };
        self.health = if track.muted() {
            Health::Silenced
        } else {
            Health::Working
        };
    }

    /// One that was taken away is not merely missing; and that is said, for
    /// where it is shown may not be open.
    fn fail(&mut self, trouble: Trouble) -> Option<String> {
        let is_missing = trouble == Trouble::Missing(self.source);
        let trouble = if is_missing && self.is_lost {
            Trouble::Unplugged(self.source)
        } else {
            trouble
        };
        self.set_trouble(trouble);
        self.is_lost.then(|| trouble.to_string())
    }

    fn set_trouble(&mut self, trouble: Trouble) {
        self.trouble = Some(trouble);
        self.health = Health::Trouble(trouble.to_string());
    }

    fn replacement(&self, capture: &Capture) -> String {
        let label = capture.track().label();
        let kind = self.source.to_string();
        ["The ", &kind, " was unplugged: now ", &label, " is used."].concat()
    }
}
