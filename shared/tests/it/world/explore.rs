//! Every order in which what is under way between two ends can happen.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};

use chatmux_shared::call::negotiation::FAILURE_PAUSE_MS;

use super::pair::{Impolite, Pair, Polite, Which};

/// What may happen next.
#[derive(Debug, Clone, Copy)]
enum Step {
    Deliver(Which),
    Act(Which),
    /// Candidates have waited for each other long enough.
    SendCandidates,
    Suffer(Mishap),
}

/// What may go wrong once in an order of things, at any point of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Mishap {
    /// All signals under way are lost, and both ends' sockets are back.
    Loss,
    /// A page is loaded anew; what it said before still arrives.
    Refresh(Which),
    /// A browser refuses what it was to do.
    Failure(Which),
}

/// Walks all orders from here, with one of `mishaps` at most in each, and
/// checks that each ends in agreement. Says how many different states it met.
pub fn explore(pair: &Pair, mishaps: &[Mishap]) -> usize {
    let mut seen = HashSet::new();
    let mut open = vec![(pair.clone(), mishaps.to_vec(), Vec::new())];
    while let Some((pair, mishaps, path)) = open.pop() {
        if !seen.insert(fingerprint(&pair, &mishaps)) {
            continue;
        }
        let _told = Told(&path);
        let steps = steps(&pair);
        if steps.is_empty() {
            ends_in_agreement(pair.clone());
        }
        for step in steps {
            let path = [path.as_slice(), &[step]].concat();
            open.push((after(pair.clone(), step), mishaps.clone(), path));
        }
        for mishap in mishaps.iter().filter(|mishap| can_happen(&pair, **mishap)) {
            let step = Step::Suffer(*mishap);
            let path = [path.as_slice(), &[step]].concat();
            open.push((after(pair.clone(), step), Vec::new(), path));
        }
    }
    seen.len()
}

fn steps(pair: &Pair) -> Vec<Step> {
    let mut steps = Vec::new();
    for (which, me, peer) in [
        (Impolite, &pair.impolite, &pair.polite),
        (Polite, &pair.polite, &pair.impolite),
    ] {
        if !peer.said.is_empty() {
            steps.push(Step::Deliver(which));
        }
        if me.action.is_some() {
            steps.push(Step::Act(which));
        }
    }
    if !pair.is_quiet() {
        steps.push(Step::SendCandidates);
    }
    steps
}

fn can_happen(pair: &Pair, mishap: Mishap) -> bool {
    match mishap {
        Mishap::Loss | Mishap::Refresh(_) => true,
        Mishap::Failure(Impolite) => pair.impolite.action.is_some(),
        Mishap::Failure(Polite) => pair.polite.action.is_some(),
    }
}

fn after(mut pair: Pair, step: Step) -> Pair {
    match step {
        Step::Deliver(which) => drop(pair.deliver(which)),
        Step::Act(which) => drop(pair.act(which)),
        Step::SendCandidates => pair.pass(100),
        Step::Suffer(Mishap::Loss) => pair.lose_signals(),
        Step::Suffer(Mishap::Refresh(which)) => pair.refresh(which),
        Step::Suffer(Mishap::Failure(which)) => {
            pair.fail(which);
            pair.pass(FAILURE_PAUSE_MS);
        }
    }
    pair
}

/// What was lost, or crossed, may have to be said again first.
fn ends_in_agreement(mut pair: Pair) {
    for _ in 0..5 {
        if pair.agrees() {
            return;
        }
        pair.pass(2_000);
        pair.run();
    }
    panic!("no agreement: {pair:?}");
}

/// Says on a panic which order of things led there.
struct Told<'a>(&'a [Step]);

impl Drop for Told<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("after {:?}, or the step after", self.0);
        }
    }
}

fn fingerprint(pair: &Pair, mishaps: &[Mishap]) -> u64 {
    let mut hasher = DefaultHasher::new();
    format!("{pair:?}").hash(&mut hasher);
    mishaps.hash(&mut hasher);
    hasher.finish()
}
