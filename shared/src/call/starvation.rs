//! Whether what should come over a link does.
//!
//! A path may be there for the browser, and still nothing comes: a machine
//! that was asleep, a router that lets one direction through. When no packet
//! of a line that should run has come for [`STARVED_MS`], the link counts as
//! failed, whatever the browser says.
//!
//! Only voice and camera are watched: a screen on which nothing moves may send
//! nothing for long. Time in which nothing was read does not count, or a
//! machine that slept would find all its links dead on waking. A peer who says
//! that they send and never does costs little: each time, the watch waits
//! twice as long.

use super::negotiation::{Flow, Generation};
use super::stats::{CAMERA, Figures, MICROPHONE};
use crate::wire::Switch;

/// How long nothing may come on a line that should run, in milliseconds.
pub const STARVED_MS: u64 = 15_000;
/// What that grows to while nothing helps.
pub const MAX_STARVED_MS: u64 = 240_000;
/// The most of the time between two readings that counts, in milliseconds.
pub const COUNTED_MS: u64 = 5_000;

/// What should come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Due {
    /// Their voice.
    pub voice: Switch,
    /// Their camera's pictures.
    pub camera: Switch,
}

/// The watch over one link.
#[derive(Debug, Clone)]
pub struct Starvation {
    /// The building that is watched.
    generation: Generation,
    /// For how long nothing has come: of the voice, of the camera.
    hungry: [u64; 2],
    flow: Flow,
    patience: u64,
}

impl Starvation {
    /// A watch that has seen nothing yet.
    pub fn new(generation: Generation) -> Self {
        Self {
            generation,
            hungry: [0; 2],
            flow: Flow::Runs,
            patience: STARVED_MS,
        }
    }

    /// The link is of this building now: nothing is held against a new one.
    pub fn note(&mut self, generation: Generation) {
        if generation != self.generation {
            *self = Self {
                patience: self.patience,
                ..Self::new(generation)
            };
        }
    }

    /// The link has no path at present, which others take care of.
    pub fn pause(&mut self) {
        if self.flow == Flow::Runs {
            self.hungry = [0; 2];
        }
    }

    /// This has come of what was due.
    pub fn handle(&mut self, figures: &Figures, due: Due) {
        let lines = [(MICROPHONE, due.voice), (CAMERA, due.camera)];
        for (hungry, (line, due)) in self.hungry.iter_mut().zip(lines) {
            *hungry = if due.is_on() && figures.arrived[line] == 0 {
                *hungry + figures.span.min(COUNTED_MS)
            } else {
                0
            };
        }
        if self.hungry == [0; 2] {
            self.flow = Flow::Runs;
            self.patience = STARVED_MS;
        } else if self.flow == Flow::Runs && self.is_starved() {
            self.flow = Flow::Starved;
            self.patience = (self.patience * 2).min(MAX_STARVED_MS);
        }
    }

    fn is_starved(&self) -> bool {
        self.hungry.iter().any(|hungry| *hungry >= self.patience)
    }

    /// What to make of it.
    pub fn flow(&self) -> Flow {
        self.flow
    }

    /// Whether the voice is missing right now, if it is due.
    pub fn lacks_voice(&self) -> bool {
        self.hungry[0] >= MISSED_MS
    }
}

/// A voice that has not come for so long is missed, in milliseconds.
const MISSED_MS: u64 = 3_000;
