//! Rooms over HTTP: made, looked at, listed, and the way to their socket.

use axum::extract::ws::WebSocketUpgrade;
use axum::extract::ws::rejection::WebSocketUpgradeRejection;
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Response};
use axum::{Extension, Json};
use chatmux_shared::id::RoomId;
use chatmux_shared::room::{Room, RoomCard, naming};
use chatmux_shared::wire::{RoomMade, RoomSummary, SUBPROTOCOL, Visibility};
use http::uri::Authority;
use http::{HeaderMap, StatusCode, Uri, header};

use crate::chance;
use crate::hub::{Hub, Mail};
use crate::origin::Unsaid;
use crate::peer::{Network, Peer};
use crate::problem::Problem;
use crate::socket::{self, BUFFER};
use crate::state::AppState;
use crate::store::Making;

/// `POST /api/rooms`: a new room, unopened until its maker comes in.
pub async fn make(
    State(app): State<AppState>,
    Extension(peer): Extension<Peer>,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let authority = uri.authority().map(Authority::as_str);
    app.home.check(&headers, authority, Unsaid::Allowed)?;
    let origin = app.home.origin(&headers, authority)?;
    let network = app.proxies.origin(peer, &headers);
    let card = make_room(&app.hub, network).await?;
    let made = RoomMade {
        id: card.id,
        url: format!("{origin}/r/{}", card.id),
        maker: app.hub.mint.maker(&card),
    };
    let location = [(header::LOCATION, format!("/api/rooms/{}", card.id))];
    Ok((StatusCode::CREATED, location, Json(made)).into_response())
}

/// Keeps a new room.
pub async fn make_room(hub: &Hub, network: Network) -> Result<RoomCard, Problem> {
    let id = chance::room_id();
    let [luck] = chance::bytes();
    let card = RoomCard {
        id,
        epoch: chance::epoch(),
        name: naming::nickname(id, luck),
        owner: None,
        visibility: Visibility::Unopened,
        made: chance::now(),
    };
    match hub.make_room(card.clone(), network).await? {
        Some(Making::Made) => Ok(card),
        Some(Making::Full) => Err(Problem::TooManyRooms),
        // As likely as guessing a link.
        Some(Making::AlreadyThere) => Err(Problem::Unavailable),
        None => Err(Problem::TooManyFromThere),
    }
}

/// `GET /api/rooms`: the listed rooms, most people first.
pub async fn list(State(app): State<AppState>) -> Json<Vec<RoomSummary>> {
    Json(app.hub.listed(&app.lounge))
}

/// `GET /api/rooms/{id}`: one room, for whoever has its link.
pub async fn look(
    State(app): State<AppState>,
    Path(room): Path<String>,
) -> Result<Json<RoomSummary>, Problem> {
    let card = existing(&app.hub, &room).await?;
    let seen = app.hub.ask(card.id, Mail::Look).await;
    let asleep = || Room::new(card, app.hub.limits.clone()).summary();
    Ok(Json(seen.unwrap_or_else(asleep)))
}

/// The room of that id, or what became of it.
pub async fn existing(hub: &Hub, room: &str) -> Result<RoomCard, Problem> {
    let id: RoomId = room.parse().map_err(|_| Problem::NoSuchRoom)?;
    if let Some(card) = hub.store.room(id).await? {
        return Ok(card);
    }
    Err(match hub.store.ending(id).await? {
        Some(why) => Problem::Ended(why),
        None => Problem::NoSuchRoom,
    })
}

/// `GET /api/rooms/{id}/socket`: the upgrade to the room's WebSocket.
pub async fn socket(
    State(app): State<AppState>,
    Path(room): Path<String>,
    uri: Uri,
    headers: HeaderMap,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> Result<Response, Problem> {
    let authority = uri.authority().map(Authority::as_str);
    app.home.check(&headers, authority, Unsaid::Refused)?;
    let upgrade =
        upgrade.map_err(|_| Problem::BadRequest("This address speaks WebSocket alone."))?;
    refuse_body(&headers)?;
    if upgrade
        .requested_protocols()
        .all(|asked| asked != SUBPROTOCOL)
    {
        return Err(Problem::BadRequest(
            "This server speaks the sub-protocol chatmux.1.",
        ));
    }
    let id = existing(&app.hub, &room).await?.id;
    let frame = app.hub.limits.frame_bytes;
    let upgrade = upgrade
        .protocols([SUBPROTOCOL])
        .read_buffer_size(BUFFER)
        .write_buffer_size(BUFFER)
        .max_message_size(frame)
        .max_frame_size(frame);
    let hub = app.hub;
    Ok(upgrade.on_upgrade(move |socket| {
        let tasks = hub.tasks.clone();
        tasks.track_future(socket::serve(hub, id, socket))
    }))
}

/// A handshake has no body (RFC 6455 §4.1): what follows it would be taken
/// for frames by one and for a request by another.
fn refuse_body(headers: &HeaderMap) -> Result<(), Problem> {
    let length = headers.get(header::CONTENT_LENGTH);
    let some = length.is_some_and(|length| length != "0")
        || headers.contains_key(header::TRANSFER_ENCODING);
    if some {
        return Err(Problem::BadRequest("A WebSocket handshake has no body."));
    }
    Ok(())
}

/// `GET /readyz`: whether the store answers.
pub async fn ready(State(app): State<AppState>) -> Result<&'static str, Problem> {
    app.hub.store.room(RoomId::LOUNGE).await?;
    Ok("ready\n")
}
