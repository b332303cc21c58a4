//! A captured track.

use web_sys::{MediaStream, MediaStreamTrack};

use crate::listener::Listener;

/// A track, stopped when dropped: a camera's light goes out.
#[derive(Debug)]
pub struct Capture {
    track: MediaStreamTrack,
    listeners: Vec<Listener>,
}

impl Capture {
    /// Takes the track into its care.
    pub fn new(track: MediaStreamTrack) -> Self {
        Self {
            track,
            listeners: Vec::new(),
        }
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
        self.on("ended", tell);
    }

    /// Tells when the system takes what it gives for itself, and when it
    /// gives it back (Media Capture and Streams §4.3.1).
    pub fn when_silenced(&mut self, tell: impl Fn() + Clone + 'static) {
        self.on("mute", tell.clone());
        self.on("unmute", tell);
    }

    fn on(&mut self, event: &'static str, tell: impl Fn() + 'static) {
        let listener = Listener::new(&self.track, event, move |_| tell());
        self.listeners.push(listener);
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
