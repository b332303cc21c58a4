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
//! names until it is filled, or was asked for in vain; what comes after it
//! waits as long. What a [`Chain`] finds out stays with its entry.

mod drafts;
mod hole;
mod messages;
mod older;

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
    /// From where the copy begins, or began before something was let go or an
    /// older page did not join, to the first hole.
    chain: Option<Chain>,
    /// The place before the copy: what lies up to it is older, not missing.
    begins_after: Seen,
    /// In order.
    lines: Vec<Line>,
    /// Where an answer said that nothing older is kept.
    oldest: Option<Seq>,
    newest: Seq,
    /// The hole that was asked for and not filled, if that was the last one.
    unfilled: Option<Seq>,
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
        self.unfilled = None;
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

    /// Takes entries in any order, again and again; none from before the copy.
    pub fn handle_log(&mut self, judged: Judged) {
        for (entry, verdict) in judged.entries {
            self.hold(Line::new(entry, verdict));
        }
        self.go_on();
    }

    /// Takes the answer to a question. Nothing below means that nothing older
    /// is kept; what was let go above cannot be made up for, so the copy begins
    /// anew after it, and [`Self::lost`] says so.
    pub fn handle_answer(&mut self, asked: Asked, judged: Judged) {
        match asked {
            Asked::Above(after) => self.fill_hole(after, judged),
            Asked::Below(before) => self.page_up(before, judged),
        }
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

    /// Forgets what is held, and takes the log up to `base` on trust.
    fn begin_after(&mut self, base: Seen) -> Option<Seen> {
        let (room, epoch) = self.home?;
        let chain = Chain::trusting(room, epoch, base);
        let first = chain.first();
        self.begins_after = first;
        self.oldest = None;
        self.lines.clear();
        self.chain = Some(chain);
        Some(first)
    }

    fn hold(&mut self, mut line: Line) {
        self.handle_kept(&line);
        let seq = line.entry.seq;
        if seq <= self.begins_after.seq {
            return;
        }
        self.handle_newest(seq);
        match self.place(seq) {
            Ok(place) => self.lines[place].compare(&line.entry),
            Err(place) => {
                line.standing = self.standing_of(seq);
                self.lines.insert(place, line);
            }
        }
    }

    /// What is known of an entry as it comes: one that was gone on without is
    /// late.
    fn standing_of(&self, seq: Seq) -> Standing {
        let after = self.last().map(|last| last.seq);
        match after.filter(|after| seq <= *after) {
            Some(after) => Standing::Bad(Fault::OutOfOrder { after }),
            None => Standing::Waiting,
        }
    }

    /// Where in the lines an entry is, or is to be.
    fn place(&self, seq: Seq) -> Result<usize, usize> {
        self.lines.binary_search_by_key(&seq, |line| line.entry.seq)
    }

    fn line_mut(&mut self, seq: Seq) -> Option<&mut Line> {
        let place = self.place(seq).ok()?;
        self.lines.get_mut(place)
    }

    /// Checks what follows without a hole on what was checked.
    fn go_on(&mut self) {
        let Some(chain) = &mut self.chain else {
            return;
        };
        let checked = chain.last().seq;
        let place = self.lines.partition_point(|line| line.entry.seq <= checked);
        for line in &mut self.lines[place..] {
            if line.entry.seq != chain.last().seq.next() {
                break;
            }
            line.join(chain);
        }
        self.pass_over();
    }

    /// Compares what a server tells anew with what it told before.
    fn compare(&mut self, former: &[Line], known: &Chain, first: Seen, newest: Seq) {
        for before in former {
            if let Some(line) = self.line_mut(before.entry.seq) {
                line.compare(&before.entry);
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
    fn new(entry: Entry, verdict: Verdict) -> Self {
        Self {
            statement: Statement::parse(&entry.signed).ok(),
            entry,
            verdict,
            standing: Standing::Waiting,
        }
    }

    /// Notices that another entry was told at this place.
    fn compare(&mut self, other: &Entry) {
        if self.entry.head != other.head {
            self.standing = Standing::Bad(Fault::Replaced);
        }
    }

    /// Joins a chain; one that it does not join goes on after it, on trust.
    fn join(&mut self, chain: &mut Chain) {
        let checked = chain.handle_entry(&self.entry, self.verdict);
        chain.go_on_after(self.entry.seen());
        if self.standing == Standing::Waiting {
            self.standing = match checked {
                Ok(_) => Standing::Good,
                Err(breach) => Standing::Bad(breach.fault),
            };
        }
    }
}
