//! How loud they are here.

use super::person_of;
use crate::live::Live;
use crate::people;
use crate::room::Desk;
use crate::stage::Tile;

/// An entry of a menu: of a person, and of the sound of their screen.
pub(super) fn volume(tile: Tile) -> Option<Live> {
    let desk = Desk::here();
    people::volume(desk, person_of(desk, tile)?)
}
