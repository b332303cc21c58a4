//! Equal tiles, as large as can be.

use super::{Frame, Size, Space, centered, row};

/// The shapes a tile may have: its picture fills it, so what a shape lacks of
/// the picture's own is cut off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shapes {
    /// As narrow as it may be, by width and height.
    pub narrowest: Size,
    /// As wide as it may be.
    pub widest: Size,
}

const fn shape(width: u32, height: u32) -> Size {
    Size { width, height }
}

impl Shapes {
    /// Those of a window: from a portrait's to that of a wide camera.
    pub const WINDOW: Self = Self {
        narrowest: shape(3, 4),
        widest: shape(16, 9),
    };
    /// Those of a phone held upright: as narrow as itself.
    pub const PHONE: Self = Self {
        narrowest: shape(9, 16),
        widest: shape(16, 9),
    };

    /// Those on a stage of this size.
    pub const fn on(stage: Size) -> Self {
        if stage.height > stage.width {
            Self::PHONE
        } else {
            Self::WINDOW
        }
    }

    /// The largest of these shapes within `cell`.
    pub fn fit(self, cell: Size) -> Size {
        let (wide, narrow) = (self.widest, self.narrowest);
        let Size { width, height } = cell;
        Size {
            width: width.min(height * wide.width / wide.height),
            height: height.min(width * narrow.height / narrow.width),
        }
    }
}

/// Tiles in columns and rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Grid {
    /// Side by side, at most.
    pub columns: u32,
    /// One above the other.
    pub rows: u32,
    /// Each tile.
    pub tile: Size,
    tiles: u32,
    space: Space,
}

impl Grid {
    /// The grid with the largest tiles; with the fewest columns of those.
    pub fn of(tiles: u32, space: Space, shapes: Shapes) -> Self {
        let mut best = Self::with_columns(1, tiles, space, shapes);
        for columns in 2..=tiles {
            let grid = Self::with_columns(columns, tiles, space, shapes);
            if grid.tile.area() > best.tile.area() {
                best = grid;
            }
        }
        best
    }

    /// The grid of so many columns, at least one.
    pub fn with_columns(columns: u32, tiles: u32, space: Space, shapes: Shapes) -> Self {
        let columns = columns.max(1);
        let rows = tiles.div_ceil(columns).max(1);
        let each = |whole: u32, count: u32| whole.saturating_sub((count - 1) * space.gap) / count;
        let cell = Size {
            width: each(space.size.width, columns),
            height: each(space.size.height, rows),
        };
        Self {
            columns,
            rows,
            tile: shapes.fit(cell),
            tiles,
            space,
        }
    }

    /// Where the tile at `place` stands, counted from 0: rows from above, all
    /// of them in the middle, the last one, too, if it is not full.
    pub fn frame(self, place: u32) -> Frame {
        let Space { size, gap } = self.space;
        let (column, line) = (place % self.columns, place / self.columns);
        let in_line = self
            .columns
            .min(self.tiles.saturating_sub(line * self.columns));
        let left = centered(size.width, row(in_line, self.tile.width, gap));
        let top = centered(size.height, row(self.rows, self.tile.height, gap));
        Frame {
            x: left + column * (self.tile.width + gap),
            y: top + line * (self.tile.height + gap),
            size: self.tile,
        }
    }
}
