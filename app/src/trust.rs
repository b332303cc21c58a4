//! Who is at the other ends of the links, as it is shown.
//!
//! Two things are told apart: that a *link* is verified, which means that
//! nobody is in between but who has the key of the person shown; and that a
//! *person* is, which means that the key is known to be theirs, since one has
//! compared emoji with them.

use chatmux_shared::call::verify::{Acquaintances, Doubt, Fault, Scene, Standing, Trust};
use chatmux_shared::id::{MemberId, SessionId};
use leptos::prelude::*;

use crate::room::Desk;

/// What is known of who is at the other ends.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Trusted {
    /// Of each link that was connected.
    pub links: Vec<(SessionId, Trust)>,
    /// With whom emoji are compared, and how far that is.
    pub comparison: Option<(SessionId, Scene)>,
    /// With whom they were.
    pub known: Acquaintances,
}

/// What a person wants of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VerifyWish {
    /// Compare emoji with who is at the other end of this link.
    Compare(SessionId),
    /// Do so, as they ask.
    Agree,
    /// The emoji are the same.
    Match,
    /// They are not.
    Mismatch,
    /// Not now, not any more, or: it was read.
    Cancel,
    /// Forget that one has compared with this key.
    Forget(MemberId),
}

/// What is known of the link to a session.
pub fn trust(desk: Desk, session: SessionId) -> Option<Trust> {
    let trusted = desk.state().trust.read();
    let mut links = trusted.links.iter();
    links.find(|link| link.0 == session).map(|link| link.1)
}

/// What is known of the person behind a session.
pub fn standing(desk: Desk, session: SessionId) -> Standing {
    let Some(face) = desk
        .face(session)
        .filter(|_| desk.session() != Some(session))
    else {
        return Standing::Stranger;
    };
    let trusted = desk.state().trust.read();
    trusted.known.standing(face.member, face.name.as_str())
}

/// A sentence about a link to someone of that name.
pub fn link_words(trust: Trust, name: &str) -> String {
    match trust {
        Trust::Checking => "It is being found out who is at the other end.".to_owned(),
        Trust::Verified => [
            "This connection is encrypted from browser to browser, with the key that signs what ",
            name,
            " writes.",
        ]
        .concat(),
        Trust::Unverified(Doubt::Silent) => {
            "The other end has not shown whose it is. Someone may be in between.".to_owned()
        }
        Trust::Unverified(Doubt::Blind) => {
            "This browser does not tell who is at the other end. Someone may be in between."
                .to_owned()
        }
        Trust::Wrong(fault) => fault_words(fault).to_owned(),
    }
}

/// How it was found out.
pub const fn fault_words(fault: Fault) -> &'static str {
    match fault {
        Fault::Signature => "What the other end says of itself is not signed by their key.",
        Fault::Certificate => "The other end is encrypted by someone else’s certificate.",
        Fault::Exchanged => "The other end has changed its certificate on the way.",
        Fault::Key => "The server says that it is someone else by now.",
        Fault::Emoji => "You did not see the same emoji.",
        Fault::Unproven => "The other end has not shown whose it is, as theirs should.",
    }
}

/// Of someone with another key than the one of that name.
pub fn not_the_one(name: &str) -> String {
    ["Not the ", name, " you compared with before"].concat()
}
