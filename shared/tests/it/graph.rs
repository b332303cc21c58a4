//! The links of a call as a whole.

use chatmux_shared::call::graph::{Deaf, Graph, Hearing, Line, LinkReport, Pair, merge};
use chatmux_shared::call::negotiation::LinkState;
use chatmux_shared::call::stats::{Path, Verdict};
use chatmux_shared::id::SessionId;

use crate::someone::session;

fn well(to: SessionId) -> LinkReport {
    LinkReport {
        to,
        state: LinkState::Connected,
        path: Some(Path::Direct),
        verdict: Some(Verdict::Good),
        hearing: Hearing::Heard,
    }
}

fn of_two(one: Option<LinkReport>, other: Option<LinkReport>) -> Graph {
    let (ann, bert) = (session(1), session(2));
    merge(
        vec![ann, bert],
        &[(ann, one.as_slice()), (bert, other.as_slice())],
    )
}

fn line(one: Option<LinkReport>, other: Option<LinkReport>) -> Option<Line> {
    of_two(one, other).pairs.first().map(|pair| pair.line)
}

#[test]
fn both_ends_make_one_pair() {
    let (ann, bert) = (session(1), session(2));
    let graph = of_two(Some(well(bert)), Some(well(ann)));
    let line = Line::Up(Some(Path::Direct), Verdict::Good);
    let (one, other) = (ann, bert);
    assert_eq!(graph.pairs, [Pair { one, other, line }]);
    assert_eq!(graph.deaf, []);
}

#[test]
fn the_worse_end_counts() {
    let (ann, bert) = (session(1), session(2));
    let bad = LinkReport {
        verdict: Some(Verdict::Bad),
        path: Some(Path::Relayed),
        ..well(ann)
    };
    let down = LinkReport {
        state: LinkState::Reconnecting,
        ..well(ann)
    };
    let coming = LinkReport {
        state: LinkState::Connecting,
        ..well(ann)
    };
    let good = Some(well(bert));
    let relayed = Line::Up(Some(Path::Relayed), Verdict::Bad);
    assert_eq!(line(good, Some(bad)), Some(relayed));
    assert_eq!(line(good, Some(down)), Some(Line::Down));
    assert_eq!(line(good, Some(coming)), Some(Line::Coming));
    assert_eq!(line(None, Some(down)), Some(Line::Down), "by one end alone");
    assert_eq!(line(None, None), None, "two tabs of one person");
}

#[test]
fn who_does_not_hear_whom_is_said_by_the_listener() {
    let (ann, bert) = (session(1), session(2));
    let missing = LinkReport {
        hearing: Hearing::Missing,
        ..well(bert)
    };
    let quiet = LinkReport {
        hearing: Hearing::Quiet,
        ..well(ann)
    };
    let graph = of_two(Some(missing), Some(quiet));
    let (listener, speaker) = (ann, bert);
    assert_eq!(graph.deaf, [Deaf { listener, speaker }]);
}

#[test]
fn what_is_told_of_strangers_or_by_strangers_counts_as_nothing() {
    let (ann, stranger) = (session(1), session(9));
    let reports = [well(stranger), well(ann)];
    let told = [(ann, &reports[..]), (stranger, &reports[..])];
    let graph = merge(vec![ann, session(2)], &told);
    assert_eq!((graph.pairs.len(), graph.deaf.len()), (0, 0));
}
