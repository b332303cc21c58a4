//! A room as it is told: people and events.

use serde::{Deserialize, Serialize};

use super::gesture::Reaction;
use super::line::{InLine, Turn};
use super::lock::Knock;
use super::outside::LinkQuality;
use crate::call::negotiation::Signal;
use crate::id::{Epoch, Incarnation, MemberId, RoomId, SessionId, Timestamp};
use crate::message::Entry;
use crate::text::{Name, Status};
use crate::wire::{Media, Switch, Visibility};

/// The palette for people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Color {
    /// `#ff79c6`
    Pink,
    /// `#50fa7b`
    Green,
    /// `#8be9fd`
    #[default]
    Cyan,
    /// `#ffb86c`
    Orange,
    /// `#bd93f9`
    Violet,
    /// `#f1fa8c`
    Yellow,
    /// `#ff5555`
    Red,
}

impl Color {
    /// All of them, in the order they are offered.
    pub const ALL: [Self; 7] = [
        Self::Pink,
        Self::Green,
        Self::Cyan,
        Self::Orange,
        Self::Violet,
        Self::Yellow,
        Self::Red,
    ];

    /// Its name, as on the wire, in the style sheet and for a person.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pink => "pink",
            Self::Green => "green",
            Self::Cyan => "cyan",
            Self::Orange => "orange",
            Self::Violet => "violet",
            Self::Yellow => "yellow",
            Self::Red => "red",
        }
    }

    /// The colour of that name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|color| color.as_str() == name)
    }
}

/// Whether a session's connection is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Presence {
    /// It is.
    Here,
    /// It was lost and may come back.
    Reconnecting,
}

/// One session in a room: a tab of a member.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// The tab.
    pub session: SessionId,
    /// The person, over all their tabs.
    pub member: MemberId,
    /// What they are called.
    pub name: Name,
    /// Their colour.
    pub color: Color,
    /// What they say of themselves.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<Status>,
    /// Which load of the tab this is.
    pub incarnation: Incarnation,
    /// Whether they are connected.
    pub presence: Presence,
    /// What they send, if they are in the call.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub call: Option<Media>,
    /// Their place in the line, if they wait for one in the call.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<InLine>,
    /// Since when their hand is up, if it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hand: Option<Turn>,
}

impl Person {
    /// Tab and person, which together decide about links.
    pub const fn session_of_member(&self) -> (SessionId, MemberId) {
        (self.session, self.member)
    }
}

/// What is known of a room without its people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoomCard {
    /// Its id.
    pub id: RoomId,
    /// Which making of it.
    pub epoch: Epoch,
    /// What it is called.
    pub name: Name,
    /// Who owns it; nobody owns the lounge.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<MemberId>,
    /// Who was removed and does not come in again.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub removed: Vec<MemberId>,
    /// Who finds it.
    pub visibility: Visibility,
    /// Whether whoever is new to it has to knock.
    #[serde(default, skip_serializing_if = "Switch::is_off")]
    pub lock: Switch,
    /// Who need not, though it is locked: kept, and told to nobody.
    #[serde(skip)]
    pub admitted: Vec<MemberId>,
    /// When it was made, by the server's clock.
    pub made: Timestamp,
}

impl RoomCard {
    /// Whether anything may be said in it: its maker has opened it. The lounge
    /// always is open.
    pub fn is_open(&self) -> bool {
        self.owner.is_some() || self.id == RoomId::LOUNGE
    }
}

/// Something that happened in a room.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// Someone came in, or came back; what was known of the session before
    /// is replaced.
    Entered {
        /// Who.
        person: Person,
    },
    /// A session's connection is gone; it may come back.
    Away {
        /// Which.
        session: SessionId,
        /// When it counts as gone, by the server's clock.
        until: Timestamp,
    },
    /// A session is gone.
    Departed {
        /// Which.
        session: SessionId,
    },
    /// A session is in the call and sends this.
    InCall {
        /// Which.
        session: SessionId,
        /// What it sends.
        media: Media,
    },
    /// A session waits in line for a place in the call.
    InLine {
        /// Which.
        session: SessionId,
        /// Its place.
        place: InLine,
    },
    /// A session is no longer in the call, nor in its line.
    LeftCall {
        /// Which.
        session: SessionId,
    },
    /// Someone changed what they are called.
    Profile {
        /// Which session.
        session: SessionId,
        /// The new name.
        name: Name,
        /// The new colour.
        color: Color,
        /// What they say of themselves now.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        status: Option<Status>,
    },
    /// A session has raised its hand, or it is down.
    Hand {
        /// Which.
        session: SessionId,
        /// Since when it is up; `None` for down.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        hand: Option<Turn>,
    },
    /// A session is speaking, or is not any more.
    Speaking {
        /// Which.
        session: SessionId,
        /// Whether it is.
        speaking: Switch,
    },
    /// What a session thinks of its links.
    Links {
        /// Which.
        session: SessionId,
        /// All that it knows something of.
        links: Vec<LinkQuality>,
    },
    /// A session shows how it takes something.
    Reaction {
        /// Which.
        session: SessionId,
        /// How.
        reaction: Reaction,
    },
    /// These knock at the locked room, the first to have come first; told to
    /// its owner alone.
    Knocks {
        /// All of them.
        knocks: Vec<Knock>,
    },
    /// Some are writing something, or were just now.
    Typing {
        /// Which sessions.
        sessions: Vec<SessionId>,
    },
    /// The room itself changed.
    Room {
        /// As it is now.
        card: RoomCard,
    },
    /// The room ends before long.
    EndsSoon {
        /// When, by the server's clock.
        at: Timestamp,
    },
    /// A line was kept.
    Entry {
        /// The line.
        entry: Entry,
    },
    /// Something for the other end of a link.
    Signal {
        /// Who says it.
        from: SessionId,
        /// Whom it is for.
        to: SessionId,
        /// Not looked into by the server.
        signal: Signal,
    },
}

impl Event {
    /// Whether it may be told a little later, the last one of a session
    /// instead of each.
    pub const fn can_wait(&self) -> bool {
        match self {
            Self::Typing { .. }
            | Self::Profile { .. }
            | Self::Hand { .. }
            | Self::Reaction { .. } => true,
            Self::Entered { .. }
            | Self::Away { .. }
            | Self::Departed { .. }
            | Self::InCall { .. }
            | Self::InLine { .. }
            | Self::LeftCall { .. }
            | Self::Speaking { .. }
            | Self::Links { .. }
            | Self::Knocks { .. }
            | Self::Room { .. }
            | Self::EndsSoon { .. }
            | Self::Entry { .. }
            | Self::Signal { .. } => false,
        }
    }

    /// Whether it changes what is seen of the room from outside.
    pub const fn is_seen_from_outside(&self) -> bool {
        match self {
            Self::Entered { .. }
            | Self::Away { .. }
            | Self::Departed { .. }
            | Self::InCall { .. }
            | Self::LeftCall { .. }
            | Self::Profile { .. }
            | Self::Speaking { .. }
            | Self::Links { .. }
            | Self::Room { .. } => true,
            Self::InLine { .. }
            | Self::Hand { .. }
            | Self::Reaction { .. }
            | Self::Knocks { .. }
            | Self::Typing { .. }
            | Self::EndsSoon { .. }
            | Self::Entry { .. }
            | Self::Signal { .. } => false,
        }
    }
}
