//! A captured track.

use web_sys::{MediaStream, MediaStreamTrack};

use crate::listener::Listener;

/// A track, stopped when dropped: a camera's light goes out.
#[derive(Debug)]
pub struct Capture {
    track: MediaStreamTrack,
    ended: Option<Listener>,
}

impl Capture {
    /// Takes the track into its care.
    pub fn new(track: MediaStreamTrack) -> Self {
        Self { track, ended: None }
    }

    /// Takes the first track of each kind of a stream.
    pub fn of(stream: &MediaStream) -> (Option<Self>, Option<Self>) {
        let first = |tracks: js_sys::Array| tracks.iter().next().map(Into::into).map(Self::new);
        (
            first(stream.get_audio_tracks()),
            first(stream.get_video_tracks()),
        )
    }

    /// Tells when the track ends by itself; it does not when it is stopped.
    pub fn when_ended(&mut self, tell: impl Fn() + 'static) {
        self.ended = Some(Listener::new(&self.track, "ended", move |_| tell()));
    }

    /// The track, to send or to show.
    pub fn track(&self) -> &MediaStreamTrack {
        &self.track
    }

    /// The browser's id of the device.
    pub fn device(&self) -> Option<String> {
        self.track.get_settings().get_device_id()
    }
}

impl Drop for Capture {
    fn drop(&mut self) {
        self.track.stop();
    }
}
