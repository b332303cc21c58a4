//! A browser's peer connection as the standard has it, without media: what is
//! illegal panics (W3C WebRTC 1.0 §4.4.1.5, §4.4.1.6, §4.4.2).
//!
//! Its descriptions name the connection that made them, the round of gathering
//! and the round they answer, so that a mismatch shows at once.

use chatmux_shared::call::negotiation::{
    Action, Candidate, Generation, IceRestart, Outcome, Politeness, Sdp,
};

/// Microphone, camera, screen sound, screen, data.
const LINES: u32 = 5;

/// The shell of one end, as far as a negotiation can tell.
#[derive(Debug, Clone)]
pub struct Browser {
    pub politeness: Politeness,
    pub connection: Option<PeerConnection>,
    pub count: Count,
}

/// How often each action was performed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Count {
    pub opens: u32,
    pub offers: u32,
    pub accepts: u32,
    pub finishes: u32,
}

#[derive(Debug, Clone)]
pub struct PeerConnection {
    pub generation: Generation,
    /// Stands for its DTLS fingerprint: unique in a world.
    id: u32,
    politeness: Politeness,
    lines: u32,
    rounds: u32,
    offer_out: Option<Description>,
    current: Option<Exchange>,
    /// The rounds of the peer of which a candidate was added.
    reachable: Vec<String>,
}

#[derive(Debug, Clone)]
struct Exchange {
    local: Description,
    remote: Description,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Description {
    id: u32,
    round: String,
    lines: u32,
    /// The round of the offer that this answers; none for an offer.
    answers: Option<String>,
}

impl Browser {
    pub fn new(politeness: Politeness) -> Self {
        Self {
            politeness,
            connection: None,
            count: Count::default(),
        }
    }

    /// Does what the shell would do. A connection that is opened gets `id`.
    pub fn perform(&mut self, action: Action, id: u32) -> Outcome {
        match action {
            Action::Open { generation } => {
                self.count.opens += 1;
                self.connection = Some(PeerConnection::open(generation, id, self.politeness));
                Outcome::Done
            }
            Action::Offer { restart } => {
                self.count.offers += 1;
                Outcome::Described(self.opened().offer(restart))
            }
            Action::Accept { offer } => {
                self.count.accepts += 1;
                Outcome::Described(self.opened().accept(&offer))
            }
            Action::Finish { answer } => {
                self.count.finishes += 1;
                self.opened().finish(&answer)
            }
            Action::AddCandidates { candidates } => self.opened().add(&candidates),
        }
    }

    fn opened(&mut self) -> &mut PeerConnection {
        self.connection
            .as_mut()
            .expect("illegal: nothing was opened")
    }
}

impl PeerConnection {
    fn open(generation: Generation, id: u32, politeness: Politeness) -> Self {
        let lines = match politeness {
            Politeness::Impolite => LINES,
            Politeness::Polite => 0,
        };
        Self {
            generation,
            id,
            politeness,
            lines,
            rounds: 0,
            offer_out: None,
            current: None,
            reachable: Vec::new(),
        }
    }

    /// What it finds in its present round of gathering.
    pub fn candidate(&self, number: u32) -> Candidate {
        Candidate {
            candidate: format!("candidate:{number}"),
            mid: Some("0".into()),
            line: Some(0),
            username_fragment: Some(self.round()),
        }
    }

    /// Whether the descriptions of both are those of one exchange, and each
    /// was told how to reach the other.
    pub fn agrees_with(&self, peer: &Self) -> bool {
        let (Some(mine), Some(theirs)) = (&self.current, &peer.current) else {
            return false;
        };
        mine.local == theirs.remote
            && mine.remote == theirs.local
            && self.reachable.contains(&mine.remote.round)
            && peer.reachable.contains(&theirs.remote.round)
    }

    /// Whether each has the other's fingerprint.
    pub fn knows(&self, peer: &Self) -> bool {
        let is = |exchange: &Option<Exchange>, id: u32| {
            exchange
                .as_ref()
                .is_some_and(|exchange| exchange.remote.id == id)
        };
        is(&self.current, peer.id) && is(&peer.current, self.id)
    }

    /// The rounds of both ends that are in force.
    pub fn rounds(&self) -> Option<(String, String)> {
        let Exchange { local, remote } = self.current.as_ref()?;
        Some((local.round.clone(), remote.round.clone()))
    }

    fn round(&self) -> String {
        format!("{}.{}", self.id, self.rounds)
    }

    fn offer(&mut self, restart: IceRestart) -> Sdp {
        assert!(self.offer_out.is_none(), "illegal: a second offer");
        assert!(
            self.politeness == Politeness::Impolite,
            "illegal: an offer of the polite end"
        );
        assert_eq!(
            restart == IceRestart::Restart,
            self.current.is_some(),
            "an ICE restart is of what was exchanged"
        );
        self.rounds += 1;
        let offer = self.describe(None);
        self.offer_out = Some(offer.clone());
        offer.write()
    }

    fn accept(&mut self, offer: &Sdp) -> Sdp {
        assert!(
            self.politeness == Politeness::Polite,
            "illegal: an answer of the impolite end"
        );
        let remote = Description::read(offer);
        assert_eq!(remote.answers, None, "illegal: accepts an answer");
        self.meet(&remote);
        self.rounds += 1;
        if self.lines == 0 {
            self.lines = remote.lines;
        }
        let local = self.describe(Some(remote.round.clone()));
        let answer = local.write();
        self.settle(local, remote);
        answer
    }

    fn finish(&mut self, answer: &Sdp) -> Outcome {
        let local = self
            .offer_out
            .take()
            .expect("illegal: an answer without an offer");
        let remote = Description::read(answer);
        assert_eq!(
            remote.answers.as_ref(),
            Some(&local.round),
            "illegal: the answer to another offer"
        );
        self.meet(&remote);
        self.settle(local, remote);
        Outcome::Done
    }

    fn add(&mut self, candidates: &[Candidate]) -> Outcome {
        let remote = &self
            .current
            .as_ref()
            .expect("illegal: candidates too early");
        for candidate in candidates {
            let round = candidate.username_fragment.clone().unwrap();
            assert_eq!(round, remote.remote.round, "a candidate of another round");
            self.reachable.push(round);
        }
        Outcome::Done
    }

    fn meet(&self, remote: &Description) {
        assert_eq!(remote.lines, LINES, "illegal: lines");
        if let Some(known) = &self.current {
            assert_eq!(known.remote.id, remote.id, "illegal: another fingerprint");
        }
    }

    fn settle(&mut self, local: Description, remote: Description) {
        assert_eq!(local.lines, LINES, "illegal: lines");
        self.current = Some(Exchange { local, remote });
    }

    fn describe(&self, answers: Option<String>) -> Description {
        Description {
            id: self.id,
            round: self.round(),
            lines: self.lines,
            answers,
        }
    }
}

impl Description {
    fn write(&self) -> Sdp {
        let answers = self.answers.as_deref().unwrap_or("nothing");
        let text = format!(
            "a=fingerprint:{}\r\na=ice-ufrag:{}\r\na=lines:{}\r\na=answers:{answers}\r\n",
            self.id, self.round, self.lines
        );
        Sdp::parse(text).unwrap()
    }

    fn read(sdp: &Sdp) -> Self {
        let value = |name: &str| {
            let line = sdp
                .as_str()
                .lines()
                .find_map(|line| line.strip_prefix(name));
            line.expect("illegal: a description of no browser")
                .to_owned()
        };
        Self {
            id: value("a=fingerprint:").parse().unwrap(),
            round: value("a=ice-ufrag:"),
            lines: value("a=lines:").parse().unwrap(),
            answers: Some(value("a=answers:")).filter(|answers| answers != "nothing"),
        }
    }
}
