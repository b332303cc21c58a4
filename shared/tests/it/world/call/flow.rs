//! Machines that stand still, and media that do not arrive.

use chatmux_shared::call::negotiation::{Connection, Flow, Generation};
use chatmux_shared::call::starvation::Due;
use chatmux_shared::call::stats::{Figures, LINES, Reading};
use chatmux_shared::id::Timestamp;
use chatmux_shared::wire::Switch;

use super::{Call, Event, LOOK_MS, Link};

/// A server does not wait longer for a machine that says nothing.
const SILENCE_MS: u64 = 15_000;
/// Everyone has their microphone on.
const VOICE: Due = Due {
    voice: Switch::On,
    camera: Switch::Off,
};

/// The buildings of both ends of a link.
pub type Buildings = [Option<Generation>; 2];

impl Call {
    pub(super) fn fall_asleep(&mut self, who: usize, lasts: u64) {
        self.sessions[who].asleep_until = self.now + lasts;
        if lasts > SILENCE_MS {
            self.lose_socket(who, lasts);
        }
    }

    pub(super) fn is_asleep(&self, who: usize) -> bool {
        self.now < self.sessions[who].asleep_until
    }

    /// When something happens that is for a machine that stands still.
    pub(super) fn sleeps_until(&self, link: Link, event: &Event) -> Option<u64> {
        let who = match event {
            Event::Deliver { .. } => link.1,
            Event::Perform { .. }
            | Event::Report { .. }
            | Event::Found { .. }
            | Event::Wake { .. }
            | Event::Load { .. }
            | Event::Resume { .. } => link.0,
            Event::Look | Event::Heal | Event::Fed | Event::Quick | Event::Befall(_) => {
                return None;
            }
        };
        self.is_asleep(who).then(|| self.sessions[who].asleep_until)
    }

    pub(super) fn starve(&mut self, link: Link, lasts: u64) {
        self.starved.insert(link, self.buildings(link));
        self.after(link, lasts, Event::Fed);
    }

    fn buildings(&self, (from, to): Link) -> Buildings {
        [(from, to), (to, from)].map(|link| {
            let end = self.ends.get(&link)?;
            Some(end.browser.connection.as_ref()?.generation)
        })
    }

    /// Looks at what has come from `peer` since the last look.
    pub(super) fn watch(&mut self, (me, peer): Link) {
        let from = (peer, me);
        let is_lost = self.starved.get(&from) == Some(&self.buildings(from));
        if self.is_asleep(me) {
            return;
        }
        let Some(end) = self.ends.get_mut(&(me, peer)) else {
            return;
        };
        let generation = end.machine.generation();
        end.watch.note(generation);
        if end.path.state != Connection::Connected {
            return end.watch.pause();
        }
        if !is_lost && end.watch.flow() == Flow::Runs {
            // Nothing is missing: the watch need not be troubled.
            return end.watch.pause();
        }
        end.watch.handle(&figures(is_lost), VOICE);
        let flow = end.watch.flow();
        self.tell((me, peer), None, |end, now| {
            end.machine.handle_flow(generation, flow, now);
        });
    }
}

fn figures(is_lost: bool) -> Figures {
    let since = Reading::empty(Timestamp(0));
    let figures = Figures::between(&since, &Reading::empty(Timestamp(LOOK_MS)));
    Figures {
        arrived: [u64::from(!is_lost); LINES],
        ..figures.expect("time has passed")
    }
}
