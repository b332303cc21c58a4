//! Who a tab is to the server, over its connections and loads.
//!
//! Invariant: the session that is asked for is the last one the server gave.
//! Nothing here knows where any of it is kept.

use serde::{Deserialize, Serialize};

use crate::id::{Incarnation, SessionId};
use crate::message::{PublicKey, Signature};
use crate::room::Color;
use crate::wire::{Former, Have, Hello, Media, Resume, Token, Visibility, Welcome};

/// A tab's session in a room, for the next load of the tab.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Visit {
    /// Which session.
    pub session: SessionId,
    /// Proof of it.
    pub token: Token,
    /// Which load of the tab this is.
    pub incarnation: Incarnation,
    /// What it sent, if it was in the call.
    pub call: Option<Media>,
}

impl Visit {
    /// The visit in another load of the tab.
    #[must_use]
    pub fn reloaded(self) -> Self {
        Self {
            incarnation: Incarnation(self.incarnation.0.saturating_add(1)),
            ..self
        }
    }
}

/// What a tab says of itself at the door.
#[derive(Debug, Default)]
pub struct Guest {
    /// As typed.
    pub name: String,
    /// Their colour.
    pub color: Color,
    /// As typed; empty for none.
    pub status: String,
    /// Proof of having made the room, until that is known there.
    pub maker: Option<Token>,
    /// How the maker wants the room called, as typed.
    pub room_name: Option<String>,
    /// How the maker wants the room found.
    pub visibility: Option<Visibility>,
    /// The session to be again, and what is known of the page that was it.
    pub visit: Option<(Visit, Former)>,
}

/// Whether the server gave the session that was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Recognition {
    /// It did.
    Resumed,
    /// A new one, as none was asked for.
    Fresh,
    /// Another one: this is a duplicated tab, or the session was gone.
    Another,
}

impl Recognition {
    /// Whether the tab begins outside the call: a person is in it by one tab
    /// alone, and a duplicated tab has not asked.
    pub fn starts_outside(self, welcome: &Welcome) -> bool {
        match self {
            Self::Resumed => false,
            Self::Fresh => is_in_call_elsewhere(welcome),
            Self::Another => true,
        }
    }
}

impl Guest {
    /// The first frame of a connection.
    pub fn hello(&self, key: PublicKey, signature: Signature, have: Option<Have>) -> Hello {
        Hello {
            name: self.name.clone(),
            color: self.color,
            status: self.status.clone(),
            key,
            signature,
            resume: self.visit.as_ref().map(resume),
            maker: self.maker.clone(),
            visibility: self.maker.as_ref().and(self.visibility),
            have,
        }
    }

    /// Takes in who the server says one is. From now on, the page that holds
    /// the session is this one.
    pub fn handle_welcome(&mut self, welcome: &Welcome) -> Recognition {
        let recognition = match &self.visit {
            None => Recognition::Fresh,
            Some((visit, _)) if visit.session == welcome.session => Recognition::Resumed,
            Some(_) => Recognition::Another,
        };
        let former = self.visit.take().map(|(visit, _)| visit);
        let visit = Visit {
            session: welcome.session,
            token: welcome.session_token.clone(),
            incarnation: welcome.incarnation,
            call: former
                .filter(|_| recognition == Recognition::Resumed)
                .and_then(|former| former.call),
        };
        if welcome.room.owner.is_some() {
            self.maker = None;
        }
        self.visit = Some((visit, Former::Gone));
        recognition
    }

    /// What the visit sends in the call, as it is remembered.
    pub fn call(&self) -> Option<Media> {
        self.visit.as_ref()?.0.call
    }

    /// The visit as it is to be remembered, if it sends this by now; `None`
    /// if it is remembered as it is.
    pub fn note_call(&mut self, call: Option<Media>) -> Option<&Visit> {
        let (visit, _) = self.visit.as_mut()?;
        if visit.call == call {
            return None;
        }
        visit.call = call;
        Some(visit)
    }
}

/// What a session sends in the call, if it is in it.
pub fn call_of(welcome: &Welcome, session: SessionId) -> Option<Media> {
    let mut people = welcome.people.iter();
    people.find(|person| person.session == session)?.call
}

/// Whether the person is in the call by another tab.
fn is_in_call_elsewhere(welcome: &Welcome) -> bool {
    welcome.people.iter().any(|person| {
        person.member == welcome.member
            && person.session != welcome.session
            && person.call.is_some()
    })
}

fn resume((visit, former): &(Visit, Former)) -> Resume {
    Resume {
        token: visit.token.clone(),
        incarnation: visit.incarnation,
        former: *former,
    }
}
