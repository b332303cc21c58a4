//! Two people at their emoji, and one between them.

use chatmux_shared::call::verify::{
    AGREEMENT_MS, ANSWER_MS, COMPARING_MS, Commitment, Compare, CompareNonce, Comparison, EMOJI,
    Ending, Fingerprint, Judgement, Parties, REST_MS, Said, Scene,
};
use chatmux_shared::id::Timestamp;

use super::{ANN, BEN, EVE, START, build, parties};

fn nonce(number: u8) -> CompareNonce {
    CompareNonce::from_random([number; 16])
}

/// Something else about a link.
type Change = fn(&mut Parties);

/// Someone with their end of one link.
struct Side {
    comparison: Comparison,
    parties: Parties,
    now: Timestamp,
}

impl Side {
    fn new(me: u8, peer: u8) -> Self {
        Self {
            comparison: Comparison::default(),
            parties: parties(me, peer),
            now: START,
        }
    }

    fn ask(&mut self, number: u8) {
        self.comparison.ask(self.parties, nonce(number), self.now);
    }

    fn hear(&mut self, word: Compare) {
        self.comparison.handle(self.parties, word, self.now);
    }

    fn hear_all(&mut self, words: Vec<Compare>) {
        for word in words {
            self.hear(word);
        }
    }

    fn says(&mut self) -> Vec<Compare> {
        std::iter::from_fn(|| self.comparison.poll_word())
            .map(|(_, word)| word)
            .collect()
    }

    fn scene(&self) -> Option<Scene> {
        self.comparison.scene().map(|(_, scene)| scene)
    }

    fn names(&self) -> Vec<&'static str> {
        let Some(Scene::Comparing { emoji, .. }) = self.scene() else {
            panic!("no emoji: {:?}", self.scene());
        };
        emoji.emoji().map(|emoji| emoji.name).to_vec()
    }
}

/// All that either has to say goes to the other.
fn talk(one: &mut Side, other: &mut Side) {
    loop {
        let (mine, theirs) = (one.says(), other.says());
        if mine.is_empty() && theirs.is_empty() {
            return;
        }
        other.hear_all(mine);
        one.hear_all(theirs);
    }
}

/// Both are shown their emoji.
fn comparing() -> (Side, Side) {
    let (mut ann, mut ben) = (Side::new(ANN, BEN), Side::new(BEN, ANN));
    ann.ask(1);
    talk(&mut ann, &mut ben);
    assert_eq!(
        (ann.scene(), ben.scene()),
        (Some(Scene::Asking), Some(Scene::Asked))
    );
    ben.comparison.agree(nonce(2), START);
    talk(&mut ann, &mut ben);
    (ann, ben)
}

const MATCHED: Option<Scene> = Some(Scene::Over(Ending::Matched));
const MISMATCHED: Option<Scene> = Some(Scene::Over(Ending::Mismatched));
const CANCELLED: Option<Scene> = Some(Scene::Over(Ending::Cancelled));

#[test]
fn both_see_the_same_seven_and_both_say_so() {
    let (mut ann, mut ben) = comparing();
    assert_eq!(ann.names(), ben.names());
    assert_eq!(ann.names().len(), 7);
    ann.comparison.judge(Judgement::Match);
    talk(&mut ann, &mut ben);
    assert!(matches!(
        ann.scene(),
        Some(Scene::Comparing {
            mine: true,
            theirs: false,
            ..
        })
    ));
    assert!(matches!(
        ben.scene(),
        Some(Scene::Comparing {
            mine: false,
            theirs: true,
            ..
        })
    ));
    ben.comparison.judge(Judgement::Match);
    talk(&mut ann, &mut ben);
    assert_eq!((ann.scene(), ben.scene()), (MATCHED, MATCHED));
}

#[test]
fn both_may_say_so_at_once() {
    let (mut ann, mut ben) = comparing();
    ann.comparison.judge(Judgement::Match);
    ben.comparison.judge(Judgement::Match);
    talk(&mut ann, &mut ben);
    assert_eq!((ann.scene(), ben.scene()), (MATCHED, MATCHED));
}

#[test]
fn one_who_sees_something_else_ends_it_for_both() {
    for ben_first in [false, true] {
        let (mut ann, mut ben) = comparing();
        if ben_first {
            ben.comparison.judge(Judgement::Match);
        }
        ann.comparison.judge(Judgement::Mismatch);
        talk(&mut ann, &mut ben);
        assert_eq!((ann.scene(), ben.scene()), (MISMATCHED, MISMATCHED));
        // A warning is not talked away.
        ben.ask(5);
        talk(&mut ann, &mut ben);
        assert_eq!(ann.scene(), MISMATCHED);
    }
}

#[test]
fn two_who_ask_at_once_compare_once() {
    let (mut ann, mut ben) = (Side::new(ANN, BEN), Side::new(BEN, ANN));
    ann.ask(1);
    ben.ask(2);
    talk(&mut ann, &mut ben);
    assert_eq!(ann.names(), ben.names());
    for (early, late) in [(true, false), (false, true)] {
        // One question arrives before the other is asked.
        let (mut ann, mut ben) = (Side::new(ANN, BEN), Side::new(BEN, ANN));
        ann.ask(1);
        let asked = ann.says();
        if early {
            ben.hear_all(asked.clone());
            ben.comparison.agree(nonce(2), START);
        }
        if late {
            ben.ask(2);
            ben.hear_all(asked.clone());
        }
        talk(&mut ann, &mut ben);
        assert_eq!(ann.names(), ben.names());
    }
}

#[test]
fn everything_else_gives_other_emoji() {
    let (ann, _) = comparing();
    let changes: [(&str, Change); 9] = [
        ("room", |it| {
            it.room = chatmux_shared::id::RoomId::from_random(5);
        }),
        ("epoch", |it| {
            it.epoch = chatmux_shared::id::Epoch::from_random([1; 16]);
        }),
        ("own session", |it| it.me.session = super::session(EVE)),
        ("session", |it| it.peer.session = super::session(EVE)),
        ("own key", |it| it.me.member = super::end(EVE).member),
        ("key", |it| it.peer.member = super::end(EVE).member),
        ("own fingerprint", |it| {
            it.me.fingerprint = Fingerprint::of_certificate(b"?");
        }),
        ("fingerprint", |it| {
            it.peer.fingerprint = Fingerprint::of_certificate(b"?");
        }),
        ("building", |it| it.me.generation = build(77)),
    ];
    for (what, change) in changes {
        let mut other = Side::new(ANN, BEN);
        change(&mut other.parties);
        other.ask(1);
        let run = other.says()[0].run;
        let said = Said::Agree(nonce(2));
        other.hear(Compare { run, said });
        assert_ne!(other.names(), ann.names(), "{what}");
    }
    for (mine, theirs) in [(1, 3), (3, 2)] {
        let mut other = Side::new(ANN, BEN);
        other.ask(mine);
        let run = other.says()[0].run;
        other.hear(Compare {
            run,
            said: Said::Agree(nonce(theirs)),
        });
        assert_ne!(other.names(), ann.names());
    }
}

/// Eve tells Ann that she is Ben and Ben that she is Ann, each by a link that
/// is verified with a key of hers: the server has given those keys out.
#[test]
fn one_in_between_cannot_choose_what_either_sees() {
    let (mut ann, mut ben) = (Side::new(ANN, EVE), Side::new(BEN, EVE));
    ann.ask(1);
    let committed = ann.says()[0].run;

    // To ask Ben, she has to commit before she knows his nonce …
    let mut eve = Side::new(EVE, BEN);
    eve.ask(3);
    let hers = eve.says()[0];
    ben.hear(hers);
    ben.comparison.agree(nonce(2), START);
    assert!(matches!(ben.says()[0].said, Said::Agree(_)));
    // … and to answer Ann, she has to show hers before she knows Ann's.
    ann.hear(Compare {
        run: committed,
        said: Said::Agree(nonce(4)),
    });
    let Said::Reveal(_) = ann.says()[0].said else {
        panic!("Ann shows her nonce once she knows Eve's");
    };
    let anns = ann.names();
    // Whatever she says now was decided before, or is found out.
    let mut outcomes = 0;
    for number in 0..=u8::MAX {
        let mut ben = Side::new(BEN, EVE);
        ben.hear(hers);
        ben.comparison.agree(nonce(2), START);
        ben.hear(Compare {
            run: hers.run,
            said: Said::Reveal(nonce(number)),
        });
        if ben.scene() == MISMATCHED {
            continue;
        }
        outcomes += 1;
        assert_ne!(ben.names(), anns);
    }
    assert_eq!(outcomes, 1, "one nonce fits what she committed to");
}

#[test]
fn a_nonce_is_not_shown_before_the_others_is_known() {
    let (mut ann, mut ben) = (Side::new(ANN, BEN), Side::new(BEN, ANN));
    ann.ask(1);
    assert!(ann.says().iter().all(|word| word.said == Said::Ask));
    // Not for an answer to another question, nor for anything but an answer.
    let other = Commitment::from_bytes([0; 32]);
    ann.hear(Compare {
        run: other,
        said: Said::Agree(nonce(2)),
    });
    ann.hear(Compare {
        run: other,
        said: Said::Reveal(nonce(2)),
    });
    assert_eq!((ann.says(), ann.scene()), (vec![], Some(Scene::Asking)));
    ben.ask(2);
    // The one whose question is not heard keeps it to themselves.
    let run = ben.says()[0].run;
    ann.hear(Compare {
        run,
        said: Said::Ask,
    });
    assert_eq!(ann.says(), vec![]);
}

#[test]
fn either_can_call_it_off_at_any_time() {
    for steps in 0..4 {
        for ann_cancels in [true, false] {
            let (mut ann, mut ben) = (Side::new(ANN, BEN), Side::new(BEN, ANN));
            ann.ask(1);
            talk(&mut ann, &mut ben);
            if steps > 0 {
                ben.comparison.agree(nonce(2), START);
            }
            if steps > 1 {
                talk(&mut ann, &mut ben);
            }
            if steps > 2 {
                ann.comparison.judge(Judgement::Match);
            }
            let (one, other) = if ann_cancels {
                (&mut ann, &mut ben)
            } else {
                (&mut ben, &mut ann)
            };
            one.comparison.cancel(START);
            talk(one, other);
            assert_eq!(one.scene(), None, "step {steps}");
            let was_only_asked = steps == 0 && ann_cancels;
            let expected = if was_only_asked { None } else { CANCELLED };
            assert_eq!(other.scene(), expected, "step {steps}");
            // And begin again, after a while.
            ann.comparison.cancel(START);
            ben.now = START.plus(REST_MS);
            ann.ask(8);
            talk(&mut ann, &mut ben);
            ben.comparison.agree(nonce(9), START);
            talk(&mut ann, &mut ben);
            assert_eq!(ann.names(), ben.names());
        }
    }
}

#[test]
fn nothing_waits_for_ever() {
    let (mut ann, mut ben) = (Side::new(ANN, BEN), Side::new(BEN, ANN));
    ann.ask(1);
    ben.hear_all(ann.says());
    for side in [&mut ann, &mut ben] {
        assert_eq!(side.comparison.poll_timeout(), Some(START.plus(ANSWER_MS)));
        side.comparison.handle_timeout(START.plus(ANSWER_MS - 1));
        assert!(side.scene().is_some());
    }
    ann.comparison.handle_timeout(START.plus(ANSWER_MS));
    assert_eq!(ann.scene(), Some(Scene::Over(Ending::TimedOut)));
    ben.comparison.handle_timeout(START.plus(ANSWER_MS));
    assert_eq!(
        ben.scene(),
        None,
        "a question that was not answered is gone"
    );

    ben.now = START.plus(ANSWER_MS + REST_MS);
    ann.ask(1);
    ben.hear_all(ann.says());
    ben.comparison.agree(nonce(2), START);
    assert_eq!(
        ben.comparison.poll_timeout(),
        Some(START.plus(AGREEMENT_MS))
    );
    let (mut ann, _) = comparing();
    assert_eq!(
        ann.comparison.poll_timeout(),
        Some(START.plus(COMPARING_MS))
    );
    ann.comparison.handle_timeout(START.plus(COMPARING_MS));
    assert_eq!(ann.scene(), Some(Scene::Over(Ending::TimedOut)));
    assert_eq!(ann.comparison.poll_timeout(), None);
}

#[test]
fn a_link_that_is_another_one_ends_it() {
    let (mut ann, _) = comparing();
    let same = ann.parties;
    ann.comparison.handle_links(|_| Some(same));
    assert_eq!(ann.names().len(), 7);
    let mut rebuilt = same;
    rebuilt.me.generation = build(50);
    ann.comparison.handle_links(|_| Some(rebuilt));
    assert_eq!(ann.scene(), Some(Scene::Over(Ending::Lost)));
    // How it ended is not ended by that.
    let (mut ann, mut ben) = comparing();
    ann.comparison.judge(Judgement::Mismatch);
    talk(&mut ann, &mut ben);
    ann.comparison.handle_links(|_| None);
    assert_eq!(ann.scene(), MISMATCHED);
}

#[test]
fn one_who_is_busy_says_so_to_a_third() {
    let (mut ann, _) = comparing();
    let mut eve = Side::new(EVE, ANN);
    eve.ask(6);
    let asked = eve.says()[0];
    let before = ann.scene();
    ann.comparison.handle(parties(ANN, EVE), asked, START);
    assert_eq!(ann.scene(), before);
    let answer = ann.comparison.poll_word().expect("an answer");
    assert_eq!(
        answer,
        (
            super::session(EVE),
            Compare {
                run: asked.run,
                said: Said::Cancel
            }
        )
    );
    eve.hear(answer.1);
    assert_eq!(eve.scene(), CANCELLED);
}

/// Anything, in any order, by one who is not to be trusted.
#[test]
fn nothing_that_is_said_alone_comes_to_a_match() {
    let run = |ann: &mut Side, own: Option<Commitment>, step: usize| {
        let runs = [
            Commitment::from_bytes([3; 32]),
            own.unwrap_or(Commitment::from_bytes([4; 32])),
        ];
        let said = [
            Said::Ask,
            Said::Agree(nonce(1)),
            Said::Reveal(nonce(1)),
            Said::Match,
            Said::Mismatch,
            Said::Cancel,
        ];
        let word = Compare {
            run: runs[step % 2],
            said: said[step / 2],
        };
        ann.hear(word);
        assert!(ann.says().len() <= 1, "one answer a word");
    };
    // All orders of three words of twelve, asked or not.
    for asked in [false, true] {
        for schedule in 0..12_usize.pow(3) {
            let mut ann = Side::new(ANN, BEN);
            let own = asked.then(|| {
                ann.ask(1);
                ann.says()[0].run
            });
            let mut rest = schedule;
            for _ in 0..3 {
                run(&mut ann, own, rest % 12);
                rest /= 12;
            }
            assert_ne!(ann.scene(), MATCHED, "schedule {schedule}");
        }
    }
}

#[test]
fn no_two_emoji_are_the_same() {
    for (place, emoji) in EMOJI.iter().enumerate() {
        assert!(!emoji.name.is_empty() && !emoji.picture.is_empty());
        for other in &EMOJI[..place] {
            assert_ne!(emoji.name, other.name);
            assert_ne!(emoji.picture, other.picture);
        }
    }
}

#[test]
fn who_was_not_answered_asks_again_no_sooner_than_after_a_while() {
    type Step = fn(&mut Side, &mut Side);
    let steps: [(&str, Step); 2] = [
        ("not now", |_, ben| ben.comparison.cancel(START)),
        ("taken back", |ann, _| ann.comparison.cancel(START)),
    ];
    for (what, step) in steps {
        let (mut ann, mut ben) = (Side::new(ANN, BEN), Side::new(BEN, ANN));
        ann.ask(1);
        talk(&mut ann, &mut ben);
        step(&mut ann, &mut ben);
        talk(&mut ann, &mut ben);
        ben.now = START.plus(REST_MS - 1);
        ann.ask(2);
        talk(&mut ann, &mut ben);
        assert_eq!((ann.scene(), ben.scene()), (CANCELLED, None), "{what}");
        // Ben may ask, and so may others.
        ben.ask(3);
        talk(&mut ann, &mut ben);
        assert_eq!(ann.scene(), Some(Scene::Asked), "{what}");
        ben.comparison.cancel(START);
        talk(&mut ann, &mut ben);
        ben.now = START.plus(REST_MS);
        ann.ask(4);
        talk(&mut ann, &mut ben);
        assert_eq!(ben.scene(), Some(Scene::Asked), "{what}");
    }
}
