//! Two people at their emoji: one comparison at a time, over a verified link.
//!
//! ```text
//!  Idle ──ask──▶ Asking ───────────Agree: Reveal────────────┐
//!   │              │ (both ask: the polite one agrees)      ▼
//!   └──Ask──▶ Asked ──agree──▶ Agreed ──Reveal──▶ Comparing ──both: match──▶ Over(Matched)
//!                                                           └─one: mismatch▶ Over(Mismatched)
//!  any of them ──cancel, Cancel, time, another link──▶ Idle or Over
//! ```
//!
//! Each word names the commitment that began the run, so that what is late is
//! of no run.
//!
//! Invariant: a nonce is revealed only after the other's is known, and the
//! emoji are shown only if it is the one that was committed to. Whatever the
//! other end says, there is at most one run, and it ends; and whose question
//! came to nothing puts the next one no sooner than [`REST_MS`] later.

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};

use super::{Parties, Sequence};
use crate::base64url::{fixed_bytes, text_debug};
use crate::call::negotiation::{Politeness, politeness};
use crate::id::{SessionId, Timestamp};
use crate::message::{Parts, sha256};

/// How long one waits for an answer to a question, in milliseconds.
pub const ANSWER_MS: u64 = 60_000;
/// How long for the nonce of someone who asked, in milliseconds.
pub const AGREEMENT_MS: u64 = 15_000;
/// How long for people to compare, in milliseconds.
pub const COMPARING_MS: u64 = 300_000;
/// How long one who asked and was not answered is not heard, in milliseconds.
pub const REST_MS: u64 = 30_000;

const COMMIT_TAG: &str = "chatmux commit 1";
const EMOJI_TAG: &str = "chatmux emoji 1";

fixed_bytes!(
    /// Drawn by each end for one comparison.
    CompareNonce, 16, "a nonce",
    /// The nonce whose 16 random bytes the shell has drawn.
    from_random
);

/// A nonce is nobody's business before it is revealed.
impl std::fmt::Debug for CompareNonce {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("CompareNonce(…)")
    }
}

fixed_bytes!(
    /// What stands for a nonce that is not shown yet.
    Commitment, 32, "a commitment",
    /// The commitment of these bytes.
    from_bytes
);
text_debug!(Commitment);

/// One word of a comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Compare {
    /// What it began with.
    pub run: Commitment,
    /// What is said.
    pub said: Said,
}

/// What is said in a comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Said {
    /// "Compare emoji with me."
    Ask,
    /// "Yes", and the nonce of who was asked.
    Agree(CompareNonce),
    /// The nonce that was committed to.
    Reveal(CompareNonce),
    /// The speaker's person sees what was read aloud.
    Match,
    /// They see something else.
    Mismatch,
    /// Not now, or not any more.
    Cancel,
}

/// What a person says of the emoji.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Judgement {
    /// They are the same.
    Match,
    /// They are not.
    Mismatch,
}

/// What to show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scene {
    /// The other was asked.
    Asking,
    /// The other asks.
    Asked,
    /// It will be shown in a moment.
    Agreed,
    /// The emoji.
    Comparing {
        /// Those.
        emoji: Sequence,
        /// Whether one has said that they match.
        mine: bool,
        /// Whether the other has.
        theirs: bool,
    },
    /// It is over.
    Over(Ending),
}

/// How a comparison ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// Both have said that they match.
    Matched,
    /// One has said that they do not, or has not kept to its commitment.
    Mismatched,
    /// The other does not want to, or not any more.
    Cancelled,
    /// It took too long.
    TimedOut,
    /// The link is another one now, or none.
    Lost,
}

/// The comparison that is on, if any.
#[derive(Debug, Default)]
pub struct Comparison {
    stage: Stage,
    said: VecDeque<(SessionId, Compare)>,
    /// Whose questions came to nothing, and until when they put none.
    resting: Vec<(SessionId, Timestamp)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Stage {
    #[default]
    Idle,
    Asking(Run, CompareNonce),
    Asked(Run),
    Agreed(Run, CompareNonce),
    Comparing {
        run: Run,
        emoji: Sequence,
        mine: bool,
        theirs: bool,
    },
    Over(Parties, Ending),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Run {
    parties: Parties,
    id: Commitment,
    until: Timestamp,
}

/// What one's own person does.
impl Comparison {
    /// Asks the other end of this link. Whatever was on is over.
    pub fn ask(&mut self, parties: Parties, nonce: CompareNonce, now: Timestamp) {
        self.cancel(now);
        let id = commitment(&parties, &nonce);
        let until = now.plus(ANSWER_MS);
        self.say(&parties, id, Said::Ask);
        self.stage = Stage::Asking(Run { parties, id, until }, nonce);
    }

    /// Does what the other end asked for.
    pub fn agree(&mut self, nonce: CompareNonce, now: Timestamp) {
        if let Stage::Asked(run) = self.stage {
            self.agree_to(run, nonce, now);
        }
    }

    /// Says whether the emoji are the same.
    pub fn judge(&mut self, judgement: Judgement) {
        let Stage::Comparing {
            run,
            emoji,
            mine: false,
            theirs,
        } = self.stage
        else {
            return;
        };
        match judgement {
            Judgement::Match => {
                self.say(&run.parties, run.id, Said::Match);
                self.compare(run, emoji, true, theirs);
            }
            Judgement::Mismatch => {
                self.say(&run.parties, run.id, Said::Mismatch);
                self.stage = Stage::Over(run.parties, Ending::Mismatched);
            }
        }
    }

    /// Ends it, or puts away how it ended.
    pub fn cancel(&mut self, now: Timestamp) {
        self.rest(now);
        if let Some(run) = self.run() {
            self.say(&run.parties, run.id, Said::Cancel);
        }
        self.stage = Stage::Idle;
    }
}

/// What happens.
impl Comparison {
    /// The other end of this link, which is verified, says something.
    pub fn handle(&mut self, parties: Parties, word: Compare, now: Timestamp) {
        match word.said {
            Said::Ask => self.handle_ask(parties, word.run, now),
            Said::Agree(nonce) => self.handle_agree(parties, word.run, &nonce, now),
            Said::Reveal(nonce) => self.handle_reveal(parties, word.run, &nonce, now),
            Said::Match => self.handle_match(parties, word.run),
            Said::Mismatch => {
                if self.is_comparing(parties, word.run) {
                    self.stage = Stage::Over(parties, Ending::Mismatched);
                }
            }
            Said::Cancel => self.handle_cancel(parties, word.run, now),
        }
    }

    /// What one took part in goes on only as long as its link is verified as
    /// it was: `verified` gives the ends of the link to a peer.
    pub fn handle_links(&mut self, verified: impl Fn(SessionId) -> Option<Parties>) {
        let Some(run) = self.run() else { return };
        if verified(run.parties.peer.session) != Some(run.parties) {
            self.end(run, Ending::Lost);
        }
    }

    /// It is `now`.
    pub fn handle_timeout(&mut self, now: Timestamp) {
        if let Some(run) = self.run().filter(|run| run.until <= now) {
            self.rest(now);
            self.say(&run.parties, run.id, Said::Cancel);
            self.end(run, Ending::TimedOut);
        }
    }

    /// When [`Self::handle_timeout`] is due.
    pub fn poll_timeout(&self) -> Option<Timestamp> {
        self.run().map(|run| run.until)
    }

    /// The next word for another session.
    pub fn poll_word(&mut self) -> Option<(SessionId, Compare)> {
        self.said.pop_front()
    }

    /// With whom, and what to show.
    pub fn scene(&self) -> Option<(Parties, Scene)> {
        match self.stage {
            Stage::Idle => None,
            Stage::Asking(run, _) => Some((run.parties, Scene::Asking)),
            Stage::Asked(run) => Some((run.parties, Scene::Asked)),
            Stage::Agreed(run, _) => Some((run.parties, Scene::Agreed)),
            Stage::Comparing {
                run,
                emoji,
                mine,
                theirs,
            } => {
                let scene = Scene::Comparing {
                    emoji,
                    mine,
                    theirs,
                };
                Some((run.parties, scene))
            }
            Stage::Over(parties, ending) => Some((parties, Scene::Over(ending))),
        }
    }
}

/// One word each.
impl Comparison {
    fn handle_ask(&mut self, parties: Parties, id: Commitment, now: Timestamp) {
        let until = now.plus(ANSWER_MS);
        let asked = Run { parties, id, until };
        self.resting.retain(|(_, until)| *until > now);
        let is_resting = self.rests(parties.peer.session);
        match self.stage {
            Stage::Idle | Stage::Over(..) if is_resting => self.say(&parties, id, Said::Cancel),
            // A warning stays until it was read.
            Stage::Idle
            | Stage::Over(
                _,
                Ending::Matched | Ending::Cancelled | Ending::TimedOut | Ending::Lost,
            ) => self.stage = Stage::Asked(asked),
            Stage::Asking(mine, nonce) if mine.parties == parties => {
                match politeness(parties.me.session, parties.peer.session) {
                    // One's own question, which was not heard, never showed
                    // the nonce.
                    Politeness::Polite => self.agree_to(asked, nonce, now),
                    Politeness::Impolite => {}
                }
            }
            Stage::Asking(..)
            | Stage::Asked(_)
            | Stage::Agreed(..)
            | Stage::Comparing { .. }
            | Stage::Over(_, Ending::Mismatched) => self.say(&parties, id, Said::Cancel),
        }
    }

    fn handle_agree(
        &mut self,
        parties: Parties,
        id: Commitment,
        theirs: &CompareNonce,
        now: Timestamp,
    ) {
        if let Stage::Asking(run, mine) = self.stage
            && run.is(parties, id)
        {
            self.say(&parties, id, Said::Reveal(mine));
            self.show(run, emoji(&parties, &mine, theirs), now);
        }
    }

    fn handle_reveal(
        &mut self,
        parties: Parties,
        id: Commitment,
        theirs: &CompareNonce,
        now: Timestamp,
    ) {
        let Stage::Agreed(run, mine) = self.stage else {
            return;
        };
        if !run.is(parties, id) {
            return;
        }
        let asker = parties.turned();
        if commitment(&asker, theirs) == id {
            self.show(run, emoji(&asker, theirs, &mine), now);
        } else {
            self.say(&parties, id, Said::Mismatch);
            self.stage = Stage::Over(parties, Ending::Mismatched);
        }
    }

    fn handle_match(&mut self, parties: Parties, id: Commitment) {
        if let Stage::Comparing {
            run, emoji, mine, ..
        } = self.stage
            && run.is(parties, id)
        {
            self.compare(run, emoji, mine, true);
        }
    }

    fn handle_cancel(&mut self, parties: Parties, id: Commitment, now: Timestamp) {
        if let Some(run) = self.run().filter(|run| run.is(parties, id)) {
            self.rest(now);
            self.end(run, Ending::Cancelled);
        }
    }
}

impl Comparison {
    fn agree_to(&mut self, run: Run, nonce: CompareNonce, now: Timestamp) {
        self.say(&run.parties, run.id, Said::Agree(nonce));
        let until = now.plus(AGREEMENT_MS);
        self.stage = Stage::Agreed(Run { until, ..run }, nonce);
    }

    fn show(&mut self, run: Run, emoji: Sequence, now: Timestamp) {
        let until = now.plus(COMPARING_MS);
        self.compare(Run { until, ..run }, emoji, false, false);
    }

    fn compare(&mut self, run: Run, emoji: Sequence, mine: bool, theirs: bool) {
        self.stage = if mine && theirs {
            Stage::Over(run.parties, Ending::Matched)
        } else {
            Stage::Comparing {
                run,
                emoji,
                mine,
                theirs,
            }
        };
    }

    /// A question that nobody has answered comes to nothing.
    fn rest(&mut self, now: Timestamp) {
        if let Stage::Asked(run) = self.stage {
            let asker = run.parties.peer.session;
            self.resting.push((asker, now.plus(REST_MS)));
        }
    }

    fn rests(&self, asker: SessionId) -> bool {
        self.resting.iter().any(|(resting, _)| *resting == asker)
    }

    /// A question that nobody has answered yet goes without a word.
    fn end(&mut self, run: Run, ending: Ending) {
        self.stage = match self.stage {
            Stage::Asked(_) => Stage::Idle,
            Stage::Idle
            | Stage::Asking(..)
            | Stage::Agreed(..)
            | Stage::Comparing { .. }
            | Stage::Over(..) => Stage::Over(run.parties, ending),
        };
    }

    fn say(&mut self, parties: &Parties, run: Commitment, said: Said) {
        let word = Compare { run, said };
        self.said.push_back((parties.peer.session, word));
    }

    fn is_comparing(&self, parties: Parties, id: Commitment) -> bool {
        matches!(self.stage, Stage::Comparing { run, .. } if run.is(parties, id))
    }

    fn run(&self) -> Option<Run> {
        match self.stage {
            Stage::Asking(run, _)
            | Stage::Asked(run)
            | Stage::Agreed(run, _)
            | Stage::Comparing { run, .. } => Some(run),
            Stage::Idle | Stage::Over(..) => None,
        }
    }
}

impl Run {
    fn is(&self, parties: Parties, id: Commitment) -> bool {
        self.parties == parties && self.id == id
    }
}

/// What stands for the nonce of who asks, `asker` being the ends as they see
/// them.
fn commitment(asker: &Parties, nonce: &CompareNonce) -> Commitment {
    let parts = tagged(COMMIT_TAG, asker).with(nonce.as_bytes());
    Commitment(sha256([&parts.into_bytes()]))
}

fn emoji(asker: &Parties, first: &CompareNonce, second: &CompareNonce) -> Sequence {
    let parts = tagged(EMOJI_TAG, asker)
        .with(first.as_bytes())
        .with(second.as_bytes());
    Sequence::of(&sha256([&parts.into_bytes()]))
}

fn tagged(tag: &str, asker: &Parties) -> Parts {
    Parts::tagged(tag)
        .with(asker.room.to_string().as_bytes())
        .with(asker.epoch.as_bytes())
        .with(&asker.me.to_bytes())
        .with(&asker.peer.to_bytes())
}
