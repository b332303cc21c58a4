//! A room's log over HTTP, for whoever is in the room.
//!
//! Invariant: nothing of a log is given out without the proof of a session
//! that is in the room.

use axum::Json;
use axum::extract::{Path, Query, State};
use chatmux_shared::id::{Seq, SessionId};
use chatmux_shared::room::{Entry, RoomCard};
use chatmux_shared::wire::Token;
use http::{HeaderMap, header};
use serde::Deserialize;

use crate::hub::{Hub, Mail};
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
    headers: HeaderMap,
    part: Result<Query<Part>, axum::extract::rejection::QueryRejection>,
) -> Result<Json<Vec<Entry>>, Problem> {
    let Query(part) = part.map_err(|_| {
        Problem::BadRequest("Ask with ?after=, a number, and &limit=, a number, or without.")
    })?;
    let card = existing(&app.hub, &room).await?;
    let session = session(&app.hub, &card, &headers).ok_or(Problem::NoProof)?;
    let asked = app
        .hub
        .ask(card.id, |reply| Mail::IsInside { session, reply });
    if asked.await != Some(true) {
        return Err(Problem::NotInRoom);
    }
    let most = app.hub.limits.entries_page;
    let limit = part.limit.map_or(most, |limit| limit.min(most));
    let entries = app
        .hub
        .store
        .entries_after(card.id, part.after, limit)
        .await?;
    Ok(Json(entries))
}

/// The session whose token the request bears.
fn session(hub: &Hub, card: &RoomCard, headers: &HeaderMap) -> Option<SessionId> {
    let bearer = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = bearer.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("bearer") {
        return None;
    }
    let (session, _) = hub
        .mint
        .read_session(card, &Token(token.trim().to_owned()))?;
    Some(session)
}
