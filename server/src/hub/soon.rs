//! What may be told a little later: the last of many instead of each.
//!
//! Invariant: what waits is bounded by the sessions of a room, however often
//! they say something.

use std::collections::{BTreeMap, BTreeSet};

use chatmux_shared::id::SessionId;
use chatmux_shared::room::Event;

/// Events that wait.
#[derive(Debug, Default)]
pub struct Soon {
    typing: BTreeSet<SessionId>,
    profiles: BTreeMap<SessionId, Event>,
    hands: BTreeMap<SessionId, Event>,
    reactions: BTreeMap<SessionId, Event>,
}

impl Soon {
    /// Takes an event that can wait.
    pub fn put(&mut self, event: &Event) {
        match event {
            Event::Typing { sessions } => self.typing.extend(sessions),
            Event::Profile { session, .. } => {
                self.profiles.insert(*session, event.clone());
            }
            Event::Hand { session, .. } => {
                self.hands.insert(*session, event.clone());
            }
            Event::Reaction { session, .. } => {
                self.reactions.insert(*session, event.clone());
            }
            Event::Entered { .. }
            | Event::Away { .. }
            | Event::Departed { .. }
            | Event::InCall { .. }
            | Event::InLine { .. }
            | Event::LeftCall { .. }
            | Event::Speaking { .. }
            | Event::Links { .. }
            | Event::Knocks { .. }
            | Event::Room { .. }
            | Event::EndsSoon { .. }
            | Event::Entry { .. }
            | Event::Signal { .. } => {}
        }
    }

    /// Lets go what waits of a session: it is another one by now, or gone.
    pub fn forget(&mut self, session: SessionId) {
        self.typing.remove(&session);
        self.profiles.remove(&session);
        self.still(session);
    }

    /// Whoever is not in the call has no hand there.
    pub fn still(&mut self, session: SessionId) {
        self.hands.remove(&session);
        self.reactions.remove(&session);
    }

    /// Whoever has written it is not writing any more.
    pub fn quiet(&mut self, session: SessionId) {
        self.typing.remove(&session);
    }

    /// Whether nothing waits.
    pub fn is_empty(&self) -> bool {
        self.typing.is_empty()
            && self.profiles.is_empty()
            && self.hands.is_empty()
            && self.reactions.is_empty()
    }

    /// All that waits.
    pub fn take(&mut self) -> Vec<Event> {
        let lasts = [&mut self.profiles, &mut self.hands, &mut self.reactions];
        let lasts = lasts.map(std::mem::take).into_iter();
        let mut events: Vec<Event> = lasts.flat_map(BTreeMap::into_values).collect();
        let sessions: Vec<SessionId> = std::mem::take(&mut self.typing).into_iter().collect();
        if !sessions.is_empty() {
            events.push(Event::Typing { sessions });
        }
        events
    }
}
