//! Worlds by seed, and every order of a few things.

use std::ops::Range;

use chatmux_shared::call::negotiation::{Connection, LinkState, Negotiation, PATIENCE_MS};
use chatmux_shared::call::starvation::STARVED_MS;
use fastrand::Rng;

use crate::world::call::{Call, Fault, Mood};
use crate::world::explore::{Mishap, explore};
use crate::world::pair::{Impolite, Pair, Polite};
use crate::world::peer_connection::Count;

/// How long a call may need, in virtual time, once all is well again.
const RECOVERS_MS: u64 = 90_000;
/// How long what began before that may go on, though the link is connected: a
/// new path under way, the pause after a refusal.
const SETTLES_MS: u64 = 40_000;

/// Says on a panic which seed led there.
struct Told(u64);

impl Drop for Told {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("in the schedule of seed {}", self.0);
        }
    }
}

fn schedules(seeds: Range<u64>, run: impl Fn(u64, &mut Rng)) {
    for seed in seeds {
        let _told = Told(seed);
        run(seed, &mut Rng::with_seed(seed));
    }
}

fn any_fault(people: usize, rng: &mut Rng) -> Fault {
    let who = rng.usize(0..people);
    let other = (who + rng.usize(1..people)) % people;
    match rng.u8(0..9) {
        0 => Fault::SocketLost {
            who,
            lasts: rng.u64(100..20_000),
        },
        1 => Fault::Refresh {
            who,
            lasts: rng.u64(100..2_000),
        },
        2 => Fault::NetworkChange { who },
        3 => Fault::MediaCut {
            one: who,
            other,
            lasts: rng.u64(500..40_000),
        },
        4 => Fault::Sleep {
            who,
            lasts: rng.u64(100..30_000),
        },
        5 => Fault::Starved {
            from: who,
            to: other,
            lasts: rng.u64(1_000..60_000),
        },
        6 => Fault::Slow {
            who,
            by: rng.u64(100..10_000),
            lasts: rng.u64(500..20_000),
        },
        _ => Fault::Ghost {
            from: who,
            to: other,
        },
    }
}

/// A call in which things go wrong, sometimes two of a kind at once; then all
/// is well, and so must the call be.
fn troubled_call(people: usize, seed: u64, rng: &mut Rng) {
    let allows_after: Vec<u64> = (0..people)
        .map(|_| match rng.u8(0..4) {
            0 => rng.u64(1_000..20_000),
            _ => rng.u64(10..300),
        })
        .collect();
    let mut call = Call::new(seed, Mood::Moody, &allows_after);
    for _ in 0..rng.usize(0..10) {
        let (at, fault) = (rng.u64(0..40_000), any_fault(people, rng));
        call.befall(at, fault);
        if let (0, Some(twin)) = (rng.u8(0..3), twin(fault, people)) {
            call.befall(at + rng.u64(0..30), twin);
        }
    }
    call.pass(rng.u64(0..60_000));
    call.heal();
    call.pass(SETTLES_MS);
    call.pass_until_connected(RECOVERS_MS - SETTLES_MS);
    stays_as_it_is(&mut call);
}

/// The same happens to somebody else.
fn twin(fault: Fault, people: usize) -> Option<Fault> {
    let next = |who| (who + 1) % people;
    match fault {
        Fault::SocketLost { who, lasts } => Some(Fault::SocketLost {
            who: next(who),
            lasts,
        }),
        Fault::Refresh { who, lasts } => Some(Fault::Refresh {
            who: next(who),
            lasts,
        }),
        Fault::NetworkChange { who } => Some(Fault::NetworkChange { who: next(who) }),
        Fault::Sleep { who, lasts } => Some(Fault::Sleep {
            who: next(who),
            lasts,
        }),
        Fault::Starved { from, to, lasts } => Some(Fault::Starved {
            from: to,
            to: from,
            lasts,
        }),
        Fault::MediaCut { .. } | Fault::Slow { .. } | Fault::Ghost { .. } => None,
    }
}

fn stays_as_it_is(call: &mut Call) {
    let before = call.counts();
    call.pass(10_000);
    assert!(call.is_connected(), "it came apart again");
    let is_built_anew = |(link, count): (&_, &Count)| count.opens != before[link].opens;
    assert!(!call.counts().iter().any(is_built_anew), "built anew");
}

#[test]
fn two_people_always_end_connected() {
    schedules(0..4_000, |seed, rng| troubled_call(2, seed, rng));
}

#[test]
fn three_and_four_people_always_end_connected() {
    schedules(0..300, |seed, rng| {
        troubled_call(3 + (seed % 2) as usize, seed, rng);
    });
}

#[test]
fn without_trouble_each_link_takes_one_offer_and_one_answer() {
    schedules(0..500, |seed, rng| {
        let allows_after = [rng.u64(0..20_000), rng.u64(0..300), rng.u64(0..20_000)];
        let mut call = Call::new(seed, Mood::Kind, &allows_after);
        call.pass_until_connected(30_000);
        call.pass(20_000);
        for ((me, peer), count) in call.counts() {
            let expected = Count {
                opens: 1,
                offers: u32::from(me < peer),
                finishes: u32::from(me < peer),
                accepts: u32::from(me > peer),
            };
            assert_eq!(count, expected, "{me} to {peer}");
        }
    });
}

#[test]
fn a_refresh_touches_no_link_of_others_and_is_over_within_seconds() {
    schedules(0..500, |seed, rng| {
        let mut call = Call::new(seed, Mood::Kind, &[50, 50, 50, 50]);
        call.pass_until_connected(30_000);
        call.befall(rng.u64(0..1_000), Fault::Refresh { who: 1, lasts: 300 });
        call.pass(1_300);
        assert!(call.pass_until_connected(30_000) < 4_000);
        for ((me, peer), count) in call.counts() {
            let was_replaced = peer == 1;
            assert_eq!(count.opens, 1 + u32::from(was_replaced), "{me} to {peer}");
        }
    });
}

#[test]
fn two_refreshes_at_once_build_each_end_at_most_twice() {
    schedules(0..500, |seed, rng| {
        let mut call = Call::new(seed, Mood::Kind, &[50, 50]);
        call.pass_until_connected(30_000);
        for who in [0, 1] {
            let lasts = rng.u64(100..600);
            call.befall(rng.u64(0..200), Fault::Refresh { who, lasts });
        }
        call.pass(1_000);
        assert!(call.pass_until_connected(30_000) < 4_000);
        assert!(call.counts().values().all(|count| count.opens <= 2));
    });
}

#[test]
fn two_network_changes_at_once_need_no_new_building() {
    schedules(0..500, |seed, rng| {
        let mut call = Call::new(seed, Mood::Kind, &[50, 50]);
        call.pass_until_connected(30_000);
        for who in [0, 1] {
            call.befall(rng.u64(0..100), Fault::NetworkChange { who });
        }
        call.pass(15_000);
        assert!(call.is_connected());
        for count in call.counts().values() {
            assert_eq!(count.opens, 1);
            assert!((2..=4).contains(&(count.offers + count.accepts)));
        }
    });
}

#[test]
fn a_short_cut_is_healed_by_a_new_path_and_a_long_one_by_new_buildings() {
    schedules(0..200, |seed, rng| {
        let mut call = Call::new(seed, Mood::Kind, &[50, 50]);
        call.pass_until_connected(30_000);
        let lasts = rng.u64(4_000..9_000);
        let (one, other) = (0, 1);
        call.befall(0, Fault::MediaCut { one, other, lasts });
        call.pass(3_000);
        assert_eq!(call.link_state((0, 1)), LinkState::Reconnecting);
        call.pass(lasts - 3_000);
        assert!(call.pass_until_connected(RECOVERS_MS) < 5_000);
        assert!(call.counts().values().all(|count| count.opens == 1));

        let lasts = 120_000;
        call.befall(0, Fault::MediaCut { one, other, lasts });
        call.pass(lasts);
        call.pass_until_connected(RECOVERS_MS);
        assert!(call.counts().values().all(|it| (3..=9).contains(&it.opens)));
    });
}

#[test]
fn what_starves_is_looked_after_though_the_path_is_there() {
    schedules(0..100, |seed, rng| {
        let mut call = Call::new(seed, Mood::Kind, &[50, 50]);
        call.pass_until_connected(30_000);
        call.pass(rng.u64(1_000..3_000));
        let (from, to, lasts) = (rng.usize(0..2), 0, 600_000);
        let (from, to) = if from == to { (0, 1) } else { (from, to) };
        call.befall(0, Fault::Starved { from, to, lasts });
        call.pass(STARVED_MS - 1_000);
        assert!(call.is_connected(), "too early");
        call.pass(2_000);
        assert_eq!(call.link_state((to, from)), LinkState::Reconnecting);
        call.pass(3_000);
        let counts = call.counts();
        let offers = counts.values().map(|it| it.offers + it.accepts);
        assert!(offers.min() >= Some(2), "a new path first");
        assert!(counts.values().all(|it| it.opens == 1));
        call.pass(PATIENCE_MS);
        assert!(call.pass_until_connected(RECOVERS_MS) < 10_000);
        assert!(
            call.counts().values().all(|it| it.opens == 2),
            "then new buildings"
        );
        call.pass(60_000);
        assert!(call.counts().values().all(|it| it.opens == 2));
    });
}

#[test]
fn a_machine_that_wakes_is_back_within_seconds() {
    schedules(0..200, |seed, rng| {
        let mut call = Call::new(seed, Mood::Kind, &[50, 50, 50]);
        call.pass_until_connected(30_000);
        let lasts = rng.u64(500..120_000);
        call.befall(0, Fault::Sleep { who: 1, lasts });
        call.pass(lasts + 100);
        let took = call.pass_until_connected(RECOVERS_MS);
        assert!(took < 20_000, "{took} ms after {lasts} ms asleep");
        assert!(call.counts()[&(0, 2)].opens == 1, "none of theirs");
    });
}

#[test]
fn words_that_take_long_make_no_new_buildings_while_all_is_well() {
    schedules(0..200, |seed, rng| {
        let mut call = Call::new(seed, Mood::Kind, &[50, 50]);
        call.pass_until_connected(30_000);
        let (by, lasts) = (rng.u64(1_000..4_000), 60_000);
        call.befall(0, Fault::Slow { who: 0, by, lasts });
        call.befall(
            1_000,
            Fault::NetworkChange {
                who: rng.usize(0..2),
            },
        );
        call.pass(40_000);
        assert!(call.is_connected());
        assert!(call.counts().values().all(|it| it.opens == 1));
    });
}

#[test]
fn a_lost_socket_leaves_a_connected_link_alone() {
    schedules(0..200, |seed, rng| {
        let mut call = Call::new(seed, Mood::Kind, &[50, 50, 50]);
        call.pass_until_connected(30_000);
        call.pass(2_000);
        let before = call.counts();
        let lasts = rng.u64(1_000..120_000);
        call.befall(0, Fault::SocketLost { who: 0, lasts });
        call.pass(lasts + 10_000);
        assert!(call.is_connected());
        assert_eq!(call.counts(), before);
    });
}

#[test]
fn every_order_of_a_start_ends_in_agreement() {
    assert!(explore(&Pair::new(), &[]) > 500);
}

#[test]
fn every_order_of_a_start_with_one_mishap_ends_in_agreement() {
    assert!(explore(&Pair::new(), &MISHAPS) > 10_000);
}

#[test]
fn every_order_of_two_offers_that_cross_ends_in_agreement() {
    assert!(explore(&glare(), &[]) > 200);
}

#[test]
fn every_order_of_two_offers_that_cross_with_one_mishap_ends_in_agreement() {
    let mut pair = Pair::connected();
    pair.report(Connection::Disconnected);
    both_change_network(&mut pair);
    assert!(explore(&pair, &MISHAPS) > 10_000);
}

const MISHAPS: [Mishap; 5] = [
    Mishap::Loss,
    Mishap::Refresh(Impolite),
    Mishap::Refresh(Polite),
    Mishap::Failure(Impolite),
    Mishap::Failure(Polite),
];

fn glare() -> Pair {
    let mut pair = Pair::connected();
    both_change_network(&mut pair);
    pair
}

fn both_change_network(pair: &mut Pair) {
    for which in [Impolite, Polite] {
        pair.tell(which, Negotiation::handle_network_change);
    }
}
