//! Where a tab is to the call: what the person wants, and what the server
//! was told and knows.
//!
//! ```text
//!   Outside ──enter──► Asking ──the server says so──► Inside
//!      ▲                │ ▲ │                          ▲ │
//!      │                │ │ └─ no place ─► Waiting ────┘ │
//!      │                │ │              ▲ │             │
//!      │                │ │    a while ──┘ └ a welcome   │
//!      │                │ │    Holding ◄──── without me  │
//!      │                │ └───── a welcome without me ───┤
//!      └──── leave ─────┴────────── leave ───────────────┘
//! ```
//!
//! Whoever waited when the server forgot its line lets those go first who were
//! inside: their links live, and they are about to come back.

use crate::id::Timestamp;
use crate::room::Person;
use crate::wire::Media;

/// How long one who waited lets others go first after the server has forgotten
/// its line, in milliseconds.
pub const HOLDING: u64 = 10_000;

/// A tab's place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Place {
    /// Not in the call, nor wishing to be.
    #[default]
    Outside,
    /// Wishing to be in the call.
    Asking {
        /// What this connection was told to be sent.
        said: Option<Media>,
    },
    /// In line, by the server's word.
    Waiting {
        /// What it was told to be sent.
        said: Media,
    },
    /// Was in line, and the server has forgotten it.
    Holding {
        /// What it was told to be sent.
        said: Media,
        /// When to ask again.
        until: Timestamp,
    },
    /// In the call, by the server's word.
    Inside {
        /// What it was told to be sent.
        said: Media,
    },
}

/// Where the server knows one to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Known {
    /// Neither in the call nor in its line.
    Outside,
    /// In the line, wanting to send this.
    InLine(Media),
    /// In the call, sending this.
    InCall(Media),
}

impl Known {
    /// By what is told of someone, if they are here.
    pub fn of(person: Option<&Person>) -> Self {
        let Some(person) = person else {
            return Self::Outside;
        };
        match (person.call, person.line) {
            (Some(media), _) => Self::InCall(media),
            (None, Some(place)) => Self::InLine(place.media),
            (None, None) => Self::Outside,
        }
    }
}

/// What is due at a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// One is inside: links are due.
    In,
    /// One who waited has got inside: what was let go meanwhile is due, and
    /// links.
    LetIn,
    /// The same, but there is no place for one's picture: it is to be off.
    LetInUnseen,
    /// One waits in line: nothing is to be sent meanwhile.
    Wait,
    /// The server still counts one in whom the call is over for, and is to
    /// be told.
    Out,
    /// Nothing.
    None,
}

impl Step {
    /// Of one who waited wanting this, and was let in with that.
    fn let_in(wanted: Media, media: Media) -> Self {
        if wanted.has_video() && !media.has_video() {
            Self::LetInUnseen
        } else {
            Self::LetIn
        }
    }

    /// Whether one is inside by it.
    pub fn is_in(self) -> bool {
        match self {
            Self::In | Self::LetIn | Self::LetInUnseen => true,
            Self::Wait | Self::Out | Self::None => false,
        }
    }
}

impl Place {
    /// The person wants to be in the call.
    pub fn enter(&mut self) {
        if *self == Self::Outside {
            *self = Self::Asking { said: None };
        }
    }

    /// A connection has begun at `now`, on which the server knows this of
    /// one's place.
    pub fn handle_welcome(&mut self, known: Known, now: Timestamp) -> Step {
        match (*self, known) {
            (Self::Outside, Known::Outside) => Step::None,
            (Self::Outside, Known::InLine(_) | Known::InCall(_)) => Step::Out,
            (Self::Waiting { said } | Self::Holding { said, .. }, Known::Outside) => {
                let until = now.plus(HOLDING);
                *self = Self::Holding { said, until };
                Step::None
            }
            (Self::Asking { .. } | Self::Inside { .. }, Known::Outside) => {
                *self = Self::Asking { said: None };
                Step::None
            }
            (_, Known::InLine(said)) => {
                *self = Self::Waiting { said };
                Step::Wait
            }
            (
                Self::Waiting { said: wanted } | Self::Holding { said: wanted, .. },
                Known::InCall(said),
            ) => {
                *self = Self::Inside { said };
                Step::let_in(wanted, said)
            }
            (Self::Asking { .. } | Self::Inside { .. }, Known::InCall(said)) => {
                *self = Self::Inside { said };
                Step::In
            }
        }
    }

    /// The server says that this is in the call and sends that.
    pub fn handle_in_call(&mut self, media: Media) -> Step {
        match *self {
            Self::Asking { said: Some(said) } => {
                *self = Self::Inside { said };
                Step::In
            }
            Self::Waiting { said } | Self::Holding { said, .. } => {
                *self = Self::Inside { said: media };
                Step::let_in(said, media)
            }
            Self::Asking { said: None } | Self::Inside { .. } | Self::Outside => Step::None,
        }
    }

    /// The server says that this waits in line. Late if one has left since.
    pub fn handle_in_line(&mut self, said: Media) -> Step {
        match *self {
            Self::Asking { .. } | Self::Holding { .. } => {
                *self = Self::Waiting { said };
                Step::Wait
            }
            Self::Outside | Self::Waiting { .. } | Self::Inside { .. } => Step::None,
        }
    }

    /// The server says that this is no longer in the call, nor in its line.
    /// Late if one has asked to be in it again since.
    pub fn handle_left(&mut self) {
        if self.is_inside() || self.waiting().is_some() {
            *self = Self::Outside;
        }
    }

    /// A deadline may have passed: what to ask the server for again, if it
    /// has.
    pub fn handle_timeout(&mut self, now: Timestamp) -> Option<Media> {
        match *self {
            Self::Holding { said, until } if until <= now => {
                *self = Self::Waiting { said };
                Some(said)
            }
            Self::Outside
            | Self::Asking { .. }
            | Self::Waiting { .. }
            | Self::Holding { .. }
            | Self::Inside { .. } => None,
        }
    }

    /// When [`Self::handle_timeout`] is due.
    pub fn poll_timeout(self) -> Option<Timestamp> {
        match self {
            Self::Holding { until, .. } => Some(until),
            Self::Outside | Self::Asking { .. } | Self::Waiting { .. } | Self::Inside { .. } => {
                None
            }
        }
    }

    /// The person does not want to be in the call, or cannot.
    pub fn leave(&mut self) {
        *self = Self::Outside;
    }

    /// What the server was told to be sent.
    pub fn said(self) -> Option<Media> {
        match self {
            Self::Outside => None,
            Self::Asking { said } => said,
            Self::Waiting { said } | Self::Holding { said, .. } | Self::Inside { said } => {
                Some(said)
            }
        }
    }

    /// What to tell the server now that this is sent, if anything. One who
    /// waits sends nothing, and wants what they wanted.
    pub fn poll_announcement(&mut self, media: Media) -> Option<Media> {
        if self.said() == Some(media) {
            return None;
        }
        *self = match self {
            Self::Outside | Self::Waiting { .. } | Self::Holding { .. } => return None,
            Self::Inside { .. } => Self::Inside { said: media },
            Self::Asking { .. } => Self::Asking { said: Some(media) },
        };
        Some(media)
    }

    /// What one wants to send who waits for a place.
    pub fn waiting(self) -> Option<Media> {
        match self {
            Self::Waiting { said } | Self::Holding { said, .. } => Some(said),
            Self::Outside | Self::Asking { .. } | Self::Inside { .. } => None,
        }
    }

    /// Whether one is in the call by the server's word.
    pub fn is_inside(self) -> bool {
        matches!(self, Self::Inside { .. })
    }

    /// Whether one is in the call or wishes to be.
    pub fn is_wanted(self) -> bool {
        self != Self::Outside
    }
}
