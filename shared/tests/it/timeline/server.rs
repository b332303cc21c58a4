//! A server that does not lie, whose log may lose its oldest entries.

use chatmux_shared::id::Seq;
use chatmux_shared::message::{Entry, Post, Seen, Verdict};
use chatmux_shared::timeline::Judged;
use chatmux_shared::wire::{Have, History, Page, Welcome};

use crate::log::{beginning, byline};
use crate::someone::{NOW, epoch, welcome};

/// The log, as a server keeps it: a message once, whoever says it again.
pub struct Server {
    /// What was let go.
    gone: Seen,
    pub log: Vec<Entry>,
    /// Entries told at a time.
    page: usize,
}

impl Server {
    pub fn new(page: usize) -> Self {
        Self {
            gone: beginning(),
            log: Vec::new(),
            page,
        }
    }

    /// The entry, and whether it was kept just now.
    pub fn keep(&mut self, post: Post) -> (Entry, bool) {
        let mut log = self.log.iter();
        if let Some(known) = log.find(|entry| entry.signed == post.signed) {
            return (known.clone(), false);
        }
        let last = self.last();
        let at = NOW.plus(1000 * last.seq.next().0);
        let entry = Entry::after(last, at, post, byline());
        self.log.push(entry.clone());
        (entry, true)
    }

    /// Lets go of the oldest, but for so many.
    pub fn trim(&mut self, kept: usize) {
        let gone = self.log.len().saturating_sub(kept);
        if let Some(last) = self.log.drain(..gone).next_back() {
            self.gone = last.seen();
        }
    }

    pub fn last(&self) -> Seen {
        self.log.last().map_or(self.gone, Entry::seen)
    }

    pub fn newest(&self) -> Seq {
        self.last().seq
    }

    pub fn after(&self, after: Seq) -> Page {
        let from = self.log.partition_point(|entry| entry.seq <= after);
        let to = self.log.len().min(from + self.page);
        self.page(from, to)
    }

    pub fn before(&self, before: Seq) -> Page {
        let to = self.log.partition_point(|entry| entry.seq < before);
        self.page(to.saturating_sub(self.page), to)
    }

    fn page(&self, from: usize, to: usize) -> Page {
        let older = self.log[..from].last();
        let before = older.map_or(self.gone, Entry::seen);
        Page {
            before: (from < to).then_some(before.head),
            entries: self.log[from..to].to_vec(),
        }
    }

    pub fn welcome(&self, have: Option<Have>) -> Welcome {
        let (newest, last) = (self.newest(), self.last());
        if let Some(have) = have {
            let page = self.after(have.seen.seq);
            if have.joins(epoch(1), last, &page) == History::Continued {
                return welcome(History::Continued, page, newest.0);
            }
        }
        welcome(History::Fresh, self.before(newest.next()), newest.0)
    }
}

/// What a client makes of a page. Nobody forges anything here, so no library
/// is asked.
pub fn judged(page: &Page) -> Judged {
    let entries = page.entries.iter();
    let entries = entries.map(|entry| (entry.clone(), Verdict::Verified));
    Judged {
        base: page.base(),
        entries: entries.collect(),
    }
}

/// Says on a panic which seed led there.
pub struct Told(pub u64);

impl Drop for Told {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("in the world of seed {}", self.0);
        }
    }
}
