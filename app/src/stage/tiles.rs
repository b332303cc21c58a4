//! Which tiles there are.

use chatmux_shared::id::SessionId;
use chatmux_shared::stage::Tile;
use leptos::prelude::*;

use crate::room::Desk;

/// This tab first, then the others; a screen stands before its person.
pub fn tiles(desk: Desk) -> Vec<Tile> {
    let mut tiles = Vec::new();
    if let Some(session) = desk.session().filter(|_| desk.is_in_call()) {
        let shares = desk.state().screen.with(Option::is_some);
        place(&mut tiles, session, shares);
    }
    desk.state().links.with(|links| {
        for link in links {
            let shares = link.screen.is_some() && sends_screen(desk, link.peer);
            place(&mut tiles, link.peer, shares);
        }
    });
    tiles
}

fn place(tiles: &mut Vec<Tile>, session: SessionId, shares: bool) {
    if shares {
        tiles.push(Tile::Screen(session));
    }
    tiles.push(Tile::Person(session));
}

fn sends_screen(desk: Desk, session: SessionId) -> bool {
    let media = desk.face(session).and_then(|person| person.call);
    media.is_some_and(|media| media.screen.is_on())
}
