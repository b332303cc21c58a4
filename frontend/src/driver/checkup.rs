//! The test of the connection, from the green room.

use chatmux_app::state::{Change, Phase};
use chatmux_shared::call::checkup::Findings;
use chatmux_shared::wire::Switch;
use leptos::prelude::ReadUntracked as _;

use super::Driver;
use crate::checkup::{Checkup, Found};

impl Driver {
    /// Begins it, anew if there is one; or ends it.
    pub(super) fn set_checkup(&mut self, wanted: Switch) {
        let is_outside = *self.state.phase.read_untracked() == Phase::GreenRoom;
        self.checkup = None;
        if !wanted.is_on() || !is_outside {
            return self.state.apply(Change::Checkup(None));
        }
        self.checkups += 1;
        let mailbox = self.mailbox.clone();
        self.checkup = Some(Checkup::new(self.checkups, self.line.room(), mailbox));
        self.state.apply(Change::Checkup(Some(Findings::default())));
    }

    pub(super) fn handle_found(&mut self, number: u32, found: Found) {
        if self.checkup.as_ref().map(Checkup::number) != Some(number) {
            return;
        }
        self.find(|findings| match found {
            Found::Server(server) => findings.server = server,
            Found::Address(address) => findings.address = address,
            Found::Relay(relay) => findings.relay = relay,
        });
    }

    /// The microphone is so loud, 0 to 100.
    pub(super) fn note_voice(&self, level: u8) {
        self.find(|findings| findings.handle_level(level));
    }

    fn find(&self, change: impl FnOnce(&mut Findings)) {
        let Some(before) = *self.state.checkup.read_untracked() else {
            return;
        };
        let mut findings = before;
        change(&mut findings);
        if findings != before {
            self.state.apply(Change::Checkup(Some(findings)));
        }
    }
}
