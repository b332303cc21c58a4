//! The fixed lines of a link, in their order: microphone, camera, screen
//! sound, screen. Which is which goes by the order, on both ends.
//!
//! Turning a thing on or off puts another track on its line; no line is ever
//! negotiated anew.

use chatmux_shared::wire::Switch;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{
    MediaStream, MediaStreamTrack, RtcPeerConnection, RtcRtpTransceiver,
    RtcRtpTransceiverDirection, RtcRtpTransceiverInit,
};

use super::codecs;
use crate::listener::Listener;
use crate::script::{call, detach};

const KINDS: [&str; 4] = ["audio", "video", "audio", "video"];

/// What one sends, by line.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Outgoing {
    /// One's voice.
    pub microphone: Option<MediaStreamTrack>,
    /// One's picture.
    pub camera: Option<MediaStreamTrack>,
    /// What one's screen sounds like.
    pub screen_sound: Option<MediaStreamTrack>,
    /// One's screen.
    pub screen: Option<MediaStreamTrack>,
}

impl Outgoing {
    fn tracks(&self) -> [Option<&MediaStreamTrack>; 4] {
        [
            self.microphone.as_ref(),
            self.camera.as_ref(),
            self.screen_sound.as_ref(),
            self.screen.as_ref(),
        ]
    }

    /// Puts the tracks that differ from `former` on their lines.
    pub fn send(&self, former: &Self, lines: &[RtcRtpTransceiver; 4]) {
        let tracks = self.tracks().into_iter().zip(former.tracks());
        for (line, (track, former)) in lines.iter().zip(tracks) {
            if track != former {
                detach(line.sender().replace_track(track));
            }
        }
    }
}

/// What comes from the other end.
#[derive(Debug)]
pub struct Remote {
    microphone: MediaStreamTrack,
    camera: MediaStreamTrack,
    shows_camera: Switch,
    /// Voice, and camera while there are pictures.
    person: MediaStream,
    /// Screen and its sound.
    screen: MediaStream,
    _first_picture: Listener,
}

impl Remote {
    /// What comes on these lines; `tell` is called when the camera's first
    /// picture is there to be shown.
    ///
    /// # Errors
    /// The browser's exception.
    pub fn new(lines: &[RtcRtpTransceiver; 4], tell: impl Fn() + 'static) -> Result<Self, JsValue> {
        let [microphone, camera, screen_sound, screen] =
            lines.each_ref().map(|line| line.receiver().track());
        Ok(Self {
            person: stream(&[&microphone])?,
            screen: stream(&[&screen_sound, &screen])?,
            _first_picture: Listener::new(&camera, "unmute", move |_| tell()),
            microphone,
            camera,
            shows_camera: Switch::Off,
        })
    }

    /// The camera is on or off over there. Its track is in the stream only
    /// while there are pictures: a media element plays no voice before it has
    /// the first picture of a track that it was given, and takes no notice of
    /// a track that comes later. So this is another stream each time.
    ///
    /// # Errors
    /// The browser's exception.
    pub fn show_camera(&mut self, camera: Switch) -> Result<(), JsValue> {
        let has_pictures = self.shows_camera.is_on() || !self.camera.muted();
        let camera = Switch::from(camera.is_on() && has_pictures);
        if camera == self.shows_camera {
            return Ok(());
        }
        self.shows_camera = camera;
        self.person = match camera {
            Switch::On => stream(&[&self.microphone, &self.camera])?,
            Switch::Off => stream(&[&self.microphone])?,
        };
        Ok(())
    }

    /// Voice, and camera while there are pictures.
    pub fn person(&self) -> &MediaStream {
        &self.person
    }

    /// Screen and its sound.
    pub fn screen(&self) -> &MediaStream {
        &self.screen
    }
}

fn stream(tracks: &[&MediaStreamTrack]) -> Result<MediaStream, JsValue> {
    let stream = MediaStream::new()?;
    for track in tracks {
        stream.add_track(track);
    }
    Ok(stream)
}

/// The lines of a peer connection, once it has them.
pub fn of(connection: &RtcPeerConnection) -> Option<[RtcRtpTransceiver; 4]> {
    let transceivers = connection.get_transceivers();
    if transceivers.length() < 4 {
        return None;
    }
    Some([0, 1, 2, 3].map(|place| transceivers.get(place).unchecked_into()))
}

/// Makes the lines; the impolite end does so, before its first offer.
///
/// # Errors
/// The browser's exception.
pub fn make(connection: &RtcPeerConnection) -> Result<(), JsValue> {
    for (kind, stream) in KINDS.into_iter().zip(streams()?) {
        let init = RtcRtpTransceiverInit::new();
        init.set_direction(RtcRtpTransceiverDirection::Sendrecv);
        init.set_streams(&js_sys::Array::of1(&stream));
        connection.add_transceiver_with_str_and_init(kind, &init);
    }
    if let Some([_, camera, _, screen]) = of(connection) {
        codecs::prefer(&camera, &screen);
    }
    Ok(())
}

/// Takes the lines of an offer for one's own; the polite end does so, before
/// its first answer.
///
/// # Errors
/// The browser's exception.
pub fn adopt(connection: &RtcPeerConnection) -> Result<(), JsValue> {
    let Some(lines) = of(connection) else {
        return Err(JsValue::from_str("an offer without the four lines"));
    };
    let mut is_new = false;
    for (line, stream) in lines.iter().zip(streams()?) {
        if line.direction() == RtcRtpTransceiverDirection::Sendrecv {
            continue;
        }
        is_new = true;
        line.set_direction(RtcRtpTransceiverDirection::Sendrecv);
        call(&line.sender(), "setStreams", &stream);
    }
    if is_new {
        let [_, camera, _, screen] = &lines;
        codecs::prefer(camera, screen);
    }
    Ok(())
}

/// One stream for a person, one for their screen: what is in one is played in
/// step (RFC 8830).
fn streams() -> Result<[MediaStream; 4], JsValue> {
    let person = MediaStream::new()?;
    let screen = MediaStream::new()?;
    // The web's own `clone` would make other streams.
    let again = Clone::clone;
    Ok([again(&person), person, again(&screen), screen])
}
