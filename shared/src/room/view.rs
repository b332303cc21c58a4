//! A room as it is told: people, entries, events.

use serde::{Deserialize, Serialize};

use crate::call::negotiation::Signal;
use crate::id::{ClientId, Epoch, Incarnation, MemberId, RoomId, Seq, SessionId, Timestamp};
use crate::text::{MessageText, Name};
use crate::wire::{Media, Visibility};

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
    /// Which load of the tab this is.
    pub incarnation: Incarnation,
    /// Whether they are connected.
    pub presence: Presence,
    /// What they send, if they are in the call.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub call: Option<Media>,
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
    /// Who finds it.
    pub visibility: Visibility,
    /// When it was made, by the server's clock.
    pub made: Timestamp,
}

/// Who is in the call, and how many may be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    /// The sessions in it, by id.
    pub sessions: Vec<SessionId>,
    /// The most there may be.
    pub limit: usize,
    /// The most that may send video.
    pub video_limit: usize,
}

/// One line of a room's log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Its place.
    pub seq: Seq,
    /// When it was kept, by the server's clock.
    pub at: Timestamp,
    /// Who made it.
    pub author: MemberId,
    /// What they were called then.
    pub name: Name,
    /// Their colour then.
    pub color: Color,
    /// Drawn by the author's client.
    pub client: ClientId,
    /// What it is.
    pub kind: Kind,
}

/// What an entry is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A message.
    Say {
        /// Exactly as typed.
        text: MessageText,
    },
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
    /// A session is no longer in the call.
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
