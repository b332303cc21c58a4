//! The smallest circle that encloses circles.
//!
//! An answer rests on one, two or three circles, its basis. Circles are tried
//! one after another; one that sticks out joins the basis, moves to the front
//! of the line, and the trial starts over: the move-to-front heuristic of
//! Welzl, *Smallest enclosing disks (balls and ellipsoids)*, 1991. His
//! recursion is wrong for circles of unlike radii (Fischer and Gärtner, *The
//! smallest enclosing ball of balls*, 2003), so the basis grows as in
//! Matoušek, Sharir and Welzl, *A subexponential bound for linear
//! programming*, 1996: expected linear time on a shuffled input.
//!
//! No tolerance decides which basis is right: each candidate center is judged
//! by the radius it needs, and the least wins. So rounding can cost a last
//! digit of the radius, never a circle left outside.

use super::{Circle, Point};

/// How far, relative to its size and place, a circle may seem to stick out by
/// rounding alone.
const ROUNDING: f64 = 1e-12;

/// The smallest circle around all of `circles`; `None` when there are none.
///
/// A circle with a number that is not finite is left out.
pub fn enclose(circles: &[Circle]) -> Option<Circle> {
    let mut line = shuffled(circles);
    let mut found = *line.first()?;
    let mut basis = vec![found];
    let mut index = 1;
    while let Some(&circle) = line.get(index) {
        index += 1;
        if contains(found, circle) {
            continue;
        }
        let (wider_basis, wider) = extend(&basis, circle);
        // Strictly growing: no basis comes twice, so this ends.
        if wider.radius > found.radius {
            (basis, found) = (wider_basis, wider);
            line[..index].rotate_right(1);
            index = 0;
        }
    }
    Some(around(found.center, &line))
}

/// The usable circles in an order that an unlucky input cannot foresee, the
/// same each time.
fn shuffled(circles: &[Circle]) -> Vec<Circle> {
    let mut line: Vec<Circle> = circles.iter().copied().filter(is_finite).collect();
    let mut chance = 0x9e37_79b9_u32;
    for last in (1..line.len()).rev() {
        // Marsaglia, Xorshift RNGs, 2003.
        chance ^= chance << 13;
        chance ^= chance >> 17;
        chance ^= chance << 5;
        line.swap(last, chance as usize % (last + 1));
    }
    line
}

fn is_finite(circle: &Circle) -> bool {
    circle.center.x.is_finite() && circle.center.y.is_finite() && circle.radius.is_finite()
}

fn contains(outer: Circle, inner: Circle) -> bool {
    let size = outer.radius + outer.center.x.abs() + outer.center.y.abs();
    let reach = outer.radius + ROUNDING * size - inner.radius;
    reach >= 0.0 && outer.center.distance_squared(inner.center) <= reach * reach
}

/// The circle around `center` that just covers `circles`.
fn around(center: Point, circles: &[Circle]) -> Circle {
    let radius = circles
        .iter()
        .map(|circle| center.distance(circle.center) + circle.radius)
        .fold(0.0, f64::max);
    Circle { center, radius }
}

/// The basis of `basis` and `circle`, which sticks out of it, and the circle
/// that rests on it: `circle` is part of it, with at most two of the former.
fn extend(basis: &[Circle], circle: Circle) -> (Vec<Circle>, Circle) {
    let all: Vec<Circle> = basis.iter().copied().chain([circle]).collect();
    let mut best = (vec![circle], around(circle.center, &all));
    let mut consider = |candidate: Vec<Circle>, center: Point| {
        let covering = around(center, &all);
        // False, too, for a center that is not a number.
        if covering.radius < best.1.radius && is_finite(&covering) {
            best = (candidate, covering);
        }
    };
    for (index, &first) in basis.iter().enumerate() {
        consider(vec![circle, first], between(circle, first));
        for &second in &basis[index + 1..] {
            for center in among(circle, first, second) {
                consider(vec![circle, first, second], center);
            }
        }
    }
    best
}

/// The center of the smallest circle around two, neither within the other.
fn between(a: Circle, b: Circle) -> Point {
    let share = (b.radius - a.radius) / a.center.distance(b.center);
    Point {
        x: f64::midpoint(a.center.x, b.center.x) + share * (b.center.x - a.center.x) / 2.0,
        y: f64::midpoint(a.center.y, b.center.y) + share * (b.center.y - a.center.y) / 2.0,
    }
}

/// The centers of the two circles that three touch in the same manner (the
/// problem of Apollonius); not numbers when the three are in a line.
///
/// Seen from `first`, with `reach` for the radius less that of `first`, the
/// center satisfies `x·x + y·y = reach²`, and for each other circle, at (`u`,
/// `v`) and wider by `d`, the linear `x·u + y·v = (u² + v² - d²) / 2 + reach·d`.
fn among(first: Circle, second: Circle, third: Circle) -> [Point; 2] {
    let line = |other: Circle| {
        let u = other.center.x - first.center.x;
        let v = other.center.y - first.center.y;
        let d = other.radius - first.radius;
        ((u, v), (u * u + v * v - d * d) / 2.0, d)
    };
    let ((from, constant, slope), (to, other_constant, other_slope)) = (line(second), line(third));
    let solve = |a: f64, b: f64| {
        let area = from.0 * to.1 - to.0 * from.1;
        let (x, y) = (a * to.1 - b * from.1, from.0 * b - to.0 * a);
        (x / area, y / area)
    };
    let still = solve(constant, other_constant);
    let moving = solve(slope, other_slope);
    quadratic(
        moving.0 * moving.0 + moving.1 * moving.1 - 1.0,
        still.0 * moving.0 + still.1 * moving.1,
        still.0 * still.0 + still.1 * still.1,
    )
    .map(|reach| Point {
        x: first.center.x + still.0 + reach * moving.0,
        y: first.center.y + still.1 + reach * moving.1,
    })
}

/// The roots of `a·t² + 2·b·t + c`, without subtracting near equals.
fn quadratic(a: f64, b: f64, c: f64) -> [f64; 2] {
    let q = -(b + (b * b - a * c).max(0.0).sqrt().copysign(b));
    [q / a, c / q]
}
