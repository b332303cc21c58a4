//! One tile: a picture or an initial, a name, and what is to be said and done
//! about whom it shows.
//!
//! # Layout
//! - [`person`], [`screen`]: the two kinds of tiles
//! - [`marks`]: what is to be seen over a person's picture
//! - [`tools`]: buttons at hand while one points at a tile
//! - [`menu`]: what `More about …` opens
//! - [`entries`]: what is in it
//! - [`about`]: its first entry, who this is

mod about;
mod entries;
mod marks;
mod menu;
mod person;
mod screen;
mod tools;

pub(super) use person::PersonTile;
pub(super) use screen::ScreenTile;

use super::tiles::Tile;
use crate::room::Desk;
use crate::state::{Link, Stream};
use chatmux_shared::id::SessionId;
use leptos::prelude::*;

/// What to call what a tile shows.
fn called(desk: Desk, tile: Tile) -> String {
    match tile {
        Tile::Person(session) => desk.name(session),
        Tile::Screen(session) => desk.name(session) + "’s screen",
    }
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
