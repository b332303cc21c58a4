//! What devices and page say.

use chatmux_app::state::Change;
use chatmux_shared::wire::ClientFrame;

use super::{Door, Driver};
use crate::clock::now;
use crate::input::PageInput;
use crate::media::MediaInput;

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
            MediaInput::Listed(devices) => self.state.apply(Change::Devices(devices)),
            MediaInput::Level(level) => self.state.apply(Change::Level(level)),
        }
    }

    pub(super) fn handle_page(&mut self, input: PageInput) {
        match input {
            PageInput::Going => self.go(),
            PageInput::Back => self.return_as_was(),
            PageInput::Online => self.handle_network(),
            PageInput::Offline => self.show_connection(),
            PageInput::Seen => self.line.hurry(now()),
            PageInput::DevicesChanged => self.own.list(),
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
