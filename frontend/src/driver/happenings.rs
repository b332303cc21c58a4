//! What devices and page say.

use chatmux_app::state::{Change, Device, Phase};
use chatmux_shared::wire::ClientFrame;
use leptos::prelude::ReadUntracked as _;

use super::{Door, Driver};
use crate::clock::now;
use crate::input::PageInput;
use crate::media::MediaInput;

const LEFT: &str = "You have left the room.";

impl Driver {
    pub(super) fn handle_media(&mut self, input: MediaInput) {
        match input {
            MediaInput::Answer {
                request,
                source,
                answer,
            } => self.own.handle_answer(source, request, answer),
            MediaInput::Ended { source, request } => self.own.handle_ended(source, request),
            MediaInput::Screen { request, answer } => {
                if let Some(trouble) = self.own.handle_screen(request, answer) {
                    self.notice(trouble.to_string());
                }
            }
            MediaInput::ScreenEnded { request } => self.own.handle_screen_ended(request),
            MediaInput::Silenced { source, request } => self.own.handle_silence(source, request),
            MediaInput::Unchanged { request } => self.own.handle_unchanged(request),
            MediaInput::Listed(devices) => self.handle_list(devices),
        }
    }

    /// Another speaker than before may be to be used.
    fn handle_list(&mut self, devices: Vec<Device>) {
        let before = self.own.speaker().map(ToOwned::to_owned);
        self.own.handle_list(&devices);
        self.state.apply(Change::Devices(devices));
        if self.own.speaker() != before.as_deref() {
            self.play();
        }
    }

    pub(super) fn handle_page(&mut self, input: PageInput) {
        match input {
            PageInput::Going => self.go(),
            PageInput::Back => self.return_as_was(),
            PageInput::Online => self.handle_network(),
            PageInput::Offline => self.show_connection(),
            PageInput::Seen => {
                self.hearing.handle_seen();
                self.line.hurry(now());
            }
            PageInput::DevicesChanged => self.own.handle_plugged(),
        }
    }

    /// The next load of this tab may resume at once.
    fn go(&mut self) {
        if self.guest.visit.is_some() {
            self.memories.say_gone();
            self.send(&ClientFrame::Leaving);
        }
    }

    /// The browser kept the page, not its socket.
    fn return_as_was(&mut self) {
        if self.guest.visit.is_some() {
            self.memories.former();
            self.door = Door::Shut;
            self.line.open(now());
        } else if *self.state.phase.read_untracked() == Phase::Leaving {
            self.end(LEFT.to_owned());
        }
    }

    fn handle_network(&mut self) {
        self.line.hurry(now());
        if let Some(links) = &mut self.links {
            links.mesh.handle_network_change(now());
        }
        self.show_connection();
    }
}
