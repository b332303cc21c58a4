//! The tile of someone in the call.

use crate::live::{self, IntoLive as _, Live, act};
use chatmux_shared::id::SessionId;
use chatmux_shared::wire::Media;
use leptos::prelude::*;
use web_sys::MouseEvent;

use super::marks::marks;
use super::place::placed;
use super::tools::tools;
use super::trust::shield;
use super::{of_link, tile_id, volume_of};
use crate::controls::icon;
use crate::people::color_class;
use crate::room::Desk;
use crate::stage::video::{Video, VideoKind};
use crate::stage::{Floor, Tile};
use crate::ui::Ui;

/// Someone in the call.
#[component]
pub(crate) fn PersonTile(session: SessionId) -> impl IntoView {
    let (desk, floor) = (Desk::here(), Floor::here());
    let tile = Tile::Person(session);
    let place = placed(tile);
    let is_me = move || desk.session() == Some(session);
    let media = move || media(desk, session);
    let kind = if untrack(is_me) {
        VideoKind::Mirror
    } else {
        VideoKind::Remote
    };
    let stream = move || match kind {
        VideoKind::Mirror | VideoKind::OwnScreen => desk.state().picture.get(),
        VideoKind::Remote | VideoKind::RemoteScreen => of_link(desk, session, |link| &link.stream),
    };
    let class = move || {
        let picture = media().camera.is_on() && stream().is_some();
        let dark = if picture { " " } else { " tile-dark " };
        [&floor.class(tile), dark, color(desk, session)].concat()
    };
    view! {
        <div
            class=live::words(class)
            id=tile_id(tile)
            role="group"
            aria-label=live::words(move || desk.name(session))
            node_ref=place
            on:click=act(move |event: MouseEvent| floor.touch(tile, &event))
            on:dblclick=act(move |event: MouseEvent| floor.touch_twice(tile, &event))
        >
            <Video stream=Box::new(stream) kind volume=volume_of(desk, session)/>
            <Avatar session/>
            {marks(session)}
            <p class="tile-name">
                {live::part(move || (!media().microphone.is_on()).then(muted))}
                <span class="tile-called">{live::words(move || desk.name(session))}</span>
                {live::part(move || is_me().then(you))}
                {shield(session)}
            </p>
            {tools(tile, place)}
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
            .map(|face| Ui.initial(face.name.as_str()))
            .unwrap_or_default()
    };
    view! { <span class=live::words(class) aria-hidden="true">{live::words(initial)}</span> }.live()
}

fn color(desk: Desk, session: SessionId) -> &'static str {
    color_class(
        desk.face(session)
            .map(|face| face.color)
            .unwrap_or_default(),
    )
}

fn you() -> Live {
    view! { <span>"(you)"</span> }.live()
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
