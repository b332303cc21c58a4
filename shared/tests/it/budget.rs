//! How much of one's video each of the others gets.

use chatmux_shared::call::budget::{
    CAMERAS, CAMERAS_BESIDE_SCREEN, FLOOR, Quality, SCREENS, Share, Strain, Supply, USABLE_PERCENT,
    VOICE, shares, told_height,
};
use chatmux_shared::call::word::Wants;
use expect_test::{Expect, expect};
use proptest::collection::vec;
use proptest::prelude::*;

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

#[test]
fn the_table_of_cases() {
    check(
        "one other, who has not said how large",
        Supply::camera(720),
        &[None],
        &expect!["720p 1700k 30"],
    );
    check(
        "one other, in a small tile",
        Supply::camera(720),
        &[Some(camera(180))],
        &expect!["180p 150k 30"],
    );
    check(
        "one other, who does not look",
        Supply::camera(720),
        &[Some(camera(0))],
        &expect!["-"],
    );
    check(
        "three others, one does not look: two count",
        Supply::camera(720),
        &[Some(camera(720)), Some(camera(0)), Some(camera(720))],
        &expect!["540p 800k 30; -; 540p 800k 30"],
    );
    check(
        "three others",
        Supply::camera(720),
        &[Some(camera(540)), None, Some(camera(120))],
        &expect!["360p 450k 24; 360p 450k 24; 120p 100k 24"],
    );
    check(
        "a camera that has less than the tile",
        Supply::camera(240),
        &[Some(camera(720))],
        &expect!["240p 300k 30"],
    );
    check(
        "a crowd, one of which shows one large",
        Supply::camera(720),
        &[&[Some(camera(720))][..], &[Some(camera(180)); 6]].concat(),
        &expect![
            "360p 450k 24; 180p 150k 15; 180p 150k 15; 180p 150k 15; 180p 150k 15; 180p 150k 15; 180p 150k 15"
        ],
    );
    check(
        "no camera",
        Supply::default(),
        &[None, Some(camera(720))],
        &expect!["-; -"],
    );
}

#[test]
fn what_a_narrow_uplink_does() {
    let narrow = |uplink| Supply {
        uplink: Some(uplink),
        ..Supply::camera(720)
    };
    let three = [None; 3];
    check(
        "enough",
        narrow(3_000_000),
        &three,
        &expect!["360p 450k 24; 360p 450k 24; 360p 450k 24"],
    );
    check(
        "a megabit",
        narrow(1_000_000),
        &three,
        &expect!["360p 225k 24; 360p 225k 24; 360p 225k 24"],
    );
    check(
        "half a megabit",
        narrow(500_000),
        &three,
        &expect!["180p 100k 15; 180p 100k 15; 180p 100k 15"],
    );
    check(
        "what is left is the voices' and one picture's",
        narrow(190_000),
        &three,
        &expect!["90p 30k 15; -; -"],
    );
    check(
        "only the voices",
        narrow(140_000),
        &three,
        &expect!["-; -; -"],
    );
    check(
        "small tiles leave the others more",
        narrow(1_000_000),
        &[Some(camera(120)), None, None],
        &expect!["120p 100k 24; 360p 300k 24; 360p 300k 24"],
    );
}

#[test]
fn a_screen_has_its_own_share_and_cameras_go_down_for_it() {
    let both = Supply {
        screen: Some(1_080),
        ..Supply::camera(720)
    };
    check(
        "one other",
        both,
        &[None],
        &expect!["720p 900k 30 + 1080p 2500k 15"],
    );
    check(
        "three others",
        both,
        &[None; 3],
        &expect![
            "360p 300k 24 + 1080p 600k 8; 360p 300k 24 + 1080p 600k 8; 360p 300k 24 + 1080p 600k 8"
        ],
    );
    let narrow = Supply {
        uplink: Some(1_000_000),
        ..both
    };
    check(
        "on a narrow uplink the text stays",
        narrow,
        &[None],
        &expect!["360p 250k 15 + 540p 500k 15"],
    );
    let hidden = Wants {
        camera: 360,
        screen: 0,
    };
    check(
        "nobody sees the screen",
        both,
        &[Some(hidden)],
        &expect!["360p 450k 30"],
    );
}

#[test]
fn a_processor_that_complains_gets_smaller_and_slower_pictures() {
    let strained = |strain| Supply {
        strain,
        ..Supply::camera(720)
    };
    let once = Strain::NONE.more();
    check("once", strained(once), &[None], &expect!["540p 800k 15"]);
    check(
        "twice",
        strained(once.more()),
        &[None],
        &expect!["360p 450k 15"],
    );
    check(
        "as often as you like",
        strained(Strain::MOST.more()),
        &[None; 7],
        &expect![
            "90p 70k 15; 90p 70k 15; 90p 70k 15; 90p 70k 15; 90p 70k 15; 90p 70k 15; 90p 70k 15"
        ],
    );
    assert_eq!(Strain::NONE.less(), Strain::NONE);
    assert_eq!(once.less(), Strain::NONE);
}

#[test]
fn not_every_pixel_of_a_tile_is_told() {
    assert_eq!(told_height(0, 0), 0);
    assert_eq!(told_height(0, 1), 90);
    assert_eq!(told_height(0, 360), 360);
    assert_eq!(told_height(0, 361), 540);
    assert_eq!(told_height(360, 380), 360, "about the same");
    assert_eq!(told_height(360, 400), 540, "clearly more");
    assert_eq!(told_height(540, 350), 360, "less");
    assert_eq!(told_height(0, 5_000), 1_080);
    assert_eq!(told_height(360, 0), 0);
}

const fn camera(height: u16) -> Wants {
    Wants {
        camera: height,
        screen: 0,
    }
}

fn check(what: &str, supply: Supply, receivers: &[Option<Wants>], expected: &Expect) {
    let one = |quality: Quality| {
        let Quality {
            height,
            bitrate,
            frame_rate,
        } = quality;
        format!("{height}p {}k {frame_rate}", bitrate / 1_000)
    };
    let share = |share: Share| {
        let parts: Vec<_> = [share.camera, share.screen]
            .into_iter()
            .flatten()
            .map(one)
            .collect();
        if parts.is_empty() {
            "-".to_owned()
        } else {
            parts.join(" + ")
        }
    };
    let shares: Vec<_> = shares(supply, receivers).into_iter().map(share).collect();
    eprintln!("{what}");
    expected.assert_eq(&shares.join("; "));
}

trait Camera {
    fn camera(height: u32) -> Supply;
}

impl Camera for Supply {
    fn camera(height: u32) -> Supply {
        Supply {
            camera: Some(height),
            ..Supply::default()
        }
    }
}

fn any_wants() -> impl Strategy<Value = Option<Wants>> {
    let height = || prop_oneof![Just(0_u16), 1_u16..1_200];
    let wants = (height(), height()).prop_map(|(camera, screen)| Wants { camera, screen });
    proptest::option::weighted(0.8, wants)
}

fn any_supply() -> impl Strategy<Value = Supply> {
    let lines = || proptest::option::weighted(0.8, 1_u32..2_200);
    let uplink = proptest::option::weighted(0.7, 0_u32..8_000_000);
    (lines(), lines(), uplink, 0..5).prop_map(|(camera, screen, uplink, strain)| Supply {
        camera,
        screen,
        uplink,
        strain: (0..strain).fold(Strain::NONE, |strain, _| strain.more()),
    })
}

fn bits(shares: &[Share], part: fn(&Share) -> Option<Quality>) -> u32 {
    shares.iter().filter_map(part).map(|it| it.bitrate).sum()
}

proptest! {
    #[test]
    fn all_stays_within_the_caps_and_the_uplink(
        supply in any_supply(),
        receivers in vec(any_wants(), 0..12),
    ) {
        let shares = shares(supply, &receivers);
        prop_assert_eq!(shares.len(), receivers.len());
        let (cameras, screens) = (bits(&shares, |it| it.camera), bits(&shares, |it| it.screen));
        prop_assert!(cameras <= CAMERAS);
        prop_assert!(screens <= SCREENS);
        prop_assert!(screens == 0 || cameras <= CAMERAS_BESIDE_SCREEN);
        if let Some(uplink) = supply.uplink {
            let voices = VOICE * u32::try_from(receivers.len()).unwrap();
            let usable = uplink / 100 * USABLE_PERCENT + USABLE_PERCENT;
            prop_assert!(cameras + screens <= usable.saturating_sub(voices));
        }
    }

    #[test]
    fn nobody_gets_what_they_do_not_want_or_more_than_their_tile_shows(
        supply in any_supply(),
        receivers in vec(any_wants(), 0..12),
    ) {
        for (share, wants) in shares(supply, &receivers).iter().zip(&receivers) {
            let Some(wants) = wants else { continue };
            for (quality, height, source) in [
                (share.camera, wants.camera, supply.camera),
                (share.screen, wants.screen, supply.screen),
            ] {
                let Some(quality) = quality else { continue };
                prop_assert!(height > 0 && source.is_some());
                let most = told_height(0, height.into());
                prop_assert!(quality.height <= u32::from(most));
                prop_assert!(quality.height <= source.unwrap());
            }
        }
    }

    #[test]
    fn nobody_gets_more_than_the_table_allows(
        supply in any_supply(),
        receivers in vec(any_wants(), 0..12),
    ) {
        let shares = shares(supply, &receivers);
        let wanting = |part: fn(Wants) -> u16| receivers.iter().filter(|it| it.map(part) != Some(0)).count();
        let cameras = wanting(|wants| wants.camera);
        let table = if cameras < 7 { Quality::for_receivers(cameras) } else { Quality::for_receivers(4) };
        let screens = Quality::of_screen(wanting(|wants| wants.screen));
        for share in shares {
            for (quality, table) in [(share.camera, table), (share.screen, screens)] {
                let Some(quality) = quality else { continue };
                prop_assert!(quality.height <= table.height);
                prop_assert!(quality.bitrate <= table.bitrate);
                prop_assert!(quality.frame_rate <= table.frame_rate);
            }
        }
    }

    #[test]
    fn whoever_wants_a_picture_gets_one_while_there_are_bits_for_it(
        supply in any_supply(),
        receivers in vec(any_wants(), 1..12),
    ) {
        let count = u32::try_from(receivers.len()).unwrap();
        let enough = count * (VOICE + 3 * FLOOR) * 2;
        let supply = Supply { uplink: supply.uplink.map(|it| it.max(enough)), ..supply };
        for (share, wants) in shares(supply, &receivers).iter().zip(&receivers) {
            let wants_camera = wants.is_none_or(|wants| wants.camera > 0);
            let wants_screen = wants.is_none_or(|wants| wants.screen > 0);
            prop_assert_eq!(share.camera.is_some(), wants_camera && supply.camera.is_some());
            prop_assert_eq!(share.screen.is_some(), wants_screen && supply.screen.is_some());
        }
    }

    #[test]
    fn more_uplink_gives_nobody_less(
        supply in any_supply(),
        receivers in vec(any_wants(), 0..12),
        uplink in 0_u32..6_000_000,
        more in 0_u32..2_000_000,
    ) {
        let with = |uplink| shares(Supply { uplink: Some(uplink), ..supply }, &receivers);
        for (less, more) in with(uplink).iter().zip(with(uplink + more)) {
            for (less, more) in [(less.camera, more.camera), (less.screen, more.screen)] {
                let bits = |quality: Option<Quality>| quality.map_or(0, |it| it.bitrate);
                let lines = |quality: Option<Quality>| quality.map_or(0, |it| it.height);
                prop_assert!(bits(less) <= bits(more));
                prop_assert!(lines(less) <= lines(more));
            }
        }
    }

    #[test]
    fn who_stops_looking_takes_nothing_from_the_others(
        supply in any_supply(),
        receivers in vec(any_wants(), 2..7),
    ) {
        let before = shares(supply, &receivers);
        let mut fewer = receivers.clone();
        fewer[0] = Some(Wants { camera: 0, ..fewer[0].unwrap_or_default() });
        let after = shares(supply, &fewer);
        prop_assert_eq!(after[0].camera, None);
        for (before, after) in before.iter().zip(&after).skip(1) {
            let bits = |share: &Share| share.camera.map_or(0, |it| it.bitrate);
            prop_assert!(bits(before) <= bits(after));
        }
    }
}
