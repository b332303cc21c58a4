//! The links of a call as a whole: what each end tells of its own, put
//! together to pairs, and who cannot hear whom.
//!
//! Invariant: what is worse counts, whoever said it: a link is as good as its
//! worse end. Everything is hearsay of the call's members about their own
//! links; nothing is decided by it but what is shown.

use serde::{Deserialize, Serialize};

use super::negotiation::LinkState;
use super::stats::{Path, Verdict};
use crate::id::SessionId;

/// What one end tells of one of its links.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LinkReport {
    /// To whom it is.
    pub to: SessionId,
    /// How it is.
    pub state: LinkState,
    /// Which way it goes, once that is known.
    pub path: Option<Path>,
    /// What it is like, once that is known.
    pub verdict: Option<Verdict>,
    /// Whether the speaker hears whom it is to.
    pub hearing: Hearing,
}

/// Whether someone hears someone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Hearing {
    /// Their voice comes, be it silent.
    Heard,
    /// There is nothing to hear: they have no microphone, or muted it.
    Quiet,
    /// Their voice should come and does not.
    Missing,
}

/// How a link is, as a line that is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Line {
    /// It is there.
    Up(Option<Path>, Verdict),
    /// It has never been there yet.
    Coming,
    /// It was there, and is not.
    Down,
}

/// The link between two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pair {
    /// One of them.
    pub one: SessionId,
    /// The other.
    pub other: SessionId,
    /// How it is.
    pub line: Line,
}

/// One who does not hear another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deaf {
    /// Who listens.
    pub listener: SessionId,
    /// Who speaks.
    pub speaker: SessionId,
}

/// All links of a call.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Graph {
    /// Who is in the call, in the order they are drawn.
    pub people: Vec<SessionId>,
    /// Every link that anyone told of.
    pub pairs: Vec<Pair>,
    /// Everyone who does not hear someone at the moment.
    pub deaf: Vec<Deaf>,
    /// Those of them for whom it has been so for a while.
    pub lasting: Vec<Deaf>,
}

/// What everyone told, put together. What is told of someone who is not among
/// `people` counts as nothing.
pub fn merge(people: Vec<SessionId>, told: &[(SessionId, &[LinkReport])]) -> Graph {
    let mut graph = Graph {
        people,
        ..Graph::default()
    };
    for (place, one) in graph.people.iter().enumerate() {
        for other in &graph.people[place + 1..] {
            let ends = [report(told, *one, *other), report(told, *other, *one)];
            graph.pairs.extend(pair(*one, *other, ends));
            graph.deaf.extend(deaf(*one, *other, ends[0]));
            graph.deaf.extend(deaf(*other, *one, ends[1]));
        }
    }
    graph
}

fn report(
    told: &[(SessionId, &[LinkReport])],
    from: SessionId,
    to: SessionId,
) -> Option<LinkReport> {
    let (_, reports) = told.iter().find(|(session, _)| *session == from)?;
    reports.iter().find(|report| report.to == to).copied()
}

fn pair(one: SessionId, other: SessionId, ends: [Option<LinkReport>; 2]) -> Option<Pair> {
    let told = ends.iter().flatten();
    let line = told.map(line).reduce(worse)?;
    Some(Pair { one, other, line })
}

fn line(report: &LinkReport) -> Line {
    match report.state {
        LinkState::Connected => Line::Up(report.path, report.verdict.unwrap_or(Verdict::Good)),
        LinkState::Connecting => Line::Coming,
        LinkState::Reconnecting => Line::Down,
    }
}

fn worse(one: Line, other: Line) -> Line {
    match (one, other) {
        (Line::Down, _) | (_, Line::Down) => Line::Down,
        (Line::Coming, _) | (_, Line::Coming) => Line::Coming,
        (Line::Up(path, verdict), Line::Up(other_path, other_verdict)) => {
            let is_relayed = [path, other_path].contains(&Some(Path::Relayed));
            let path = if is_relayed {
                Some(Path::Relayed)
            } else {
                path.or(other_path)
            };
            Line::Up(path, verdict.max(other_verdict))
        }
    }
}

fn deaf(listener: SessionId, speaker: SessionId, report: Option<LinkReport>) -> Option<Deaf> {
    let is_deaf = report?.hearing == Hearing::Missing;
    is_deaf.then_some(Deaf { listener, speaker })
}
