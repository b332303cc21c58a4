//! What is missing between where the copy begins and the newest entry known.
//!
//! ```text
//!  missing ──asked──▶ filled
//!              ├────▶ let go: the copy begins anew after it, with a word
//!              └────▶ unfilled: what comes after it is marked
//! ```
//!
//! Invariant: what the server lets go while it is missing is never gone
//! without a word, and what comes after it is compared with what came before.
//! Nothing waits for what was asked for in vain; if that comes late, it is
//! marked.

use super::{Judged, Timeline};
use crate::id::Seq;
use crate::message::{Breach, Fault, Seen};

impl Timeline {
    /// The place before the first hole, if something is missing after it.
    pub fn hole(&self) -> Option<Seq> {
        let last = self.last()?.seq;
        (last < self.newest).then_some(last)
    }

    pub(super) fn fill_hole(&mut self, after: Seq, judged: Judged) {
        let is_missing = self.hole() == Some(after);
        let base = judged.base.filter(|base| is_missing && base.seq > after);
        if let Some(base) = base {
            self.let_go(after, base);
        }
        self.handle_log(judged);
        if self.hole() == Some(after) {
            self.unfilled = Some(after);
            self.go_on();
        }
    }

    /// Goes on without what was asked for and did not come, if anything came
    /// after it.
    pub(super) fn pass_over(&mut self) {
        let Some(after) = self.hole().filter(|_| self.hole() == self.unfilled) else {
            return;
        };
        let place = self.lines.partition_point(|line| line.entry.seq <= after);
        if let (Some(line), Some(chain)) = (self.lines.get_mut(place), &mut self.chain) {
            line.join(chain);
            self.go_on();
        }
    }

    /// Forgets what the server says to have let go: it cannot be read any
    /// more what became of it.
    fn let_go(&mut self, after: Seq, base: Seen) {
        if let Some(chain) = &mut self.chain {
            chain.go_on_after(base);
        }
        self.begins_after = base;
        self.lines.retain(|line| line.entry.seq > base.seq);
        let seq = base.seq.next();
        let fault = Fault::LetGo { after };
        self.lost.push(Breach { seq, fault });
    }
}
