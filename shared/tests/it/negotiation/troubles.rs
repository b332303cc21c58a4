//! By example, links in trouble and how they come back.

use chatmux_shared::call::negotiation::{
    Action, CANDIDATE_BATCH_MS, Connection, Content, DISCONNECTED_GRACE_MS, FAILURE_PAUSE_MS, Flow,
    Generation, IceRestart, LinkState, Negotiation, Outcome, PATIENCE_MS, Politeness, Signal,
};
use chatmux_shared::id::Incarnation;

use crate::world::pair::{Impolite, Pair, Polite, Side, Which};

const RESTART: Option<Action> = Some(Action::Offer {
    restart: IceRestart::Restart,
});

/// A building of a page that was never loaded anew.
fn build(build: u32) -> Generation {
    Generation {
        incarnation: Incarnation(0),
        build,
    }
}

/// How often each end was built.
fn opens(pair: &Pair) -> (u32, u32) {
    let count = |side: &Side| side.browser.count.opens;
    (count(&pair.impolite), count(&pair.polite))
}

#[test]
fn two_ends_built_anew_at_once_do_not_chase_each_other() {
    let mut pair = Pair::connected();
    pair.report(Connection::Closed);
    pair.pass(FAILURE_PAUSE_MS);
    assert_eq!(pair.impolite.machine.generation(), build(1));
    assert_eq!(pair.polite.machine.generation(), build(1));
    pair.run();
    assert!(pair.agrees());
    assert_eq!(opens(&pair), (2, 2));
}

#[test]
fn an_end_made_again_is_of_a_higher_generation() {
    let mut pair = Pair::connected();
    let former = pair.impolite.machine.generation();
    pair.tell(Impolite, |machine, now| {
        *machine = Negotiation::after(Politeness::Impolite, former, now);
    });
    pair.run();
    assert!(pair.agrees());
    assert_eq!(opens(&pair), (2, 2));
}

#[test]
fn a_disconnected_link_looks_for_a_new_path_after_a_moment() {
    let mut pair = Pair::connected();
    pair.report(Connection::Disconnected);
    assert_eq!(pair.polite.machine.link_state(), LinkState::Reconnecting);
    pair.pass(DISCONNECTED_GRACE_MS - 1);
    assert_eq!(pair.impolite.action, None);
    assert_eq!(pair.polite.said, []);
    pair.pass(1);
    assert_eq!(pair.impolite.action, RESTART);
    let said: Vec<&str> = pair.polite.said.iter().map(kind).collect();
    assert_eq!(said, ["renew", "candidates"]);
}

#[test]
fn a_link_that_comes_back_by_itself_is_left_alone() {
    let mut pair = Pair::connected();
    pair.report(Connection::Disconnected);
    pair.report(Connection::Connected);
    pair.pass(2 * PATIENCE_MS);
    assert_eq!(pair.impolite.action, None);
    assert_eq!(opens(&pair), (1, 1));
}

#[test]
fn a_failed_link_looks_for_a_new_path_at_once() {
    let mut pair = Pair::connected();
    pair.report(Connection::Failed);
    assert_eq!(pair.impolite.action, RESTART);
}

#[test]
fn a_starved_link_counts_as_failed_though_the_browser_thinks_it_connected() {
    let mut pair = Pair::connected();
    starve(&mut pair, Flow::Starved);
    assert_eq!(pair.impolite.machine.link_state(), LinkState::Reconnecting);
    assert_eq!(pair.impolite.action, RESTART);
    pair.run();
    assert_eq!(pair.impolite.machine.link_state(), LinkState::Reconnecting);
    starve(&mut pair, Flow::Runs);
    assert_eq!(pair.impolite.machine.link_state(), LinkState::Connected);
    pair.pass(2 * PATIENCE_MS);
    assert_eq!(opens(&pair), (1, 1));
}

#[test]
fn a_link_that_stays_starved_is_built_anew() {
    let mut pair = Pair::connected();
    starve(&mut pair, Flow::Starved);
    pair.run();
    pair.report(Connection::Disconnected);
    pair.report(Connection::Connected);
    assert_eq!(pair.impolite.machine.link_state(), LinkState::Reconnecting);
    pair.pass(PATIENCE_MS);
    pair.run();
    assert!(pair.agrees());
    assert_eq!(opens(&pair), (2, 2));
    assert_eq!(pair.impolite.machine.generation(), build(1));
    pair.tell(Impolite, |machine, now| {
        machine.handle_flow(build(0), Flow::Starved, now);
    });
    pair.report(Connection::Connected);
    assert_eq!(pair.impolite.machine.link_state(), LinkState::Connected);
}

/// What the impolite end's watch says of its present building.
fn starve(pair: &mut Pair, flow: Flow) {
    pair.tell(Impolite, |machine, now| {
        machine.handle_flow(machine.generation(), flow, now);
    });
}

#[test]
fn a_link_that_does_not_connect_is_built_anew_at_growing_distances() {
    let mut pair = Pair::new();
    pair.run();
    let mut built = Vec::new();
    let mut since = pair.now;
    while built.len() < 4 {
        let before = opens(&pair);
        pair.pass(100);
        pair.run();
        if opens(&pair) != before {
            built.push(pair.now.since(since) / 1_000);
            since = pair.now;
        }
    }
    assert_eq!(built, [15, 30, 60, 60]);
}

#[test]
fn what_the_browser_refuses_is_tried_anew_after_a_pause() {
    let mut pair = Pair::connected();
    pair.tell(Impolite, Negotiation::handle_network_change);
    pair.fail(Impolite);
    assert_eq!(pair.impolite.action, None);
    pair.report(Connection::Disconnected);
    pair.report(Connection::Connected);
    pair.pass(FAILURE_PAUSE_MS);
    let generation = build(1);
    assert_eq!(pair.impolite.action, Some(Action::Open { generation }));
    pair.run();
    assert!(pair.agrees());
}

#[test]
fn the_outcome_of_a_former_buildings_action_is_of_no_interest() {
    let mut pair = Pair::connected();
    pair.tell(Impolite, Negotiation::handle_network_change);
    pair.refresh(Polite);
    pair.act(Polite);
    pair.deliver(Impolite);
    assert_eq!(pair.impolite.machine.generation(), build(1));
    assert_eq!(pair.impolite.action, RESTART);
    pair.fail(Impolite);
    let generation = build(1);
    assert_eq!(pair.impolite.action, Some(Action::Open { generation }));
}

#[test]
fn a_resumed_socket_says_again_what_may_have_been_lost() {
    let mut pair = Pair::new();
    pair.act(Impolite);
    pair.act(Impolite);
    pair.act(Polite);
    pair.deliver(Polite);
    pair.act(Polite);
    pair.pass(CANDIDATE_BATCH_MS);
    pair.lose_signals();
    let said = |pair: &Pair, which: Which| -> Vec<&'static str> {
        let side = [&pair.impolite, &pair.polite][which as usize];
        side.said.iter().map(kind).collect()
    };
    assert_eq!(said(&pair, Impolite), ["offer", "candidates"]);
    assert_eq!(said(&pair, Polite), ["answer", "candidates"]);
    pair.run();
    pair.report(Connection::Connected);
    pair.lose_signals();
    assert_eq!(said(&pair, Impolite), [""; 0]);
    assert_eq!(said(&pair, Polite), [""; 0]);
}

fn kind(signal: &Signal) -> &'static str {
    match signal.content {
        Content::Ready => "ready",
        Content::Renew { .. } => "renew",
        Content::Offer { .. } => "offer",
        Content::Answer { .. } => "answer",
        Content::Candidates { .. } => "candidates",
    }
}

#[test]
fn an_outcome_nobody_asked_for_changes_nothing() {
    let mut pair = Pair::connected();
    pair.tell(Polite, |machine, now| {
        machine.handle_outcome(Outcome::Failed, now);
    });
    assert_eq!(pair.polite.machine.poll_timeout(), None);
    assert_eq!(pair.polite.action, None);
}
