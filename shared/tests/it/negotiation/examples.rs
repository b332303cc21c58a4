//! By example, two ends stepped by hand.

use chatmux_shared::call::negotiation::{
    Action, CANDIDATE_BATCH_MS, Connection, Content, DISCONNECTED_GRACE_MS, ExchangeId,
    FAILURE_PAUSE_MS, Generation, IceRestart, LinkState, Negotiation, Outcome, PATIENCE_MS,
    Politeness, REPEAT_MS, Signal,
};
use chatmux_shared::id::{Incarnation, Timestamp};

use crate::world::pair::{Impolite, Pair, Polite, Which};

const RESTART: Option<Action> = Some(Action::Offer {
    restart: IceRestart::Restart,
});

fn generation(incarnation: u32, build: u32) -> Generation {
    Generation {
        incarnation: Incarnation(incarnation),
        build,
    }
}

fn is_offer(signal: &Signal) -> bool {
    matches!(signal.content, Content::Offer { .. })
}

fn is_answer(signal: &Signal) -> bool {
    matches!(signal.content, Content::Answer { .. })
}

fn is_candidates(signal: &Signal) -> bool {
    matches!(signal.content, Content::Candidates { .. })
}

/// Takes what this end said and was not delivered, of a kind.
fn said(pair: &mut Pair, which: Which, kind: fn(&Signal) -> bool) -> Vec<Signal> {
    let said = std::mem::take(&mut pair.side(which).said);
    said.into_iter().filter(kind).collect()
}

/// Both ends, connected, have an offer out.
fn glare() -> Pair {
    let mut pair = Pair::connected();
    for which in [Impolite, Polite] {
        pair.tell(which, Negotiation::handle_network_change);
        assert_eq!(pair.act(which), RESTART);
    }
    pair
}

fn opens(pair: &Pair) -> (u32, u32) {
    let count = |side: &crate::world::pair::Side| side.browser.count.opens;
    (count(&pair.impolite), count(&pair.polite))
}

#[test]
fn the_impolite_end_offers_and_the_polite_end_says_it_is_ready() {
    let mut pair = Pair::new();
    pair.act(Polite);
    assert_eq!(pair.polite.action, None);
    assert_eq!(pair.polite.said[0].content, Content::Ready);
    pair.act(Impolite);
    let first = Action::Offer {
        restart: IceRestart::Keep,
    };
    assert_eq!(pair.impolite.action, Some(first));
    pair.run();
    assert!(pair.agrees());
}

#[test]
fn nothing_is_done_until_the_camera_is_allowed_and_nothing_is_dropped() {
    let mut pair = Pair::new();
    pair.act(Impolite);
    pair.act(Impolite);
    pair.pass(CANDIDATE_BATCH_MS);
    while pair.deliver(Polite).is_some() {}
    let generation = generation(0, 0);
    assert_eq!(pair.polite.action, Some(Action::Open { generation }));
    pair.run();
    assert!(pair.agrees());
    assert_eq!(pair.polite.browser.count.accepts, 1);
}

#[test]
fn an_offer_that_no_one_answers_is_said_again() {
    let mut pair = Pair::new();
    pair.act(Impolite);
    pair.act(Impolite);
    let first = said(&mut pair, Impolite, is_offer);
    pair.pass(REPEAT_MS - 1);
    assert_eq!(said(&mut pair, Impolite, is_offer), []);
    pair.pass(1);
    assert_eq!(said(&mut pair, Impolite, is_offer), first);
}

#[test]
fn candidates_found_soon_after_each_other_go_together() {
    let mut pair = Pair::new();
    pair.act(Impolite);
    pair.act(Impolite);
    pair.find_candidate(Impolite, 2);
    assert_eq!(said(&mut pair, Impolite, is_candidates), []);
    pair.pass(CANDIDATE_BATCH_MS);
    let batches = said(&mut pair, Impolite, is_candidates);
    assert_eq!(batches.len(), 1);
    let Content::Candidates { candidates, .. } = &batches[0].content else {
        unreachable!();
    };
    assert_eq!(candidates.len(), 2);
}

#[test]
fn candidates_that_come_before_their_offer_are_kept() {
    let mut pair = Pair::new();
    pair.act(Impolite);
    pair.act(Impolite);
    pair.pass(CANDIDATE_BATCH_MS);
    pair.act(Polite);
    pair.side(Impolite).said.make_contiguous().reverse();
    pair.deliver(Polite);
    assert_eq!(pair.polite.action, None);
    pair.deliver(Polite);
    pair.act(Polite);
    let next = pair.act(Polite);
    assert!(
        matches!(next, Some(Action::AddCandidates { .. })),
        "{next:?}"
    );
}

#[test]
fn the_impolite_end_ignores_an_offer_in_glare() {
    let mut pair = glare();
    pair.pass(CANDIDATE_BATCH_MS);
    while pair.deliver(Impolite).is_some() {}
    assert_eq!(pair.impolite.action, None);
    assert_eq!(said(&mut pair, Impolite, is_answer), []);
}

#[test]
fn the_polite_end_rolls_back_and_accepts_in_glare() {
    let mut pair = glare();
    pair.deliver(Polite);
    assert_eq!(pair.act(Polite), Some(Action::Rollback));
    let next = pair.act(Polite);
    assert!(matches!(next, Some(Action::Accept { .. })), "{next:?}");
    pair.run();
    assert!(pair.agrees());
}

#[test]
fn an_answer_to_a_rolled_back_offer_is_dropped() {
    let mut pair = glare();
    let [mut answer] = said(&mut pair, Polite, is_offer).try_into().unwrap();
    pair.deliver(Polite);
    pair.act(Polite);
    let (Content::Offer { exchange, sdp }, from) = (answer.content, answer.from) else {
        unreachable!();
    };
    answer.content = Content::Answer { exchange, sdp };
    pair.hear(
        Polite,
        Signal {
            to: Some(from),
            ..answer
        },
    );
    pair.run();
    assert_eq!(pair.polite.browser.count.finishes, 0);
    assert!(pair.agrees());
}

#[test]
fn an_offer_that_was_taken_back_is_not_accepted_later() {
    let mut pair = glare();
    let offer = pair.polite.said[0].clone();
    pair.run();
    pair.hear(Impolite, offer);
    assert_eq!(pair.impolite.action, None);
}

#[test]
fn a_resent_offer_gets_the_same_answer() {
    let mut pair = Pair::new();
    pair.act(Polite);
    pair.act(Impolite);
    pair.act(Impolite);
    let offer = pair.deliver(Polite).unwrap();
    pair.act(Polite);
    let answers = said(&mut pair, Polite, is_answer);
    assert_eq!(answers.len(), 1);
    pair.hear(Polite, offer);
    assert_eq!(said(&mut pair, Polite, is_answer), answers);
    assert_eq!(pair.polite.action, None);
}

#[test]
fn a_resent_answer_is_ignored() {
    let mut pair = Pair::new();
    pair.act(Impolite);
    pair.act(Impolite);
    pair.act(Polite);
    pair.deliver(Polite);
    pair.deliver(Polite);
    pair.act(Polite);
    let answer = pair.polite.said.iter().find(|it| is_answer(it)).cloned();
    pair.run();
    pair.hear(Impolite, answer.unwrap());
    assert_eq!(pair.impolite.action, None);
}

#[test]
fn a_refresh_replaces_the_link_at_once() {
    for who in [Impolite, Polite] {
        let mut pair = Pair::connected();
        let before = pair.now;
        pair.refresh(who);
        assert_eq!(
            pair.side(who.other()).machine.link_state(),
            LinkState::Connected
        );
        pair.run();
        assert!(pair.agrees());
        assert!(pair.now.since(before) <= 3 * CANDIDATE_BATCH_MS);
        let follower = pair.side(who.other());
        assert_eq!(follower.machine.generation(), generation(0, 1));
        assert_eq!(follower.machine.link_state(), LinkState::Reconnecting);
        assert_eq!(follower.browser.count.opens, 2);
    }
}

#[test]
fn a_late_candidate_of_a_former_generation_is_dropped() {
    let mut pair = Pair::connected();
    pair.find_candidate(Polite, 7);
    pair.pass(CANDIDATE_BATCH_MS);
    let late = said(&mut pair, Polite, is_candidates).remove(0);
    pair.refresh(Polite);
    pair.run();
    pair.hear(Impolite, late);
    assert_eq!(pair.impolite.action, None);
}

#[test]
fn what_was_meant_for_a_former_building_is_dropped_and_its_speaker_learned() {
    let mut pair = Pair::new();
    pair.act(Polite);
    pair.lose_signals();
    pair.hear(
        Polite,
        Signal {
            from: generation(3, 2),
            to: Some(generation(0, 9)),
            content: Content::Offer {
                exchange: ExchangeId(0),
                sdp: "v=0".to_owned().try_into().unwrap(),
            },
        },
    );
    assert_eq!(pair.polite.action, None);
    pair.pass(REPEAT_MS);
    let ready = pair.polite.said.back().unwrap();
    assert_eq!(
        (&ready.content, ready.to),
        (&Content::Ready, Some(generation(3, 2)))
    );
}

#[test]
fn two_ends_built_anew_at_once_do_not_chase_each_other() {
    let mut pair = Pair::connected();
    pair.report(Connection::Closed);
    pair.pass(FAILURE_PAUSE_MS);
    assert_eq!(pair.impolite.machine.generation(), generation(0, 1));
    assert_eq!(pair.polite.machine.generation(), generation(0, 1));
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
    assert_eq!(pair.polite.action, None);
    pair.pass(1);
    assert_eq!(pair.polite.action, RESTART);
    assert_eq!(pair.impolite.action, RESTART);
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
    pair.pass(FAILURE_PAUSE_MS);
    let generation = generation(0, 1);
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
    assert_eq!(pair.impolite.machine.generation(), generation(0, 1));
    assert_eq!(pair.impolite.action, RESTART);
    pair.fail(Impolite);
    let generation = generation(0, 1);
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
    assert_eq!(pair.polite.machine.poll_timeout(), None::<Timestamp>);
    assert_eq!(pair.polite.action, None);
}
