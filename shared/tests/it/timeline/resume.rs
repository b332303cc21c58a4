//! Someone comes back now and then to a log whose oldest entries go: what is
//! left is shown whole and once, and nobody is called a liar.

use chatmux_shared::id::Seq;
use chatmux_shared::timeline::{Mark, Timeline};
use chatmux_shared::wire::{Asked, History};
use expect_test::expect;
use fastrand::Rng;

use super::server::{Server, Told, judged};
use super::sight::check;
use super::{empty, good, timeline};
use crate::log::{ANN, again, entry, says};

/// Entries told at a time, and kept in all.
const PAGE: usize = 3;
const KEPT: usize = 6;

struct World {
    server: Server,
    timeline: Timeline,
    said: u64,
}

impl World {
    /// Someone has come in before anything was said.
    fn new() -> Self {
        Self {
            server: Server::new(PAGE),
            timeline: empty(),
            said: 0,
        }
    }

    fn say(&mut self, count: u64) {
        for _ in 0..count {
            self.said += 1;
            let seen = self.server.last();
            self.server.keep(says(ANN, self.said, seen, "hello"));
        }
        self.server.trim(KEPT);
    }

    /// Comes back with what is held, and asks for what is missing.
    fn come_back(&mut self) -> History {
        let welcome = self.server.welcome(self.timeline.have());
        let (room, page) = (&welcome.room, judged(&welcome.page));
        let newest = welcome.newest;
        self.timeline
            .handle_welcome(room, welcome.history, newest, page);
        while let Some(after) = self.timeline.hole() {
            let page = self.server.after(after);
            assert_ne!(page.entries, [], "nothing to fill a hole with");
            let asked = Asked::Above(after);
            self.timeline.handle_answer(asked, judged(&page));
        }
        welcome.history
    }

    /// Reads back as far as anything is kept.
    fn page_up(&mut self) {
        while let Some(before) = self.timeline.older_before() {
            let page = judged(&self.server.before(before));
            self.timeline.handle_answer(Asked::Below(before), page);
        }
    }

    fn shows_what_is_kept_and_calls_nobody_a_liar(&self) {
        let messages = self.timeline.read(None).messages;
        let seqs: Vec<u64> = messages.iter().map(|message| message.seq.0).collect();
        let newest = self.server.newest().0;
        let first = seqs.first().map_or(newest + 1, |first| *first);
        assert!(seqs.into_iter().eq(first..=newest), "not all, or twice");
        assert!(messages.iter().all(|message| message.mark == Mark::Good));
        assert_eq!(self.timeline.lost(), []);
    }
}

// trial 8
#[test]
fn whatever_was_let_go_meanwhile_a_copy_is_whole_after_coming_back() {
    let mut fresh = 0;
    for seed in 0..20 {
        let _told = Told(seed);
        let mut rng = Rng::with_seed(seed);
        let mut world = World::new();
        for _ in 0..20 {
            world.say(rng.u64(0..12));
            let have = world.timeline.have().expect("has come in");
            let first_kept = world.server.log.first().map_or(Seq(1), |entry| entry.seq);
            let joins = first_kept <= have.seen.seq.next();
            let history = world.come_back();
            assert_eq!(history == History::Continued, joins);
            fresh += u32::from(!joins);
            if rng.bool() {
                world.page_up();
                let first = world.timeline.read(None).messages.first().map(|it| it.seq);
                assert!(first.unwrap_or(Seq(1)) <= first_kept, "not read back");
            }
            world.shows_what_is_kept_and_calls_nobody_a_liar();
        }
    }
    assert!(fresh > 20, "the log was let go of only {fresh} times");
}

/// A server that has so many entries of the log, and nothing else.
fn restored(length: u64) -> World {
    let mut server = Server::new(PAGE);
    for number in 1..=length {
        server.keep(again(&entry(number)));
    }
    World {
        server,
        ..World::new()
    }
}

// trial 8
#[test]
fn a_copy_is_not_joined_to_another_log_of_the_same_numbers() {
    let mut world = World::new();
    world.say(4);
    world.timeline = timeline(1..=3);
    assert_eq!(world.come_back(), History::Fresh);
    check(
        &world.timeline,
        &expect![[r#"
            2 Ann "hello"
              ! Message 2 is another one than the server showed here before.
            3 Ann "hello"
              ! Message 3 is another one than the server showed here before.
            4 Ann "hello"
            lost: Message 1 is another one than the server showed here before."#]],
    );
}

// trial 9: a number from the future
#[test]
fn a_server_that_lost_its_newest_entries_goes_on_and_says_so() {
    let mut world = restored(3);
    world.timeline = timeline(1..=5);
    assert_eq!(world.come_back(), History::Fresh);
    check(
        &world.timeline,
        &expect![[r#"
        1 Ann "1"
        2 Ann "2"
        3 Ann "3"
        lost: Message 4 was shown before, and the server says there is no such message."#]],
    );
    world.server.keep(again(&entry(4)));
    assert_eq!(world.come_back(), History::Continued);
    assert_eq!(good(&world.timeline), [1, 2, 3, 4]);
}

#[test]
fn what_was_handed_in_meanwhile_is_told_on_coming_back() {
    let mut world = restored(30);
    world.timeline = timeline(1..=3);
    assert_eq!(world.come_back(), History::Continued);
    assert!(good(&world.timeline).into_iter().eq(1..=30));
}
