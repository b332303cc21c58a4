//! Circles enclosed, packed and laid out; names along them.

mod label;
mod map;
mod warm;

use chatmux_shared::circles::{Circle, Point, enclose, pack};
use proptest::prelude::*;

const TOLERANCE: f64 = 1e-6;

/// The deepest overlap of any two: each is compared with those whose left ends
/// lie before its right end.
fn deepest_overlap(circles: &[Circle]) -> f64 {
    let left = |circle: &Circle| circle.center.x - circle.radius;
    let mut sorted = circles.to_vec();
    sorted.sort_by(|a, b| left(a).total_cmp(&left(b)));
    let mut deepest = f64::NEG_INFINITY;
    for (index, a) in sorted.iter().enumerate() {
        let right = a.center.x + a.radius;
        let near = sorted[index + 1..].iter().take_while(|b| left(b) < right);
        deepest = near.map(|b| a.overlap(*b)).fold(deepest, f64::max);
    }
    deepest
}

/// How far any of `inner` sticks out of `outer`.
fn protrusion(outer: Circle, inner: &[Circle]) -> f64 {
    let each = inner.iter().map(|circle| outer.protrusion(*circle));
    each.fold(f64::NEG_INFINITY, f64::max)
}

/// The part of its enclosing circle that a pack covers.
fn density(circles: &[Circle]) -> f64 {
    let area: f64 = circles.iter().map(|c| c.radius * c.radius).sum();
    let around = enclose(circles).expect("circles").radius;
    area / (around * around)
}

fn radii(seed: u64, count: usize, from: f64, to: f64) -> Vec<f64> {
    let mut chance = fastrand::Rng::with_seed(seed);
    let radius = || from + (to - from) * chance.f64();
    std::iter::repeat_with(radius).take(count).collect()
}

fn some_circle() -> impl Strategy<Value = Circle> {
    (-100.0..100.0, -100.0..100.0, 0.0..40.0).prop_map(|(x, y, radius)| Circle::new(x, y, radius))
}

/// The radius a circle around (`x`, `y`) needs to cover `circles`: convex in
/// both, so a search by thirds finds the least.
fn needed(circles: &[Circle], x: f64, y: f64) -> f64 {
    protrusion(Circle::new(x, y, 0.0), circles)
}

fn least(of: impl Fn(f64) -> f64) -> f64 {
    let (mut from, mut to) = (-150.0, 150.0);
    for _ in 0..90 {
        let third = (to - from) / 3.0;
        if of(from + third) < of(to - third) {
            to -= third;
        } else {
            from += third;
        }
    }
    of(f64::midpoint(from, to))
}

proptest! {
    #[test]
    fn the_enclosing_circle_covers_all(circles in prop::collection::vec(some_circle(), 1..200)) {
        let around = enclose(&circles).unwrap();
        prop_assert!(protrusion(around, &circles) <= 1e-12);
    }

    #[test]
    fn no_circle_that_covers_all_is_smaller(circles in prop::collection::vec(some_circle(), 1..7)) {
        let found = enclose(&circles).unwrap();
        let searched = least(|x| least(|y| needed(&circles, x, y)));
        prop_assert!((found.radius - searched).abs() < TOLERANCE, "{found:?}, but {searched}");
    }

    #[test]
    fn no_center_beside_is_better(circles in prop::collection::vec(some_circle(), 1..100), turn in 0.0..7.0_f64) {
        let found = enclose(&circles).unwrap();
        for step in [1e-4, 1e-2, 1.0] {
            let Point { x, y } = found.center;
            let moved = needed(&circles, x + step * turn.cos(), y + step * turn.sin());
            prop_assert!(moved > found.radius - 1e-9);
        }
    }

    #[test]
    fn the_order_of_circles_does_not_change_what_encloses_them(
        circles in prop::collection::vec(some_circle(), 1..50),
    ) {
        let reversed: Vec<Circle> = circles.iter().rev().copied().collect();
        let difference = enclose(&circles).unwrap().radius - enclose(&reversed).unwrap().radius;
        prop_assert!(difference.abs() < 1e-9);
    }

    #[test]
    fn packed_circles_do_not_overlap(radii in prop::collection::vec(0.0..10.0_f64, 0..120)) {
        let packed = pack(&radii);
        prop_assert!(deepest_overlap(&packed) <= TOLERANCE);
        prop_assert_eq!(packed.iter().map(|c| c.radius).collect::<Vec<_>>(), radii);
    }

    #[test]
    fn a_pack_lies_around_the_origin(radii in prop::collection::vec(0.01..10.0_f64, 1..60)) {
        let around = enclose(&pack(&radii)).unwrap();
        prop_assert!(around.center.distance(Point::default()) < TOLERANCE);
    }
}

#[test]
fn nothing_is_enclosed_by_nothing() {
    assert_eq!(enclose(&[]), None);
    assert_eq!(enclose(&[Circle::new(f64::NAN, 0.0, 1.0)]), None);
}

#[test]
fn a_circle_encloses_itself_and_what_is_in_it() {
    let large = Circle::new(3.0, -2.0, 5.0);
    assert_eq!(enclose(&[large]), Some(large));
    assert_eq!(
        enclose(&[Circle::new(4.0, -2.0, 1.0), large, large]),
        Some(large)
    );
}

#[test]
fn circles_in_a_line_are_enclosed_from_end_to_end() {
    let line: Vec<Circle> = (0..9)
        .map(|n| Circle::new(f64::from(n), 0.0, 0.5))
        .collect();
    assert_eq!(enclose(&line), Some(Circle::new(4.0, 0.0, 4.5)));
}

#[test]
fn the_smallest_packs_are_known() {
    assert_eq!(pack(&[]), []);
    assert_eq!(pack(&[2.0]), [Circle::new(0.0, 0.0, 2.0)]);
    assert_eq!(
        pack(&[1.0, 3.0]),
        [Circle::new(-3.0, 0.0, 1.0), Circle::new(1.0, 0.0, 3.0)]
    );
    // Three equal circles: their centers are 2 / √3 from the middle.
    for circle in pack(&[1.0; 3]) {
        assert!((circle.center.distance(Point::default()) - 2.0 / 3_f64.sqrt()).abs() < 1e-12);
    }
}

#[test]
fn a_radius_that_is_none_counts_as_zero() {
    let packed = pack(&[f64::NAN, 1.0, -4.0, 1.0, f64::INFINITY, 1.0, 0.0]);
    let radii: Vec<f64> = packed.iter().map(|circle| circle.radius).collect();
    assert_eq!(radii, [0.0, 1.0, 0.0, 1.0, 0.0, 1.0, 0.0]);
    assert!(deepest_overlap(&packed) <= TOLERANCE);
}

#[test]
fn ten_thousand_radii_from_tiny_to_huge_do_not_overlap() {
    for seed in 0..3 {
        let even = radii(seed, 10_000, 1e-3, 1e3);
        let by_size: Vec<f64> = radii(seed, 10_000, -3.0, 3.0)
            .iter()
            .map(|e| 10_f64.powf(*e))
            .collect();
        for radii in [even, by_size] {
            let packed = pack(&radii);
            let around = enclose(&packed).unwrap();
            assert!(deepest_overlap(&packed) <= TOLERANCE, "seed {seed}");
            assert!(protrusion(around, &packed) <= TOLERANCE, "seed {seed}");
        }
    }
}

#[test]
fn a_pack_is_dense() {
    assert!(density(&pack(&[1.0; 1000])) > 0.85);
    assert!(density(&pack(&radii(1, 1000, 0.5, 1.0))) > 0.70);
}
