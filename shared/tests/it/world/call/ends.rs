//! The ends of a call's links: what they are told, and what they ask for.

use chatmux_shared::call::negotiation::{Action, Negotiation, Signal};
use chatmux_shared::id::Timestamp;

use super::{Call, End, Event, Link, Presence, REMEMBERED};

impl Call {
    pub(super) fn tell_all(&mut self, who: usize, event: impl Fn(&mut Negotiation, Timestamp)) {
        for peer in 0..self.sessions.len() {
            self.tell((who, peer), None, |end, now| event(&mut end.machine, now));
        }
    }

    /// Something happens to an end, if it is still there (and that one).
    pub(super) fn tell(
        &mut self,
        link: Link,
        number: Option<u64>,
        event: impl FnOnce(&mut End, Timestamp),
    ) {
        let Some(end) = self.ends.get_mut(&link) else {
            return;
        };
        if number.is_none_or(|number| number == end.number) {
            event(end, Timestamp(self.now));
            self.poll(link);
        }
    }

    pub(super) fn poll(&mut self, link: Link) {
        if self.rng.bool() {
            self.poll_action(link);
            self.poll_signals(link);
        } else {
            self.poll_signals(link);
            self.poll_action(link);
        }
        let end = self.ends.get_mut(&link).unwrap();
        let wakes_at = end.machine.poll_timeout();
        if wakes_at != end.wakes_at {
            end.wakes_at = wakes_at;
            let end = end.number;
            if let Some(at) = wakes_at {
                self.at_for(link, at.0.max(self.now), Event::Wake { end });
            }
        }
    }

    fn poll_action(&mut self, link: Link) {
        let end = self.ends.get_mut(&link).unwrap();
        let Some(action) = end.machine.poll_action() else {
            return;
        };
        assert!(!end.is_at_something, "illegal: an action while at one");
        end.is_at_something = true;
        let end = end.number;
        let delay = match action {
            Action::Open { .. } => self.sessions[link.0].allows_after,
            Action::Offer { .. }
            | Action::Accept { .. }
            | Action::Finish { .. }
            | Action::AddCandidates { .. } => self.rng.u64(0..60),
        };
        self.after(link, delay, Event::Perform { end, action });
    }

    fn poll_signals(&mut self, link: Link) {
        while let Some(signal) = self.ends.get_mut(&link).unwrap().machine.poll_signal() {
            let wire = self.wires.entry(link).or_default();
            if wire.said.len() < REMEMBERED {
                wire.said.push(signal.clone());
            } else {
                let place = self.rng.usize(0..REMEMBERED);
                wire.said[place] = signal.clone();
            }
            self.carry(link, signal);
        }
    }

    pub(super) fn carry(&mut self, (from, to): Link, signal: Signal) {
        let (sender, receiver) = (&self.sessions[from], &self.sessions[to]);
        if sender.socket == Presence::Away || receiver.socket == Presence::Away {
            return;
        }
        let losses = (sender.losses, receiver.losses);
        let slow_by = sender.slow_by + receiver.slow_by;
        let arrives = self.now + self.rng.u64(5..250) + slow_by;
        let wire = self.wires.entry((from, to)).or_default();
        wire.last = wire.last.max(arrives);
        let arrives = wire.last;
        self.at_for((from, to), arrives, Event::Deliver { losses, signal });
    }

    pub(super) fn after(&mut self, link: Link, delay: u64, event: Event) {
        self.at_for(link, self.now + delay, event);
    }

    pub(super) fn at_for(&mut self, link: Link, at: u64, event: Event) {
        self.scheduled += 1;
        self.events.insert((at, self.scheduled), (link, event));
    }
}

impl End {
    pub(super) fn wake(&mut self, now: Timestamp) {
        self.machine.handle_timeout(now);
        let next = self.machine.poll_timeout();
        assert!(next.is_none_or(|next| next > now), "a deadline that stays");
    }
}
