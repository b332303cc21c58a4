//! A room's log over HTTP, for whoever is in the room.
//!
//! Invariant: nothing of a log is given out, and nothing is taken for it,
//! without the proof of a session that is in the room.

use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse as _, Response};
use axum::{Extension, Json};
use chatmux_shared::id::{MemberId, Seq, SessionId};
use chatmux_shared::message::Post;
use chatmux_shared::room::{Refusal, RoomCard};
use chatmux_shared::wire::{Page, Token};
use http::uri::Authority;
use http::{HeaderMap, StatusCode, Uri, header};
use serde::Deserialize;

use crate::body::Body;
use crate::hub::{Hub, Mail};
use crate::origin::Unsaid;
use crate::peer::Peer;
use crate::posting::{Posted, Source};
use crate::problem::Problem;
use crate::rooms::existing;
use crate::state::AppState;

/// Which part of the log.
#[derive(Debug, Deserialize)]
pub struct Part {
    /// Entries with numbers above this one.
    #[serde(default)]
    after: Seq,
    /// At most so many; the server has a limit of its own.
    limit: Option<usize>,
}

/// `GET /api/rooms/{id}/entries?after=&limit=`, with the session's token as a
/// bearer (RFC 6750): entries in order.
pub async fn list(
    State(app): State<AppState>,
    Path(room): Path<String>,
    Extension(peer): Extension<Peer>,
    headers: HeaderMap,
    part: Result<Query<Part>, axum::extract::rejection::QueryRejection>,
) -> Result<Json<Page>, Problem> {
    let Query(part) = part.map_err(|_| {
        Problem::BadRequest("Ask with ?after=, a number, and &limit=, a number, or without.")
    })?;
    let caller = caller(&app.hub, &room, &headers).await?;
    app.hub.meter_page(app.proxies.origin(peer, &headers))?;
    check_inside(&app.hub, &caller).await?;
    let most = app.hub.rules.limits.entries_page;
    let limit = part.limit.map_or(most, |limit| limit.min(most));
    let page = app
        .hub
        .store
        .entries_after(caller.card.id, part.after, limit)
        .await?;
    Ok(Json(page))
}

/// `POST /api/rooms/{id}/entries`, with the session's token as a bearer: a
/// signed statement to be kept. 201 with the entry, also when it was kept
/// before.
pub async fn post(
    State(app): State<AppState>,
    Path(room): Path<String>,
    Extension(peer): Extension<Peer>,
    uri: Uri,
    headers: HeaderMap,
    Body(body): Body,
) -> Result<Response, Problem> {
    let authority = uri.authority().map(Authority::as_str);
    app.home.check(&headers, authority, Unsaid::Allowed)?;
    let caller = caller(&app.hub, &room, &headers).await?;
    let post: Post = serde_json::from_slice(&body).map_err(Problem::unreadable)?;
    let source = Source {
        network: app.proxies.origin(peer, &headers),
        member: Some(caller.member),
    };
    let room = caller.card.id;
    let posting = match app.hub.posting(room, source, post).await? {
        Posted::Now(posting) => posting,
        Posted::Before(entry) => {
            check_inside(&app.hub, &caller).await?;
            return Ok((StatusCode::CREATED, Json(entry)).into_response());
        }
    };
    let kept = app.hub.ask(room, |reply| Mail::Post {
        session: caller.session,
        posting,
        reply,
    });
    match kept.await {
        Some(Ok(entry)) => Ok((StatusCode::CREATED, Json(entry)).into_response()),
        None | Some(Err(Refusal::NotInRoom)) => Err(Problem::NotInRoom),
        Some(Err(reason)) => Err(Problem::Refused(reason)),
    }
}

async fn check_inside(hub: &Hub, caller: &Caller) -> Result<(), Problem> {
    let session = caller.session;
    let asked = hub.ask(caller.card.id, |reply| Mail::IsInside { session, reply });
    match asked.await {
        Some(true) => Ok(()),
        Some(false) | None => Err(Problem::NotInRoom),
    }
}

/// Who asks, by the token that the request bears.
struct Caller {
    card: RoomCard,
    session: SessionId,
    member: MemberId,
}

async fn caller(hub: &Hub, room: &str, headers: &HeaderMap) -> Result<Caller, Problem> {
    let card = existing(hub, room).await?;
    let (session, member) = proof(hub, &card, headers).ok_or(Problem::NoProof)?;
    Ok(Caller {
        card,
        session,
        member,
    })
}

fn proof(hub: &Hub, card: &RoomCard, headers: &HeaderMap) -> Option<(SessionId, MemberId)> {
    let bearer = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = bearer.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("bearer") {
        return None;
    }
    let token = Token(token.trim().to_owned());
    hub.mint.read_session(card, &token)
}
