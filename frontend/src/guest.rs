//! Who this tab is to the server.
//!
//! Invariant: the session that is asked for is the last one the server gave.
//! Nothing here knows where any of it is kept.

use chatmux_shared::id::SessionId;
use chatmux_shared::room::Color;
use chatmux_shared::wire::{Former, Have, Hello, Media, Resume, Token, Visibility, Welcome};

use crate::memories::Visit;

/// What a tab says of itself at the door.
#[derive(Debug, Default)]
pub struct Guest {
    /// As typed.
    pub name: String,
    /// Their colour.
    pub color: Color,
    /// Proof of who they were in this browser.
    pub member: Option<Token>,
    /// Proof of having made the room, until it was shown.
    pub maker: Option<Token>,
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

impl Guest {
    /// The first frame of a connection.
    pub fn hello(&self, have: Option<Have>) -> Hello {
        Hello {
            name: self.name.clone(),
            color: self.color,
            member: self.member.clone(),
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
        self.member = Some(welcome.member_token.clone());
        self.maker = None;
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
pub fn is_in_call_elsewhere(welcome: &Welcome) -> bool {
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
