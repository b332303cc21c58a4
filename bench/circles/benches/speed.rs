//! How long it takes to pack 100 to 40 000 circles: ours native, ours as wasm
//! under Node, d3-hierarchy under Node, all in one run and on the same radii.
//!
//! Then a whole map, native: packed afresh, and from a former one.
//!
//! `cargo xtask circles` makes the wasm first and says where it is.
#![allow(clippy::print_stdout, reason = "a benchmark prints what it measured")]

use std::hint::black_box;
use std::time::Instant;

use chatmux_bench_circles::node::ask;
use chatmux_bench_circles::radii::Sizes;
use chatmux_shared::circles::{Former, Kept, lay_out, lay_out_from, pack};
use fastrand::Rng;
use serde::{Deserialize, Serialize};

/// How many circles, and how often they are packed.
const CASES: [(u32, usize); 4] = [(100, 1001), (1000, 301), (10_000, 31), (40_000, 7)];

/// Of the map.
const WIDTH: f64 = 1040.0;
const HEIGHT: f64 = 780.0;

#[derive(Serialize)]
struct Question {
    sizes: Vec<Vec<f64>>,
    rounds: [usize; 4],
}

/// Milliseconds.
#[derive(Deserialize)]
struct Answer {
    d3: [f64; 4],
    wasm: [f64; 4],
}

fn main() {
    assert!(
        std::env::var_os("CHATMUX_CIRCLES").is_some(),
        "ours for Node is not made yet: run `cargo xtask circles`"
    );
    for sizes in Sizes::ALL {
        let radii = |(count, _): (u32, usize)| {
            let count = usize::try_from(count).expect("a count fits");
            sizes.radii(count, 1)
        };
        let question = Question {
            sizes: CASES.map(radii).to_vec(),
            rounds: CASES.map(|(_, rounds)| rounds),
        };
        let Answer { d3, wasm } = ask("speed.mjs", &question);
        let native: Vec<f64> = question
            .sizes
            .iter()
            .zip(question.rounds)
            .map(|(radii, rounds)| median_of_native(radii, rounds))
            .collect();
        print_table(sizes, &native, &wasm, &d3);
    }
    print_map();
}

fn median_of_native(radii: &[f64], rounds: usize) -> f64 {
    median(rounds, || pack(black_box(radii)))
}

/// Milliseconds.
fn median<T>(rounds: usize, run: impl Fn() -> T) -> f64 {
    let time = |_| {
        let start = Instant::now();
        black_box(run());
        start.elapsed().as_secs_f64() * 1000.0
    };
    // The first rounds only warm up.
    let warm = rounds.div_ceil(4);
    let mut times: Vec<f64> = (0..warm + rounds).map(time).skip(warm).collect();
    times.sort_by(f64::total_cmp);
    times[rounds / 2]
}

/// A map of 1000 rooms with 10 000 people, where so many have come to rooms
/// since the former.
fn print_map() {
    let mut chance = Rng::with_seed(1);
    let before: Vec<usize> = (0..1000).map(|_| chance.usize(1..20)).collect();
    let kept = |(room, people): (usize, &usize)| {
        let people = (0..*people).map(Some).collect();
        Some(Kept { room, people })
    };
    let kept: Vec<Option<Kept>> = before.iter().enumerate().map(kept).collect();
    let layout = lay_out(&before, WIDTH, HEIGHT);
    println!("\nA map of 1000 rooms with 10 000 people, median in ms:\n");
    println!("| newcomers | afresh | from the former |");
    println!("| ---: | ---: | ---: |");
    for newcomers in [1, 30, 300] {
        let mut now = before.clone();
        for _ in 0..newcomers {
            now[chance.usize(0..1000)] += 1;
        }
        let former = Former {
            layout: &layout,
            rooms: &kept,
        };
        let afresh = median(51, || lay_out(&now, WIDTH, HEIGHT));
        let warm = median(51, || lay_out_from(former, &now, WIDTH, HEIGHT));
        println!("| {newcomers} | {afresh:.1} | {warm:.1} |");
    }
}

fn print_table(sizes: Sizes, native: &[f64], wasm: &[f64], d3: &[f64]) {
    println!("\n{sizes} radii, median in ms:\n");
    println!("| circles | native | wasm | d3 | d3 / native | d3 / wasm |");
    println!("| ---: | ---: | ---: | ---: | ---: | ---: |");
    for (at, (count, _)) in CASES.iter().enumerate() {
        let (native, wasm, d3) = (native[at], wasm[at], d3[at]);
        println!(
            "| {count} | {native:.3} | {wasm:.3} | {d3:.3} | {:.1} | {:.1} |",
            d3 / native,
            d3 / wasm
        );
    }
    println!(
        "| grows as n to the | {:.2} | {:.2} | {:.2} | | |",
        growth(native),
        growth(wasm),
        growth(d3)
    );
}

/// The exponent of the power of the count that fits the times best: the slope
/// of the line through their logarithms.
fn growth(times: &[f64]) -> f64 {
    let points = CASES.iter().zip(times);
    let points: Vec<(f64, f64)> = points
        .map(|((count, _), time)| (f64::from(*count).ln(), time.ln()))
        .collect();
    let mean = |of: fn(&(f64, f64)) -> f64| points.iter().map(of).sum::<f64>() / 4.0;
    let (x, y) = (mean(|point| point.0), mean(|point| point.1));
    let covariance: f64 = points.iter().map(|p| (p.0 - x) * (p.1 - y)).sum();
    let variance: f64 = points.iter().map(|p| (p.0 - x) * (p.0 - x)).sum();
    covariance / variance
}
