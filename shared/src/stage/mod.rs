//! The stage of a call: which tile is large, where each of them stands, and
//! what can be seen of it.
//!
//! Lengths are whole pixels of the page, `y` grows downwards; so no two tiles
//! share one. Nothing here measures, moves or draws anything, and nothing
//! knows what a tile looks like.
//!
//! # Layout
//! - [`Cast`]: who gets the stage
//! - [`Grid`]: equal tiles, as large as can be
//! - [`Layout`]: every tile in its place, be it a grid or a spotlight
//! - [`Sight`]: how high each tile is where one can see it

mod cast;
mod grid;
mod layout;
mod sight;

pub use cast::{Cast, View, arrivals};
pub use grid::{Grid, Shapes};
pub use layout::{Layout, Seat, Standing};
pub use sight::{Shown, Sight};

use crate::id::SessionId;

/// A place on the stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Tile {
    /// Of someone in the call.
    Person(SessionId),
    /// Of a screen they share.
    Screen(SessionId),
}

impl Tile {
    /// Whose it is.
    pub const fn session(self) -> SessionId {
        match self {
            Self::Person(session) | Self::Screen(session) => session,
        }
    }

    const fn is_screen(self) -> bool {
        matches!(self, Self::Screen(_))
    }
}

/// So many pixels across and down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Size {
    /// Across.
    pub width: u32,
    /// Down.
    pub height: u32,
}

impl Size {
    /// Pixels in it.
    pub const fn area(self) -> u64 {
        self.width as u64 * self.height as u64
    }
}

/// A box and where its upper left corner is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Frame {
    /// From the left.
    pub x: u32,
    /// From above.
    pub y: u32,
    /// How large it is.
    pub size: Size,
}

/// What is given to tiles: so much, and so much between each two.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Space {
    /// All of it.
    pub size: Size,
    /// Between tiles side by side or one above the other.
    pub gap: u32,
}

/// How far into `whole` something `part` long begins, to be in its middle.
const fn centered(whole: u32, part: u32) -> u32 {
    whole.saturating_sub(part) / 2
}

/// `count` things `each` long with gaps between them, in a row.
const fn row(count: u32, each: u32, gap: u32) -> u32 {
    count * each + count.saturating_sub(1) * gap
}
