//! What may be done in the call of a room.

use super::{Decision, Event, Person, Refusal, Room, tell};
use crate::call::are_linked;
use crate::call::negotiation::Signal;
use crate::id::SessionId;
use crate::wire::Media;

impl Room {
    pub(super) fn decide_join_call(
        &self,
        person: &Person,
        media: Media,
    ) -> Result<Decision, Refusal> {
        // A person is in it by one tab alone: the last that asked.
        let others = self.in_call().filter(|other| other.member != person.member);
        if person.call.is_none() && others.count() >= self.limits.call_sessions {
            return Ok(self.decide_wait(person, media));
        }
        if media.has_video() && !self.has_place_for_video(person) {
            return Err(Refusal::VideoFull {
                limit: self.limits.call_video,
            });
        }
        if person.call == Some(media) {
            return Ok(Decision::Tell(Vec::new()));
        }
        let mut events = self.other_tabs_leave(person);
        events.push(Event::InCall {
            session: person.session,
            media,
        });
        Ok(Decision::Tell(events))
    }

    pub(super) fn decide_signal(
        &self,
        person: &Person,
        to: SessionId,
        signal: Signal,
    ) -> Result<Decision, Refusal> {
        let other = self.person(to).ok_or(Refusal::NotInCall)?;
        let linked = person.call.is_some()
            && other.call.is_some()
            && are_linked(person.session_of_member(), other.session_of_member());
        if !linked {
            return Err(Refusal::NotInCall);
        }
        Ok(tell(Event::Signal {
            from: person.session,
            to,
            signal,
        }))
    }
}

/// Leaving it, or its line; nothing for whoever is in neither.
pub(super) fn leave(person: &Person) -> Decision {
    let is_there = person.call.is_some() || person.line.is_some();
    let event = is_there.then_some(Event::LeftCall {
        session: person.session,
    });
    Decision::Tell(event.into_iter().collect())
}
