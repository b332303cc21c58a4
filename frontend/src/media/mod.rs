//! Microphone, camera and screen of this tab.
//!
//! Invariant: whatever is captured is held by a guard, and stops with it.
//! Nothing here fails: what the browser refuses is a device in trouble, with
//! a sentence for the person.
//!
//! # Layout
//! - [`own`]: what this tab has, wants and sends
//! - [`slot`]: one of microphone and camera
//! - [`request`]: asking the browser for them
//! - [`capture`]: a track, stopped when dropped
//! - [`screen`]: sharing the screen
//! - [`trouble`]: what goes wrong, in words
//! - [`list`]: the devices there are
//! - [`meter`]: how loud the microphone is
//! - [`voice`]: what the browser does to it
//! - [`preferences`]: what was chosen, for the next time

pub mod capture;
pub mod list;
pub mod meter;
pub mod own;
pub mod preferences;
pub mod request;
pub mod screen;
pub mod slot;
pub mod trouble;
pub mod voice;

use std::fmt;

use chatmux_app::state::{Device, Stream};
use web_sys::{MediaDevices, MediaStream, MediaStreamTrack};

use crate::script::{is_there, window};
pub use capture::Capture;
pub use meter::shown;
pub use own::Own;
pub use screen::Screen;
pub use trouble::Trouble;

/// Something that happened to the devices.
#[derive(Debug)]
pub enum MediaInput {
    /// The browser has answered a request.
    Answer {
        /// Which request.
        request: u32,
        /// For what.
        source: Source,
        /// What it gave.
        answer: Result<Capture, Trouble>,
    },
    /// A track has ended by itself.
    Ended {
        /// Of what.
        source: Source,
        /// The request that it was the answer to.
        request: u32,
    },
    /// The browser has answered a request for the screen.
    Screen {
        /// Which request.
        request: u32,
        /// What it gave.
        answer: Result<Screen, Trouble>,
    },
    /// The person has ended the sharing by the browser's own button.
    ScreenEnded {
        /// The request that the sharing was the answer to.
        request: u32,
    },
    /// The devices there are.
    Listed(Vec<Device>),
    /// The system has taken a track for itself, or given it back.
    Silenced {
        /// Of what.
        source: Source,
        /// The request that it was the answer to.
        request: u32,
    },
    /// What is done to the voice cannot be changed on the track there is.
    Unchanged {
        /// The request that it was the answer to.
        request: u32,
    },
}

/// What a person can be seen and heard by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// Hears.
    Microphone,
    /// Sees.
    Camera,
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Microphone => "microphone",
            Self::Camera => "camera",
        })
    }
}

/// Whether it is known what there is to send.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Readiness {
    /// It is: devices are there, or refused, or not to be waited for.
    Settled,
    /// The person may be looking at the browser's question.
    Unsettled,
}

/// The browser's devices; insecure origins have none (Media Capture and
/// Streams §9.1).
pub fn devices() -> Option<MediaDevices> {
    let devices = window().navigator().media_devices().ok()?;
    is_there(&devices).then_some(devices)
}

/// A stream of one track, to be shown.
fn stream_of(track: &MediaStreamTrack) -> Option<Stream> {
    let stream = MediaStream::new().ok()?;
    stream.add_track(track);
    Some(Stream::new(stream))
}
