//! Raised hands and reactions: what one says in a call without a word.
//!
//! Invariant: they are told, never kept. A hand goes down when its session
//! leaves the call.

use serde::{Deserialize, Serialize};

use super::line::Turn;
use super::{Decision, Event, Person, Refusal, Room, tell};
use crate::id::SessionId;
use crate::wire::Switch;

/// How long a reaction is to be seen, in milliseconds.
pub const REACTION_SHOWN: u64 = 4_000;

/// One of the few there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reaction {
    /// 👍
    ThumbsUp,
    /// ❤️
    Heart,
    /// 😂
    Laughter,
    /// 🎉
    Party,
    /// 👏
    Applause,
    /// 😮
    Surprise,
}

impl Reaction {
    /// All of them, in the order they are offered.
    pub const ALL: [Self; 6] = [
        Self::ThumbsUp,
        Self::Heart,
        Self::Laughter,
        Self::Party,
        Self::Applause,
        Self::Surprise,
    ];

    /// As it is drawn.
    pub const fn emoji(self) -> &'static str {
        match self {
            Self::ThumbsUp => "👍",
            Self::Heart => "❤️",
            Self::Laughter => "😂",
            Self::Party => "🎉",
            Self::Applause => "👏",
            Self::Surprise => "😮",
        }
    }

    /// As it is said.
    pub const fn words(self) -> &'static str {
        match self {
            Self::ThumbsUp => "Thumbs up",
            Self::Heart => "Heart",
            Self::Laughter => "Laughter",
            Self::Party => "Party",
            Self::Applause => "Applause",
            Self::Surprise => "Surprise",
        }
    }
}

impl Room {
    pub(super) fn decide_hand(&self, person: &Person, hand: Switch) -> Result<Decision, Refusal> {
        check_in_call(person)?;
        if person.hand.is_some() == hand.is_on() {
            return Ok(Decision::Tell(Vec::new()));
        }
        let raised = self.seats.iter().filter_map(|seat| seat.person.hand);
        Ok(tell(Event::Hand {
            session: person.session,
            hand: hand.is_on().then(|| Turn::after(raised)),
        }))
    }

    pub(super) fn decide_lower_hand(
        &self,
        person: &Person,
        session: SessionId,
    ) -> Result<Decision, Refusal> {
        self.check_owner(person)?;
        let other = self.person(session);
        let lowered = other
            .filter(|other| other.hand.is_some())
            .map(|_| Event::Hand {
                session,
                hand: None,
            });
        Ok(Decision::Tell(lowered.into_iter().collect()))
    }
}

pub(super) fn react(person: &Person, reaction: Reaction) -> Result<Decision, Refusal> {
    check_in_call(person)?;
    Ok(tell(Event::Reaction {
        session: person.session,
        reaction,
    }))
}

fn check_in_call(person: &Person) -> Result<(), Refusal> {
    if person.call.is_some() {
        return Ok(());
    }
    Err(Refusal::NotInCall)
}
