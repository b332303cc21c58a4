//! Who comes in and who gets into the call: knocking, the line before a full
//! call, and reactions that are seen for a while.

use chatmux_app::state::{Change, Shown};
use chatmux_shared::call::place::Step;
use chatmux_shared::id::{SessionId, Timestamp};
use chatmux_shared::room::REACTION_SHOWN;
use chatmux_shared::wire::{ClientFrame, Media, ServerFrame};
use leptos::prelude::ReadUntracked as _;

use super::Driver;
use crate::clock::now;

const LET_IN: &str = "There is a place for you: you are in the call now.";

/// At the door.
impl Driver {
    /// The server is there, and one waits for the owner.
    pub(super) fn handle_knocking(&mut self, frame: ServerFrame) {
        self.line.succeeded();
        self.state.apply(Change::Frame(frame));
    }

    /// Back to the green room.
    pub(super) fn stop_knocking(&mut self) {
        if self.state.knocking.read_untracked().is_some() {
            self.send_away();
        }
    }

    /// One does not come in for now.
    pub(super) fn send_away(&mut self) {
        self.line.close();
        self.end_knock();
        self.place.leave();
        self.memories.forget_visit();
        self.guest.visit = None;
        self.show_green_room();
    }

    /// Nobody hears it any more, or it was answered.
    pub(super) fn end_knock(&self) {
        if self.state.knocking.read_untracked().is_some() {
            self.state.apply(Change::Unknocked);
        }
    }
}

/// The line before a full call.
impl Driver {
    /// What follows from where the server knows one to be.
    pub(super) fn take_step(&mut self, step: Step) {
        match step {
            Step::In => self.link_to_all(),
            Step::LetIn => self.come_from_line(),
            Step::LetInUnseen => {
                self.own.stop_video();
                self.state.apply(Change::NoPlaceForVideo);
                self.come_from_line();
            }
            Step::Wait => self.wait_outside(),
            Step::Out => self.send(&ClientFrame::LeaveCall),
            Step::None => {}
        }
    }

    pub(super) fn handle_in_line(&mut self, session: SessionId, media: Media) {
        if self.is_me(session) {
            let step = self.place.handle_in_line(media);
            self.take_step(step);
        } else if let Some(links) = &mut self.links {
            links.mesh.handle_left(session);
        }
    }

    /// One's own place in the call, by the server's word.
    pub(super) fn handle_own_place(&mut self, media: Media) {
        let step = self.place.handle_in_call(media);
        self.take_step(step);
    }

    /// What was let go meanwhile is asked for again.
    fn come_from_line(&mut self) {
        self.own.acquire(now());
        self.link_to_all();
        self.notice(LET_IN);
    }

    /// What to remember for the next load of this tab.
    pub(super) fn wanted_media(&self) -> Option<Media> {
        let known = self.guest.call();
        let wanted = || self.own.announcement(known);
        let waiting = self.place.waiting();
        self.place
            .is_wanted()
            .then(|| waiting.unwrap_or_else(wanted))
    }

    /// Nothing is sent meanwhile, and no camera is on.
    fn wait_outside(&mut self) {
        if let Some(links) = &mut self.links {
            links.mesh.handle_leave();
        }
        self.own.release();
    }
}

/// Reactions.
impl Driver {
    /// They go after a while.
    pub(super) fn fade(&mut self, now: Timestamp) {
        let shown: Vec<u64> = {
            let shown = self.state.reactions.read_untracked();
            shown.iter().map(|Shown { id, .. }| *id).collect()
        };
        self.fading.retain(|(id, _)| shown.contains(id));
        for id in shown {
            if !self.fading.iter().any(|(known, _)| *known == id) {
                self.fading.push((id, now.plus(REACTION_SHOWN)));
            }
        }
        for (id, _) in self.fading.extract_if(.., |(_, until)| *until <= now) {
            self.state.apply(Change::Faded(id));
        }
    }
}
