//! Whether a log goes on where a copy of it ends.

use chatmux_shared::id::{Epoch, Seq};
use chatmux_shared::message::{Entry, Head, Seen};
use chatmux_shared::wire::{Have, History, Page};

use crate::log::{before, beginning, entry, seen};
use crate::someone::epoch;

/// A log that begins with `first`, as far as it is kept, and ends with
/// `last`.
struct Log {
    first: u64,
    last: u64,
}

impl Log {
    /// What comes of it if a copy ends there: it is told at most ten entries.
    fn joins(&self, seen: Seen, of: Epoch) -> History {
        let from = self.first.max(seen.seq.0.saturating_add(1));
        let entries = (from..=self.last).take(10).map(entry);
        let page = page(entries.collect());
        let have = Have { epoch: of, seen };
        have.joins(epoch(1), before(self.last + 1), &page)
    }
}

fn page(entries: Vec<Entry>) -> Page {
    let first = entries.first().map(|entry| entry.seq.0);
    Page {
        before: first.map(|first| before(first).head),
        entries,
    }
}

#[test]
fn a_copy_of_the_log_goes_on_wherever_it_ends() {
    let log = Log { first: 1, last: 30 };
    for end in 0..=30 {
        assert_eq!(log.joins(before(end + 1), epoch(1)), History::Continued);
    }
}

// trial 8: what was let go
#[test]
fn a_copy_goes_on_if_nothing_after_it_was_let_go() {
    let log = Log {
        first: 21,
        last: 30,
    };
    for end in 0..=30 {
        let history = if end < 20 {
            History::Fresh
        } else {
            History::Continued
        };
        assert_eq!(log.joins(before(end + 1), epoch(1)), history, "{end}");
    }
}

// trial 8: another history
#[test]
fn a_copy_of_another_log_does_not_go_on() {
    let log = Log { first: 1, last: 30 };
    for end in 0..=30 {
        assert_eq!(log.joins(before(end + 1), epoch(2)), History::Fresh);
        let other = seen(end, Head::from_bytes([7; 32]));
        assert_eq!(log.joins(other, epoch(1)), History::Fresh, "{end}");
    }
}

// trial 9: a number from the future
#[test]
fn a_copy_that_is_further_than_the_log_does_not_go_on() {
    let log = Log { first: 1, last: 30 };
    for end in [31, 32, 99] {
        assert_eq!(log.joins(before(end + 1), epoch(1)), History::Fresh);
    }
    for end in [u64::MAX - 1, u64::MAX] {
        let ahead = seen(end, before(31).head);
        assert_eq!(log.joins(ahead, epoch(1)), History::Fresh);
    }
}

#[test]
fn an_empty_log_goes_on_from_its_beginning_alone() {
    let nothing = Page::default();
    let joins = |seen| {
        let epoch = epoch(1);
        Have { epoch, seen }.joins(epoch, beginning(), &nothing)
    };
    assert_eq!(joins(beginning()), History::Continued);
    assert_eq!(joins(before(2)), History::Fresh);
}

#[test]
fn a_page_follows_on_the_head_before_it() {
    assert_eq!(page(vec![entry(7), entry(8)]).base(), Some(before(7)));
    assert_eq!(page(vec![entry(1)]).base(), Some(beginning()));
    assert_eq!(Page::default().base(), None);
    let nameless = Page {
        before: None,
        entries: vec![entry(7)],
    };
    assert_eq!(nameless.base(), None);
    assert_eq!(before(7).seq, Seq(6));
}
