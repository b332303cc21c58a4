//! Paging up: what lies before the copy is put there, page by page.
//!
//! Invariant: where the copy begins is the end of what is asked for next, by
//! number and head. A page that ends elsewhere is marked as a break where it
//! should have joined, and one reads on from where it begins. Nothing else
//! puts an entry before the copy.

use super::{Judged, Line, Standing, Timeline};
use crate::id::Seq;
use crate::message::{Breach, Chain, Fault, Seen};

impl Timeline {
    /// Where the copy begins, if there are older entries to ask for.
    pub fn older_before(&self) -> Option<Seq> {
        let first = self.begins_after.seq.next();
        let has_older = self.begins_after.seq > Seq::default() && self.oldest != Some(first);
        has_older.then_some(first)
    }

    /// Whether what is kept begins on the server's word: what came before it
    /// is gone.
    pub fn begins_on_trust(&self) -> bool {
        let first = self.begins_after.seq.next();
        self.begins_after.seq > Seq::default() && self.oldest == Some(first)
    }

    pub(super) fn page_up(&mut self, before: Seq, judged: Judged) {
        if self.older_before() != Some(before) {
            return;
        }
        if judged.entries.is_empty() {
            self.oldest = Some(before);
        } else if let Some(base) = judged.base {
            self.put_before(base, judged);
        }
    }

    fn put_before(&mut self, base: Seen, judged: Judged) {
        let edge = self.begins_after;
        let entries = judged.entries.into_iter();
        let mut below: Vec<Line> = entries
            .map(|(entry, verdict)| Line::new(entry, verdict))
            .filter(|line| base.seq < line.entry.seq && line.entry.seq <= edge.seq)
            .collect();
        if below.is_empty() {
            return;
        }
        below.sort_by_key(|line| line.entry.seq);
        below.dedup_by_key(|line| line.entry.seq);
        for line in &below {
            self.handle_kept(line);
        }
        self.begins_after = base;
        self.look_back(&mut below, edge);
        self.lines.splice(..0, below);
    }

    /// Checks the entries from where the copy begins by now to where it began.
    fn look_back(&mut self, below: &mut [Line], edge: Seen) {
        let (Some(chain), Some((room, epoch))) = (&mut self.chain, self.home) else {
            return;
        };
        let mut older = Chain::trusting(room, epoch, self.begins_after);
        for line in below {
            line.join(&mut older);
            let seen = line.entry.seen();
            let known = chain.head(seen.seq).filter(|_| seen.seq < edge.seq);
            if known.is_some_and(|head| head != seen.head) {
                line.standing = Standing::Bad(Fault::Replaced);
            }
        }
        let breaches = if older.last() != edge {
            let first = self.lines.first();
            Vec::from_iter(first.map(|line| line.broken_after(older.last().seq)))
        } else if chain.first() == edge {
            chain.handle_older(older)
        } else {
            Vec::new()
        };
        for Breach { seq, fault } in breaches {
            if let Some(line) = self.line_mut(seq) {
                line.standing = Standing::Bad(fault);
            }
        }
    }
}

impl Line {
    /// What is wrong if the entries before this one end there.
    fn broken_after(&self, after: Seq) -> Breach {
        let seq = self.entry.seq;
        let fault = if after.next() == seq {
            Fault::DoesNotFollow
        } else {
            Fault::Gap { after }
        };
        Breach { seq, fault }
    }
}
