//! One session's ends: which there are, and for how long.

use chatmux_shared::call::mesh::{ABSENCE_GRACE, Mesh};
use chatmux_shared::call::negotiation::{
    Action, Candidate, Connection, Content, ExchangeId, Generation, LinkState, Outcome, Sdp, Signal,
};
use chatmux_shared::id::{Incarnation, MemberId, SessionId};

use crate::someone::{NOW, member, ready, session};

fn one(number: u8) -> (SessionId, MemberId) {
    (session(number), member(number))
}

fn mesh() -> Mesh {
    Mesh::new(one(1), Incarnation(3))
}

fn peers(mesh: &Mesh) -> Vec<SessionId> {
    mesh.peers().collect()
}

/// What the ends that are to be opened are reported under.
fn opened(mesh: &mut Mesh) -> Vec<(SessionId, Generation)> {
    let mut opened = Vec::new();
    while let Some((peer, action)) = mesh.poll_action() {
        let Action::Open { generation } = action else {
            panic!("an end begins by opening, not {action:?}")
        };
        opened.push((peer, generation));
    }
    opened
}

/// A mesh whose link to session 2 is connected.
fn connected() -> (Mesh, Generation) {
    let mut mesh = mesh();
    mesh.handle_joined(one(2), NOW);
    let [(peer, generation)] = opened(&mut mesh)[..] else {
        panic!("one end")
    };
    mesh.handle_outcome(peer, Outcome::Done, NOW);
    mesh.handle_connection(peer, generation, Connection::Connected, NOW);
    assert_eq!(mesh.link_state(peer), Some(LinkState::Connected));
    (mesh, generation)
}

#[test]
fn there_is_an_end_for_each_session_of_another_member() {
    let mut mesh = mesh();
    let second_tab = (session(4), member(1));
    mesh.handle_welcome(&[one(1), one(2), second_tab, one(3)], NOW);
    assert_eq!(peers(&mesh), [session(2), session(3)]);
    mesh.handle_joined((session(5), member(1)), NOW);
    mesh.handle_joined((session(6), member(2)), NOW);
    assert_eq!(peers(&mesh), [session(2), session(3), session(6)]);
    assert_eq!(mesh.link_state(session(2)), Some(LinkState::Connecting));
    assert_eq!(mesh.link_state(session(4)), None);
}

#[test]
fn an_end_is_opened_once_for_the_incarnation() {
    let mut mesh = mesh();
    for _ in 0..3 {
        mesh.handle_joined(one(2), NOW);
        mesh.handle_welcome(&[one(2)], NOW);
    }
    let first = Generation {
        incarnation: Incarnation(3),
        build: 0,
    };
    assert_eq!(opened(&mut mesh), [(session(2), first)]);
    assert_eq!(mesh.poll_closed(), None);
}

#[test]
fn an_end_is_closed_when_its_peer_leaves() {
    let (mut mesh, _) = connected();
    mesh.handle_left(session(2));
    assert_eq!(peers(&mesh), []);
    assert_eq!(mesh.poll_closed(), Some(session(2)));
    mesh.handle_left(session(2));
    assert_eq!(mesh.poll_closed(), None);
    assert_eq!(mesh.poll_timeout(), None);
}

#[test]
fn leaving_oneself_closes_every_end() {
    let mut mesh = mesh();
    mesh.handle_welcome(&[one(2), one(3)], NOW);
    mesh.handle_leave();
    assert_eq!(peers(&mesh), []);
    let closed: Vec<_> = std::iter::from_fn(|| mesh.poll_closed()).collect();
    assert_eq!(closed, [session(2), session(3)]);
    assert_eq!(mesh.poll_action(), None);
}

#[test]
fn an_end_made_again_is_of_a_higher_generation() {
    let (mut mesh, mut former) = connected();
    for _ in 0..3 {
        mesh.handle_left(session(2));
        mesh.handle_joined(one(2), NOW);
        let [(_, generation)] = opened(&mut mesh)[..] else {
            panic!("one end")
        };
        assert!(generation > former, "{generation:?} after {former:?}");
        former = generation;
    }
}

#[test]
fn what_a_former_end_reports_does_not_touch_the_present_one() {
    let (mut mesh, former) = connected();
    mesh.handle_left(session(2));
    mesh.handle_joined(one(2), NOW);
    mesh.handle_connection(session(2), former, Connection::Connected, NOW);
    assert_eq!(mesh.link_state(session(2)), Some(LinkState::Connecting));
}

// trial 18: the links of one node's people
#[test]
fn an_end_of_a_peer_the_server_does_not_know_yet_is_kept_for_a_minute() {
    let mut mesh = mesh();
    mesh.handle_joined(one(2), NOW);
    let back = NOW.plus(10);
    mesh.handle_welcome(&[], back);
    let last = back.plus(ABSENCE_GRACE - 1);
    mesh.handle_timeout(last);
    assert_eq!(peers(&mesh), [session(2)]);
    assert!(mesh.poll_timeout().is_some_and(|at| at <= last.plus(1)));
    mesh.handle_timeout(last.plus(1));
    assert_eq!(peers(&mesh), []);
    assert_eq!(mesh.poll_closed(), Some(session(2)));
}

#[test]
fn a_second_welcome_without_the_peer_gives_it_no_longer() {
    let mut mesh = mesh();
    mesh.handle_joined(one(2), NOW);
    mesh.handle_welcome(&[], NOW);
    mesh.handle_welcome(&[], NOW.plus(ABSENCE_GRACE / 2));
    mesh.handle_timeout(NOW.plus(ABSENCE_GRACE));
    assert_eq!(peers(&mesh), []);
}

#[test]
fn an_end_whose_peer_is_back_in_time_is_kept() {
    let mut mesh = mesh();
    mesh.handle_joined(one(2), NOW);
    mesh.handle_welcome(&[], NOW);
    mesh.handle_joined(one(2), NOW.plus(ABSENCE_GRACE - 1));
    mesh.handle_timeout(NOW.plus(10 * ABSENCE_GRACE));
    assert_eq!(peers(&mesh), [session(2)]);
}

#[test]
fn a_connected_end_is_kept_however_long_the_server_does_not_know_its_peer() {
    let (mut mesh, generation) = connected();
    mesh.handle_welcome(&[], NOW);
    let later = NOW.plus(100 * ABSENCE_GRACE);
    mesh.handle_timeout(later);
    assert_eq!(peers(&mesh), [session(2)]);
    assert_eq!(mesh.poll_closed(), None);

    mesh.handle_connection(session(2), generation, Connection::Disconnected, later);
    assert!(mesh.poll_timeout().is_some_and(|at| at <= later));
    mesh.handle_timeout(later);
    assert_eq!(mesh.poll_closed(), Some(session(2)));
}

#[test]
fn a_timeout_that_was_handled_is_not_due_again() {
    let mut mesh = mesh();
    mesh.handle_welcome(&[one(2), one(3), one(4)], NOW);
    mesh.handle_welcome(&[one(3)], NOW);
    let mut now = NOW;
    for _ in 0..200 {
        while let Some((peer, _)) = mesh.poll_action() {
            mesh.handle_outcome(peer, Outcome::Failed, now);
        }
        while mesh.poll_signal().is_some() {}
        let Some(due) = mesh.poll_timeout() else {
            break;
        };
        now = now.max(due);
        mesh.handle_timeout(now);
        assert!(mesh.poll_timeout().is_none_or(|next| next > now));
    }
    assert_eq!(peers(&mesh), [session(3)]);
}

#[test]
fn what_comes_for_an_unknown_peer_is_ignored() {
    let mut mesh = mesh();
    let candidate = Candidate {
        candidate: String::new(),
        mid: None,
        line: None,
        username_fragment: None,
    };
    let generation = Generation::default();
    mesh.handle_signal(session(2), ready(), NOW);
    mesh.handle_outcome(session(2), Outcome::Done, NOW);
    mesh.handle_candidate(session(2), generation, candidate, NOW);
    mesh.handle_connection(session(2), generation, Connection::Failed, NOW);
    mesh.handle_left(session(2));
    mesh.handle_network_change(NOW);
    mesh.handle_timeout(NOW);
    assert_eq!(peers(&mesh), []);
    assert_eq!(mesh.poll_action(), None);
    assert_eq!(mesh.poll_signal(), None);
    assert_eq!(mesh.poll_closed(), None);
    assert_eq!(mesh.poll_timeout(), None);
}

/// The peers that are asked for a new path.
fn restarts(mesh: &mut Mesh) -> Vec<SessionId> {
    let requests = std::iter::from_fn(|| mesh.poll_signal());
    let after = ExchangeId::FIRST;
    let requests = requests.filter(|(_, signal)| signal.content == Content::Renew { after });
    requests.map(|(peer, _)| peer).collect()
}

/// A mesh that is the polite end of links to these, all of them connected.
fn exchanged_with(peers: &[u8]) -> Mesh {
    let mut mesh = Mesh::new(one(200), Incarnation(0));
    for number in peers {
        let peer = session(*number);
        mesh.handle_joined(one(*number), NOW);
        let [(_, generation)] = opened(&mut mesh)[..] else {
            panic!("one end")
        };
        mesh.handle_outcome(peer, Outcome::Done, NOW);
        let first = ExchangeId::FIRST;
        let offer = Content::Offer {
            exchange: first,
            sdp: Sdp::parse("v=0\r\n".to_owned()).expect("an sdp"),
        };
        let signal = Signal {
            from: generation,
            to: Some(generation),
            content: offer,
        };
        mesh.handle_signal(peer, signal, NOW);
        let answer = Sdp::parse("v=0\r\n".to_owned()).expect("an sdp");
        let Some((_, Action::Accept { .. })) = mesh.poll_action() else {
            panic!("an offer is accepted")
        };
        mesh.handle_outcome(peer, Outcome::Described(answer), NOW);
        mesh.handle_connection(peer, generation, Connection::Connected, NOW);
    }
    mesh
}

#[test]
fn a_relay_that_was_started_anew_is_gone_round_by_all_that_are_not_direct() {
    let mut mesh = exchanged_with(&[1, 2, 3]);
    mesh.handle_relay_restarted(&[session(2)], NOW);
    assert_eq!(restarts(&mut mesh), [session(1), session(3)]);
    assert_eq!(mesh.link_state(session(1)), Some(LinkState::Connected));
}
