//! What the person wants of their devices.

use chatmux_app::sound::Voice;
use chatmux_app::ui::{DeviceChoice, DeviceKind};
use chatmux_shared::id::Timestamp;
use chatmux_shared::wire::Switch;

use super::{Own, PATIENCE};
use crate::media::list::{self, InUse};
use crate::media::request::Request;
use crate::media::slot::Slot;
use crate::media::{Source, voice};

impl Own {
    /// Wants these, as soon as they are asked for.
    pub fn want(&mut self, microphone: Switch, camera: Switch) {
        self.microphone.wanted = microphone;
        self.camera.wanted = camera;
    }

    /// From now on the devices are in use: asks for what is wanted and not
    /// there. The microphone is asked for even
    /// if it is to be silent: so it is quick to turn on.
    pub fn acquire(&mut self, now: Timestamp) {
        self.in_use = Switch::On;
        let microphone = self.microphone.is_empty();
        let camera = self.camera.is_empty() && self.camera.wanted.is_on();
        self.waiting = Some(now.plus(PATIENCE));
        self.ask(microphone, camera);
        self.settle();
    }

    /// Lets all of it go: the devices are not in use any more.
    pub fn release(&mut self) {
        self.in_use = Switch::Off;
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
        if wanted.is_on() && self.in_use.is_on() {
            self.requests += 1;
            self.screen.ask(self.requests, self.mailbox.clone());
        }
    }

    /// Whether the camera is wanted, be it there or not.
    pub fn wanted_camera(&self) -> Switch {
        self.camera.wanted
    }

    /// Sends no video.
    pub fn stop_video(&mut self) {
        self.set_camera(Switch::Off);
        self.screen.stop();
    }

    /// Uses another device, now or as soon as it is in use.
    pub fn choose(&mut self, choice: DeviceChoice) {
        self.preferences.keep_device(choice.kind, &choice.id);
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
                self.has_speaker = true;
            }
        }
        self.list();
    }

    /// Has the browser do this to the voice.
    pub fn set_voice(&mut self, voice: Voice) {
        self.voice = voice;
        self.preferences.keep_voice(voice);
        self.change_voice();
    }

    pub(super) fn change_voice(&mut self) {
        let voice = self.voice;
        if let Some(track) = self.microphone.track() {
            self.asked_voice = voice;
            let (track, request) = (Clone::clone(track), self.microphone.answered());
            voice::change(track, voice, request, self.mailbox.clone());
        }
    }

    /// Asks again for what was refused, missing or taken by the system.
    pub fn ask_again(&mut self) {
        let microphone = self.microphone.is_in_trouble();
        let camera = self.camera.is_in_trouble();
        if camera {
            self.camera.wanted = Switch::On;
        }
        self.ask(microphone, camera);
    }

    /// Tells the loudness of the microphone, or does not.
    pub fn set_metered(&mut self, metered: Switch) {
        if metered != self.metered {
            self.metered = metered;
            self.meter_microphone();
        }
    }

    /// Asks which devices there are.
    pub fn list(&self) {
        // Of those that are not in use, the one that will be.
        let idle = |slot: &Slot| slot.chosen.clone().filter(|_| !self.in_use.is_on());
        let used = |slot: &Slot| slot.device().or_else(|| idle(slot));
        let in_use = InUse {
            microphone: used(&self.microphone),
            camera: used(&self.camera),
            speaker: self.speaker.clone(),
        };
        list::ask(in_use, self.mailbox.clone());
    }

    pub(super) fn ask_for(&mut self, source: Source) {
        self.ask(source == Source::Microphone, source == Source::Camera);
    }

    fn ask(&mut self, microphone: bool, camera: bool) {
        if !self.in_use.is_on() || !microphone && !camera {
            return;
        }
        self.requests += 1;
        let number = self.requests;
        if microphone {
            // A copy of the track would hold the device as it was.
            self.meter = None;
            self.asked_voice = self.voice;
            self.microphone.ask(number);
        }
        if camera {
            self.camera.ask(number);
        }
        let request = Request {
            number,
            microphone: microphone.then(|| self.microphone.chosen.clone()),
            camera: camera.then(|| self.camera.chosen.clone()),
            voice: self.voice,
        };
        request.ask(self.mailbox.clone());
    }
}
