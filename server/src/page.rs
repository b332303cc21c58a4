//! Pages: lobby, room, and refusals in words.
//!
//! `app` draws them; here they get what they show, and the headers that keep
//! anything else from running in them.

use std::env;

use axum::extract::{Path, Request, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use axum::{Extension, Form};
use chatmux_app::page::{self, Look, RoomCardForPage, Sentence};
use chatmux_app::ui::Theme;
use chatmux_shared::id::RoomId;
use http::uri::Authority;
use http::{HeaderMap, HeaderValue, Uri, header};
use leptos::IntoView;
use leptos::nonce::use_nonce;
use leptos::prelude::expect_context;
use leptos_axum::{ResponseOptions, render_app_to_stream_with_context};
use serde::Deserialize;

use crate::chance;
use crate::origin::Unsaid;
use crate::peer::Peer;
use crate::problem::Problem;
use crate::rooms::{existing, make_room};
use crate::state::AppState;

/// `GET /`: the map, and the rooms as a list.
pub async fn lobby(State(app): State<AppState>, request: Request) -> Response {
    let lobby = app.hub.lobby();
    let now = chance::wall();
    let look = look(request.headers());
    let options = app.leptos;
    render(request, move || {
        page::lobby(options.clone(), look, &lobby, now)
    })
    .await
}

/// `GET /r/{room}`: green room and room.
pub async fn room(
    State(app): State<AppState>,
    Path(room): Path<String>,
    request: Request,
) -> Response {
    let tidy = room.to_ascii_lowercase();
    if tidy != room && tidy.parse::<RoomId>().is_ok() {
        return Redirect::permanent(&format!("/r/{tidy}")).into_response();
    }
    match room_page(&app, &tidy, request.headers(), request.uri()).await {
        Ok(room) => {
            let look = look(request.headers());
            let options = app.leptos;
            render(request, move || {
                page::room(options.clone(), look, room.clone())
            })
            .await
        }
        Err(problem) => refused(&app, request, problem).await,
    }
}

async fn room_page(
    app: &AppState,
    room: &str,
    headers: &HeaderMap,
    uri: &Uri,
) -> Result<RoomCardForPage, Problem> {
    let card = existing(&app.hub, room).await?;
    let authority = uri.authority().map(Authority::as_str);
    let origin = app.home.origin(headers, authority)?;
    Ok(RoomCardForPage {
        id: card.id,
        name: card.name.to_string(),
        link: format!("{origin}/r/{}", card.id),
        lock: card.lock,
    })
}

/// `POST /rooms`, from a form: a new room, and the way into it.
pub async fn new_room(
    State(app): State<AppState>,
    Extension(peer): Extension<Peer>,
    request: Request,
) -> Response {
    let network = app.proxies.origin(peer, request.headers());
    let authority = request.uri().authority().map(Authority::as_str);
    let from_here = app
        .home
        .check(request.headers(), authority, Unsaid::Allowed);
    let made = match from_here {
        Ok(()) => make_room(&app.hub, network).await,
        Err(problem) => Err(problem),
    };
    match made {
        // The proof stays in the browser: a fragment is never sent.
        Ok(card) => {
            let maker = app.hub.mint.maker(&card);
            Redirect::to(&format!("/r/{}#maker={}", card.id, maker.0)).into_response()
        }
        Err(problem) => refused(&app, request, problem).await,
    }
}

/// The body of `POST /theme`.
#[derive(Debug, Deserialize)]
pub struct ThemeForm {
    theme: String,
}

/// `POST /theme`, from a form: dark or light from now on.
pub async fn theme(
    State(app): State<AppState>,
    headers: HeaderMap,
    uri: Uri,
    Form(form): Form<ThemeForm>,
) -> Result<Response, Problem> {
    let authority = uri.authority().map(Authority::as_str);
    app.home.check(&headers, authority, Unsaid::Allowed)?;
    let theme =
        Theme::parse(&form.theme).ok_or(Problem::BadRequest("The themes are dark and light."))?;
    let cookie = format!(
        "theme={}; Path=/; Max-Age=31536000; SameSite=Lax",
        theme.as_str()
    );
    let back = Redirect::to(&way_back(&headers));
    Ok(([(header::SET_COOKIE, cookie)], back).into_response())
}

/// The page the form was on, as far as the browser tells. Only the path is
/// taken, so it leads nowhere else.
fn way_back(headers: &HeaderMap) -> String {
    let referer = headers.get(header::REFERER);
    let page = referer.and_then(|page| page.to_str().ok()?.parse::<Uri>().ok());
    let path = page.as_ref().map_or("/", Uri::path);
    // Two slashes would begin the name of another host.
    ["/", path.trim_start_matches('/')].concat()
}

/// Whatever is at no address: a page for a person, a problem for a program.
pub async fn not_found(State(app): State<AppState>, request: Request) -> Response {
    if request.uri().path().starts_with("/api/") {
        return Problem::NotFound.into_response();
    }
    refused(&app, request, Problem::NotFound).await
}

async fn refused(app: &AppState, request: Request, problem: Problem) -> Response {
    let look = look(request.headers());
    let options = app.leptos.clone();
    let sentence = Sentence {
        title: problem.title().to_owned(),
        text: problem.detail().into_owned(),
    };
    let page = render(request, move || {
        page::refused(options.clone(), look, sentence.clone())
    })
    .await;
    (problem.into_response().status(), page).into_response()
}

/// How the page looks, by the cookie `theme`.
fn look(headers: &HeaderMap) -> Look {
    let cookies = headers.get_all(header::COOKIE).into_iter();
    let theme = cookies
        .filter_map(|cookies| cookies.to_str().ok())
        .flat_map(|cookies| cookies.split(';'))
        .filter_map(|cookie| cookie.trim().strip_prefix("theme="))
        .find_map(Theme::parse);
    Look { theme }
}

async fn render<V: IntoView + 'static>(
    request: Request,
    view: impl Fn() -> V + Clone + Send + Sync + 'static,
) -> Response {
    render_app_to_stream_with_context(protect, view)(request).await
}

/// Nothing runs in a page but what came with it (CSP Level 3).
fn protect() {
    let nonce = use_nonce().map(|nonce| format!("'nonce-{nonce}'"));
    let policy = policy(
        &nonce.unwrap_or_default(),
        reload_address().unwrap_or_default(),
    );
    let policy = HeaderValue::from_str(&policy).expect("made of visible ASCII");
    let response = expect_context::<ResponseOptions>();
    response.insert_header(header::CONTENT_SECURITY_POLICY, policy);
    response.insert_header(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
}

fn policy(nonce: &str, reload: &str) -> String {
    format!(
        "default-src 'none'; script-src 'self' {nonce} 'wasm-unsafe-eval'; style-src 'self'; \
         img-src 'self' data: blob:; media-src 'self' blob: mediastream:; \
         connect-src 'self' {reload}; manifest-src 'self'; font-src 'self'; \
         base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    )
}

/// Where `cargo leptos watch` tells of new builds.
fn reload_address() -> Option<&'static str> {
    env::var_os("LEPTOS_WATCH").map(|_| "ws://127.0.0.1:3001 ws://localhost:3001")
}
