//! How much of one's video each of the others gets.

use chatmux_shared::call::budget::Quality;

#[test]
fn what_one_sends_in_all_stays_within_an_ordinary_uplink() {
    for receivers in 1..=11 {
        let bits = Quality::for_receivers(receivers).bitrate as usize * receivers;
        assert!(bits <= 1_800_000, "{bits} bits to {receivers}");
    }
}

#[test]
fn more_receivers_never_get_more_each() {
    for receivers in 0..12 {
        let fewer = Quality::for_receivers(receivers);
        let more = Quality::for_receivers(receivers + 1);
        assert!(more.height <= fewer.height, "{receivers}");
        assert!(more.bitrate <= fewer.bitrate, "{receivers}");
        assert!(more.frame_rate <= fewer.frame_rate, "{receivers}");
    }
}

#[test]
fn a_picture_is_made_smaller_and_never_larger() {
    let quality = Quality::for_receivers(3);
    assert!((quality.scale_down(720) - 2.0).abs() < f64::EPSILON);
    assert!((quality.scale_down(180) - 1.0).abs() < f64::EPSILON);
}
