//! Statements on their way into the log.
//!
//! ```text
//!  Post ──shell verifies──▶ Posting ──decide──▶ Draft ──the store──▶ Entry
//! ```
//!
//! Invariant: what is drafted was signed by the member who hands it in, for
//! this making of this room, and is theirs to do. Entry 1 of a room that has
//! an owner makes the room.

use super::{Decision, Event, Person, Refusal, Room, RoomCard, naming};
use crate::id::{MemberId, RoomId, Seq, SessionId, Timestamp};
use crate::limits::{Limits, REMOVED};
use crate::message::{Act, Byline, Denial, Entry, Head, Post, Seen, Statement, Target, authorize};
use crate::text::{MessageText, Name};
use crate::wire::{MakeRoom, Switch, Visibility};

/// How far the clock of someone who makes a room may be off, in milliseconds:
/// less than the end of a room is remembered, so that nobody makes it again
/// from what was signed then.
const MAKING: u64 = 24 * 60 * 60_000;

/// A statement with a signature that was found to be right.
#[derive(Debug, Clone, PartialEq)]
pub struct Posting {
    /// What it says.
    pub statement: Statement,
    /// As it came.
    pub post: Post,
    /// The entry it is about, if that is kept.
    pub target: Option<Target>,
}

/// A statement that may be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// What it says.
    pub statement: Statement,
    /// As it came.
    pub post: Post,
    /// What its author is called as they say it.
    pub byline: Byline,
    /// Why its author may do it.
    pub right: Right,
    /// What it changes about the room itself.
    pub change: RoomChange,
}

/// Why someone may do something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Right {
    /// Because of who owns the room, or because nobody does yet.
    Owner,
    /// Whoever owns it: anyone may say something, and take it back.
    Author,
}

/// What an entry changes about the room that is known without its log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct RoomChange {
    /// Who owns it from now on.
    pub owner: Option<MemberId>,
    /// Who finds it from now on.
    pub visibility: Option<Visibility>,
    /// Who does not come in any more.
    pub removed: Option<MemberId>,
}

impl Draft {
    /// The entry it becomes after `last`.
    pub fn kept(self, last: Seen, at: Timestamp) -> Entry {
        Entry::after(last, at, self.post, self.byline)
    }

    /// Whether `entry`, kept under the same client id, is this very one.
    pub fn is_kept_as(&self, entry: &Entry) -> bool {
        entry.signed == self.post.signed
    }

    /// The entry whose words go with it.
    pub const fn erases(&self) -> Option<Seq> {
        match self.statement.act {
            Act::Delete { target } => Some(target),
            Act::Create
            | Act::Say
            | Act::Edit { .. }
            | Act::PassOwnership { .. }
            | Act::RemoveMember { .. } => None,
        }
    }
}

impl Right {
    fn of(statement: &Statement, target: Option<Target>) -> Self {
        let is_own = target.is_some_and(|target| target.author == statement.author);
        match statement.act {
            Act::Say | Act::Edit { .. } => Self::Author,
            Act::Delete { .. } if is_own => Self::Author,
            Act::Create
            | Act::Delete { .. }
            | Act::PassOwnership { .. }
            | Act::RemoveMember { .. } => Self::Owner,
        }
    }
}

impl RoomChange {
    fn of(statement: &Statement, visibility: Option<Visibility>) -> Self {
        let mut change = Self::default();
        match statement.act {
            Act::Create => {
                change.owner = Some(statement.author);
                change.visibility = visibility;
            }
            Act::PassOwnership { to } => change.owner = Some(to),
            Act::RemoveMember { member } => change.removed = Some(member),
            Act::Say | Act::Edit { .. } | Act::Delete { .. } => {}
        }
        change
    }
}

impl Room {
    pub(super) fn decide_post(
        &self,
        person: &Person,
        posting: Posting,
    ) -> Result<Decision, Refusal> {
        let Posting {
            statement,
            post,
            target,
        } = posting;
        if statement.author != person.member {
            return Err(Refusal::OtherAuthor);
        }
        if statement.room != self.card.id || statement.epoch != self.card.epoch {
            return Err(Refusal::OtherRoom);
        }
        check_words(&statement, &post, &self.limits)?;
        authorize(&statement, self.card.owner, target).map_err(Refusal::Denied)?;
        self.check_removed(statement.act).map_err(Refusal::Denied)?;
        let visibility = self.opening(person.session, &statement)?;
        Ok(Decision::Keep(Box::new(Draft {
            right: Right::of(&statement, target),
            change: RoomChange::of(&statement, visibility),
            statement,
            post,
            byline: Byline {
                name: person.name.clone(),
                color: person.color,
            },
        })))
    }

    /// Nobody is removed twice, and nobody who was becomes the owner.
    fn check_removed(&self, act: Act) -> Result<(), Denial> {
        let removed = &self.card.removed;
        match act {
            Act::PassOwnership { to: member } | Act::RemoveMember { member }
                if removed.contains(&member) =>
            {
                Err(Denial::WasRemoved)
            }
            Act::RemoveMember { .. } if removed.len() >= REMOVED => Err(Denial::TooManyRemoved),
            Act::Create
            | Act::Say
            | Act::Edit { .. }
            | Act::Delete { .. }
            | Act::PassOwnership { .. }
            | Act::RemoveMember { .. } => Ok(()),
        }
    }

    /// Who will find the room, if this opens it. Nothing is said in a room
    /// before it is open; the lounge always is.
    fn opening(
        &self,
        session: SessionId,
        statement: &Statement,
    ) -> Result<Option<Visibility>, Refusal> {
        let is_open = self.card.is_open();
        match statement.act {
            Act::Create => {
                let mut seats = self.seats.iter();
                let seat = seats.find(|seat| seat.person.session == session);
                let wish = seat.and_then(|seat| seat.maker).filter(|_| !is_open);
                wish.map(|wish| Some(opened(wish))).ok_or(Refusal::NotOwner)
            }
            Act::Say
            | Act::Edit { .. }
            | Act::Delete { .. }
            | Act::PassOwnership { .. }
            | Act::RemoveMember { .. }
                if !is_open =>
            {
                Err(Refusal::NotOpen)
            }
            Act::Say
            | Act::Edit { .. }
            | Act::Delete { .. }
            | Act::PassOwnership { .. }
            | Act::RemoveMember { .. } => Ok(None),
        }
    }

    /// What follows from an entry that has just been kept and applied.
    pub fn aftermath(&self, change: RoomChange) -> Vec<Event> {
        if change == RoomChange::default() {
            return Vec::new();
        }
        let card = RoomCard {
            visibility: change.visibility.unwrap_or(self.card.visibility),
            ..self.card.clone()
        };
        let gone = self
            .seats
            .iter()
            .map(|seat| &seat.person)
            .filter(|person| Some(person.member) == change.removed)
            .map(|person| person.session);
        let mut events = vec![Event::Room { card }];
        events.extend(gone.map(|session| Event::Departed { session }));
        events
    }
}

/// What the clocks say when a room is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Clocks {
    /// The one that people go by, which may be set: an owner's is compared
    /// with it.
    pub wall: Timestamp,
    /// The one that nobody sets: the room lasts by it.
    pub steady: Timestamp,
}

/// A room that is made by what its owner signed alone; `chance` draws its
/// name.
///
/// # Errors
/// Why not.
pub fn found(
    statement: Statement,
    asked: MakeRoom,
    limits: &Limits,
    clocks: Clocks,
    chance: u8,
) -> Result<(RoomCard, Draft), Refusal> {
    let MakeRoom { post, .. } = asked;
    let is_off = |one: Timestamp, other| one.since(other) > MAKING;
    if statement.act != Act::Create || statement.room == RoomId::LOUNGE {
        return Err(Refusal::NotOwner);
    }
    if is_off(statement.at, clocks.wall) || is_off(clocks.wall, statement.at) {
        return Err(Refusal::Stale);
    }
    let beginning = Seen {
        seq: Seq(0),
        head: Head::first(statement.room, statement.epoch),
    };
    if statement.seen != beginning {
        return Err(Refusal::Stale);
    }
    check_words(&statement, &post, limits)?;
    let name = Name::parse(&asked.name, limits).map_err(Refusal::Name)?;
    let card = RoomCard {
        id: statement.room,
        epoch: statement.epoch,
        name: naming::nickname(statement.room, chance),
        owner: None,
        removed: Vec::new(),
        visibility: Visibility::Unopened,
        lock: Switch::Off,
        admitted: Vec::new(),
        made: clocks.steady,
    };
    let draft = Draft {
        right: Right::Owner,
        change: RoomChange::of(&statement, Some(opened(asked.visibility))),
        statement,
        post,
        byline: Byline {
            name,
            color: asked.color,
        },
    };
    Ok((card, draft))
}

/// How a room is found that was opened with this wish.
const fn opened(wish: Visibility) -> Visibility {
    match wish {
        Visibility::ByLink => Visibility::ByLink,
        Visibility::Listed | Visibility::Unopened => Visibility::Listed,
    }
}

fn check_words(statement: &Statement, post: &Post, limits: &Limits) -> Result<(), Refusal> {
    if statement.act.has_text() {
        MessageText::parse(&post.text, limits).map_err(Refusal::Message)?;
    }
    if !statement.matches(&post.text, &post.salt) {
        return Err(Refusal::OtherText);
    }
    Ok(())
}
