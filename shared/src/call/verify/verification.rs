//! What is known of who is at the other end of each link.
//!
//! ```text
//!  Connected ──channel──▶ Waiting ──attest──▶ Judging ──verdict──▶ Verified
//!      │                     │ │                 │                    │
//!      │ 10 s                │ └─ not its own ───┴── not signed ──────┤
//!      ▼                     ▼    certificate                         │ another
//!  Unverified            Unverified                                   │ certificate,
//!                                     Wrong ◀─────────────────────────┘ key, emoji
//! ```
//!
//! Only who is at the other end of the encryption can say anything over the
//! channel. So whatever is said there and is not right is wrong, for as long
//! as this building of the link lasts; and nothing goes over the next one before
//! that is verified. Nor over one to a person one has compared with, when it
//! shows no proof: who drops the proof is no better than who forges it.
//!
//! Emoji that were not the same say that the *key* is not that person's: a
//! proof by it proves nothing, on no link to it, until they were the same.
//!
//! Invariant: a link is verified only while key and certificate are those that
//! were signed for. What was held against someone outlives the link.

use super::{Acquaintances, Attest, End, Fingerprint, Parties};
use crate::call::negotiation::Generation;
use crate::id::{MemberId, SessionId, Timestamp};
use crate::message::{PublicKey, Signature, Verdict, check_bytes};

/// After so long a connected link without a proof says that it has none, in
/// milliseconds.
pub const PATIENCE_MS: u64 = 10_000;

/// What is known of a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trust {
    /// It is connected since a moment ago; the proof is on its way.
    Checking,
    /// Nobody is in between but who has the key of the person shown.
    Verified,
    /// It is not known, for this reason.
    Unverified(Doubt),
    /// It is not with the person shown, by this.
    Wrong(Fault),
}

/// Why it is not known who is at the other end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doubt {
    /// The other end has not said.
    Silent,
    /// This browser does not say which certificate it talks to.
    Blind,
}

/// Why it is not the person shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// What they said is not signed by that person's key.
    Signature,
    /// That person's end has another certificate than the one at the other
    /// end of the encryption.
    Certificate,
    /// The certificate was exchanged for another.
    Exchanged,
    /// The server says that it is someone else now.
    Key,
    /// The people saw different emoji, or one did not keep what it had
    /// committed to.
    Emoji,
    /// One has compared with that person, or something was wrong before, and
    /// nothing shows that it is them.
    Unproven,
}

/// A signature to be looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// Of which link.
    pub peer: SessionId,
    /// Of which building of one's own end.
    pub build: Generation,
    /// Whose signature it should be.
    pub author: PublicKey,
    /// The signature.
    pub signature: Signature,
    /// Over these.
    pub bytes: Vec<u8>,
}

/// All links of a session.
#[derive(Debug, Default)]
pub struct Verifications {
    links: Vec<Verification>,
    /// Whose sessions the server says they are, of those there are links to.
    members: Vec<(SessionId, MemberId)>,
    /// To whom a link was wrong or unproven, and was not verified since. To
    /// leave the call and to come back is no proof.
    suspects: Vec<SessionId>,
    /// With whom the emoji were not the same, and were not since.
    mismatched: Vec<(SessionId, MemberId)>,
}

#[derive(Debug)]
struct Verification {
    peer: SessionId,
    /// Of one's own end.
    build: Generation,
    since: Timestamp,
    stage: Stage,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    Connected,
    Blind,
    Waiting(Parties),
    Judging(Parties),
    Verified(Parties),
    Wrong(Fault),
}

impl Verifications {
    /// A link is connected, in this building of one's own end.
    pub fn handle_connected(&mut self, peer: SessionId, build: Generation, now: Timestamp) {
        if self.find(peer).is_some_and(|link| link.build == build) {
            return;
        }
        self.links.retain(|link| link.peer != peer);
        self.links.push(Verification {
            peer,
            build,
            since: now,
            stage: Stage::Connected,
        });
    }

    /// Words can be said on it, between these two, if the browser tells which
    /// certificates they have. Gives what one's own key is to sign.
    pub fn handle_opened(
        &mut self,
        peer: SessionId,
        build: Generation,
        parties: Option<Parties>,
        now: Timestamp,
    ) -> Option<Vec<u8>> {
        self.handle_connected(peer, build, now);
        let link = self.find_mut(peer)?;
        if link.stage == Stage::Connected {
            link.stage = parties.map_or(Stage::Blind, Stage::Waiting);
        }
        parties.map(|parties| parties.attested())
    }

    /// The other end says who it is. The first word counts.
    pub fn handle_attest(&mut self, peer: SessionId, attest: &Attest) -> Option<Question> {
        let question = self.ask(peer, attest);
        self.suspect(peer);
        question
    }

    fn ask(&mut self, peer: SessionId, attest: &Attest) -> Option<Question> {
        let link = self.find_mut(peer)?;
        let Stage::Waiting(parties) = link.stage else {
            return None;
        };
        let buildings = (parties.peer.generation, parties.me.generation);
        if (attest.from, attest.to) != buildings {
            return None;
        }
        let author = parties.peer.member;
        link.stage = if attest.fingerprint != parties.peer.fingerprint {
            Stage::Wrong(Fault::Certificate)
        } else if check_bytes(&author, &attest.signature).is_err() {
            Stage::Wrong(Fault::Signature)
        } else {
            Stage::Judging(parties)
        };
        (link.stage == Stage::Judging(parties)).then(|| Question {
            peer,
            build: link.build,
            author,
            signature: attest.signature,
            bytes: parties.turned().attested(),
        })
    }

    /// What came of a question.
    pub fn handle_verdict(&mut self, peer: SessionId, build: Generation, verdict: Verdict) {
        let Some(link) = self.find_mut(peer).filter(|link| link.build == build) else {
            return;
        };
        if let Stage::Judging(parties) = link.stage {
            link.stage = match verdict {
                Verdict::Verified => Stage::Verified(parties),
                Verdict::Refused => Stage::Wrong(Fault::Signature),
            };
        }
        self.suspect(peer);
    }

    /// The certificate at the other end, as the browser enforces it now in this
    /// building. A peer connection has one for life; a browser takes another
    /// one, if a later description says so.
    pub fn handle_fingerprint(
        &mut self,
        peer: SessionId,
        build: Generation,
        fingerprint: Fingerprint,
    ) {
        if let Some(link) = self.find_mut(peer)
            && link.build == build
            && let Some(parties) = link.stage.parties()
            && parties.peer.fingerprint != fingerprint
        {
            link.stage = Stage::Wrong(Fault::Exchanged);
        }
        self.suspect(peer);
    }

    /// Whose session the server says it is.
    pub fn handle_member(&mut self, peer: SessionId, member: MemberId) {
        self.members.retain(|(known, _)| *known != peer);
        self.members.push((peer, member));
        if let Some(link) = self.find_mut(peer)
            && let Some(parties) = link.stage.parties()
            && parties.peer.member != member
        {
            link.stage = Stage::Wrong(Fault::Key);
        }
        self.suspect(peer);
    }

    /// The people at these ends have seen different emoji.
    pub fn handle_mismatch(&mut self, parties: &Parties) {
        self.handle_match(parties);
        let End {
            session, member, ..
        } = parties.peer;
        self.mismatched.push((session, member));
    }

    /// The people at these ends have seen the same emoji.
    pub fn handle_match(&mut self, parties: &Parties) {
        let End {
            session, member, ..
        } = parties.peer;
        self.mismatched
            .retain(|known| known.0 != session && known.1 != member);
    }

    /// It is `now`, and these are the people one has compared with.
    pub fn handle_timeout(&mut self, known: &Acquaintances, now: Timestamp) {
        for link in &self.links {
            let is_unproven = matches!(link.trust(now), Trust::Unverified(_));
            let member = member_of(&self.members, link.peer);
            let is_known = member.is_some_and(|member| known.knows(member));
            if is_unproven && is_known && !self.suspects.contains(&link.peer) {
                self.suspects.push(link.peer);
            }
        }
    }

    /// There are no links but these, in this building each.
    pub fn keep(&mut self, links: &[(SessionId, Generation)]) {
        self.links
            .retain(|link| links.contains(&(link.peer, link.build)));
        self.members
            .retain(|(known, _)| links.iter().any(|(peer, _)| peer == known));
    }

    /// What is known of the link to `peer`; nothing before it was connected.
    pub fn trust(&self, peer: SessionId, now: Timestamp) -> Option<Trust> {
        let trust = self.find(peer)?.trust(now);
        Some(match trust {
            Trust::Wrong(fault) => Trust::Wrong(fault),
            Trust::Checking | Trust::Verified | Trust::Unverified(_)
                if self.is_mismatched(peer) =>
            {
                Trust::Wrong(Fault::Emoji)
            }
            Trust::Unverified(_) if self.suspects.contains(&peer) => Trust::Wrong(Fault::Unproven),
            Trust::Checking | Trust::Verified | Trust::Unverified(_) => trust,
        })
    }

    /// Whether nothing that comes from `peer` is to be shown and nothing is to
    /// be sent there: the link is wrong, or was and is not verified since, or
    /// their key is not theirs.
    pub fn is_held_back(&self, peer: SessionId) -> bool {
        self.suspects.contains(&peer) || self.is_mismatched(peer)
    }

    /// Both ends of the link to `peer`, while it is verified: those whose emoji
    /// were not the same may compare again.
    pub fn verified(&self, peer: SessionId) -> Option<Parties> {
        match self.find(peer)?.stage {
            Stage::Verified(parties) => Some(parties),
            Stage::Connected
            | Stage::Blind
            | Stage::Waiting(_)
            | Stage::Judging(_)
            | Stage::Wrong(_) => None,
        }
    }

    /// When what is to be shown changes by itself.
    pub fn poll_timeout(&self, now: Timestamp) -> Option<Timestamp> {
        let checking = self
            .links
            .iter()
            .filter(|link| link.trust(now) == Trust::Checking);
        checking.map(|link| link.since.plus(PATIENCE_MS)).min()
    }

    fn suspect(&mut self, peer: SessionId) {
        match self.find(peer).map(|link| link.stage) {
            Some(Stage::Wrong(_)) if !self.suspects.contains(&peer) => self.suspects.push(peer),
            Some(Stage::Verified(_)) => self.suspects.retain(|suspect| *suspect != peer),
            Some(
                Stage::Connected
                | Stage::Blind
                | Stage::Waiting(_)
                | Stage::Judging(_)
                | Stage::Wrong(_),
            )
            | None => {}
        }
    }

    fn is_mismatched(&self, peer: SessionId) -> bool {
        let member = member_of(&self.members, peer);
        let mut mismatched = self.mismatched.iter();
        mismatched.any(|known| known.0 == peer || Some(known.1) == member)
    }

    fn find(&self, peer: SessionId) -> Option<&Verification> {
        self.links.iter().find(|link| link.peer == peer)
    }

    fn find_mut(&mut self, peer: SessionId) -> Option<&mut Verification> {
        self.links.iter_mut().find(|link| link.peer == peer)
    }
}

fn member_of(members: &[(SessionId, MemberId)], peer: SessionId) -> Option<MemberId> {
    let known = members.iter().find(|(known, _)| *known == peer);
    known.map(|(_, member)| *member)
}

impl Verification {
    fn trust(&self, now: Timestamp) -> Trust {
        match self.stage {
            Stage::Verified(_) => Trust::Verified,
            Stage::Wrong(fault) => Trust::Wrong(fault),
            Stage::Blind => Trust::Unverified(Doubt::Blind),
            Stage::Connected | Stage::Waiting(_) | Stage::Judging(_) => {
                if now.since(self.since) < PATIENCE_MS {
                    Trust::Checking
                } else {
                    Trust::Unverified(Doubt::Silent)
                }
            }
        }
    }
}

impl Stage {
    fn parties(self) -> Option<Parties> {
        match self {
            Self::Waiting(parties) | Self::Judging(parties) | Self::Verified(parties) => {
                Some(parties)
            }
            Self::Connected | Self::Blind | Self::Wrong(_) => None,
        }
    }
}
