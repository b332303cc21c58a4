//! Messages a second and time to acknowledgement: from the decoded frame to
//! the commit, over 100 rooms, signed beforehand, on a file with WAL and
//! `synchronous=FULL`. Prints a table.

#![expect(clippy::print_stdout, reason = "a table is what it is for")]

use std::time::{Duration, Instant};

use chatmux_bench::{Judging, Server, Talk, talks};
use futures::future::join_all;
use tokio::time::MissedTickBehavior;

const ROOMS: usize = 100;
/// Writers, and what each says, as fast as they are answered.
const CROWDS: [(usize, usize); 4] = [(1, 1_000), (10, 500), (100, 300), (1_000, 50)];
/// Writers, what each says, and how long they wait in between: 1000 a second.
const STEADY: (usize, usize, Duration) = (100, 50, Duration::from_millis(100));

/// What a crowd saw.
struct Outcome {
    took: Duration,
    /// To each acknowledgement, in order of length.
    waits: Vec<Duration>,
}

#[tokio::main]
async fn main() {
    println!("| writers | signatures | messages/s | p50 ms | p99 ms |");
    println!("| ---: | --- | ---: | ---: | ---: |");
    for judging in [Judging::Off, Judging::On] {
        for (writers, messages) in CROWDS {
            let outcome = crowd(writers, messages, judging, None).await;
            print(&writers.to_string(), judging, &outcome);
        }
        let (writers, messages, pause) = STEADY;
        let outcome = crowd(writers, messages, judging, Some(pause)).await;
        print("100, paced", judging, &outcome);
    }
}

async fn crowd(
    writers: usize,
    messages: usize,
    judging: Judging,
    pause: Option<Duration>,
) -> Outcome {
    let server = Server::open(ROOMS).await;
    let talks = talks(&server.rooms, writers, messages);
    let mut seats = Vec::new();
    for talk in &talks {
        seats.push(server.seat(talk.room, talk.author).await);
    }
    let start = Instant::now();
    let speaking = talks.into_iter().zip(seats).enumerate();
    let speaking = speaking.map(|(place, (Talk { posts, .. }, seat))| {
        tokio::spawn(async move {
            let mut waits = Vec::with_capacity(posts.len());
            let mut beats = pause.map(|pause| {
                let first = Duration::from_millis(place as u64);
                let at = tokio::time::Instant::now() + first;
                let mut beats = tokio::time::interval_at(at, pause);
                beats.set_missed_tick_behavior(MissedTickBehavior::Delay);
                beats
            });
            for post in posts {
                if let Some(beats) = &mut beats {
                    beats.tick().await;
                }
                let start = Instant::now();
                seat.say(post, judging).await;
                waits.push(start.elapsed());
            }
            waits
        })
    });
    let waits = join_all(speaking).await;
    let took = start.elapsed();
    let mut waits: Vec<Duration> = waits.into_iter().flatten().flatten().collect();
    waits.sort_unstable();
    server.close().await;
    Outcome { took, waits }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "for people to read, to a few digits"
)]
fn print(writers: &str, judging: Judging, outcome: &Outcome) {
    let rate = outcome.waits.len() as f64 / outcome.took.as_secs_f64();
    let at = |percent: usize| {
        let place = outcome.waits.len() * percent / 100;
        let wait = outcome.waits.get(place).copied().unwrap_or_default();
        wait.as_secs_f64() * 1000.0
    };
    let signatures = match judging {
        Judging::On => "verified",
        Judging::Off => "taken",
    };
    println!(
        "| {writers} | {signatures} | {rate:.0} | {:.2} | {:.2} |",
        at(50),
        at(99)
    );
}
