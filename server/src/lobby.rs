//! `GET /api/lobby`: the map as it changes, as server-sent events (WHATWG HTML
//! §9.2). Each event is a [`LobbyFrame`](chatmux_shared::lobby::LobbyFrame) and
//! has an id; whoever comes back with the last one they saw, as `?after=` or in
//! the header that browsers send by themselves, misses nothing.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Query, State};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse as _, Response};
use futures::stream::{self, Stream};
use http::{HeaderMap, HeaderName, HeaderValue, header};
use serde::Deserialize;

use crate::hub::{Beginning, Hub, Listening};
use crate::state::AppState;

/// A comment is sent when nothing else was for so long: proxies close what is
/// silent.
const HEARTBEAT: Duration = Duration::from_secs(15);
/// What a browser sends when it opens a stream again by itself.
const LAST_EVENT_ID: HeaderName = HeaderName::from_static("last-event-id");
/// Proxies of the family of nginx hold an answer back until it is long.
const UNBUFFERED: (HeaderName, HeaderValue) = (
    HeaderName::from_static("x-accel-buffering"),
    HeaderValue::from_static("no"),
);

/// The query of the request.
#[derive(Debug, Deserialize)]
pub struct Since {
    after: Option<String>,
}

/// All there is, then what changes, until the server stops.
pub async fn listen(
    State(app): State<AppState>,
    Query(since): Query<Since>,
    headers: HeaderMap,
) -> Response {
    let by_header = headers.get(LAST_EVENT_ID).and_then(|id| id.to_str().ok());
    let after = since.after.as_deref().or(by_header);
    // One that is not known begins anew, and so does one that is none.
    let after = after.and_then(|id| id.parse().ok());
    let listening = app.hub.feed.listen(after, Beginning::Whole);
    let fresh = [
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        UNBUFFERED,
    ];
    let events = Sse::new(events(app.hub, listening));
    let heartbeat = KeepAlive::new().interval(HEARTBEAT);
    (fresh, events.keep_alive(heartbeat)).into_response()
}

fn events(
    hub: Arc<Hub>,
    listening: Listening,
) -> impl Stream<Item = Result<Event, Infallible>> + Send {
    stream::unfold((hub, listening), async |(hub, mut listening)| {
        let told = tokio::select! {
            told = hub.feed.next(&mut listening) => told?,
            () = hub.stopping.cancelled() => return None,
        };
        let event = Event::default().data(&*told.data);
        let event = match told.mark {
            Some(mark) => event.id(mark.to_string()),
            None => event,
        };
        Some((Ok(event), (hub, listening)))
    })
}
