//! Every route, and what holds for all of them.

use std::time::Duration;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::handler::Handler as _;
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::Response;
use axum::routing::{get, post};
use http::{HeaderName, HeaderValue, StatusCode, header};
use tower_http::services::ServeDir;
use tower_http::timeout::{RequestBodyTimeoutLayer, TimeoutLayer};

use crate::state::AppState;
use crate::{entries, ice, lobby, openapi, page, problem, rooms};

/// Bytes in the name of a file, on every file system there is.
const NAME_BYTES: usize = 255;
/// How long a body may take, from one part to the next.
const BODY_TIME: Duration = Duration::from_secs(10);
/// How long an answer may take.
const ANSWER_TIME: Duration = Duration::from_secs(30);

/// The whole server.
pub fn router(state: AppState) -> Router {
    // The client's files, and a page in words where there is none.
    let files = ServeDir::new(state.leptos.site_root.as_ref())
        .precompressed_br()
        .precompressed_gzip()
        .append_index_html_on_directories(false)
        .call_fallback_on_method_not_allowed(true)
        .fallback(page::not_found.with_state(state.clone()));
    let files = Router::new()
        .fallback_service(files)
        .layer(from_fn_with_state(state.clone(), refuse_long_names));
    Router::new()
        .route("/", get(page::lobby))
        .route("/r/{room}", get(page::room))
        .route("/rooms", post(page::new_room))
        .route("/theme", post(page::theme))
        .route("/api/lobby", get(lobby::listen))
        .route("/api/rooms", get(rooms::list).post(rooms::make))
        .route("/api/rooms/{room}", get(rooms::look))
        .route(
            "/api/rooms/{room}/entries",
            get(entries::list).post(entries::post),
        )
        .route("/api/rooms/{room}/socket", get(rooms::socket))
        .route("/api/rooms/{room}/ice", post(ice::try_ways))
        .route("/api/openapi.json", get(openapi::describe))
        .route("/healthz", get(async || "ok\n"))
        .route("/readyz", get(rooms::ready))
        .fallback_service(files)
        .with_state(state.clone())
        .layer(DefaultBodyLimit::max(state.hub.rules.limits.frame_bytes))
        .layer(RequestBodyTimeoutLayer::new(BODY_TIME))
        .layer(TimeoutLayer::with_status_code(
            StatusCode::SERVICE_UNAVAILABLE,
            ANSWER_TIME,
        ))
        .layer(from_fn(problem::in_words))
        .layer(from_fn_with_state(state, headers))
}

/// For the client's files, whose names change with their content.
const FOR_EVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
const CHECKED: HeaderValue = HeaderValue::from_static("no-cache");

/// What every answer says to the browser, errors included.
const HEADERS: [(HeaderName, HeaderValue); 8] = [
    // The client's files lie there packed in three ways.
    (header::VARY, HeaderValue::from_static("accept-encoding")),
    (
        header::X_CONTENT_TYPE_OPTIONS,
        HeaderValue::from_static("nosniff"),
    ),
    (header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY")),
    // A room's link is its key: it goes to nobody else's log.
    (
        header::REFERRER_POLICY,
        HeaderValue::from_static("same-origin"),
    ),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        HeaderValue::from_static("same-origin"),
    ),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        HeaderValue::from_static("same-origin"),
    ),
    (
        HeaderName::from_static("permissions-policy"),
        HeaderValue::from_static(
            "camera=(self), microphone=(self), display-capture=(self), \
             screen-wake-lock=(self), fullscreen=(self), picture-in-picture=(self), \
             speaker-selection=(self), clipboard-write=(self), geolocation=(), \
             payment=(), usb=(), serial=(), hid=(), midi=()",
        ),
    ),
    // Pages bring their own, with a nonce.
    (
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'"),
    ),
];

/// A name that no file can have is of no file: the disk need not be asked,
/// which would call it an error.
async fn refuse_long_names(
    State(state): State<AppState>,
    request: Request,
    next: Next,
) -> Response {
    let mut names = request.uri().path().split('/');
    if names.any(|name| name.len() > NAME_BYTES) {
        return page::not_found(State(state), request).await;
    }
    next.run(request).await
}

async fn headers(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let is_hashed = state.leptos.hash_files && request.uri().path().starts_with("/pkg/");
    let mut response = next.run(request).await;
    let fresh = if is_hashed && response.status().is_success() {
        FOR_EVER
    } else {
        CHECKED
    };
    let headers = response.headers_mut();
    for (name, value) in HEADERS {
        headers.entry(name).or_insert(value);
    }
    headers.entry(header::CACHE_CONTROL).or_insert(fresh);
    response
}
