//! Which circles of a chain lie in which direction from the origin.
//!
//! The plane is cut into sectors like a cake, and each sector lists the circles
//! that reach into it. A chain is about one circle thick, so a sector lists
//! few, whatever their radii. What left the chain gives way when a sector has
//! no space for one more.
//!
//! Directions are measured not by angle but by where they cut the square
//! `|x| + |y| = 1`: from 0 to 4, once around. That moves at most as fast as the
//! angle, and at least half as fast.

use std::f64::consts::SQRT_2;
use std::ops::Range;

use super::lanes::Lanes;
use super::{Circle, Point};

/// Widens what a circle takes up, against rounding; in sectors.
const MARGIN: f64 = 0.01;

pub(super) struct Sectors {
    /// As many as a power of two.
    sectors: Vec<Vec<Lanes>>,
    count: f64,
}

impl Sectors {
    /// So many sectors that each has three to seven circles of the chain around
    /// `circles` equal ones in the end.
    pub(super) fn for_circles(circles: usize) -> Self {
        let count = (circles / 4).isqrt().clamp(2, 1 << 13).next_power_of_two();
        Self {
            sectors: vec![vec![Lanes::EMPTY]; count],
            count: u16::try_from(count).map_or(0.0, f64::from),
        }
    }

    /// Lists a circle that lies in `span`.
    pub(super) fn insert(
        &mut self,
        span: Range<usize>,
        circle: Circle,
        node: usize,
        on_chain: impl Fn(usize) -> bool,
    ) {
        let all = self.sectors.len();
        for sector in span {
            let sector = &mut self.sectors[sector & (all - 1)];
            let free = sector.iter_mut().position(|l| l.have_space(&on_chain));
            let free = free.unwrap_or_else(|| {
                sector.push(Lanes::EMPTY);
                sector.len() - 1
            });
            sector[free].insert(circle, node);
        }
    }

    /// Whether anything in `span`, where `circle` lies, overlaps it; it may have
    /// left the chain.
    pub(super) fn overlap(&self, span: Range<usize>, circle: Circle) -> bool {
        let all = self.sectors.len();
        let mut lanes = span.flat_map(|sector| &self.sectors[sector & (all - 1)]);
        lanes.any(|lanes| lanes.overlap(circle))
    }

    /// The sectors that `circle` reaches into, each once; after the last comes
    /// the first.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "the whole part is wanted, and none is below zero"
    )]
    pub(super) fn span(&self, circle: Circle) -> Range<usize> {
        // |x| + |y|: of the middle, and no more than of any point of the circle.
        let around = circle.center.x.abs() + circle.center.y.abs();
        let nearest = around - SQRT_2 * circle.radius;
        let all = self.sectors.len();
        if nearest <= 0.0 {
            // Perhaps around the origin: in every direction.
            return 0..all;
        }
        // From the middle to another point the direction changes by their cross
        // product, divided by what both have for |x| + |y|.
        let half = circle.radius / nearest * self.count / 4.0 + MARGIN;
        let half = half.min(self.count);
        let middle = (direction(circle.center, around) / 4.0 + 1.0) * self.count;
        let (first, last) = ((middle - half) as usize, (middle + half) as usize);
        first..(last + 1).min(first + all)
    }
}

/// From 0 to 4, once around; `around` is `|x| + |y|`.
fn direction(point: Point, around: f64) -> f64 {
    let part = point.y / around;
    if point.x < 0.0 {
        3.0 - part
    } else {
        1.0 + part
    }
}
