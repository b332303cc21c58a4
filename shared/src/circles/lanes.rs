//! Circles of a chain, compared with another all at once.
//!
//! Each of their numbers has an array of its own, and all lanes are compared
//! whatever the first have shown: a few instructions for several lanes each,
//! and no branch, which a processor could not foresee.

use super::Circle;

const LANES: usize = u16::BITS as usize;

#[derive(Clone)]
pub(super) struct Lanes {
    x: [f64; LANES],
    y: [f64; LANES],
    radius: [f64; LANES],
    nodes: [usize; LANES],
    /// A bit for each lane to write into: nothing is there, or what left the
    /// chain.
    free: u16,
}

impl Lanes {
    /// Nothing overlaps a center that is not a number.
    pub(super) const EMPTY: Self = Self {
        x: [f64::NAN; LANES],
        y: [f64::NAN; LANES],
        radius: [0.0; LANES],
        nodes: [0; LANES],
        free: u16::MAX,
    };

    /// Whether there is a lane to write into.
    pub(super) fn have_space(&mut self, on_chain: impl Fn(usize) -> bool) -> bool {
        if self.free == 0 {
            for (lane, node) in self.nodes.iter().enumerate() {
                self.free |= u16::from(!on_chain(*node)) << lane;
            }
        }
        self.free != 0
    }

    /// Writes a circle into the first free lane.
    pub(super) fn insert(&mut self, circle: Circle, node: usize) {
        let lane = self.free.trailing_zeros() as usize;
        self.x[lane] = circle.center.x;
        self.y[lane] = circle.center.y;
        self.radius[lane] = circle.radius;
        self.nodes[lane] = node;
        self.free &= !(1 << lane);
    }

    /// Whether any circle overlaps this one, whose radius counts as zero
    /// when it is less. They are counted, for a search would stop at the first.
    pub(super) fn overlap(&self, Circle { center, radius }: Circle) -> bool {
        let radius = radius.max(0.0);
        let overlapping = (0..LANES).filter(|&lane| {
            let x = self.x[lane] - center.x;
            let y = self.y[lane] - center.y;
            let touching = self.radius[lane] + radius;
            touching * touching > x * x + y * y
        });
        overlapping.count() > 0
    }
}
