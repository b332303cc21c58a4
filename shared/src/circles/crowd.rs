//! Circles in a box, pushed apart where they overlap, until none does.
//!
//! A push moves two circles along the line between them, both as far; what
//! stands free stays where it is. That is position based dynamics without
//! momentum (Müller, Heidelberger, Hennix and Ratcliff, *Position based
//! dynamics*, 2007). Where space is scarce it need not come to rest in the
//! pushes it has: what is left of the overlaps is told afterwards
//! ([`Crowd::fitting`]).

use super::bounds::Bounds;
use super::{Circle, Point};

/// How often neighbours are looked for, at most.
const LOOKS: usize = 40;
/// How often they are pushed apart between two looks, at most.
const PUSHES: usize = 8;
/// Neighbours are no further apart than this part of their radii.
const NEAR: f64 = 0.15;
/// Pushes go this much further than to the touch, relative to the radii, so
/// that an end is reached, not only approached.
const AMPLE: f64 = 5e-4;

pub(super) struct Crowd {
    circles: Vec<Circle>,
    bounds: Bounds,
}

impl Crowd {
    pub(super) fn new(circles: Vec<Circle>, bounds: Bounds) -> Self {
        Self { circles, bounds }
    }

    /// The circles where they are now, all within the box.
    pub(super) fn into_circles(self) -> Vec<Circle> {
        self.circles
    }

    /// Pushes apart what overlaps.
    pub(super) fn settle(&mut self) {
        self.hold_all();
        for _ in 0..LOOKS {
            let pairs = self.neighbours();
            if !self.push_all(&pairs) {
                return;
            }
            for _ in 1..PUSHES {
                if !self.push_all(&pairs) {
                    break;
                }
            }
        }
    }

    /// Moves all circles together, so that their middle is at most `limit`
    /// beside that of the box.
    pub(super) fn center(&mut self, limit: f64) {
        let (wanted, middle) = (self.bounds.middle(), Bounds::of(&self.circles).middle());
        let beyond = |way: f64| way - way.clamp(-limit, limit);
        let (x, y) = (beyond(wanted.x - middle.x), beyond(wanted.y - middle.y));
        for Circle { center, .. } in &mut self.circles {
            center.x += x;
            center.y += y;
        }
    }

    /// What to multiply the radii by for no two to overlap: at most one.
    pub(super) fn fitting(&self) -> f64 {
        let share = |&(one, other): &(usize, usize)| {
            let (one, other) = (self.circles[one], self.circles[other]);
            one.center.distance(other.center) / (one.radius + other.radius)
        };
        self.neighbours().iter().map(share).fold(1.0, f64::min)
    }

    /// Pairs that overlap or nearly do: each is compared with those whose left
    /// ends lie before its right end.
    fn neighbours(&self) -> Vec<(usize, usize)> {
        let wide: Vec<Circle> = self
            .circles
            .iter()
            .map(|circle| Circle {
                radius: circle.radius * (1.0 + NEAR),
                ..*circle
            })
            .collect();
        let left = |index: &usize| wide[*index].center.x - wide[*index].radius;
        let mut order: Vec<usize> = (0..wide.len()).collect();
        order.sort_by(|a, b| left(a).total_cmp(&left(b)));
        let mut pairs = Vec::new();
        for (place, &one) in order.iter().enumerate() {
            let right = wide[one].center.x + wide[one].radius;
            for &other in &order[place + 1..] {
                if left(&other) >= right {
                    break;
                }
                if wide[one].overlap(wide[other]) > 0.0 {
                    pairs.push((one, other));
                }
            }
        }
        pairs
    }

    /// Pushes each pair once. Whether any overlapped.
    fn push_all(&mut self, pairs: &[(usize, usize)]) -> bool {
        let mut overlapped = false;
        for &(one, other) in pairs {
            overlapped |= self.push(one, other);
        }
        if overlapped {
            self.hold_all();
        }
        overlapped
    }

    fn push(&mut self, one: usize, other: usize) -> bool {
        let (a, b) = (self.circles[one], self.circles[other]);
        let touching = a.radius + b.radius;
        let way = a.center.distance(b.center);
        if way >= touching {
            return false;
        }
        // Two in one place part sideways.
        let (x, y) = if way > 0.0 {
            let Point { x, y } = b.center;
            ((x - a.center.x) / way, (y - a.center.y) / way)
        } else {
            (1.0, 0.0)
        };
        let half = (touching * (1.0 + AMPLE) - way) / 2.0;
        for (index, step) in [(one, -half), (other, half)] {
            self.circles[index].center.x += x * step;
            self.circles[index].center.y += y * step;
        }
        true
    }

    fn hold_all(&mut self) {
        for circle in &mut self.circles {
            *circle = self.bounds.hold(*circle);
        }
    }
}
