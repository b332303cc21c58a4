//! Circles side by side, none over another, close to the origin.
//!
//! One after another in the order given, each into the gap of the front chain
//! ([`Front`]) that is closest to the origin.

use super::front::Front;
use super::{Circle, Point, enclose};

/// Packs circles of these radii: the `n`th circle has the `n`th radius, and
/// the smallest circle around all of them has its center at the origin.
///
/// The order matters: early circles are in the middle, and a pack is densest
/// when the largest come first. A radius below zero or not finite is a mistake
/// of the caller and counts as zero; a circle of radius zero lies on the rim of
/// the first that is larger.
pub fn pack(radii: &[f64]) -> Vec<Circle> {
    pack_by(radii, |Point { x, y }| x * x + y * y)
}

/// Like [`pack`], but close to the origin by another `distance`: the pack takes
/// the shape of the points that are equally far. A distance is at least zero.
pub(super) fn pack_by(radii: &[f64], distance: impl Fn(Point) -> f64) -> Vec<Circle> {
    let solid: Vec<f64> = radii.iter().copied().filter(|r| is_solid(*r)).collect();
    let packed = pack_solid(&solid, distance);
    // The second circle, if there is one, touches the first just here: no
    // third can lie over it.
    let point = packed.first().map_or(Circle::default(), |first| {
        Circle::new(first.center.x + first.radius, first.center.y, 0.0)
    });
    let mut packed = packed.into_iter();
    let mut take = |radius: &f64| {
        if is_solid(*radius) {
            packed.next()
        } else {
            None
        }
    };
    radii
        .iter()
        .map(|radius| take(radius).unwrap_or(point))
        .collect()
}

fn is_solid(length: f64) -> bool {
    length > 0.0 && length.is_finite()
}

fn pack_solid(radii: &[f64], distance: impl Fn(Point) -> f64) -> Vec<Circle> {
    let &[first, second, ref others @ ..] = radii else {
        return radii.iter().map(|r| Circle::new(0.0, 0.0, *r)).collect();
    };
    let mut front = Front::new([first, second], radii, distance);
    for &radius in others {
        front.add(radius);
    }
    let middle = enclose(&front.chain())
        .expect("a chain of at least two")
        .center;
    let mut circles = front.into_circles();
    for circle in &mut circles {
        circle.center.x -= middle.x;
        circle.center.y -= middle.y;
    }
    circles
}
