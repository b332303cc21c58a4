//! What those who look at the map are told of this tab's part in the call, and
//! what this tab is told of the map.

use chatmux_shared::call::outlook::Part;
use chatmux_shared::id::Timestamp;
use chatmux_shared::wire::{ClientFrame, Switch, Visibility};
use leptos::prelude::{GetUntracked as _, WithUntracked as _};

use super::{Door, Driver};

/// Whether this tab looks at the map.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Lookout {
    /// As its views want it.
    wanted: Switch,
    /// As the present connection knows.
    told: Switch,
    /// From when on there is time for it.
    from: Timestamp,
}

/// How long the map waits for those who meet in the room, in milliseconds.
const PATIENCE: u64 = 1_000;

impl Lookout {
    /// Another connection knows nothing yet.
    pub(super) fn begin_anew(&mut self, now: Timestamp) {
        self.told = Switch::Off;
        self.from = now.plus(PATIENCE);
    }
}

/// The map.
impl Driver {
    pub(super) const fn want_map(&mut self, lobby: Switch) {
        self.lookout.wanted = lobby;
    }

    /// Tells the server whether to tell of the map.
    pub(super) fn look_out(&mut self, now: Timestamp) {
        if self.next_lookout().is_some_and(|due| due <= now) {
            let lobby = self.lookout.wanted;
            self.send(&ClientFrame::Watch { lobby });
            self.lookout.told = lobby;
        }
    }

    /// When there is something to tell it.
    pub(super) fn next_lookout(&self) -> Option<Timestamp> {
        let Lookout { wanted, told, from } = self.lookout;
        (self.door == Door::Open && wanted != told).then_some(from)
    }
}

/// One's part in the call.
impl Driver {
    /// Tells what has changed, as far as anyone may see it.
    pub(super) fn tell_outside(&mut self, now: Timestamp) {
        let Some(part) = self.seen_part() else {
            self.outlook.begin_anew();
            return;
        };
        while let Some(frame) = self.outlook.poll(&part, now) {
            self.line.send(&frame);
        }
    }

    /// When there is more to tell.
    pub(super) fn next_telling(&self) -> Option<Timestamp> {
        self.outlook.poll_timeout(&self.seen_part()?)
    }

    /// One's part in the call, if the room is on the map.
    fn seen_part(&self) -> Option<Part> {
        let is_listed = self.state.room.with_untracked(|room| {
            let room = room.as_ref();
            room.is_some_and(|room| room.card().visibility == Visibility::Listed)
        });
        if !is_listed || self.door == Door::Shut || !self.place.is_inside() {
            return None;
        }
        let me = self.state.me.get_untracked()?;
        let is_speaking = self.hearing.is_speaking(me.session);
        Some(Part::of(Switch::from(is_speaking), &self.survey.known()))
    }
}
