//! What the browser says of the devices.

use chatmux_app::state::Device;
use chatmux_app::ui::DeviceKind;

use super::Own;
use crate::input::Input;
use crate::media::meter::Meter;
use crate::media::slot::Slot;
use crate::media::{Capture, MediaInput, Screen, Source, Trouble, stream_of};

impl Own {
    /// A request was answered.
    pub fn handle_answer(
        &mut self,
        source: Source,
        request: u32,
        answer: Result<Capture, Trouble>,
    ) {
        let mailbox = self.mailbox.clone();
        let listen = move |capture: &mut Capture| {
            let tell = mailbox.clone();
            let ended = move || tell.send(Input::Media(MediaInput::Ended { source, request }));
            capture.when_ended(ended);
            let silenced =
                move || mailbox.send(Input::Media(MediaInput::Silenced { source, request }));
            capture.when_silenced(silenced);
        };
        let words = self.slot(source).handle_answer(request, answer, listen);
        self.words.extend(words);
        self.changed(source);
        // It was changed while the browser was being asked.
        if self.voice != self.asked_voice {
            self.change_voice();
        }
    }

    /// A track has ended by itself: another device takes its place, if there
    /// is one.
    pub fn handle_ended(&mut self, source: Source, request: u32) {
        if self.slot(source).handle_ended(request) {
            self.ask_for(source);
        }
        self.changed(source);
    }

    /// The system has taken a track for itself, or given it back.
    pub fn handle_silence(&mut self, source: Source, request: u32) {
        self.slot(source).handle_silence(request);
    }

    /// What is done to the voice cannot be changed on the track there is.
    pub fn handle_unchanged(&mut self, request: u32) {
        if self.microphone.answered() == request && !self.microphone.is_empty() {
            self.ask_for(Source::Microphone);
        }
    }

    /// The devices there are. One that is not among them any more is gone,
    /// even if its track does not say so.
    pub fn handle_list(&mut self, devices: &[Device]) {
        for (source, kind) in [
            (Source::Microphone, DeviceKind::Microphone),
            (Source::Camera, DeviceKind::Camera),
        ] {
            let is_there = |id: &str| is_there(devices, kind, id);
            if let Some(gone) = self.slot(source).handle_list(is_there) {
                self.handle_ended(source, gone);
            }
        }
        self.look_for_speaker(devices);
    }

    /// A device was plugged in or out: it may be the one that is missing.
    pub fn handle_plugged(&mut self) {
        for source in [Source::Microphone, Source::Camera] {
            let is_wanted = source == Source::Microphone || self.camera.wanted.is_on();
            if is_wanted && self.slot(source).is_missing() {
                self.ask_for(source);
            }
        }
        self.list();
    }

    /// One that was there and is not any more is let go: the system chooses.
    fn look_for_speaker(&mut self, devices: &[Device]) {
        let Some(speaker) = &self.speaker else {
            return;
        };
        let is_there = is_there(devices, DeviceKind::Speaker, speaker);
        if self.has_speaker && !is_there {
            self.speaker = Some(String::new());
            let words = "The speaker was unplugged: now the system’s own is used.";
            self.words.push(words.to_owned());
        }
        self.has_speaker = is_there;
    }

    /// The screen is there, or was refused; gives what to say of it.
    pub fn handle_screen(
        &mut self,
        request: u32,
        answer: Result<Screen, Trouble>,
    ) -> Option<Trouble> {
        self.screen.handle_answer(request, answer)
    }

    /// The sharing was ended by the browser's own button.
    pub fn handle_screen_ended(&mut self, request: u32) {
        self.screen.handle_ended(request);
    }

    pub(super) fn slot(&mut self, source: Source) -> &mut Slot {
        match source {
            Source::Microphone => &mut self.microphone,
            Source::Camera => &mut self.camera,
        }
    }

    fn changed(&mut self, source: Source) {
        match source {
            Source::Microphone => self.meter_microphone(),
            Source::Camera => self.show_picture(),
        }
        self.settle();
        self.list();
    }

    pub(super) fn settle(&mut self) {
        if !self.microphone.is_asked() && !self.camera.is_asked() {
            self.waiting = None;
        }
    }

    pub(super) fn show_picture(&mut self) {
        self.picture = self.camera.track().and_then(stream_of);
    }

    pub(super) fn meter_microphone(&mut self) {
        let track = self.microphone.track().filter(|_| self.metered.is_on());
        self.meter = track.and_then(|track| Meter::new(track).ok());
    }
}

fn is_there(devices: &[Device], kind: DeviceKind, id: &str) -> bool {
    let mut of_kind = devices.iter().filter(|device| device.kind == kind);
    of_kind.any(|device| device.id == id)
}
