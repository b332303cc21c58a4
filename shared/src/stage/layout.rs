//! Every tile in its place.
//!
//! ```text
//!   grid          spotlight, beside     below            on a phone
//!  ┌──┐ ┌──┐      ┌────────┐ ┌──┐      ┌────────────┐   ┌──────┐
//!  │  │ │  │      │        │ │  │      │            │   │      │
//!  └──┘ └──┘      │        │ └──┘      │            │   │   ┌──┤ oneself
//!    ┌──┐         │        │ ┌──┐      └────────────┘   │   │  │ floats
//!    │  │         │        │ │  │      ┌──┐ ┌──┐ ┌──    └───┴──┘
//!    └──┘         └────────┘ └──┘      │  │ │  │ │      ┌──┐ ┌──
//! ```
//! A strip longer than the stage reaches over its edge: the ground is so much
//! longer and is scrolled, under what is large.

use super::{Frame, Grid, Shapes, Size, Space, Tile, centered, row};

/// What a tile is on the stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// One of a grid.
    Even,
    /// The one the stage is for. It stays while the strip is scrolled.
    Large,
    /// One of the strip.
    Small,
    /// Over the large one, and staying like it.
    Floating,
}

/// A tile in its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seat {
    /// Which.
    pub tile: Tile,
    /// Where, on the ground.
    pub frame: Frame,
    /// As what.
    pub standing: Standing,
}

/// All tiles in their places.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Layout {
    /// In the order they were given.
    pub seats: Vec<Seat>,
    /// What they stand on: the stage, or more where it is to be scrolled.
    pub ground: Size,
}

/// Stages narrower than this are a phone's.
const PHONE: u32 = 640;

impl Layout {
    /// `tiles` on a stage, one of them large or none. On a phone `me` floats
    /// over what is large.
    pub fn of(tiles: &[Tile], large: Option<Tile>, me: Option<Tile>, space: Space) -> Self {
        match large {
            Some(large) => {
                let is_floating = |tile: &Tile| space.size.width < PHONE && *tile != large;
                let floating = me.filter(is_floating);
                spotlight(tiles, large, floating, space)
            }
            None => grid(tiles, space),
        }
    }

    /// Where `tile` is, if it is at all.
    pub fn seat(&self, tile: Tile) -> Option<Seat> {
        self.seats.iter().find(|seat| seat.tile == tile).copied()
    }
}

fn grid(tiles: &[Tile], space: Space) -> Layout {
    let count = u32::try_from(tiles.len()).unwrap_or(u32::MAX);
    let grid = Grid::of(count, space, Shapes::on(space.size));
    let seat = |(place, tile): (u32, &Tile)| Seat {
        tile: *tile,
        frame: grid.frame(place),
        standing: Standing::Even,
    };
    Layout {
        seats: (0..).zip(tiles).map(seat).collect(),
        ground: space.size,
    }
}

fn spotlight(tiles: &[Tile], large: Tile, floating: Option<Tile>, space: Space) -> Layout {
    let is_small = |tile: &&Tile| **tile != large && Some(**tile) != floating;
    let count = u32::try_from(tiles.iter().filter(is_small).count()).unwrap_or(u32::MAX);
    let strip = Strip::of(count, space);
    let light = in_the_middle(strip.light(), large);
    let mut place = 0..;
    let seat = |tile: &Tile| {
        let (frame, standing) = if *tile == large {
            (light, Standing::Large)
        } else if Some(*tile) == floating {
            (corner(strip.light(), space.gap), Standing::Floating)
        } else {
            let place = place.next().unwrap_or_default();
            (strip.frame(place), Standing::Small)
        };
        Seat {
            tile: *tile,
            frame,
            standing,
        }
    };
    Layout {
        seats: tiles.iter().map(seat).collect(),
        ground: strip.ground(),
    }
}

/// A screen is shown whole in all that there is; of a person's picture no
/// more is cut off than on a phone.
fn in_the_middle(light: Size, tile: Tile) -> Frame {
    let size = if tile.is_screen() {
        light
    } else {
        Shapes::PHONE.fit(light)
    };
    Frame {
        x: centered(light.width, size.width),
        y: centered(light.height, size.height),
        size,
    }
}

/// Below on the right, upright.
fn corner(light: Size, gap: u32) -> Frame {
    let width = (light.width * 7 / 25).min(light.height * 2 / 7).min(140);
    let height = width * 4 / 3;
    Frame {
        x: light.width.saturating_sub(width + gap),
        y: light.height.saturating_sub(height + gap),
        size: Size { width, height },
    }
}

/// Where the small ones are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Beside,
    Below,
}

/// The small ones, one after the other.
#[derive(Debug, Clone, Copy)]
struct Strip {
    side: Side,
    count: u32,
    tile: Size,
    space: Space,
}

impl Strip {
    /// The one that leaves more to a picture.
    fn of(count: u32, space: Space) -> Self {
        let [beside, below] = [Side::Beside, Side::Below].map(|side| Self {
            side,
            count,
            tile: small(side, space.size),
            space,
        });
        if picture(beside.light()) > picture(below.light()) {
            beside
        } else {
            below
        }
    }

    /// What is left for the large one.
    fn light(self) -> Size {
        let Space { size, gap } = self.space;
        if self.count == 0 {
            return size;
        }
        match self.side {
            Side::Beside => Size {
                width: size.width.saturating_sub(self.tile.width + gap),
                ..size
            },
            Side::Below => Size {
                height: size.height.saturating_sub(self.tile.height + gap),
                ..size
            },
        }
    }

    fn frame(self, place: u32) -> Frame {
        let Space { size, gap } = self.space;
        let long = self.long();
        let along = |whole: u32, each: u32| centered(whole, long) + place * (each + gap);
        let (x, y) = match self.side {
            Side::Beside => (
                size.width.saturating_sub(self.tile.width),
                along(size.height, self.tile.height),
            ),
            Side::Below => (
                along(size.width, self.tile.width),
                size.height.saturating_sub(self.tile.height),
            ),
        };
        Frame {
            x,
            y,
            size: self.tile,
        }
    }

    fn long(self) -> u32 {
        let each = match self.side {
            Side::Beside => self.tile.height,
            Side::Below => self.tile.width,
        };
        row(self.count, each, self.space.gap)
    }

    fn ground(self) -> Size {
        let size = self.space.size;
        match self.side {
            Side::Beside => Size {
                height: size.height.max(self.long()),
                ..size
            },
            Side::Below => Size {
                width: size.width.max(self.long()),
                ..size
            },
        }
    }
}

/// Small enough to leave the stage to the large one, large enough for a face
/// and a thumb; never more than half of the stage.
fn small(side: Side, stage: Size) -> Size {
    match side {
        Side::Beside => {
            let width = (stage.width / 6).clamp(116, 240).min(stage.width / 2);
            let height = width * 3 / 4;
            Size { width, height }
        }
        Side::Below => {
            let height = (stage.height / 5).clamp(88, 160).min(stage.height / 2);
            let width = height * 4 / 3;
            Size { width, height }
        }
    }
}

/// How wide a wide picture can be in it.
fn picture(light: Size) -> u32 {
    let widest = Shapes::WINDOW.widest;
    light.width.min(light.height * widest.width / widest.height)
}
