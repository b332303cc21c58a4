//! One tile: a picture or an initial, a name, what is to be said of the link.

use crate::live::{IntoLive as _, Live, dynamic};
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
    let media = move || media(desk, session);
    let kind = if untrack(is_me) {
        VideoKind::Mirror
    } else {
        VideoKind::Remote
    };
    let stream = Signal::derive(move || match kind {
        VideoKind::Mirror | VideoKind::OwnScreen => desk.state().picture.get(),
        VideoKind::Remote | VideoKind::RemoteScreen => of_link(desk, session, |link| &link.stream),
    });
    let class = move || {
        let picture = media().camera.is_on() && stream.with(Option::is_some);
        let class = if picture { "tile " } else { "tile tile-dark " };
        [class, color(desk, session)].concat()
    };
    view! {
        <div class=dynamic(class) role="group" aria-label=dynamic(move || desk.name(session))>
            <Video stream kind/>
            <Avatar session/>
            <p class="tile-words">{dynamic(move || words(desk, session))}</p>
            <p class="tile-name">
                {dynamic(move || (!media().microphone.is_on()).then(muted))}
                <span>{dynamic(move || desk.name(session))}</span>
                {dynamic(move || is_me().then_some(" (you)"))}
            </p>
        </div>
    }
    .live()
}

/// A screen someone shares.
#[component]
pub(super) fn ScreenTile(session: SessionId) -> impl IntoView {
    let desk = Desk::here();
    let is_mine = untrack(move || desk.session() == Some(session));
    let (kind, stream) = if is_mine {
        let stream = desk.state().screen.into();
        (VideoKind::OwnScreen, stream)
    } else {
        let stream = Signal::derive(move || of_link(desk, session, |link| &link.screen));
        (VideoKind::RemoteScreen, stream)
    };
    let name = move || desk.name(session) + "’s screen";
    view! {
        <div class="tile tile-screen" role="group" aria-label=dynamic(name)>
            <Video stream kind/>
            <p class="tile-name">{dynamic(name)}</p>
        </div>
    }
    .live()
}

/// In the place of a picture that is not there.
#[component]
fn Avatar(session: SessionId) -> impl IntoView {
    let desk = Desk::here();
    let class = move || ["avatar ", color(desk, session)].concat();
    let initial = move || {
        desk.face(session)
            .map(|face| initial(&face))
            .unwrap_or_default()
    };
    view! { <span class=dynamic(class) aria-hidden="true">{dynamic(initial)}</span> }.live()
}

fn color(desk: Desk, session: SessionId) -> &'static str {
    color_class(
        desk.face(session)
            .map(|face| face.color)
            .unwrap_or_default(),
    )
}

fn initial(person: &Person) -> String {
    person.name.initial().to_owned()
}

fn muted() -> Live {
    view! { <span class="muted" role="img" aria-label="muted">{icon("mic-off")}</span> }.live()
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
