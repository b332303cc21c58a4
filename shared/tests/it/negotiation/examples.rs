//! By example, two ends stepped by hand.

use chatmux_shared::call::negotiation::{
    Action, CANDIDATE_BATCH_MS, Content, ExchangeId, Generation, IceRestart, LinkState,
    MAX_WAITING_CANDIDATES, Negotiation, REPEAT_MS, Signal,
};
use chatmux_shared::id::Incarnation;

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

fn is_request(signal: &Signal) -> bool {
    matches!(signal.content, Content::Renew { .. })
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
fn the_polite_end_asks_for_a_new_path_and_the_impolite_end_offers_it() {
    let mut pair = Pair::connected();
    for exchange in 0..3 {
        pair.tell(Polite, Negotiation::handle_network_change);
        assert_eq!(pair.polite.action, None);
        let after = ExchangeId(exchange);
        assert_eq!(pair.polite.said[0].content, Content::Renew { after });
        pair.deliver(Impolite);
        assert_eq!(pair.act(Impolite), RESTART);
        pair.run();
        assert!(pair.agrees());
    }
    assert_eq!(pair.impolite.browser.count.offers, 4);
}

#[test]
fn a_request_that_no_one_answers_is_made_again() {
    let mut pair = Pair::connected();
    pair.tell(Polite, Negotiation::handle_network_change);
    let first = said(&mut pair, Polite, is_request);
    assert_eq!(first.len(), 1);
    pair.pass(REPEAT_MS - 1);
    assert_eq!(said(&mut pair, Polite, is_request), []);
    pair.pass(1);
    assert_eq!(said(&mut pair, Polite, is_request), first);
}

#[test]
fn a_request_that_comes_twice_or_crosses_an_offer_is_met_once() {
    let mut pair = Pair::connected();
    for which in [Impolite, Polite] {
        pair.tell(which, Negotiation::handle_network_change);
    }
    let request = said(&mut pair, Polite, is_request).remove(0);
    pair.hear(Impolite, request.clone());
    assert_eq!(pair.act(Impolite), RESTART);
    pair.hear(Impolite, request.clone());
    pair.run();
    pair.hear(Impolite, request);
    pair.run();
    assert!(pair.agrees());
    assert_eq!(pair.impolite.browser.count.offers, 2);
    pair.pass(REPEAT_MS);
    assert_eq!(said(&mut pair, Polite, is_request), [], "it was met");
}

#[test]
fn the_impolite_end_asks_for_nothing_and_hears_no_offer() {
    let mut pair = Pair::connected();
    let generation = pair.polite.machine.generation();
    let to = Some(pair.impolite.machine.generation());
    let content = Content::Offer {
        exchange: ExchangeId(7),
        sdp: "v=0".to_owned().try_into().unwrap(),
    };
    let offer = Signal {
        from: generation,
        to,
        content,
    };
    pair.hear(Impolite, offer);
    assert_eq!(pair.impolite.action, None);
    pair.tell(Impolite, Negotiation::handle_network_change);
    assert_eq!(pair.impolite.said, []);
}

#[test]
fn useless_candidates_take_no_room_from_useful_ones() {
    let mut pair = Pair::connected();
    pair.tell(Impolite, Negotiation::handle_network_change);
    pair.run();
    pair.tell(Impolite, Negotiation::handle_network_change);
    pair.act(Impolite);
    pair.pass(CANDIDATE_BATCH_MS);
    let useful = pair.impolite.said.pop_back().unwrap();
    pair.hear(Polite, useful.clone());
    let mut useless = useful;
    if let Content::Candidates { exchange, .. } = &mut useless.content {
        *exchange = ExchangeId(0);
    }
    for _ in 0..MAX_WAITING_CANDIDATES {
        pair.hear(Polite, useless.clone());
    }
    pair.run();
    assert!(pair.agrees());
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
