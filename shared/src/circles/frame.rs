//! Circles packed into a rectangle.
//!
//! A pack grows in the shape of its distance, here that of a rectangle with
//! round corners. How long that comes out depends on the circles, so a few
//! packs are made, each corrected by the one before; a plain row is tried too,
//! for a frame that is hardly higher than a circle. The first of those that
//! allow the largest scale is taken.

use super::bounds::Bounds;
use super::pack::pack_by;
use super::{Circle, Point};

/// Between the rims of two circles, in the unit of their radii.
pub(super) const GAP: f64 = 0.3;
/// Between the circles and the frame, in units of the frame.
const MARGIN: f64 = 8.0;
/// The margin is at most this part of the frame's shorter side.
const MARGIN_SHARE: f64 = 0.05;
/// How many packs are made. On random maps one more makes the rooms larger by
/// about 2 % in a strip, and by 1 % or less in most frames.
const PACKS: usize = 5;

pub(super) struct Frame {
    pub(super) width: f64,
    pub(super) height: f64,
}

impl Frame {
    pub(super) fn new(width: f64, height: f64) -> Self {
        let side = |length: f64| {
            let usable = length.is_finite() && length > 0.0;
            if usable { length } else { 0.0 }
        };
        Self {
            width: side(width),
            height: side(height),
        }
    }

    /// What circles may cover: without the margins.
    pub(super) fn inner(&self) -> Bounds {
        let margin = MARGIN.min(self.width.min(self.height) * MARGIN_SHARE);
        Bounds {
            left: margin,
            right: self.width - margin,
            top: margin,
            bottom: self.height - margin,
        }
    }

    /// Places circles of these radii and tells what they were scaled by: the
    /// same number for all, at most `largest_scale`.
    pub(super) fn fit(&self, radii: &[f64], largest_scale: f64) -> (Vec<Circle>, f64) {
        let mut best = (Draft::row(radii), 0.0);
        for draft in self.drafts(radii) {
            let scale = self.scale(&draft).min(largest_scale);
            if scale > best.1 {
                best = (draft, scale);
            }
        }
        let (draft, scale) = best;
        (self.place(&draft, scale), scale)
    }

    /// From round to about as elongated as the frame, and a row.
    fn drafts(&self, radii: &[f64]) -> Vec<Draft> {
        let (length, breadth) = self.inside();
        let wanted = if breadth > 0.0 { length / breadth } else { 1.0 };
        let mut stretch = 1.0;
        let mut drafts = Vec::with_capacity(PACKS + 1);
        for _ in 0..PACKS {
            let draft = Draft::packed(radii, stretch);
            stretch *= wanted / (draft.length() / draft.breadth());
            drafts.push(draft);
        }
        drafts.push(Draft::row(radii));
        drafts
    }

    fn scale(&self, draft: &Draft) -> f64 {
        let (length, breadth) = self.inside();
        (length / draft.length()).min(breadth / draft.breadth())
    }

    /// The longer and the shorter side, without the margins.
    fn inside(&self) -> (f64, f64) {
        let inner = self.inner();
        if self.is_upright() {
            (inner.height(), inner.width())
        } else {
            (inner.width(), inner.height())
        }
    }

    fn is_upright(&self) -> bool {
        self.height > self.width
    }

    /// Scales a draft, turns it along the frame and brings it to the middle.
    fn place(&self, draft: &Draft, scale: f64) -> Vec<Circle> {
        let middle = draft.bounds.middle();
        let into = |circle: &Circle| {
            let along = (circle.center.x - middle.x) * scale;
            let across = (circle.center.y - middle.y) * scale;
            let (x, y) = if self.is_upright() {
                (across, along)
            } else {
                (along, across)
            };
            let radius = circle.radius * scale;
            Circle::new(self.width / 2.0 + x, self.height / 2.0 + y, radius)
        };
        draft.circles.iter().map(into).collect()
    }
}

/// Circles beside one another, longer than high.
struct Draft {
    circles: Vec<Circle>,
    bounds: Bounds,
}

impl Draft {
    /// In the shape of a rectangle with round corners, `stretch` times as long
    /// as high if it were not for the circles.
    fn packed(radii: &[f64], stretch: f64) -> Self {
        let eighth_power = |length: f64| {
            let square = length * length;
            square * square * square * square
        };
        let spaced: Vec<f64> = radii.iter().map(|radius| radius + GAP / 2.0).collect();
        let mut circles = pack_by(&spaced, |Point { x, y }| {
            eighth_power(x / stretch) + eighth_power(y)
        });
        for (circle, radius) in circles.iter_mut().zip(radii) {
            circle.radius = *radius;
        }
        Self::of(circles)
    }

    fn row(radii: &[f64]) -> Self {
        let mut end = 0.0;
        let next = |radius: &f64| {
            let x = end + radius;
            end = x + radius + GAP;
            Circle::new(x, 0.0, *radius)
        };
        Self::of(radii.iter().map(next).collect())
    }

    fn of(circles: Vec<Circle>) -> Self {
        Self {
            bounds: Bounds::of(&circles),
            circles,
        }
    }

    fn length(&self) -> f64 {
        self.bounds.width()
    }

    fn breadth(&self) -> f64 {
        self.bounds.height()
    }
}
