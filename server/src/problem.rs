//! Errors as the outside sees them: `application/problem+json` (RFC 9457).
//!
//! A status, a stable `type` and a sentence. The cause goes to the log, once,
//! where it is handled.

use std::borrow::Cow;

use axum::Json;
use axum::extract::Request;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use chatmux_shared::room::{Ending, Refusal};
use http::{HeaderValue, StatusCode, header};
use serde::Serialize;

use crate::posting::Unposted;
use crate::store::StoreError;

/// Characters of what is wrong with a body.
const CAUSE_CHARS: usize = 200;

/// The content type of every problem.
pub const PROBLEM: HeaderValue = HeaderValue::from_static("application/problem+json");

/// What went wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
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
    /// The method is none of this address.
    WrongMethod,
    /// The body is longer than it may be.
    TooLong,
    /// The body did not come in time.
    TooSlow,
    /// The server did not answer in time.
    NotDone,
    /// The request is not understood.
    BadRequest(&'static str),
    /// The body is not what it should be: where, and why.
    Unreadable(String),
    /// The room does not do it.
    Refused(Refusal),
    /// There is a room of that id, or was lately.
    MadeBefore,
    /// There are as many rooms as there may be.
    TooManyRooms,
    /// There are as many rooms from there as there may be.
    TooManyFromThere,
    /// The store does not answer.
    Unavailable,
}

#[derive(Serialize)]
struct Body {
    r#type: Cow<'static, str>,
    title: &'static str,
    status: u16,
    detail: Cow<'static, str>,
}

impl Problem {
    /// For a body that is no JSON of the kind that is asked for.
    #[expect(
        clippy::needless_pass_by_value,
        reason = "it is the end of the error's way"
    )]
    pub fn unreadable(cause: serde_json::Error) -> Self {
        Self::Unreadable(cause.to_string().chars().take(CAUSE_CHARS).collect())
    }

    /// For an error that something below the routes has answered with a
    /// status alone.
    pub fn of_status(status: StatusCode) -> Self {
        match status {
            StatusCode::NOT_FOUND => Self::NotFound,
            StatusCode::METHOD_NOT_ALLOWED => Self::WrongMethod,
            StatusCode::PAYLOAD_TOO_LARGE => Self::TooLong,
            StatusCode::REQUEST_TIMEOUT => Self::TooSlow,
            other if other.is_client_error() => {
                Self::BadRequest("The address or a header of this request was not understood.")
            }
            _ => Self::NotDone,
        }
    }

    fn status(&self) -> StatusCode {
        match self {
            Self::WrongMethod => StatusCode::METHOD_NOT_ALLOWED,
            Self::TooLong => StatusCode::PAYLOAD_TOO_LARGE,
            Self::TooSlow => StatusCode::REQUEST_TIMEOUT,
            Self::NotFound | Self::NoSuchRoom => StatusCode::NOT_FOUND,
            Self::Ended(_) => StatusCode::GONE,
            Self::NoProof => StatusCode::UNAUTHORIZED,
            Self::NotInRoom | Self::ForeignOrigin => StatusCode::FORBIDDEN,
            Self::BadRequest(_) | Self::Unreadable(_) => StatusCode::BAD_REQUEST,
            Self::MadeBefore => StatusCode::CONFLICT,
            Self::Refused(refusal) => status_of(refusal),
            Self::TooManyFromThere => StatusCode::TOO_MANY_REQUESTS,
            Self::TooManyRooms | Self::Unavailable | Self::NotDone => {
                StatusCode::SERVICE_UNAVAILABLE
            }
        }
    }

    fn kind(&self) -> Cow<'static, str> {
        let kind = match self {
            Self::Refused(refusal) => return name_of(refusal).into(),
            Self::NotFound => "/problems/not-found",
            Self::NoSuchRoom => "/problems/no-such-room",
            Self::Ended(_) => "/problems/room-ended",
            Self::NoProof => "/problems/no-proof",
            Self::NotInRoom => "/problems/not-in-room",
            Self::ForeignOrigin => "/problems/foreign-origin",
            Self::WrongMethod => "/problems/wrong-method",
            Self::TooLong => "/problems/too-long",
            Self::TooSlow => "/problems/too-slow",
            Self::NotDone => "/problems/not-done",
            Self::BadRequest(_) => "/problems/bad-request",
            Self::Unreadable(_) => "/problems/unreadable",
            Self::MadeBefore => "/problems/made-before",
            Self::TooManyRooms => "/problems/too-many-rooms",
            Self::TooManyFromThere => "/problems/too-many-rooms-from-there",
            Self::Unavailable => "/problems/unavailable",
        };
        kind.into()
    }

    /// A few words.
    pub const fn title(&self) -> &'static str {
        match self {
            Self::NotFound => "Nothing here",
            Self::NoSuchRoom => "No such room",
            Self::Ended(_) => "This room has ended",
            Self::NoProof => "No proof",
            Self::NotInRoom => "Not in the room",
            Self::ForeignOrigin => "From elsewhere",
            Self::WrongMethod => "Not by this method",
            Self::TooLong => "Too long",
            Self::TooSlow => "Too slow",
            Self::NotDone => "Not done in time",
            Self::BadRequest(_) | Self::Unreadable(_) => "Not understood",
            Self::Refused(_) => "Refused",
            Self::MadeBefore => "There is such a room",
            Self::TooManyRooms => "No place for another room",
            Self::TooManyFromThere => "Too many rooms from your network",
            Self::Unavailable => "Out of order",
        }
    }

    /// A sentence to act on.
    pub fn detail(&self) -> Cow<'static, str> {
        let detail = match self {
            Self::Refused(refusal) => return refusal.to_string().into(),
            Self::Unreadable(why) => return format!("The body was not understood: {why}.").into(),
            Self::MadeBefore => "A room of this id is there or was lately. Draw another id.",
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
            Self::WrongMethod => {
                "This address is not asked by this method; Allow says by which it is."
            }
            Self::TooLong => "The body is longer than this server takes.",
            Self::TooSlow => "The body did not come in time. Send it again.",
            Self::NotDone => "The server was not done in time. Try again in a moment.",
            Self::BadRequest(why) => why,
            Self::TooManyRooms => {
                "This server has as many rooms as it may have. Join one of them, or try again later."
            }
            Self::TooManyFromThere => {
                "As many rooms as one network may have were made from yours. Go into one of them; \
                 those with nobody in them end by themselves."
            }
            Self::Unavailable => "The server cannot reach its store. Try again in a moment.",
        };
        detail.into()
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
        if let Self::Refused(Refusal::TooFast { wait }) = self {
            let seconds = HeaderValue::from(wait.div_ceil(1000));
            response.headers_mut().insert(header::RETRY_AFTER, seconds);
        }
        if self == Self::NoProof {
            let scheme = HeaderValue::from_static("Bearer");
            response
                .headers_mut()
                .insert(header::WWW_AUTHENTICATE, scheme);
        }
        response.headers_mut().insert(header::CONTENT_TYPE, PROBLEM);
        response
    }
}

/// Every error of the API is a problem, also one that no handler was asked
/// about.
pub async fn in_words(request: Request, next: Next) -> Response {
    let is_api = request.uri().path().starts_with("/api/");
    let response = next.run(request).await;
    let status = response.status();
    let is_error = status.is_client_error() || status.is_server_error();
    let is_problem = response.headers().get(header::CONTENT_TYPE) == Some(&PROBLEM);
    if !is_api || !is_error || is_problem {
        return response;
    }
    let mut problem = Problem::of_status(status).into_response();
    if let Some(methods) = response.headers().get(header::ALLOW) {
        problem.headers_mut().insert(header::ALLOW, methods.clone());
    }
    problem
}

impl From<StoreError> for Problem {
    fn from(cause: StoreError) -> Self {
        tracing::error!(%cause, "a request failed");
        Self::Unavailable
    }
}

impl From<Unposted> for Problem {
    fn from(why: Unposted) -> Self {
        match why {
            Unposted::Refused(refusal) => Self::Refused(refusal),
            Unposted::Store(cause) => cause.into(),
        }
    }
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

/// `/problems/too-fast`: as on the wire, with hyphens.
fn name_of(refusal: &Refusal) -> String {
    let value = serde_json::to_value(refusal).unwrap_or_default();
    let tag = value.as_object().and_then(|object| object.keys().next());
    let name = tag.map(String::as_str).or(value.as_str());
    let name = name.unwrap_or("refused").replace('_', "-");
    ["/problems/", &name].concat()
}

fn status_of(refusal: &Refusal) -> StatusCode {
    match refusal {
        Refusal::TooFast { .. } | Refusal::TooManyRooms { .. } | Refusal::TooManyKnock { .. } => {
            StatusCode::TOO_MANY_REQUESTS
        }
        Refusal::NotInRoom
        | Refusal::NotInCall
        | Refusal::NotOwner
        | Refusal::NotProven
        | Refusal::Removed
        | Refusal::TurnedAway
        | Refusal::OtherAuthor
        | Refusal::Denied(_) => StatusCode::FORBIDDEN,
        Refusal::SaidOtherwise | Refusal::Stale | Refusal::NotOpen | Refusal::NotKnocking => {
            StatusCode::CONFLICT
        }
        Refusal::NotKept
        | Refusal::Busy
        | Refusal::RoomFull { .. }
        | Refusal::TooManyTabs { .. }
        | Refusal::VideoFull { .. } => StatusCode::SERVICE_UNAVAILABLE,
        Refusal::Malformed { .. }
        | Refusal::NotAChoice
        | Refusal::Name(_)
        | Refusal::Status(_)
        | Refusal::Message(_)
        | Refusal::NotAStatement(_)
        | Refusal::SignatureRefused(_)
        | Refusal::NotVerified
        | Refusal::OtherRoom
        | Refusal::OtherText => StatusCode::UNPROCESSABLE_ENTITY,
    }
}
