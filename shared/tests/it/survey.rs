//! What is known of all links, and what follows from it.

use chatmux_shared::call::graph::{Deaf, Hearing, LinkReport};
use chatmux_shared::call::negotiation::{Flow, Generation, LinkState};
use chatmux_shared::call::starvation::STARVED_MS;
use chatmux_shared::call::stats::{CAMERA, MICROPHONE, Reading};
use chatmux_shared::call::survey::{
    LASTING_MS, PAUSE_MS, Passage, REPORT_MS, STALE_MS, Standing, Survey, UNSHOWN_MS,
};
use chatmux_shared::call::word::{Gives, Wants, Word};
use chatmux_shared::id::{SessionId, Timestamp};
use chatmux_shared::wire::{Media, Switch};

use crate::someone::session;

const ALL_ON: Media = Media {
    microphone: Switch::On,
    camera: Switch::On,
    screen: Switch::Off,
};

/// A tab with links to two others.
struct Tab {
    survey: Survey,
    now: Timestamp,
    links: Vec<Standing>,
    /// Packets by line, for each link.
    packets: Vec<[u64; 2]>,
}

fn me() -> SessionId {
    session(1)
}

fn standing(number: u8) -> Standing {
    Standing {
        peer: session(number),
        generation: Generation::default(),
        state: LinkState::Connected,
        media: ALL_ON,
        passage: Passage::Open,
    }
}

impl Tab {
    fn new() -> Self {
        let now = Timestamp(1_000_000);
        let mut tab = Self {
            survey: Survey::new(now),
            now,
            links: vec![standing(2), standing(3)],
            packets: vec![[0; 2]; 2],
        };
        tab.note();
        tab
    }

    fn note(&mut self) {
        self.survey.note(&self.links, self.now);
    }

    fn open(&mut self) {
        for link in &self.links {
            self.survey.handle_opened(link.peer);
        }
    }

    /// All that is to be said by now.
    fn words(&mut self) -> Vec<(SessionId, Word)> {
        std::iter::from_fn(|| self.survey.poll_word(self.now)).collect()
    }

    /// What is said to that one by now.
    fn words_to(&mut self, to: SessionId) -> Vec<Word> {
        let words = self.words().into_iter().filter(|(peer, _)| *peer == to);
        words.map(|(_, word)| word).collect()
    }

    /// The sizes that are told to that one by now.
    fn told_wants(&mut self, to: SessionId) -> Vec<u16> {
        let words = self.words().into_iter().filter(|(peer, _)| *peer == to);
        words
            .filter_map(|(_, word)| match word {
                Word::Wants(wants) => Some(wants.camera),
                Word::Gives(_)
                | Word::Links(_)
                | Word::Attest(_)
                | Word::Compare(_)
                | Word::File(_) => None,
            })
            .collect()
    }

    fn show(&mut self, heights: &[(u8, u16)]) {
        let shown = heights.iter().map(|(number, camera)| {
            let wants = Wants {
                camera: *camera,
                screen: 0,
            };
            (session(*number), wants)
        });
        self.survey.show(shown.collect());
    }

    /// Seconds in which these lines of the first link run, and all of the
    /// second.
    fn pass(&mut self, seconds: u64, lines: &[usize]) {
        for _ in 0..seconds {
            self.now = self.now.plus(1_000);
            for place in 0..self.links.len() {
                for line in [MICROPHONE, CAMERA] {
                    self.packets[place][line] += u64::from(place > 0 || lines.contains(&line));
                }
                self.read(place);
            }
            self.note();
        }
    }

    fn read(&mut self, place: usize) {
        let mut reading = Reading::empty(self.now);
        for (line, packets) in self.packets[place].into_iter().enumerate() {
            reading.received[line].packets = packets;
        }
        let link = self.links[place];
        self.survey
            .handle_reading(link.peer, link.generation, reading);
    }

    fn flow(&self, peer: SessionId) -> Flow {
        let mut flows = self.survey.flows();
        let found = flows.find(|(session, _)| *session == peer);
        found.expect("there is a link").1.1
    }

    fn camera_heights(&mut self) -> Vec<Option<u32>> {
        let shares = self.survey.shares(Some(720), None, Switch::On);
        shares
            .into_iter()
            .map(|(_, share)| share.camera.map(|it| it.height))
            .collect()
    }
}

#[test]
fn sizes_are_told_when_the_channel_opens_and_the_latest_after_a_pause() {
    let mut tab = Tab::new();
    tab.show(&[(2, 300), (3, 300)]);
    assert_eq!(tab.words(), [], "nobody can hear yet");
    tab.open();
    assert_eq!(tab.told_wants(session(2)), [360]);
    for height in [100, 200, 500] {
        tab.show(&[(2, height), (3, 300)]);
        assert_eq!(tab.told_wants(session(2)), [0; 0]);
    }
    tab.now = tab.now.plus(PAUSE_MS);
    assert_eq!(tab.survey.poll_timeout(tab.now), Some(tab.now));
    assert_eq!(
        tab.words(),
        [(
            session(2),
            Word::Wants(Wants {
                camera: 540,
                screen: 0
            })
        )]
    );
    tab.show(&[(2, 501), (3, 300)]);
    tab.now = tab.now.plus(PAUSE_MS);
    assert_eq!(tab.words(), [], "a pixel is not told");
}

#[test]
fn nothing_is_told_of_sizes_before_any_are_known() {
    let mut tab = Tab::new();
    tab.open();
    let words = tab.words();
    assert_eq!(words.len(), 4, "what is sent, and of links, to both");
    assert!(!words.iter().any(|(_, word)| matches!(word, Word::Wants(_))));
}

#[test]
fn a_tile_that_is_about_to_come_is_waited_for() {
    let mut tab = Tab::new();
    tab.show(&[(3, 300)]);
    tab.open();
    assert_eq!(tab.told_wants(session(2)), [0; 0]);
    tab.now = tab.now.plus(UNSHOWN_MS);
    assert_eq!(tab.told_wants(session(2)), [0]);
}

#[test]
fn a_channel_that_opens_again_is_told_again() {
    let mut tab = Tab::new();
    tab.show(&[(2, 300), (3, 300)]);
    tab.open();
    assert_eq!(tab.told_wants(session(2)), [360]);
    tab.links[0].generation = Generation::default().rebuilt();
    tab.note();
    assert!(tab.words().iter().all(|(to, _)| *to == session(3)));
    tab.survey.handle_opened(session(2));
    assert_eq!(tab.told_wants(session(2)), [360]);
}

#[test]
fn who_does_not_look_is_sent_nothing_and_the_others_get_more() {
    let mut tab = Tab::new();
    assert_eq!(tab.camera_heights(), [Some(540), Some(540)]);
    tab.survey.handle_wants(session(2), Wants::default());
    assert_eq!(tab.camera_heights(), [None, Some(720)]);
    tab.links.remove(0);
    tab.note();
    assert_eq!(tab.camera_heights(), [Some(720)]);
}

#[test]
fn what_is_sent_is_told() {
    let mut tab = Tab::new();
    tab.survey.handle_wants(session(2), Wants::default());
    tab.camera_heights();
    tab.open();
    let (voice, screen) = (Switch::On, 0);
    let gives = |camera| {
        Word::Gives(Gives {
            voice,
            camera,
            screen,
        })
    };
    let words = tab.words();
    assert!(words.contains(&(session(2), gives(0))), "{words:?}");
    assert!(words.contains(&(session(3), gives(720))), "{words:?}");
}

#[test]
fn a_link_over_which_nothing_comes_is_starved() {
    for alive in [MICROPHONE, CAMERA] {
        let mut tab = Tab::new();
        tab.pass(2, &[MICROPHONE, CAMERA]);
        tab.pass(STARVED_MS / 1_000 - 1, &[alive]);
        assert_eq!(tab.flow(session(2)), Flow::Runs);
        tab.pass(1, &[alive]);
        assert_eq!(tab.flow(session(2)), Flow::Starved);
        assert_eq!(tab.flow(session(3)), Flow::Runs);
        tab.pass(1, &[MICROPHONE, CAMERA]);
        assert_eq!(tab.flow(session(2)), Flow::Runs);
    }
}

#[test]
fn a_camera_that_one_does_not_look_at_or_that_is_not_sent_is_not_missed() {
    let mut hidden = Tab::new();
    hidden.show(&[(2, 0), (3, 0)]);
    let mut unsent = Tab::new();
    let gives = Gives {
        voice: Switch::On,
        ..Gives::default()
    };
    unsent.survey.handle_gives(session(2), gives);
    let mut off = Tab::new();
    off.links[0].media.camera = Switch::Off;
    for mut tab in [hidden, unsent, off] {
        tab.note();
        tab.pass(60, &[MICROPHONE]);
        assert_eq!(tab.flow(session(2)), Flow::Runs);
    }
}

#[test]
fn figures_of_a_former_building_are_of_no_interest() {
    let mut tab = Tab::new();
    tab.pass(2, &[MICROPHONE]);
    assert_eq!(tab.survey.known().len(), 2);
    tab.links[0].generation = Generation::default().rebuilt();
    tab.note();
    assert_eq!(tab.survey.known().len(), 1);
    let late = Reading::empty(tab.now.plus(1));
    for _ in 0..2 {
        tab.survey
            .handle_reading(session(2), Generation::default(), late);
    }
    assert_eq!(tab.survey.known().len(), 1);
}

#[test]
fn links_are_told_on_change_and_every_few_seconds() {
    let mut tab = Tab::new();
    tab.open();
    tab.words();
    tab.now = tab.now.plus(REPORT_MS - 1);
    assert_eq!(tab.words(), []);
    tab.now = tab.now.plus(1);
    assert_eq!(tab.words().len(), 2);
    tab.links[1].state = LinkState::Reconnecting;
    tab.note();
    assert_eq!(tab.words(), [], "not faster than once a second");
    tab.now = tab.now.plus(1_000);
    let words = tab.words();
    assert_eq!(words.len(), 2);
    let Word::Links(reports) = &words[0].1 else {
        panic!("{words:?}");
    };
    assert_eq!(reports[1].state, LinkState::Reconnecting);
    assert_eq!(reports[1].hearing, Hearing::Missing);
}

#[test]
fn who_cannot_hear_whom_is_told_by_all_and_lasts_after_a_while() {
    let mut tab = Tab::new();
    let report = LinkReport {
        to: session(3),
        state: LinkState::Reconnecting,
        path: None,
        verdict: None,
        hearing: Hearing::Missing,
    };
    let tell = |tab: &mut Tab| tab.survey.handle_links(session(2), vec![report], tab.now);
    tell(&mut tab);
    let deaf = Deaf {
        listener: session(2),
        speaker: session(3),
    };
    let graph = tab.survey.graph(me(), tab.now);
    assert_eq!(graph.people, [session(1), session(2), session(3)]);
    assert_eq!(graph.pairs.len(), 3);
    assert_eq!(
        (&graph.deaf[..], &graph.lasting[..]),
        (&[deaf][..], &[][..])
    );
    tab.now = tab.now.plus(LASTING_MS);
    tell(&mut tab);
    assert_eq!(tab.survey.graph(me(), tab.now).lasting, [deaf]);
    tab.now = tab.now.plus(STALE_MS);
    assert_eq!(tab.survey.graph(me(), tab.now).deaf, [], "long ago");
}

#[test]
fn a_voice_that_does_not_come_is_missing_and_a_muted_one_is_not() {
    let mut tab = Tab::new();
    tab.pass(5, &[CAMERA]);
    let deaf = tab.survey.graph(me(), tab.now).deaf;
    let (listener, speaker) = (me(), session(2));
    assert_eq!(deaf, [Deaf { listener, speaker }]);
    tab.links[0].media.microphone = Switch::Off;
    tab.note();
    assert_eq!(tab.survey.graph(me(), tab.now).deaf, []);
}

#[test]
fn a_link_that_is_held_back_is_not_starved_and_says_that_nothing_comes() {
    let mut tab = Tab::new();
    tab.show(&[(2, 400), (3, 400)]);
    tab.open();
    tab.pass(2, &[MICROPHONE, CAMERA]);
    tab.links[0].passage = Passage::HeldBack;
    tab.note();
    tab.survey.shares(Some(720), None, Switch::On);
    let told: Vec<Word> = tab.words_to(session(2));
    assert!(told.contains(&Word::Gives(Gives::default())), "{told:?}");
    assert!(told.contains(&Word::Wants(Wants::default())), "{told:?}");
    // The other end was told to send nothing, or holds back as well; the room
    // still says that their microphone is on.
    tab.pass(2 * STARVED_MS / 1_000, &[]);
    assert_eq!(tab.flow(session(2)), Flow::Runs);

    tab.links[0].passage = Passage::Open;
    tab.pass(STARVED_MS / 1_000 + 1, &[]);
    assert_eq!(tab.flow(session(2)), Flow::Starved);
}

#[test]
fn who_is_held_back_is_sent_nothing_whatever_they_want_and_the_others_get_more() {
    let mut tab = Tab::new();
    let wants = Wants {
        camera: 1_000,
        screen: 0,
    };
    for peer in [session(2), session(3)] {
        tab.survey.handle_wants(peer, wants);
    }
    let both = tab.camera_heights();
    tab.links[0].passage = Passage::HeldBack;
    tab.note();
    let one = tab.camera_heights();
    assert_eq!(one[0], None);
    assert!(one[1] > both[1], "{both:?} {one:?}");
}

#[test]
fn a_starved_link_that_is_held_back_is_given_up_on_no_more() {
    let mut tab = Tab::new();
    tab.pass(STARVED_MS / 1_000 + 2, &[]);
    assert_eq!(tab.flow(session(2)), Flow::Starved);
    tab.links[0].passage = Passage::HeldBack;
    tab.note();
    tab.pass(2, &[]);
    assert_eq!(tab.flow(session(2)), Flow::Runs);
}
