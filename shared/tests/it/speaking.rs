//! Who is speaking.

use chatmux_shared::call::speaking::{HOLD, Speaking, TAKEOVER, Unheard};
use chatmux_shared::id::{SessionId, Timestamp};
use chatmux_shared::wire::Switch;

/// How often one listens, in milliseconds.
const PERIOD: u64 = 150;
const VOICE: f64 = 0.1;
const MURMUR: f64 = 0.012;
const SILENCE: f64 = 0.001;

/// A call of a few, by number, and its clock.
#[derive(Default)]
struct Call {
    speaking: Speaking,
    now: u64,
}

impl Call {
    /// Everyone is as loud as this for a while, the first being number 0.
    fn hears(&mut self, levels: &[f64], millis: u64) -> Vec<u8> {
        let until = self.now + millis;
        while self.now < until {
            self.now += PERIOD;
            for (number, level) in (0..).zip(levels) {
                let now = Timestamp(1_000_000 + self.now);
                self.speaking.handle_level(session(number), *level, now);
            }
        }
        self.speakers()
    }

    fn speakers(&self) -> Vec<u8> {
        let speakers = self.speaking.speakers().iter();
        speakers.map(|speaker| speaker.as_bytes()[0]).collect()
    }
}

fn session(number: u8) -> SessionId {
    SessionId::from_random([number; 16])
}

#[test]
fn who_talks_is_speaking_before_a_second_is_over() {
    let mut call = Call::default();
    assert_eq!(call.hears(&[VOICE, SILENCE], 750), [0]);
}

#[test]
fn who_is_silent_is_not() {
    let mut call = Call::default();
    assert!(call.hears(&[SILENCE, MURMUR], 10_000).is_empty());
}

#[test]
fn a_cough_is_no_speech() {
    let mut call = Call::default();
    for _ in 0..5 {
        assert!(call.hears(&[1.0], 300).is_empty());
        assert!(call.hears(&[SILENCE], 1_200).is_empty());
    }
}

#[test]
fn a_beep_twice_a_second_is_no_speech() {
    let mut call = Call::default();
    for _ in 0..20 {
        assert!(call.hears(&[0.5], PERIOD).is_empty());
        assert!(call.hears(&[SILENCE], 2 * PERIOD).is_empty());
    }
}

#[test]
fn a_breath_between_two_sentences_is_still_speaking() {
    let mut call = Call::default();
    call.hears(&[VOICE], 1_500);
    assert_eq!(call.hears(&[SILENCE], HOLD - 2 * PERIOD), [0]);
    assert_eq!(call.hears(&[VOICE], 300), [0]);
    assert!(call.hears(&[SILENCE], HOLD + PERIOD).is_empty());
}

#[test]
fn a_lowered_voice_goes_on_but_does_not_begin() {
    let mut call = Call::default();
    call.hears(&[VOICE, MURMUR], 1_500);
    assert_eq!(call.hears(&[MURMUR, MURMUR], 10_000), [0]);
}

#[test]
fn a_cough_or_a_yes_does_not_take_the_floor() {
    let mut call = Call::default();
    call.hears(&[VOICE, SILENCE], 3_000);
    assert_eq!(call.hears(&[VOICE, 1.0], 300), [0]);
    assert_eq!(call.hears(&[VOICE, SILENCE], 2_000), [0]);
    // A yes makes one speak, second in line.
    assert_eq!(call.hears(&[VOICE, 0.5], 900), [0, 1]);
    assert_eq!(call.hears(&[VOICE, SILENCE], 2_000), [0]);
}

#[test]
fn who_falls_silent_hands_the_floor_on() {
    let mut call = Call::default();
    call.hears(&[VOICE, SILENCE, SILENCE], 1_500);
    call.hears(&[VOICE, VOICE, SILENCE], 900);
    assert_eq!(call.hears(&[VOICE, VOICE, VOICE], 900), [0, 1, 2]);
    assert_eq!(call.hears(&[SILENCE, VOICE, VOICE], HOLD + PERIOD), [1, 2]);
}

#[test]
fn who_talks_over_another_for_long_and_louder_gets_the_floor_once() {
    let mut call = Call::default();
    call.hears(&[VOICE, SILENCE], 3_000);
    assert_eq!(call.hears(&[VOICE, 0.3], TAKEOVER), [0, 1]);
    assert_eq!(call.hears(&[VOICE, 0.3], 900), [1, 0]);
    assert_eq!(call.hears(&[VOICE, 0.3], 10_000), [1, 0]);
}

#[test]
fn who_talks_over_another_quietly_does_not() {
    let mut call = Call::default();
    call.hears(&[0.3, SILENCE], 3_000);
    assert_eq!(call.hears(&[0.3, VOICE], 20_000), [0, 1]);
}

#[test]
fn who_left_is_not_speaking() {
    let mut call = Call::default();
    call.hears(&[VOICE, VOICE], 1_500);
    call.speaking.retain(|it| it == session(1));
    assert_eq!(call.speakers(), [1]);
}

#[test]
fn one_loud_moment_of_a_tab_that_was_asleep_is_no_speech() {
    let mut call = Call::default();
    call.hears(&[SILENCE], 300);
    call.now += 60_000;
    assert!(call.hears(&[VOICE], PERIOD).is_empty());
}

/// Talks for a while, and is told so often that nobody hears it.
fn told(unheard: &mut Unheard, microphone: Switch, level: f64, from: u64) -> usize {
    let beats = (0..20).map(|beat| Timestamp(from + beat * PERIOD));
    beats
        .filter(|now| unheard.handle_level(session(0), microphone, level, *now))
        .count()
}

#[test]
fn who_talks_while_muted_is_told_once_and_again_after_having_been_heard() {
    let mut unheard = Unheard::default();
    assert_eq!(told(&mut unheard, Switch::On, VOICE, 1_000_000), 0);
    assert_eq!(told(&mut unheard, Switch::Off, SILENCE, 1_010_000), 0);
    assert_eq!(told(&mut unheard, Switch::Off, VOICE, 1_020_000), 1);
    assert_eq!(told(&mut unheard, Switch::Off, SILENCE, 1_030_000), 0);
    assert_eq!(told(&mut unheard, Switch::Off, VOICE, 1_040_000), 0);
    assert_eq!(told(&mut unheard, Switch::On, VOICE, 1_050_000), 0);
    assert_eq!(told(&mut unheard, Switch::Off, VOICE, 1_060_000), 1);
}

#[test]
fn a_cough_while_muted_is_not_worth_a_word() {
    let mut unheard = Unheard::default();
    for beat in 0..20 {
        let level = if beat % 8 < 2 { VOICE } else { SILENCE };
        let now = Timestamp(1_000_000 + beat * PERIOD);
        assert!(!unheard.handle_level(session(0), Switch::Off, level, now));
    }
}
