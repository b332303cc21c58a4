//! How high tiles are where one can see them.

use super::*;
use chatmux_shared::stage::{Layout, Shown, Sight};

const STAGE: Size = Size {
    width: 800,
    height: 900,
};

/// A spotlight with a strip of which not all fits.
fn long_strip() -> Layout {
    Layout::of(&people(12), Some(person(1)), None, space(800, 900))
}

fn open() -> Sight {
    Sight {
        window: STAGE,
        density: 100,
        ..Sight::default()
    }
}

fn heights(sight: Sight, layout: &Layout) -> Vec<u32> {
    let shown = sight.of(layout);
    shown.iter().map(|shown| shown.height).collect()
}

#[test]
fn pixels_are_those_of_the_screen() {
    let layout = Layout::of(&people(1), None, None, space(800, 450));
    for (density, height) in [(100, 450), (150, 675), (200, 900)] {
        let sight = Sight { density, ..open() };
        let tile = person(1);
        assert_eq!(sight.of(&layout), [Shown { tile, height }]);
    }
}

#[test]
fn what_is_beyond_the_edge_is_not_seen_until_the_strip_is_scrolled() {
    let layout = long_strip();
    let start = heights(open(), &layout);
    assert!(start[0] > 0 && start[1] > 0);
    assert_eq!(start[11], 0);
    let hidden = layout.ground.width - STAGE.width;
    let sight = Sight {
        scrolled: (hidden, 0),
        ..open()
    };
    let end = heights(sight, &layout);
    assert_eq!(end[0], start[0], "the large one stays");
    assert_eq!(end[1], 0);
    assert!(end[11] > 0);
}

#[test]
fn nothing_is_seen_behind_a_curtain() {
    let sight = Sight {
        window: Size::default(),
        ..open()
    };
    assert_eq!(heights(sight, &long_strip()), [0; 12]);
}

#[test]
fn on_the_full_screen_there_is_one_tile() {
    let sight = Sight {
        alone: Some((person(3), 1080)),
        ..open()
    };
    let heights = heights(sight, &long_strip());
    assert_eq!(heights[2], 1080);
    assert_eq!(heights.iter().sum::<u32>(), 1080);
}

#[test]
fn a_picture_in_a_window_of_its_own_is_seen_behind_every_curtain() {
    let sight = Sight {
        window: Size::default(),
        aside: Some((person(12), 270)),
        ..open()
    };
    let heights = heights(sight, &long_strip());
    assert_eq!(heights[11], 270);
    assert_eq!(heights.iter().sum::<u32>(), 270);
}
