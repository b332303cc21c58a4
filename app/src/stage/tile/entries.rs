//! What is in the menu of a tile, from top to bottom.
//!
//! An entry is a function of a tile in a file of its own, and a line here. It
//! is called when the menu is opened; it gives nothing where it has no place,
//! as the volume of oneself. What it does at a press is a button of the class
//! `item`, as in the menu of the controls; what is to be read has the class
//! `tile-fact`.

use crate::live::Live;

use super::about::about;
use super::trust::verify;
use super::volume::volume;
use crate::stage::Tile;
use crate::stage::link::figures;

/// All entries that have a place in the menu of `tile`.
pub(super) fn entries(tile: Tile) -> Vec<Live> {
    let entries = [Some(about(tile)), figures(tile), volume(tile), verify(tile)];
    entries.into_iter().flatten().collect()
}
