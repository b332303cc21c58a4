//! Who gets the stage.
//!
//! ```text
//!  pinned ─ else ─ newest screen ─ else ─ who speaks ─ else ─ nobody: a grid
//!                  (others' first)        (speaker view)
//! ```

use super::Tile;
use crate::id::SessionId;

/// What the person chose to see while nothing is pinned or shared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum View {
    /// Everyone alike.
    #[default]
    Grid,
    /// Who speaks, large.
    Speaker,
}

impl View {
    /// The other one.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::Grid => Self::Speaker,
            Self::Speaker => Self::Grid,
        }
    }
}

/// All that decides who is large.
#[derive(Debug, Clone, Copy)]
pub struct Cast<'a> {
    /// Every tile there is.
    pub tiles: &'a [Tile],
    /// The shared screens among them, the newest last (see [`arrivals`]).
    pub screens: &'a [Tile],
    /// What the person holds on to.
    pub pinned: Option<Tile>,
    /// Who speaks, the foremost first.
    pub speakers: &'a [SessionId],
    /// This tab.
    pub me: Option<SessionId>,
    /// What the person chose.
    pub view: View,
    /// Who was large until now: stays so while nobody speaks.
    pub before: Option<Tile>,
}

impl Cast<'_> {
    /// The tile that is large; none in a grid, and none if it is the only one.
    pub fn large(&self) -> Option<Tile> {
        if self.tiles.len() < 2 {
            return None;
        }
        let held = self.pinned.filter(|tile| self.tiles.contains(tile));
        held.or_else(|| self.screen()).or_else(|| match self.view {
            View::Grid => None,
            View::Speaker => self.speaker(),
        })
    }

    /// One's own is seen on one's screen anyway.
    fn screen(&self) -> Option<Tile> {
        let others = |tile: &&Tile| !self.is_mine(**tile);
        let newest = self.screens.iter().rev();
        newest
            .clone()
            .find(others)
            .or_else(|| newest.clone().next())
            .copied()
    }

    /// Never oneself while there is anyone else: one does not talk to oneself.
    fn speaker(&self) -> Option<Tile> {
        let is_other =
            |tile: &Tile| self.tiles.contains(tile) && !tile.is_screen() && !self.is_mine(*tile);
        let speaking = self.speakers.iter().copied().map(Tile::Person);
        let others = self.tiles.iter().copied();
        speaking
            .chain(self.before)
            .chain(others)
            .find(is_other)
            .or_else(|| self.tiles.first().copied())
    }

    fn is_mine(&self, tile: Tile) -> bool {
        self.me == Some(tile.session())
    }
}

/// The screens among `tiles` by when they came, the newest last, if `known`
/// were there before in that order.
pub fn arrivals(known: &[Tile], tiles: &[Tile]) -> Vec<Tile> {
    let still = known.iter().filter(|tile| tiles.contains(tile));
    let is_new = |tile: &&Tile| tile.is_screen() && !known.contains(tile);
    still.chain(tiles.iter().filter(is_new)).copied().collect()
}
