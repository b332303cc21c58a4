//! A client's copy of a room's log: entries in order, each checked and shown
//! once, and what one is about to say.
//!
//! ```text
//!  1 … 40 │ 41 42 43 │ ▒▒ │ 46 47        drafts: sending, not sent
//!  older  │ checked  │hole│ waiting      newest = 47
//! ```
//!
//! Invariant: an entry is held at most once, by its number; a draft goes when
//! the entry with its client id comes. Whatever is missing between where the
//! copy begins and the newest entry known is a hole, which [`Timeline::hole`]
//! names until it is filled; what comes after it is checked once it is. What
//! a [`Chain`] finds out stays with its entry.

mod drafts;
mod messages;

pub use drafts::{Draft, DraftState};
pub use messages::{Mark, Message, Reading, What};

use crate::id::{Epoch, RoomId, Seq};
use crate::message::{Breach, Chain, Entry, Fault, Seen, Statement, Verdict};
use crate::room::RoomCard;
use crate::wire::{Asked, Have, History};

/// A client's copy of a log.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Timeline {
    home: Option<(RoomId, Epoch)>,
    /// From where the copy begins, or from where what came did not follow, to
    /// the first hole.
    chain: Option<Chain>,
    /// The place before the copy: what lies up to it is older, not missing.
    begins_after: Seq,
    /// In order.
    lines: Vec<Line>,
    /// Where an answer said that nothing older is kept.
    oldest: Option<Seq>,
    newest: Seq,
    drafts: Vec<Draft>,
    /// What is wrong with entries that are not held any more.
    lost: Vec<Breach>,
}

/// Entries in order, and what a library says of their signatures.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Judged {
    /// The log before the first of them, as the server says.
    pub base: Option<Seen>,
    /// The entries.
    pub entries: Vec<(Entry, Verdict)>,
}

#[derive(Debug, Clone, PartialEq)]
struct Line {
    entry: Entry,
    /// None of what cannot be read.
    statement: Option<Statement>,
    verdict: Verdict,
    standing: Standing,
}

/// What is known of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Standing {
    /// Something before it is missing.
    Waiting,
    /// Nothing is wrong with it.
    Good,
    /// This is.
    Bad(Fault),
}

impl Timeline {
    /// Joins the part of a log that a welcome tells to what is held.
    pub fn handle_welcome(
        &mut self,
        room: &RoomCard,
        history: History,
        newest: Seq,
        judged: Judged,
    ) {
        let home = Some((room.id, room.epoch));
        if history == History::Fresh || self.home != home {
            let is_same = self.home == home;
            let former = std::mem::take(&mut self.lines);
            let known = self.chain.take().filter(|_| is_same);
            self.home = home;
            self.newest = Seq::default();
            let base = judged.base.unwrap_or_default();
            let first = self.begin_after(base);
            self.handle_log(judged);
            if let Some((known, first)) = known.zip(first) {
                self.compare(&former, &known, first, newest);
            } else {
                self.lost.clear();
            }
        } else {
            self.handle_log(judged);
        }
        self.handle_newest(newest);
    }

    /// Takes entries in any order, again and again.
    pub fn handle_log(&mut self, judged: Judged) {
        for (entry, verdict) in judged.entries {
            self.hold(entry, verdict);
        }
        if let Some(base) = judged.base {
            self.look_back(base);
        }
        self.go_on();
    }

    /// Takes the answer to a question. Nothing below means that nothing older
    /// is kept; what was let go above cannot be made up for, so the copy begins
    /// anew after it.
    pub fn handle_answer(&mut self, asked: Asked, judged: Judged) {
        match asked {
            Asked::Above(after) => self.fill_hole(after, judged),
            Asked::Below(before) => self.page_up(before, judged),
        }
    }

    fn fill_hole(&mut self, after: Seq, judged: Judged) {
        let is_gap = judged.base.is_some_and(|base| base.seq > after);
        if is_gap && self.hole() == Some(after) {
            self.begin_after(judged.base.unwrap_or_default());
        }
        self.handle_log(judged);
    }

    fn page_up(&mut self, before: Seq, judged: Judged) {
        if judged.entries.is_empty() {
            self.oldest = Some(before);
        }
        self.handle_log(judged);
    }

    /// Learns that there are entries up to `seq`.
    pub fn handle_newest(&mut self, seq: Seq) {
        self.newest = self.newest.max(seq);
    }

    /// How far the copy goes without a hole: what to resume from.
    pub fn have(&self) -> Option<Have> {
        let (_, epoch) = self.home?;
        let seen = self.last()?;
        Some(Have { epoch, seen })
    }

    /// The room and the making of it that this is the log of.
    pub fn home(&self) -> Option<(RoomId, Epoch)> {
        self.home
    }

    /// The newest entry before a hole or the end: what the next statement has
    /// seen.
    pub fn last(&self) -> Option<Seen> {
        self.chain.as_ref().map(Chain::last)
    }

    /// The number of the newest entry held.
    pub fn newest_held(&self) -> Seq {
        self.lines
            .last()
            .map(|line| line.entry.seq)
            .unwrap_or_default()
    }

    /// The place before the first hole, if something is missing after it.
    pub fn hole(&self) -> Option<Seq> {
        let last = self.last()?.seq;
        (last < self.newest).then_some(last)
    }

    /// Where the copy begins, if there are older entries to ask for.
    pub fn older_before(&self) -> Option<Seq> {
        let first = self.begins_after.next();
        let has_older = self.begins_after > Seq::default() && self.oldest != Some(first);
        has_older.then_some(first)
    }

    /// Whether what is kept begins on the server's word: what came before it
    /// is gone.
    pub fn begins_on_trust(&self) -> bool {
        self.begins_after > Seq::default() && self.oldest == Some(self.begins_after.next())
    }

    /// Forgets what is held, and takes the log up to `base` on trust.
    fn begin_after(&mut self, base: Seen) -> Option<Seen> {
        let (room, epoch) = self.home?;
        let chain = Chain::trusting(room, epoch, base);
        let first = chain.first();
        self.begins_after = first.seq;
        self.oldest = None;
        self.lines.clear();
        self.chain = Some(chain);
        Some(first)
    }

    fn hold(&mut self, entry: Entry, verdict: Verdict) {
        let statement = Statement::parse(&entry.signed).ok();
        if let Some(statement) = statement.filter(|_| verdict == Verdict::Verified) {
            self.drafts.retain(|draft| !draft.is_kept_as(&statement));
        }
        self.handle_newest(entry.seq);
        let place = self
            .lines
            .binary_search_by_key(&entry.seq, |line| line.entry.seq);
        match place {
            Ok(place) => {
                let held = &mut self.lines[place];
                if held.entry.head != entry.head {
                    held.standing = Standing::Bad(Fault::Replaced);
                }
            }
            Err(place) => self.lines.insert(
                place,
                Line {
                    entry,
                    statement,
                    verdict,
                    standing: Standing::Waiting,
                },
            ),
        }
    }

    /// Checks what follows without a hole on what was checked.
    fn go_on(&mut self) {
        let Some(chain) = &mut self.chain else {
            return;
        };
        for line in &mut self.lines {
            if line.entry.seq != chain.last().seq.next() {
                continue;
            }
            line.check(chain);
            if line.standing == Standing::Bad(Fault::DoesNotFollow) {
                let Some((room, epoch)) = self.home else {
                    return;
                };
                *chain = Chain::trusting(room, epoch, line.entry.seen());
            }
        }
    }

    /// Checks older entries that lie between `base` and where the copy began.
    fn look_back(&mut self, base: Seen) {
        let (Some(chain), Some((room, epoch))) = (&mut self.chain, self.home) else {
            return;
        };
        let first = self.begins_after;
        let mut older = Chain::trusting(room, epoch, base);
        let lines = self.lines.iter_mut();
        for line in lines.filter(|line| base.seq < line.entry.seq && line.entry.seq <= first) {
            line.check(&mut older);
        }
        if older.last().seq != first || base.seq == first {
            return;
        }
        self.begins_after = base.seq;
        if chain.first().seq != first {
            return;
        }
        for Breach { seq, fault } in chain.handle_older(older) {
            let mut lines = self.lines.iter_mut();
            if let Some(line) = lines.find(|line| line.entry.seq == seq) {
                line.standing = Standing::Bad(fault);
            }
        }
    }

    /// Compares what a server tells anew with what it told before.
    fn compare(&mut self, former: &[Line], known: &Chain, first: Seen, newest: Seq) {
        for before in former {
            let mut lines = self.lines.iter_mut();
            let again = lines.find(|line| line.entry.seq == before.entry.seq);
            if let Some(line) = again.filter(|line| line.entry.head != before.entry.head) {
                line.standing = Standing::Bad(Fault::Replaced);
            }
        }
        if known.head(first.seq).is_some_and(|head| head != first.head) {
            self.lost.push(Breach {
                seq: first.seq,
                fault: Fault::Replaced,
            });
        }
        if known.last().seq > newest {
            self.lost.push(Breach {
                seq: newest.next(),
                fault: Fault::Withdrawn,
            });
        }
    }
}

impl Line {
    fn check(&mut self, chain: &mut Chain) {
        let checked = chain.handle_entry(&self.entry, self.verdict);
        if self.standing == Standing::Waiting {
            self.standing = match checked {
                Ok(_) => Standing::Good,
                Err(breach) => Standing::Bad(breach.fault),
            };
        }
    }
}
