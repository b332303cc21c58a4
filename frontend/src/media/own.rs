//! What this tab has, wants and sends.

use chatmux_app::state::{Health, Local, Stream};
use chatmux_app::ui::{DeviceChoice, DeviceKind};
use chatmux_shared::id::Timestamp;
use chatmux_shared::wire::{Media, Switch};

use super::list::{self, InUse};
use super::meter::Meter;
use super::request::Request;
use super::screen::{Screen, Sharing};
use super::slot::Slot;
use super::{Capture, MediaInput, Readiness, Source, Trouble, stream_of};
use crate::call::Outgoing;
use crate::input::{Input, Mailbox};

/// How long a link waits for what there is to send on it, in milliseconds.
const PATIENCE: u64 = 10_000;

/// The devices of this tab.
#[derive(Debug)]
pub struct Own {
    mailbox: Mailbox,
    requests: u32,
    microphone: Slot,
    camera: Slot,
    screen: Sharing,
    speaker: Option<String>,
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
        Self {
            mailbox,
            requests: 0,
            microphone: Slot::new(Source::Microphone),
            camera: Slot::new(Source::Camera),
            screen: Sharing::default(),
            speaker: None,
            waiting: None,
            meter: None,
            metered: Switch::Off,
            picture: None,
        }
    }

    /// How it is all.
    pub fn local(&self) -> Local {
        Local {
            media: self.media(),
            microphone: self.microphone.health.clone(),
            camera: self.camera.health.clone(),
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
            screen: screen.map(|screen| screen.picture.track().clone()),
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

/// What the person wants.
impl Own {
    /// Wants these, as soon as they are asked for.
    pub fn want(&mut self, microphone: Switch, camera: Switch) {
        self.microphone.wanted = microphone;
        self.camera.wanted = camera;
    }

    /// Asks for what is wanted and not there. The microphone is asked for even
    /// if it is to be silent: so it is quick to turn on.
    pub fn acquire(&mut self, now: Timestamp) {
        let microphone = self.microphone.is_empty();
        let camera = self.camera.is_empty() && self.camera.wanted.is_on();
        self.waiting = Some(now.plus(PATIENCE));
        self.ask(microphone, camera);
        self.settle();
    }

    /// Lets all of it go.
    pub fn release(&mut self) {
        self.microphone.release();
        self.camera.release();
        self.screen.stop();
        self.show_picture();
        self.meter = None;
        self.settle();
    }

    /// Turns the microphone on or off.
    pub fn set_microphone(&mut self, wanted: Switch) {
        self.microphone.wanted = wanted;
        self.microphone.mute();
        let missing = wanted.is_on() && self.microphone.is_empty();
        self.ask(missing, false);
    }

    /// Turns the camera on or off; off, its light goes out.
    pub fn set_camera(&mut self, wanted: Switch) {
        self.camera.wanted = wanted;
        if !wanted.is_on() {
            self.camera.release();
            self.show_picture();
            self.settle();
        }
        let missing = wanted.is_on() && self.camera.is_empty();
        self.ask(false, missing);
    }

    /// Asks for the screen, or stops sharing it.
    pub fn set_screen(&mut self, wanted: Switch) {
        self.screen.stop();
        if wanted.is_on() {
            self.requests += 1;
            self.screen.ask(self.requests, self.mailbox.clone());
        }
    }

    /// Sends no video.
    pub fn stop_video(&mut self) {
        self.set_camera(Switch::Off);
        self.screen.stop();
    }

    /// Uses another device.
    pub fn choose(&mut self, choice: DeviceChoice) {
        match choice.kind {
            DeviceKind::Microphone => {
                self.microphone.chosen = Some(choice.id);
                self.ask(true, false);
            }
            DeviceKind::Camera => {
                self.camera.chosen = Some(choice.id);
                self.ask(false, self.camera.wanted.is_on());
            }
            DeviceKind::Speaker => {
                self.speaker = Some(choice.id);
                self.list();
            }
        }
    }

    /// Asks again for what was refused or missing.
    pub fn ask_again(&mut self) {
        let microphone = is_in_trouble(&self.microphone);
        let camera = is_in_trouble(&self.camera);
        if camera {
            self.camera.wanted = Switch::On;
        }
        self.ask(microphone, camera);
    }

    /// Tells the loudness of the microphone, or does not.
    pub fn set_metered(&mut self, metered: Switch) {
        self.metered = metered;
        self.meter_microphone();
    }

    /// Asks which devices there are.
    pub fn list(&self) {
        let in_use = InUse {
            microphone: self.microphone.device(),
            camera: self.camera.device(),
            speaker: self.speaker.clone(),
        };
        list::ask(in_use, self.mailbox.clone());
    }

    fn ask(&mut self, microphone: bool, camera: bool) {
        if !microphone && !camera {
            return;
        }
        self.requests += 1;
        let number = self.requests;
        if microphone {
            self.microphone.ask(number);
        }
        if camera {
            self.camera.ask(number);
        }
        let request = Request {
            number,
            microphone: microphone.then(|| self.microphone.chosen.clone()),
            camera: camera.then(|| self.camera.chosen.clone()),
        };
        request.ask(self.mailbox.clone());
    }
}

/// What the browser says.
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

    fn settle(&mut self) {
        if !self.microphone.is_asked() && !self.camera.is_asked() {
            self.waiting = None;
        }
    }

    fn show_picture(&mut self) {
        self.picture = self.camera.track().and_then(stream_of);
    }

    fn meter_microphone(&mut self) {
        let track = self.microphone.track().filter(|_| self.metered.is_on());
        let mailbox = self.mailbox.clone();
        self.meter = track.and_then(|track| Meter::new(track, mailbox).ok());
    }
}

fn is_in_trouble(slot: &Slot) -> bool {
    matches!(slot.health, Health::Trouble(_)) && slot.is_empty()
}
