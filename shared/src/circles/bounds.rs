//! A box: how far circles reach, or may reach.

use super::{Circle, Point};

/// In the coordinates of the circles; `top` is less than `bottom`.
#[derive(Clone, Copy)]
pub(super) struct Bounds {
    pub(super) left: f64,
    pub(super) right: f64,
    pub(super) top: f64,
    pub(super) bottom: f64,
}

impl Bounds {
    /// The smallest around all of these.
    pub(super) fn of(circles: &[Circle]) -> Self {
        let reach = |end: fn(&Circle) -> f64| circles.iter().map(end).fold(f64::MIN, f64::max);
        Self {
            left: -reach(|circle| circle.radius - circle.center.x),
            right: reach(|circle| circle.center.x + circle.radius),
            top: -reach(|circle| circle.radius - circle.center.y),
            bottom: reach(|circle| circle.center.y + circle.radius),
        }
    }

    /// Further on every side.
    pub(super) fn widened(self, by: f64) -> Self {
        Self {
            left: self.left - by,
            right: self.right + by,
            top: self.top - by,
            bottom: self.bottom + by,
        }
    }

    pub(super) fn width(&self) -> f64 {
        self.right - self.left
    }

    pub(super) fn height(&self) -> f64 {
        self.bottom - self.top
    }

    pub(super) fn middle(&self) -> Point {
        Point {
            x: f64::midpoint(self.left, self.right),
            y: f64::midpoint(self.top, self.bottom),
        }
    }

    /// How far a point within is from the nearest side.
    pub(super) fn depth(&self, Point { x, y }: Point) -> f64 {
        let aside = (x - self.left).min(self.right - x);
        aside.min(y - self.top).min(self.bottom - y)
    }

    /// The place nearest to its own in which a circle is all within.
    pub(super) fn hold(&self, Circle { center, radius }: Circle) -> Circle {
        let between = |at: f64, least: f64, most: f64| at.min(most - radius).max(least + radius);
        Circle::new(
            between(center.x, self.left, self.right),
            between(center.y, self.top, self.bottom),
            radius,
        )
    }
}
