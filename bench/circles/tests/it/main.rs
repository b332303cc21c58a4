//! Ours beside d3-hierarchy, which runs under Node: as dense, on the same radii,
//! and enclosed by the same circles.

use chatmux_bench_circles::node::ask;
use chatmux_bench_circles::radii::Sizes;
use chatmux_shared::circles::{Circle, enclose, pack};
use fastrand::Rng;
use serde::{Deserialize, Serialize};

type Numbers = [f64; 3];

#[derive(Default, Serialize)]
struct Question {
    packs: Vec<Vec<f64>>,
    clouds: Vec<Vec<Numbers>>,
}

#[derive(Deserialize)]
struct Answer {
    packs: Vec<Vec<Numbers>>,
    enclosing: Vec<Numbers>,
}

fn circle([x, y, radius]: Numbers) -> Circle {
    Circle::new(x, y, radius)
}

/// The part of the smallest circle around them that circles cover.
fn density(circles: &[Circle]) -> f64 {
    let area: f64 = circles.iter().map(|circle| circle.radius.powi(2)).sum();
    area / enclose(circles).expect("circles").radius.powi(2)
}

/// The sizes, how many, and the seed.
fn cases() -> Vec<(Sizes, usize, u64)> {
    let counts = [10, 100, 1000, 10_000];
    let case = |sizes| counts.map(|count| [1, 2, 3].map(|seed| (sizes, count, seed)));
    let cases = Sizes::ALL.into_iter().flat_map(case);
    cases.flatten().collect()
}

#[test]
fn a_pack_is_as_dense_as_that_of_d3() {
    let packs: Vec<Vec<f64>> = cases()
        .iter()
        .map(|(sizes, count, seed)| sizes.radii(*count, *seed))
        .collect();
    let question = Question {
        packs,
        ..Question::default()
    };
    let answer: Answer = ask("reference.mjs", &question);
    for ((case, radii), theirs) in cases().iter().zip(&question.packs).zip(answer.packs) {
        let theirs: Vec<Circle> = theirs.into_iter().map(circle).collect();
        let (ours, theirs) = (density(&pack(radii)), density(&theirs));
        assert!(ours >= 0.999 * theirs, "{case:?}: ours {ours}, d3 {theirs}");
    }
}

/// Circles strewn about, some over others.
fn cloud(count: usize, seed: u64) -> Vec<Numbers> {
    let mut chance = Rng::with_seed(seed);
    let mut number = || chance.f64();
    (0..count)
        .map(|_| {
            [
                200.0 * number() - 100.0,
                200.0 * number() - 100.0,
                20.0 * number(),
            ]
        })
        .collect()
}

#[test]
fn the_same_circle_encloses_as_by_d3() {
    let packs: Vec<Vec<f64>> = Sizes::ALL
        .iter()
        .map(|sizes| sizes.radii(1000, 4))
        .collect();
    let counts = [1, 2, 3, 10, 100, 1000];
    let clouds = (0..50).flat_map(|seed| counts.map(|count| cloud(count, seed)));
    let question = Question {
        packs,
        clouds: clouds.collect(),
    };
    let answer: Answer = ask("reference.mjs", &question);
    let inner = answer.packs.iter().chain(&question.clouds);
    for (inner, theirs) in inner.zip(answer.enclosing) {
        let inner: Vec<Circle> = inner.iter().copied().map(circle).collect();
        let (ours, theirs) = (enclose(&inner).expect("circles"), circle(theirs));
        let nearly = 1e-9 * theirs.radius;
        assert!(
            (ours.radius - theirs.radius).abs() <= nearly,
            "{ours:?} {theirs:?}"
        );
    }
}
