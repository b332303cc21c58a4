//! Whether what should come over a link does.

use chatmux_shared::call::negotiation::{Flow, Generation};
use chatmux_shared::call::starvation::{COUNTED_MS, Due, MAX_STARVED_MS, STARVED_MS, Starvation};
use chatmux_shared::call::stats::{CAMERA, Figures, LINES, MICROPHONE, Reading};
use chatmux_shared::id::Timestamp;
use chatmux_shared::wire::Switch;

const BOTH: Due = Due {
    voice: Switch::On,
    camera: Switch::On,
};
const VOICE: Due = Due {
    voice: Switch::On,
    camera: Switch::Off,
};

/// Figures of so many milliseconds, in which these lines ran.
fn ran(span: u64, lines: &[usize]) -> Figures {
    let former = Reading::empty(Timestamp(0));
    let figures = Figures::between(&former, &Reading::empty(Timestamp(span)));
    let mut arrived = [0; LINES];
    for line in lines {
        arrived[*line] = 10;
    }
    Figures {
        arrived,
        ..figures.expect("time has passed")
    }
}

fn watch() -> Starvation {
    Starvation::new(Generation::default())
}

/// So long, only these lines run.
fn pass(watch: &mut Starvation, milliseconds: u64, lines: &[usize], due: Due) {
    for _ in 0..milliseconds / 1_000 {
        watch.handle(&ran(1_000, lines), due);
    }
}

#[test]
fn a_line_without_a_packet_for_fifteen_seconds_starves_the_link() {
    for (alive, dead) in [(MICROPHONE, CAMERA), (CAMERA, MICROPHONE)] {
        let mut watch = watch();
        pass(&mut watch, STARVED_MS - 1_000, &[alive], BOTH);
        assert_eq!(watch.flow(), Flow::Runs);
        pass(&mut watch, 1_000, &[alive], BOTH);
        assert_eq!(watch.flow(), Flow::Starved, "without line {dead}");
        pass(&mut watch, 1_000, &[alive, dead], BOTH);
        assert_eq!(watch.flow(), Flow::Runs);
    }
}

#[test]
fn what_is_not_due_is_not_missed() {
    let mut watch = watch();
    pass(&mut watch, 60_000, &[], Due::default());
    pass(&mut watch, 60_000, &[MICROPHONE], VOICE);
    assert_eq!(watch.flow(), Flow::Runs);
}

#[test]
fn one_packet_is_enough_to_begin_anew() {
    let mut watch = watch();
    pass(&mut watch, 14_000, &[], VOICE);
    pass(&mut watch, 1_000, &[MICROPHONE], VOICE);
    pass(&mut watch, 14_000, &[], VOICE);
    assert_eq!(watch.flow(), Flow::Runs);
}

#[test]
fn a_night_asleep_is_not_a_night_without_packets() {
    let mut watch = watch();
    watch.handle(&ran(8 * 3_600_000, &[]), BOTH);
    assert_eq!(watch.flow(), Flow::Runs);
    watch.handle(&ran(STARVED_MS - COUNTED_MS - 1, &[]), BOTH);
    assert_eq!(watch.flow(), Flow::Runs);
}

#[test]
fn a_link_without_a_path_is_not_watched() {
    let mut watch = watch();
    for _ in 0..60 {
        pass(&mut watch, 1_000, &[], BOTH);
        watch.pause();
    }
    assert_eq!(watch.flow(), Flow::Runs);
}

#[test]
fn a_new_building_is_given_time_each_time_twice_as_much() {
    let mut watch = watch();
    let mut waited = Vec::new();
    for build in 1..=7 {
        let mut seconds = 0;
        while watch.flow() == Flow::Runs {
            pass(&mut watch, 1_000, &[], VOICE);
            seconds += 1;
        }
        waited.push(seconds);
        let generation = Generation {
            build,
            ..Generation::default()
        };
        watch.note(generation);
        assert_eq!(watch.flow(), Flow::Runs);
        watch.note(generation);
    }
    assert_eq!(waited, [15, 30, 60, 120, 240, 240, 240]);
    assert_eq!(MAX_STARVED_MS, 240_000);
    pass(&mut watch, 1_000, &[MICROPHONE], VOICE);
    pass(&mut watch, STARVED_MS, &[], VOICE);
    assert_eq!(watch.flow(), Flow::Starved, "what flowed is trusted again");
}

#[test]
fn what_is_not_sent_any_more_is_not_missed_any_more() {
    let mut watch = watch();
    pass(&mut watch, STARVED_MS, &[], VOICE);
    pass(&mut watch, 1_000, &[], Due::default());
    assert_eq!(watch.flow(), Flow::Runs);
}

#[test]
fn a_voice_is_missed_after_seconds() {
    let mut watch = watch();
    pass(&mut watch, 2_000, &[], VOICE);
    assert!(!watch.lacks_voice());
    pass(&mut watch, 1_000, &[], VOICE);
    assert!(watch.lacks_voice());
    pass(&mut watch, 1_000, &[MICROPHONE], VOICE);
    assert!(!watch.lacks_voice());
}
