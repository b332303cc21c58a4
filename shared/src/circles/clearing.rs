//! Where in a box there is still space for a circle.
//!
//! Of a grid of places it is known how far each is from the nearest circle or
//! side. Nothing finer is needed: what is put there is pushed into place.

use super::bounds::Bounds;
use super::{Circle, Point};

/// The grid has so many rows, and as many columns.
const ROWS: u32 = 40;
/// What the way to the middle weighs beside the space that is lacking.
const AWAY: f64 = 0.01;

pub(super) struct Clearing {
    bounds: Bounds,
    /// Each place with the radius of the largest circle it has space for.
    places: Vec<(Point, f64)>,
}

impl Clearing {
    pub(super) fn new(bounds: Bounds) -> Self {
        let part = |index: u32| (f64::from(index) + 0.5) / f64::from(ROWS);
        let place = |index: u32| {
            let point = Point {
                x: bounds.left + bounds.width() * part(index % ROWS),
                y: bounds.top + bounds.height() * part(index / ROWS),
            };
            (point, bounds.depth(point))
        };
        Self {
            bounds,
            places: (0..ROWS * ROWS).map(place).collect(),
        }
    }

    /// Takes the space of `circle`.
    pub(super) fn fill(&mut self, circle: Circle) {
        for (point, space) in &mut self.places {
            *space = space.min(point.distance(circle.center) - circle.radius);
        }
    }

    /// Where a circle fits best, or lacks least, and near the middle.
    pub(super) fn place(&self, radius: f64) -> Point {
        let middle = self.bounds.middle();
        let cost = |(point, space): &(Point, f64)| {
            (radius - space).max(0.0) + AWAY * point.distance(middle)
        };
        let least = self
            .places
            .iter()
            .min_by(|one, other| cost(one).total_cmp(&cost(other)));
        least.map_or(middle, |(point, _)| *point)
    }
}
