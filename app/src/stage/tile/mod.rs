//! One tile: a picture or an initial, a name, and what is to be said and done
//! about whom it shows.
//!
//! # Layout
//! - [`person`], [`screen`]: the two kinds of tiles
//! - [`marks`]: what is to be seen over a person's picture
//! - [`place`]: where it is
//! - [`tools`], [`pin`], [`outside`]: buttons at hand while one points at a tile
//! - [`menu`]: what `More about …` opens
//! - [`entries`]: what is in it
//! - [`trust`]: whether it is the person shown
//! - [`about`]: its first entry, who this is
//! - [`volume`]: how loud they are here

mod about;
mod entries;
mod marks;
mod menu;
mod outside;
mod person;
mod pin;
mod place;
mod screen;
mod tools;
mod trust;
mod volume;

pub(super) use person::PersonTile;
pub(super) use place::resize;
pub(super) use screen::ScreenTile;

use super::Tile;
use crate::people;
use crate::room::Desk;
use crate::sound::Volume;
use crate::state::{Link, Stream};
use chatmux_shared::id::{MemberId, SessionId};
use leptos::prelude::*;

/// By what a tile is found in the document.
pub(super) fn tile_id(tile: Tile) -> String {
    let kind = match tile {
        Tile::Person(_) => "tile-",
        Tile::Screen(_) => "tile-screen-",
    };
    [kind, &tile.session().to_string()].concat()
}

/// What to call what a tile shows.
fn called(desk: Desk, tile: Tile) -> String {
    match tile {
        Tile::Person(session) => desk.name(session),
        Tile::Screen(session) => desk.name(session) + "’s screen",
    }
}

/// Whose it is.
fn person_of(desk: Desk, tile: Tile) -> Option<MemberId> {
    let (Tile::Person(session) | Tile::Screen(session)) = tile;
    untrack(|| desk.face(session)).map(|face| face.member)
}

/// How loud they are here.
fn volume_of(desk: Desk, session: SessionId) -> Box<dyn Fn() -> Volume> {
    Box::new(move || {
        let face = desk.face(session);
        face.map(|face| people::volume_of(desk, face.member))
            .unwrap_or_default()
    })
}

fn of_link(
    desk: Desk,
    session: SessionId,
    part: impl Fn(&Link) -> &Option<Stream>,
) -> Option<Stream> {
    let links = desk.state().links.read();
    let link = links.iter().find(|link| link.peer == session)?;
    part(link).clone()
}
