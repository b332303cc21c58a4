//! Errors as the outside sees them: `application/problem+json` (RFC 9457).
//!
//! A status, a stable `type` and a sentence. The cause goes to the log, once,
//! where it is handled.

use axum::Json;
use axum::response::{IntoResponse, Response};
use chatmux_shared::room::Ending;
use http::{HeaderValue, StatusCode, header};
use serde::Serialize;

use crate::store::StoreError;

/// What went wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Problem {
    /// There is nothing at this address.
    NotFound,
    /// There is no such room.
    NoSuchRoom,
    /// The room at this link has ended.
    Ended(Ending),
    /// The request bears no proof of a session in this room.
    NoProof,
    /// The session is not in the room any more.
    NotInRoom,
    /// The request came from a page of another site.
    ForeignOrigin,
    /// The request is not understood.
    BadRequest(&'static str),
    /// There are as many rooms as there may be.
    TooManyRooms,
    /// There are as many rooms from there as there may be.
    TooManyFromThere,
    /// The store does not answer.
    Unavailable,
}

#[derive(Serialize)]
struct Body {
    r#type: &'static str,
    title: &'static str,
    status: u16,
    detail: &'static str,
}

impl Problem {
    const fn status(self) -> StatusCode {
        match self {
            Self::NotFound | Self::NoSuchRoom => StatusCode::NOT_FOUND,
            Self::Ended(_) => StatusCode::GONE,
            Self::NoProof => StatusCode::UNAUTHORIZED,
            Self::NotInRoom | Self::ForeignOrigin => StatusCode::FORBIDDEN,
            Self::BadRequest(_) => StatusCode::BAD_REQUEST,
            Self::TooManyFromThere => StatusCode::TOO_MANY_REQUESTS,
            Self::TooManyRooms | Self::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        }
    }

    const fn kind(self) -> &'static str {
        match self {
            Self::NotFound => "/problems/not-found",
            Self::NoSuchRoom => "/problems/no-such-room",
            Self::Ended(_) => "/problems/room-ended",
            Self::NoProof => "/problems/no-proof",
            Self::NotInRoom => "/problems/not-in-room",
            Self::ForeignOrigin => "/problems/foreign-origin",
            Self::BadRequest(_) => "/problems/bad-request",
            Self::TooManyRooms => "/problems/too-many-rooms",
            Self::TooManyFromThere => "/problems/too-many-rooms-from-there",
            Self::Unavailable => "/problems/unavailable",
        }
    }

    /// A few words.
    pub const fn title(self) -> &'static str {
        match self {
            Self::NotFound => "Nothing here",
            Self::NoSuchRoom => "No such room",
            Self::Ended(_) => "This room has ended",
            Self::NoProof => "No proof",
            Self::NotInRoom => "Not in the room",
            Self::ForeignOrigin => "From elsewhere",
            Self::BadRequest(_) => "Not understood",
            Self::TooManyRooms => "No place for another room",
            Self::TooManyFromThere => "Too many rooms from your network",
            Self::Unavailable => "Out of order",
        }
    }

    /// A sentence to act on.
    pub const fn detail(self) -> &'static str {
        match self {
            Self::NoProof => {
                "Come into the room and send its session token: Authorization: Bearer …"
            }
            Self::NotInRoom => "Come into the room first; this session has left it.",
            Self::Ended(Ending::Idle) => {
                "Everyone had left it, and its messages are gone. Make a new room and send its link."
            }
            Self::Ended(Ending::Old) => {
                "Its time was over, and its messages are gone. Make a new room and send its link."
            }
            Self::NotFound => "There is nothing at this address.",
            Self::NoSuchRoom => {
                "There is no room at this link. It may have ended long ago, or a letter is missing."
            }
            Self::ForeignOrigin => {
                "This request did not come from a page of this server. Open the page itself; \
                 if you host it, set --public-url to what people type."
            }
            Self::BadRequest(why) => why,
            Self::TooManyRooms => {
                "This server has as many rooms as it may have. Join one of them, or try again later."
            }
            Self::TooManyFromThere => {
                "As many rooms as one network may have were made from yours. Go into one of them; \
                 those with nobody in them end by themselves."
            }
            Self::Unavailable => "The server cannot reach its store. Try again in a moment.",
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let body = Body {
            r#type: self.kind(),
            title: self.title(),
            status: self.status().as_u16(),
            detail: self.detail(),
        };
        let mut response = (self.status(), Json(body)).into_response();
        if self == Self::NoProof {
            let scheme = HeaderValue::from_static("Bearer");
            response
                .headers_mut()
                .insert(header::WWW_AUTHENTICATE, scheme);
        }
        let json = HeaderValue::from_static("application/problem+json");
        response.headers_mut().insert(header::CONTENT_TYPE, json);
        response
    }
}

impl From<StoreError> for Problem {
    fn from(cause: StoreError) -> Self {
        tracing::error!(%cause, "a request failed");
        Self::Unavailable
    }
}
