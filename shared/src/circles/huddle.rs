//! Equal circles, close together: the people of one room.
//!
//! A front chain leaves equal circles in a slanted block. Few look best and
//! take the least space in rings around one another, as around a table; many
//! do so on a honeycomb. Both are tried, the honeycomb around several middles,
//! and the smaller is taken. Up to 9 none can be smaller; the smallest known
//! are listed in Graham, Lubachevsky, Nurmela and Östergård, *Dense packings
//! of congruent circles in a circle*, 1998.

use std::collections::BTreeMap;
use std::f64::consts::PI;

use super::{Circle, Point, enclose};

/// From so many on, only honeycombs are tried.
const MANY: usize = 24;
/// Middles of a honeycomb are tried on a grid this much finer than itself.
const FINENESS: i32 = 6;
/// Radii closer than this are equal but for rounding.
const ROUNDING: f64 = 1e-9;

/// Circles of radius one in a circle around the origin.
pub(super) struct Huddle {
    /// Their centers, from the inside out.
    pub(super) centers: Vec<Point>,
    /// Of the smallest circle around all of them.
    pub(super) radius: f64,
}

/// The huddles made so far, by how many are in them.
#[derive(Default)]
pub(super) struct Huddles {
    made: BTreeMap<usize, Huddle>,
}

impl Huddles {
    /// The huddle of `count` circles.
    pub(super) fn of(&mut self, count: usize) -> &Huddle {
        if !self.made.contains_key(&count) {
            let huddle = self.make(count);
            self.made.insert(count, huddle);
        }
        &self.made[&count]
    }

    fn make(&mut self, count: usize) -> Huddle {
        let mut best = honeycomb(count);
        if count < MANY {
            for outer in 3..=count {
                let inner = self.of(count - outer);
                // An even ring looks better than as large a honeycomb.
                if ring_radius(inner, outer) + 1.0 < best.radius + ROUNDING {
                    best = with_ring(inner, outer);
                }
            }
        }
        best
    }
}

/// How far from the middle `outer` circles are in a ring around `inner`.
fn ring_radius(inner: &Huddle, outer: usize) -> f64 {
    let (_, half_turn) = cosine_and_sine(PI / whole(outer));
    let side_by_side = 1.0 / half_turn;
    let around = if inner.centers.is_empty() {
        0.0
    } else {
        inner.radius + 1.0
    };
    side_by_side.max(around)
}

fn with_ring(inner: &Huddle, outer: usize) -> Huddle {
    let distance = ring_radius(inner, outer);
    // From the top, like a clock.
    let seat = |index: usize| {
        let (cosine, sine) = cosine_and_sine(2.0 * PI * whole(index) / whole(outer) - PI);
        Point {
            x: -distance * sine,
            y: distance * cosine,
        }
    };
    Huddle {
        centers: inner
            .centers
            .iter()
            .copied()
            .chain((0..outer).map(seat))
            .collect(),
        radius: distance + 1.0,
    }
}

/// The cells of a honeycomb closest to the best middle for `count`.
fn honeycomb(count: usize) -> Huddle {
    let middles = (0..=FINENESS / 2).flat_map(|u| (0..=u).map(move |v| (u, v)));
    let mut best = Huddle {
        centers: Vec::new(),
        radius: 0.0,
    };
    for middle in middles {
        let cells = cells_around(middle, count);
        let Some(around) = enclose(&cells) else { break };
        if best.centers.is_empty() || around.radius < best.radius - ROUNDING {
            let centered = |cell: &Circle| Point {
                x: cell.center.x - around.center.x,
                y: cell.center.y - around.center.y,
            };
            best = Huddle {
                centers: cells.iter().map(centered).collect(),
                radius: around.radius,
            };
        }
    }
    best
}

/// The `count` cells closest to a middle, along axes that are a sixth of a turn
/// apart. Distances are compared as integers: equal ones are equal exactly.
fn cells_around((u, v): (i32, i32), count: usize) -> Vec<Circle> {
    let reach = i32::try_from(count.isqrt()).expect("far fewer circles than that") + 2;
    let mut cells: Vec<(i32, i32)> = (-reach..=reach)
        .flat_map(|row| (-reach..=reach).map(move |column| (row, column)))
        .map(|(row, column)| (FINENESS * column - u, FINENESS * row - v))
        .collect();
    cells.sort_by_key(|&(x, y)| (x * x + x * y + y * y, y.abs(), y, x));
    cells.truncate(count);
    let unit = 2.0 / f64::from(FINENESS);
    let circle = |&(x, y): &(i32, i32)| {
        let (x, y) = (f64::from(x), f64::from(y));
        Circle::new(unit * (x + y / 2.0), unit * y * 0.75_f64.sqrt(), 1.0)
    };
    cells.iter().map(circle).collect()
}

/// By the power series, for an angle within half a turn of zero: the functions
/// of the standard library differ in last digits from machine to machine.
fn cosine_and_sine(angle: f64) -> (f64, f64) {
    let (mut cosine, mut sine) = (0.0, 0.0);
    let mut term = 1.0;
    for power in 0..15_u32 {
        let sign = if power % 2 == 0 { 1.0 } else { -1.0 };
        cosine += sign * term;
        term *= angle / f64::from(2 * power + 1);
        sine += sign * term;
        term *= angle / f64::from(2 * power + 2);
    }
    (cosine, sine)
}

fn whole(count: usize) -> f64 {
    u32::try_from(count).map_or(f64::INFINITY, f64::from)
}
