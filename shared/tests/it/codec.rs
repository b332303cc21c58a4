//! In which order codecs are preferred.

use chatmux_shared::call::codec::{Carries, preferred};

/// As Chromium lists them, and one that nobody knows.
const LISTED: [&str; 9] = [
    "video/VP8",
    "video/rtx",
    "video/VP9",
    "video/H264",
    "video/H264",
    "video/AV1",
    "video/red",
    "video/ulpfec",
    "video/next",
];

fn in_order(carries: Carries, types: &[&str]) -> Vec<String> {
    let types: Vec<String> = types.iter().map(|it| (*it).to_owned()).collect();
    let places = preferred(carries, &types);
    places
        .into_iter()
        .map(|place| types[place].clone())
        .collect()
}

#[test]
fn a_camera_is_light_and_a_screen_is_sharp() {
    assert_eq!(
        in_order(Carries::Camera, &LISTED)[..5],
        [
            "video/VP8",
            "video/H264",
            "video/H264",
            "video/VP9",
            "video/AV1"
        ]
    );
    assert_eq!(
        in_order(Carries::Screen, &LISTED)[..4],
        ["video/VP9", "video/AV1", "video/VP8", "video/H264"]
    );
}

#[test]
fn what_is_not_named_stays_in_its_order_and_nothing_is_lost() {
    for carries in [Carries::Camera, Carries::Screen] {
        let order = in_order(carries, &LISTED);
        assert_eq!(order.len(), LISTED.len());
        assert_eq!(
            order[5..],
            ["video/rtx", "video/red", "video/ulpfec", "video/next"]
        );
    }
}

#[test]
fn names_in_any_case_and_no_names_at_all_do_no_harm() {
    assert_eq!(
        in_order(Carries::Camera, &["video/av1", "VIDEO/vp8"]),
        ["VIDEO/vp8", "video/av1"]
    );
    assert_eq!(
        in_order(Carries::Camera, &["", "vp8", "video/"]),
        ["", "vp8", "video/"]
    );
    assert_eq!(in_order(Carries::Camera, &[]), [""; 0]);
}
