//! Rooms over HTTP: made, looked at, listed, and the way to their socket.

use axum::extract::ws::WebSocketUpgrade;
use axum::extract::ws::rejection::WebSocketUpgradeRejection;
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Response};
use axum::{Extension, Json};
use chatmux_shared::id::RoomId;
use chatmux_shared::room::{Clocks, Refusal, Room, RoomCard, found, naming};
use chatmux_shared::wire::{MakeRoom, RoomMade, RoomSummary, SUBPROTOCOL, Switch, Visibility};
use http::uri::Authority;
use http::{HeaderMap, StatusCode, Uri, header};

use crate::body::Body;
use crate::chance;
use crate::hub::{Hub, Mail};
use crate::origin::Unsaid;
use crate::peer::{Network, Peer};
use crate::posting::Source;
use crate::problem::Problem;
use crate::socket::{self, BUFFER, Way};
use crate::state::AppState;
use crate::store::{Appended, Making};

/// `POST /api/rooms`: a new room. With what its owner signed, it is open and
/// theirs at once; without a body, it waits for its maker to come in.
pub async fn make(
    State(app): State<AppState>,
    Extension(peer): Extension<Peer>,
    uri: Uri,
    headers: HeaderMap,
    Body(body): Body,
) -> Result<Response, Problem> {
    let authority = uri.authority().map(Authority::as_str);
    app.home.check(&headers, authority, Unsaid::Allowed)?;
    let origin = app.home.origin(&headers, authority)?;
    let network = app.proxies.origin(peer, &headers);
    let (id, maker) = if body.is_empty() {
        let card = make_room(&app.hub, network).await?;
        (card.id, Some(app.hub.mint.maker(&card)))
    } else {
        let asked = serde_json::from_slice(&body).map_err(Problem::unreadable)?;
        (found_room(&app.hub, network, asked).await?, None)
    };
    let made = RoomMade {
        id,
        url: format!("{origin}/r/{id}"),
        maker,
    };
    let location = [(header::LOCATION, format!("/api/rooms/{id}"))];
    Ok((StatusCode::CREATED, location, Json(made)).into_response())
}

/// Keeps a new room with the entry that makes it.
async fn found_room(hub: &Hub, network: Network, asked: MakeRoom) -> Result<RoomId, Problem> {
    // The author is known once the post is judged.
    let member = None;
    let source = Source { network, member };
    let statement = hub.judge(source, &asked.post).await?;
    let before = hub.kept_before(statement.room, &statement, &asked.post);
    if before.await?.is_some() {
        return Ok(statement.room);
    }
    hub.check_rooms(statement.author).await?;
    let [luck] = chance::bytes();
    let limits = &hub.rules.limits;
    let clocks = Clocks {
        wall: chance::wall(),
        steady: chance::now(),
    };
    let (card, draft) = found(statement, asked, limits, clocks, luck)?;
    let id = card.id;
    keep_room(hub, card, network).await?;
    let kept = hub.store.append(id, draft, chance::wall(), hub.rules.keep);
    match kept.await? {
        Appended::New(_) | Appended::Again(_) => Ok(id),
        Appended::Otherwise | Appended::Stale | Appended::NoRoom => {
            Err(Problem::Refused(Refusal::Stale))
        }
    }
}

/// Keeps a new room that nobody owns yet.
pub async fn make_room(hub: &Hub, network: Network) -> Result<RoomCard, Problem> {
    let id = chance::room_id();
    let [luck] = chance::bytes();
    let card = RoomCard {
        id,
        epoch: chance::epoch(),
        name: naming::nickname(id, luck),
        owner: None,
        removed: Vec::new(),
        visibility: Visibility::Unopened,
        lock: Switch::Off,
        admitted: Vec::new(),
        made: chance::now(),
    };
    keep_room(hub, card.clone(), network).await?;
    Ok(card)
}

async fn keep_room(hub: &Hub, card: RoomCard, network: Network) -> Result<(), Problem> {
    match hub.make_room(card, network).await? {
        Some(Making::Made) => Ok(()),
        Some(Making::Full) => Err(Problem::TooManyRooms),
        Some(Making::AlreadyThere) => Err(Problem::MadeBefore),
        None => Err(Problem::TooManyFromThere),
    }
}

/// `GET /api/rooms`: the listed rooms, most people first.
pub async fn list(State(app): State<AppState>) -> Json<Vec<RoomSummary>> {
    Json(app.hub.lobby().rooms().to_vec())
}

/// `GET /api/rooms/{id}`: one room, for whoever has its link.
pub async fn look(
    State(app): State<AppState>,
    Path(room): Path<String>,
) -> Result<Json<RoomSummary>, Problem> {
    let card = existing(&app.hub, &room).await?;
    let seen = app.hub.ask(card.id, Mail::Look).await;
    let asleep = || Room::new(card, app.hub.rules.limits.clone()).summary();
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
    Extension(peer): Extension<Peer>,
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
    let way = Way {
        room: existing(&app.hub, &room).await?.id,
        origin: app.home.origin(&headers, authority)?,
        network: app.proxies.origin(peer, &headers),
    };
    let frame = app.hub.rules.limits.frame_bytes;
    let upgrade = upgrade
        .protocols([SUBPROTOCOL])
        .read_buffer_size(BUFFER)
        .write_buffer_size(BUFFER)
        .max_message_size(frame)
        .max_frame_size(frame);
    let hub = app.hub;
    Ok(upgrade.on_upgrade(move |socket| {
        let tasks = hub.tasks.clone();
        tasks.track_future(socket::serve(hub, way, socket))
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
