//! The front chain: the circles on the outside of a growing pack, in a ring.
//!
//! ```text
//!        ◯ ─ before ─(here)─ after ─ ◯     a new circle goes into the gap
//!        │                           │     closest to the origin, touching
//!        ◯      packed for good      ◯     both sides; where it would overlap
//!        │                           │     the chain elsewhere, the chain is
//!        ◯ ─── ◯ ─── ◯ ─── ◯ ─── ◯ ─ ◯     cut short up to there, and the
//!                                          circle tried again
//! ```
//!
//! It is the chain of Wang, Wang, Dai and Wang, *Visualization of large
//! hierarchical data by circle packing*, CHI 2006, without a walk along all of
//! it for each circle: a heap finds the closest gap, and an index by direction
//! ([`Sectors`]) tells whether anything is in the way.
//!
//! Invariant: from any circle on the chain `next` leads through all of them
//! and back, `previous` is its inverse, and neighbours touch.

use std::cmp::Ordering;
use std::collections::BinaryHeap;
use std::ops::Range;

use super::sectors::Sectors;
use super::{Circle, Point};

/// How deep, relative to the size of the whole pack, two circles may seem to
/// reach into one another by rounding alone.
const ROUNDING: f64 = 4e-12;

/// How many circles along the chain are asked before the sectors are.
const NEAR: usize = 3;

/// A circle and the next; what is closer to the origin is greater.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Gap {
    /// How far from the origin the two touch: the bits of floats from zero up
    /// are in the order of the floats.
    distance: u64,
    before: usize,
}

impl Gap {
    /// One number is compared without a branch, which a processor could not
    /// foresee.
    fn key(self) -> u128 {
        (u128::from(self.distance) << u64::BITS) | self.before as u128
    }
}

impl Ord for Gap {
    fn cmp(&self, other: &Self) -> Ordering {
        other.key().cmp(&self.key())
    }
}

impl PartialOrd for Gap {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

pub(super) struct Front<D> {
    nodes: Vec<Node>,
    /// Every gap but the one waiting, and some that are no more.
    gaps: BinaryHeap<Gap>,
    /// The gap after the newest circle. It opens when the next has come, as in
    /// d3-hierarchy, so that the two pack the same radii alike.
    waiting: Gap,
    sectors: Sectors,
    /// How far a point is from where the pack starts; from zero up.
    distance: D,
    slack: f64,
}

/// A circle and its neighbours on the chain.
struct Node {
    circle: Circle,
    next: usize,
    previous: usize,
    on_chain: bool,
    /// How far the gap after it is, as in [`Gap`].
    distance: u64,
}

impl Node {
    fn alone(circle: Circle) -> Self {
        Self {
            circle,
            next: 0,
            previous: 0,
            on_chain: true,
            distance: 0,
        }
    }
}

/// The first circle in the way, as one walks from a gap in both directions.
enum Obstacle {
    Ahead(usize),
    Behind(usize),
}

impl<D: Fn(Point) -> f64> Front<D> {
    /// A chain of the first two circles, side by side around the origin; `radii`
    /// are all that are to come, these two included.
    pub(super) fn new([first, second]: [f64; 2], radii: &[f64], distance: D) -> Self {
        let area: f64 = radii.iter().map(|radius| radius * radius).sum();
        let gap = |before| Gap {
            distance: 0,
            before,
        };
        let mut front = Self {
            nodes: Vec::with_capacity(radii.len()),
            gaps: BinaryHeap::from([gap(1)]),
            waiting: gap(0),
            sectors: Sectors::for_circles(radii.len()),
            distance,
            slack: ROUNDING * area.sqrt(),
        };
        let pair = [
            (Circle::new(-second, 0.0, first), 1),
            (Circle::new(first, 0.0, second), 0),
        ];
        for (circle, other) in pair {
            let span = front.sectors.span(circle);
            let node = front.put(circle, span);
            front.nodes[node].next = other;
            front.nodes[node].previous = other;
        }
        front
    }

    /// Puts one more circle where it is close to the origin.
    pub(super) fn add(&mut self, radius: f64) {
        let (mut before, mut after) = self.closest_gap();
        loop {
            let circle = beside(self.nodes[before].circle, self.nodes[after].circle, radius);
            match self.room(before, after, circle) {
                Ok(span) => return self.link(before, after, circle, span),
                Err(Obstacle::Ahead(node)) => after = node,
                Err(Obstacle::Behind(node)) => before = node,
            }
            self.cut(before, after);
        }
    }

    /// All circles, in the order in which they came.
    pub(super) fn into_circles(self) -> Vec<Circle> {
        self.nodes.into_iter().map(|node| node.circle).collect()
    }

    /// The circles on the outside.
    pub(super) fn chain(&self) -> Vec<Circle> {
        let on_chain = self.nodes.iter().filter(|node| node.on_chain);
        on_chain.map(|node| node.circle).collect()
    }

    fn closest_gap(&mut self) -> (usize, usize) {
        loop {
            let Gap { distance, before } = self.gaps.pop().expect("a chain has gaps");
            if self.nodes[before].on_chain && self.nodes[before].distance == distance {
                return (before, self.nodes[before].next);
            }
        }
    }

    /// What is in the way of `circle`, or the sectors it lies in. It is most
    /// often close by, and to walk a few steps is faster than to ask the
    /// sectors, who seldom have anything to tell: then a walk along all of the
    /// chain decides.
    fn room(&self, before: usize, after: usize, circle: Circle) -> Result<Range<usize>, Obstacle> {
        if let Some(near) = self.walk(before, after, circle, NEAR) {
            return Err(near);
        }
        let span = self.sectors.span(circle);
        let shrunk = Circle {
            radius: circle.radius - self.slack,
            ..circle
        };
        let anything = self.sectors.overlap(span.clone(), shrunk);
        let far = if anything {
            self.walk(before, after, circle, usize::MAX)
        } else {
            None
        };
        far.map_or(Ok(span), Err)
    }

    /// What overlaps `circle` and is closest to the gap along the chain.
    fn walk(&self, before: usize, after: usize, circle: Circle, steps: usize) -> Option<Obstacle> {
        let blocks = |node: usize| overlaps(self.nodes[node].circle, circle, self.slack);
        let (mut ahead, mut behind) = (self.nodes[after].next, self.nodes[before].previous);
        let mut way_ahead = self.nodes[after].circle.radius;
        let mut way_behind = self.nodes[before].circle.radius;
        for _ in 0..steps {
            if ahead == self.nodes[behind].next {
                break;
            }
            if way_ahead <= way_behind {
                if blocks(ahead) {
                    return Some(Obstacle::Ahead(ahead));
                }
                way_ahead += self.nodes[ahead].circle.radius;
                ahead = self.nodes[ahead].next;
            } else {
                if blocks(behind) {
                    return Some(Obstacle::Behind(behind));
                }
                way_behind += self.nodes[behind].circle.radius;
                behind = self.nodes[behind].previous;
            }
        }
        None
    }

    /// Takes what lies between the two off the chain.
    fn cut(&mut self, before: usize, after: usize) {
        let mut node = self.nodes[before].next;
        while node != after {
            self.nodes[node].on_chain = false;
            node = self.nodes[node].next;
        }
        self.nodes[before].next = after;
        self.nodes[after].previous = before;
    }

    fn link(&mut self, before: usize, after: usize, circle: Circle, span: Range<usize>) {
        let node = self.put(circle, span);
        self.nodes[before].next = node;
        self.nodes[node].previous = before;
        self.nodes[node].next = after;
        self.nodes[after].previous = node;
        let (opened, waiting) = (self.open(before), self.open(node));
        let due = std::mem::replace(&mut self.waiting, waiting);
        self.gaps.push(due);
        self.gaps.push(opened);
    }

    fn put(&mut self, circle: Circle, span: Range<usize>) -> usize {
        let index = self.nodes.len();
        self.nodes.push(Node::alone(circle));
        let nodes = &self.nodes;
        self.sectors
            .insert(span, circle, index, |node| nodes[node].on_chain);
        index
    }

    /// The gap after a circle, as far from the origin as its two touch.
    fn open(&mut self, before: usize) -> Gap {
        let (a, b) = (
            self.nodes[before].circle,
            self.nodes[self.nodes[before].next].circle,
        );
        let whole = a.radius + b.radius;
        let touching = Point {
            x: (a.center.x * b.radius + b.center.x * a.radius) / whole,
            y: (a.center.y * b.radius + b.center.y * a.radius) / whole,
        };
        let distance = (self.distance)(touching).to_bits();
        self.nodes[before].distance = distance;
        Gap { distance, before }
    }
}

/// The circle that touches two circles, on the outer side of the chain.
///
/// It is reckoned from the one whose center is nearer, where less is lost by
/// rounding.
fn beside(before: Circle, after: Circle, radius: f64) -> Circle {
    let to_before = (before.radius + radius) * (before.radius + radius);
    let to_after = (after.radius + radius) * (after.radius + radius);
    let (from, near, far) = if to_before < to_after {
        (before, to_before, to_after)
    } else {
        (after, to_after, to_before)
    };
    let x = after.center.x - before.center.x;
    let y = after.center.y - before.center.y;
    let distance = x * x + y * y;
    let along = (distance + near - far) / (2.0 * distance);
    let aside = (near / distance - along * along).max(0.0).sqrt();
    let along = if to_before < to_after { along } else { -along };
    Circle {
        center: Point {
            x: from.center.x + along * x + aside * y,
            y: from.center.y + along * y - aside * x,
        },
        radius,
    }
}

fn overlaps(a: Circle, b: Circle, slack: f64) -> bool {
    let touching = (a.radius + b.radius - slack).max(0.0);
    touching * touching > a.center.distance_squared(b.center)
}
