//! Geometry of the map: circles around circles, circles beside circles.
//!
//! Pure and deterministic: the same input gives the same bits on every
//! machine, for only sums, products, quotients and square roots decide where
//! a circle goes. Lengths are the units of the frame (CSS pixels on the map),
//! `y` grows downwards. Nothing here knows rooms, members or who is in a call.
//!
//! # Layout
//! - [`enclose`](enclose()): the smallest circle around circles
//! - [`pack`](pack()): circles side by side, close to the origin
//! - [`lay_out`]: rooms around their people, all of them in a frame
//! - [`lay_out_from`]: the same, from where things were
//! - [`arc_path`], [`label_length`], [`shorten`]: a name along a circle
//!
//! # Beside d3-hierarchy
//! [`pack`](pack()) places the same radii as `packSiblings` does: on packs of 10
//! to 10 000 equal, uniform and heavy-tailed radii ours are at most 0.1 % less
//! dense. [`enclose`](enclose()) agrees with `packEnclose` to a part in 10⁹.
//! Both are held by a test that runs d3-hierarchy under Node (`bench/circles`).
//!
//! In ms for radii between one and ten, ours native, ours as wasm under Node 20
//! and d3-hierarchy 3.1.3 there, on one core of an Intel Xeon:
//!
//! | circles | native | wasm | d3 | d3 / native |
//! | ---: | ---: | ---: | ---: | ---: |
//! | 100 | 0.015 | 0.028 | 0.025 | 1.6 |
//! | 1 000 | 0.161 | 0.265 | 0.896 | 5.6 |
//! | 10 000 | 2.10 | 3.27 | 33.8 | 16 |
//! | 40 000 | 9.07 | 14.2 | 300 | 33 |
//! | grows as *n* to the | 1.07 | 1.04 | 1.57 | |
//!
//! d3-hierarchy walks along the whole chain for each circle, and a chain is
//! about as long as the root of what it is around. `bench/README.md` has the
//! other sizes, and `cargo xtask circles` measures anew.

mod bounds;
mod clearing;
mod crowd;
mod enclose;
mod frame;
mod front;
mod huddle;
mod label;
mod lanes;
mod map;
mod pack;
mod seats;
mod sectors;
mod warm;

pub use enclose::enclose;
pub use label::{arc_path, cents, estimated_width, label_length, shorten};
pub use map::{Layout, RoomShape, lay_out};
pub use pack::pack;
pub use warm::{Former, Kept, LARGEST_MOVE, lay_out_from};

use serde::{Deserialize, Serialize};

/// A place in the plane.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Point {
    /// To the right.
    pub x: f64,
    /// Downwards, as on a screen.
    pub y: f64,
}

impl Point {
    /// The length of the straight line to `other`.
    pub fn distance(self, other: Self) -> f64 {
        self.distance_squared(other).sqrt()
    }

    fn distance_squared(self, other: Self) -> f64 {
        let (x, y) = (other.x - self.x, other.y - self.y);
        x * x + y * y
    }
}

/// A disc: a center and a radius of at least zero.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Circle {
    /// The middle.
    pub center: Point,
    /// From the middle to the rim.
    pub radius: f64,
}

impl Circle {
    /// A circle around (`x`, `y`).
    pub const fn new(x: f64, y: f64, radius: f64) -> Self {
        Self {
            center: Point { x, y },
            radius,
        }
    }

    /// How far the two reach into one another: below zero when they are apart,
    /// zero when they touch.
    pub fn overlap(self, other: Self) -> f64 {
        self.radius + other.radius - self.center.distance(other.center)
    }

    /// How far `inner` sticks out of this circle: below zero when there is
    /// room between their rims, zero when it touches from within.
    pub fn protrusion(self, inner: Self) -> f64 {
        self.center.distance(inner.center) + inner.radius - self.radius
    }
}
