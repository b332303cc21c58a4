//! What the browser says of the devices.

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
        let tell = move || mailbox.send(Input::Media(MediaInput::Ended { source, request }));
        self.slot(source).handle_answer(request, answer, tell);
        self.changed(source);
    }

    /// A track has ended by itself.
    pub fn handle_ended(&mut self, source: Source, request: u32) {
        self.slot(source).handle_ended(request);
        self.changed(source);
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

    fn slot(&mut self, source: Source) -> &mut Slot {
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
        let mailbox = self.mailbox.clone();
        self.meter = track.and_then(|track| Meter::new(track, mailbox).ok());
    }
}
