//! Where a tab is to the call: what the person wants, and what the server
//! was told and knows.
//!
//! ```text
//!   Outside ──enter──► Asking ──the server says so──► Inside
//!      ▲                  │  ▲                          │
//!      └──── leave ───────┴──│───────── leave ──────────┤
//!                            └── a welcome without me ──┘
//! ```

use crate::wire::Media;

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
    /// In the call, by the server's word.
    Inside {
        /// What it was told to be sent.
        said: Media,
    },
}

/// What is due at a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// One has got inside: links are due.
    In,
    /// The server still counts one in whom the call is over for, and is to
    /// be told.
    Out,
    /// Nothing.
    None,
}

impl Place {
    /// The person wants to be in the call.
    pub fn enter(&mut self) {
        if *self == Self::Outside {
            *self = Self::Asking { said: None };
        }
    }

    /// A connection has begun, on which the server knows this of one's place.
    pub fn handle_welcome(&mut self, known: Option<Media>) -> Step {
        match (*self, known) {
            (Self::Outside, None) => Step::None,
            (Self::Outside, Some(_)) => Step::Out,
            (Self::Asking { .. } | Self::Inside { .. }, None) => {
                *self = Self::Asking { said: None };
                Step::None
            }
            (Self::Asking { .. } | Self::Inside { .. }, Some(said)) => {
                *self = Self::Inside { said };
                Step::In
            }
        }
    }

    /// The server says that this is in the call.
    pub fn handle_in_call(&mut self) -> Step {
        match *self {
            Self::Asking { said: Some(said) } => {
                *self = Self::Inside { said };
                Step::In
            }
            Self::Asking { said: None } | Self::Inside { .. } | Self::Outside => Step::None,
        }
    }

    /// The server says that this is no longer in the call. Late if one has
    /// asked to be in it again since.
    pub fn handle_left(&mut self) {
        if self.is_inside() {
            *self = Self::Outside;
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
            Self::Inside { said } => Some(said),
        }
    }

    /// What to tell the server now that this is sent, if anything.
    pub fn poll_announcement(&mut self, media: Media) -> Option<Media> {
        if self.said() == Some(media) {
            return None;
        }
        *self = match self {
            Self::Outside => return None,
            Self::Inside { .. } => Self::Inside { said: media },
            Self::Asking { .. } => Self::Asking { said: Some(media) },
        };
        Some(media)
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
