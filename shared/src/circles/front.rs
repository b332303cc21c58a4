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

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::sectors::Sectors;
use super::{Circle, Point};

/// How deep, relative to the size of the whole pack, two circles may seem to
/// reach into one another by rounding alone.
const ROUNDING: f64 = 4e-12;

/// How many circles along the chain are asked before the sectors are.
const NEAR: usize = 4;

/// Two neighbours, ordered by how far from the origin they touch: the bits of
/// floats from zero up are in the order of the floats.
type Gap = (u64, usize, usize);

pub(super) struct Front<D> {
    circles: Vec<Circle>,
    next: Vec<usize>,
    previous: Vec<usize>,
    on_chain: Vec<bool>,
    /// Every gap but the one waiting, and some that are no more.
    gaps: BinaryHeap<Reverse<Gap>>,
    /// The gap after the newest circle. It opens when the next has come, as in
    /// d3-hierarchy, so that the two pack the same radii alike.
    waiting: Gap,
    sectors: Sectors,
    /// How far a point is from where the pack starts; from zero up.
    distance: D,
    slack: f64,
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
        let mut front = Self {
            circles: Vec::with_capacity(radii.len()),
            next: vec![1, 0],
            previous: vec![1, 0],
            on_chain: Vec::with_capacity(radii.len()),
            gaps: BinaryHeap::from([Reverse((0, 1, 0))]),
            waiting: (0, 0, 1),
            sectors: Sectors::for_circles(radii.len()),
            distance,
            slack: ROUNDING * area.sqrt(),
        };
        front.put(Circle::new(-second, 0.0, first));
        front.put(Circle::new(first, 0.0, second));
        front
    }

    /// Puts one more circle where it is close to the origin.
    pub(super) fn add(&mut self, radius: f64) {
        let (mut before, mut after) = self.closest_gap();
        loop {
            let circle = beside(self.circles[before], self.circles[after], radius);
            match self.obstacle(before, after, circle) {
                Some(Obstacle::Ahead(node)) => after = node,
                Some(Obstacle::Behind(node)) => before = node,
                None => return self.link(before, after, circle),
            }
            self.cut(before, after);
        }
    }

    /// All circles, in the order in which they came.
    pub(super) fn into_circles(self) -> Vec<Circle> {
        self.circles
    }

    /// The circles on the outside.
    pub(super) fn chain(&self) -> Vec<Circle> {
        let circles = self.circles.iter().zip(&self.on_chain);
        circles.filter(|(_, on)| **on).map(|(c, _)| *c).collect()
    }

    fn closest_gap(&mut self) -> (usize, usize) {
        loop {
            let Reverse((_, before, after)) = self.gaps.pop().expect("a chain has gaps");
            if self.on_chain[before] && self.next[before] == after {
                return (before, after);
            }
        }
    }

    /// What is in the way of `circle`. It is most often close by, and to walk a
    /// few steps is faster than to ask the sectors.
    fn obstacle(&mut self, before: usize, after: usize, circle: Circle) -> Option<Obstacle> {
        let near = self.walk(before, after, circle, NEAR);
        if near.is_some() {
            return near;
        }
        let anything = self.sectors.any(circle, &self.on_chain, |node| {
            let touches = node == before || node == after;
            !touches && overlaps(self.circles[node], circle, self.slack)
        });
        if anything {
            self.walk(before, after, circle, usize::MAX)
        } else {
            None
        }
    }

    /// What overlaps `circle` and is closest to the gap along the chain.
    fn walk(&self, before: usize, after: usize, circle: Circle, steps: usize) -> Option<Obstacle> {
        let blocks = |node: usize| overlaps(self.circles[node], circle, self.slack);
        let (mut ahead, mut behind) = (self.next[after], self.previous[before]);
        let mut way_ahead = self.circles[after].radius;
        let mut way_behind = self.circles[before].radius;
        for _ in 0..steps {
            if ahead == self.next[behind] {
                break;
            }
            if way_ahead <= way_behind {
                if blocks(ahead) {
                    return Some(Obstacle::Ahead(ahead));
                }
                way_ahead += self.circles[ahead].radius;
                ahead = self.next[ahead];
            } else {
                if blocks(behind) {
                    return Some(Obstacle::Behind(behind));
                }
                way_behind += self.circles[behind].radius;
                behind = self.previous[behind];
            }
        }
        None
    }

    /// Takes what lies between the two off the chain.
    fn cut(&mut self, before: usize, after: usize) {
        let mut node = self.next[before];
        while node != after {
            self.on_chain[node] = false;
            node = self.next[node];
        }
        self.next[before] = after;
        self.previous[after] = before;
    }

    fn link(&mut self, before: usize, after: usize, circle: Circle) {
        let node = self.put(circle);
        self.next[before] = node;
        self.next.push(after);
        self.previous[after] = node;
        self.previous.push(before);
        let [opened, waiting] = [(before, node), (node, after)].map(|gap| self.gap(gap));
        let due = std::mem::replace(&mut self.waiting, waiting);
        self.gaps.extend([Reverse(due), Reverse(opened)]);
    }

    fn put(&mut self, circle: Circle) -> usize {
        let node = self.circles.len();
        self.circles.push(circle);
        self.on_chain.push(true);
        self.sectors.insert(circle, node);
        node
    }

    fn gap(&self, (before, after): (usize, usize)) -> Gap {
        let (a, b) = (self.circles[before], self.circles[after]);
        let whole = a.radius + b.radius;
        let touching = Point {
            x: (a.center.x * b.radius + b.center.x * a.radius) / whole,
            y: (a.center.y * b.radius + b.center.y * a.radius) / whole,
        };
        ((self.distance)(touching).to_bits(), before, after)
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
    let touching = a.radius + b.radius - slack;
    touching > 0.0 && touching * touching > a.center.distance_squared(b.center)
}
