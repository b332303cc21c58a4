//! Ways round over HTTP, for whoever tries them before coming into a room.

use axum::extract::{Path, State};
use axum::{Extension, Json};
use chatmux_shared::wire::Ice;
use http::uri::Authority;
use http::{HeaderMap, Uri};

use crate::body::Body;
use crate::origin::Unsaid;
use crate::peer::Peer;
use crate::problem::Problem;
use crate::rooms::existing;
use crate::state::AppState;

/// `POST /api/rooms/{id}/ice`: the servers to try, with a credential that is
/// good for a minute and a few ways.
pub async fn try_ways(
    State(app): State<AppState>,
    Path(room): Path<String>,
    Extension(peer): Extension<Peer>,
    uri: Uri,
    headers: HeaderMap,
    Body(body): Body,
) -> Result<Json<Ice>, Problem> {
    let authority = uri.authority().map(Authority::as_str);
    app.home.check(&headers, authority, Unsaid::Allowed)?;
    if !body.is_empty() {
        return Err(Problem::BadRequest("This address takes no body."));
    }
    existing(&app.hub, &room).await?;
    app.hub.meter_guest(app.proxies.origin(peer, &headers))?;
    Ok(Json(app.hub.ways.of_guest(&app.hub.mint)))
}
