//! Which circles of a chain lie in which direction from the origin.
//!
//! The plane is cut into sectors like a cake, and each sector lists the circles
//! that reach into it. A chain is about one circle thick, so a sector lists
//! few, whatever their radii. What left the chain is swept out when a sector
//! next gets a circle.
//!
//! Directions are measured not by angle but by where they cut the square
//! `|x| + |y| = 1`: from 0 to 4, once around. That moves at most as fast as the
//! angle, and at least half as fast.

use std::f64::consts::SQRT_2;
use std::ops::Range;

use super::{Circle, Point};

/// Widens what a circle takes up, against rounding; in sectors.
const MARGIN: f64 = 0.01;

pub(super) struct Sectors {
    /// As many as a power of two.
    sectors: Vec<Vec<usize>>,
    count: f64,
}

impl Sectors {
    /// About as many sectors as the chain around `circles` equal circles has
    /// circles in the end.
    pub(super) fn for_circles(circles: usize) -> Self {
        let count = circles.isqrt().clamp(2, 1 << 13).next_power_of_two();
        Self {
            sectors: vec![Vec::new(); count],
            count: u16::try_from(count).map_or(0.0, f64::from),
        }
    }

    /// Lists a circle that lies in `span`, and sweeps out what left the chain.
    pub(super) fn insert(
        &mut self,
        span: Range<usize>,
        node: usize,
        on_chain: impl Fn(usize) -> bool,
    ) {
        let all = self.sectors.len();
        for sector in span {
            let nodes = &mut self.sectors[sector & (all - 1)];
            nodes.retain(|&node| on_chain(node));
            nodes.push(node);
        }
    }

    /// Whether `holds` is true of a circle that lies in `span`; it may have
    /// left the chain.
    pub(super) fn any(&self, span: Range<usize>, mut holds: impl FnMut(usize) -> bool) -> bool {
        let all = self.sectors.len();
        let mut sectors = span.map(|sector| &self.sectors[sector & (all - 1)]);
        sectors.any(|nodes| nodes.iter().any(|&node| holds(node)))
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
