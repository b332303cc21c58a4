//! One tile: a picture or an initial, a name, what is to be said of the link.

use chatmux_shared::call::negotiation::LinkState;
use chatmux_shared::id::SessionId;
use chatmux_shared::room::{Person, Presence};
use chatmux_shared::wire::Media;
use leptos::prelude::*;

use super::video::{Video, VideoKind};
use crate::controls::icon;
use crate::people::color_class;
use crate::room::Desk;
use crate::state::{Link, Stream};

/// Someone in the call.
#[component]
pub(super) fn PersonTile(session: SessionId) -> impl IntoView {
    let desk = Desk::here();
    let is_me = move || desk.session() == Some(session);
    let name = Memo::new(move |_| desk.name(session));
    let media = Memo::new(move |_| media(desk, session));
    let kind = if untrack(is_me) {
        VideoKind::Mirror
    } else {
        VideoKind::Remote
    };
    let stream = Memo::new(move |_| match kind {
        VideoKind::Mirror | VideoKind::OwnScreen => desk.state().picture.get(),
        VideoKind::Remote | VideoKind::RemoteScreen => of_link(desk, session, |link| &link.stream),
    });
    let class = move || {
        let picture = media.get().camera.is_on() && stream.with(Option::is_some);
        let class = if picture { "tile " } else { "tile tile-dark " };
        [class, color(desk, session)].concat()
    };
    view! {
        <div class=class role="group" aria-label=move || name.get()>
            <Video stream kind/>
            <Avatar session/>
            <p class="tile-words">{move || words(desk, session)}</p>
            <p class="tile-name">
                {move || (!media.get().microphone.is_on()).then(muted)}
                <span>{move || name.get()}</span>
                {move || is_me().then_some(" (you)")}
            </p>
        </div>
    }
    .into_any()
}

/// A screen someone shares.
#[component]
pub(super) fn ScreenTile(session: SessionId) -> impl IntoView {
    let desk = Desk::here();
    let is_mine = untrack(move || desk.session() == Some(session));
    let (kind, stream) = if is_mine {
        let stream = Memo::new(move |_| desk.state().screen.get());
        (VideoKind::OwnScreen, stream)
    } else {
        let stream = Memo::new(move |_| of_link(desk, session, |link| &link.screen));
        (VideoKind::RemoteScreen, stream)
    };
    let name = Memo::new(move |_| desk.name(session) + "’s screen");
    view! {
        <div class="tile tile-screen" role="group" aria-label=move || name.get()>
            <Video stream kind/>
            <p class="tile-name">{move || name.get()}</p>
        </div>
    }
    .into_any()
}

/// In the place of a picture that is not there.
#[component]
fn Avatar(session: SessionId) -> impl IntoView {
    let desk = Desk::here();
    let class = move || ["avatar ", color(desk, session)].concat();
    let initial = move || desk.face(session).map(|face| initial(&face));
    view! { <span class=class aria-hidden="true">{initial}</span> }.into_any()
}

fn color(desk: Desk, session: SessionId) -> &'static str {
    color_class(
        desk.face(session)
            .map(|face| face.color)
            .unwrap_or_default(),
    )
}

fn initial(person: &Person) -> String {
    person.name.initial().to_uppercase()
}

fn muted() -> AnyView {
    view! { <span class="muted" role="img" aria-label="muted">{icon("mic-off")}</span> }.into_any()
}

/// What someone sends: of oneself what the devices say, of others what they
/// told.
fn media(desk: Desk, session: SessionId) -> Media {
    if desk.session() == Some(session) {
        return desk.state().local.with(|local| local.media);
    }
    let person = desk.face(session);
    person.and_then(|person| person.call).unwrap_or_default()
}

fn of_link(
    desk: Desk,
    session: SessionId,
    part: impl Fn(&Link) -> &Option<Stream>,
) -> Option<Stream> {
    let link = |links: &std::collections::BTreeMap<SessionId, Link>| {
        links.get(&session).and_then(|link| part(link).clone())
    };
    desk.state().links.with(link)
}

/// How the link is, unless it is well.
fn words(desk: Desk, session: SessionId) -> &'static str {
    let links = desk.state().links.read();
    let state = links.get(&session).map(|link| link.state);
    let is_away = || {
        let person = desk.person(session);
        person.is_some_and(|person| person.presence == Presence::Reconnecting)
    };
    match state {
        Some(LinkState::Connecting) => "Connecting…",
        Some(LinkState::Reconnecting) => "Reconnecting…",
        Some(LinkState::Connected) if is_away() => "Reconnecting to the room…",
        Some(LinkState::Connected) | None => "",
    }
}
