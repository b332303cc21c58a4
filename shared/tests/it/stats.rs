//! Readings of a link, and what a person reads of them.

use chatmux_shared::call::stats::{
    CAMERA, Figures, Limitation, MICROPHONE, Path, Reading, Received, Sent, Verdict,
};
use chatmux_shared::id::Timestamp;

fn later() -> Reading {
    let mut reading = Reading::empty(Timestamp(12_000));
    reading.path = Some(Path::Direct);
    reading.round_trip = Some(23);
    reading.received[MICROPHONE] = Received {
        packets: 100,
        bytes: 10_000,
        ..Received::default()
    };
    reading.received[CAMERA] = Received {
        packets: 899,
        lost: 1,
        bytes: 110_000,
        frames: 48,
        width: 640,
        height: 360,
    };
    reading.sent[CAMERA] = Sent {
        bytes: 50_000,
        limitation: Limitation::Bandwidth,
        lost: 12,
    };
    reading
}

fn figures(former: &Reading, later: &Reading) -> Figures {
    Figures::between(former, later).expect("time has passed")
}

#[test]
fn two_readings_make_a_sentence() {
    let figures = figures(&Reading::empty(Timestamp(10_000)), &later());
    assert_eq!(
        figures.words(),
        "Direct · 23 ms · 0.1 % lost · 640×360 at 24 · 480 kbit/s"
    );
    assert_eq!(figures.sent_rate, 200_000);
    assert_eq!(figures.sent_lost, 12);
    assert_eq!(figures.limitation, Limitation::Bandwidth);
    assert_eq!(figures.arrived, [100, 899, 0, 0]);
    assert_eq!(figures.verdict(), Verdict::Good);
}

#[test]
fn a_line_that_rests_complains_of_nothing() {
    let figures = figures(
        &later(),
        &Reading {
            at: Timestamp(14_000),
            ..later()
        },
    );
    assert_eq!(figures.sent_rate, 0);
    assert_eq!(figures.sent_lost, 0);
    assert_eq!(figures.limitation, Limitation::Nothing);
}

#[test]
fn what_is_not_known_is_not_said() {
    let figures = figures(&Reading::empty(Timestamp(0)), &Reading::empty(Timestamp(1)));
    assert_eq!(figures.words(), "0.0 % lost · no picture · 0 kbit/s");
    assert_eq!(figures.path, None);
}

#[test]
fn a_picture_that_stands_still_is_none() {
    let former = later();
    let mut later = later();
    later.at = later.at.plus(2_000);
    assert_eq!(figures(&former, &later).picture, None);
}

#[test]
fn no_time_gives_no_figures_and_counters_that_run_back_count_as_nothing() {
    assert_eq!(Figures::between(&later(), &later()), None);
    let mut reset = Reading::empty(Timestamp(14_000));
    reset.received[CAMERA].lost = 3;
    let figures = figures(&later(), &reset);
    assert_eq!(figures.arrived, [0; 4]);
    assert_eq!((figures.rate, figures.lost), (0, 1_000));
}

#[test]
fn the_greatest_counters_overflow_nothing() {
    let mut most = Reading::empty(Timestamp(u64::MAX));
    for line in &mut most.received {
        *line = Received {
            packets: u64::MAX / 8,
            lost: u64::MAX / 8,
            bytes: u64::MAX / 8,
            frames: u64::MAX,
            width: u32::MAX,
            height: u32::MAX,
        };
    }
    figures(&Reading::empty(Timestamp(0)), &most).words();
}

#[test]
fn loss_and_round_trip_make_the_verdict() {
    let verdict = |lost, round_trip| {
        let mut figures = figures(&Reading::empty(Timestamp(10_000)), &later());
        figures.lost = lost;
        figures.round_trip = Some(round_trip);
        figures.verdict()
    };
    assert_eq!(verdict(19, 299), Verdict::Good);
    assert_eq!(verdict(20, 0), Verdict::Fair);
    assert_eq!(verdict(0, 300), Verdict::Fair);
    assert_eq!(verdict(80, 0), Verdict::Bad);
    assert_eq!(verdict(0, 800), Verdict::Bad);
}
