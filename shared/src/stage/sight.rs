//! How high each tile is where one can see it: nobody has to send more than
//! that.

use super::{Layout, Seat, Size, Standing, Tile};

/// What can be seen of the stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Sight {
    /// As much of the ground as there is place for; nothing while the page is
    /// not looked at, or something lies over the stage.
    pub window: Size,
    /// How far the ground is scrolled, across and down.
    pub scrolled: (u32, u32),
    /// The only tile that is seen, and how high: one on the full screen.
    pub alone: Option<(Tile, u32)>,
    /// A tile in a window of its own, seen whatever becomes of the page, and
    /// how high.
    pub aside: Option<(Tile, u32)>,
    /// Pixels of the screen for a hundred of the page, in each direction.
    pub density: u32,
}

/// How much is seen of a tile.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shown {
    /// Of which.
    pub tile: Tile,
    /// Pixels of the screen from top to bottom; 0 if it cannot be seen.
    pub height: u32,
}

impl Sight {
    /// What is seen of all tiles, in their order.
    pub fn of(self, layout: &Layout) -> Vec<Shown> {
        let shown = |seat: &Seat| Shown {
            tile: seat.tile,
            height: self.height(seat) * self.density / 100,
        };
        layout.seats.iter().map(shown).collect()
    }

    fn height(self, seat: &Seat) -> u32 {
        if let Some((_, height)) = self.aside.filter(|(tile, _)| *tile == seat.tile) {
            return height;
        }
        match self.alone {
            Some((tile, height)) if tile == seat.tile => height,
            None if self.reaches(seat) => seat.frame.size.height,
            Some(_) | None => 0,
        }
    }

    fn reaches(self, seat: &Seat) -> bool {
        let scrolled = match seat.standing {
            Standing::Large | Standing::Floating => (0, 0),
            Standing::Even | Standing::Small => self.scrolled,
        };
        let Size { width, height } = seat.frame.size;
        meets(scrolled.0, self.window.width, seat.frame.x, width)
            && meets(scrolled.1, self.window.height, seat.frame.y, height)
    }
}

/// Whether something `long` at `start` shows in a window at `from`.
const fn meets(from: u32, window: u32, start: u32, long: u32) -> bool {
    start < from + window && from < start + long
}
