//! One tile large, the others in a strip.

use super::*;
use chatmux_shared::stage::Standing::{Floating, Large, Small};
use chatmux_shared::stage::{Layout, Seat, Standing};

fn standings(layout: &Layout) -> Vec<Standing> {
    layout.seats.iter().map(|seat| seat.standing).collect()
}

fn small(layout: &Layout) -> Vec<Frame> {
    let is_small = |seat: &&Seat| seat.standing == Standing::Small;
    let seats = layout.seats.iter().filter(is_small);
    seats.map(|seat| seat.frame).collect()
}

#[test]
fn on_a_wide_window_the_strip_is_beside() {
    let layout = Layout::of(
        &people(4),
        Some(person(2)),
        Some(person(1)),
        space(1256, 660),
    );
    assert_eq!(standings(&layout), [Small, Large, Small, Small]);
    let large = layout.seat(person(2)).expect("it is there").frame;
    for frame in small(&layout) {
        assert!(frame.x >= right(large) + 12, "{frame:?} beside {large:?}");
    }
}

#[test]
fn on_a_tall_one_it_is_below() {
    let layout = Layout::of(&people(4), Some(person(2)), None, space(700, 900));
    let large = layout.seat(person(2)).expect("it is there").frame;
    for frame in small(&layout) {
        assert!(frame.y >= bottom(large) + 12, "{frame:?} below {large:?}");
    }
}

#[test]
fn on_a_phone_oneself_floats_over_the_large_one() {
    let layout = Layout::of(
        &people(3),
        Some(person(2)),
        Some(person(1)),
        space(366, 690),
    );
    assert_eq!(standings(&layout), [Floating, Large, Small]);
    let large = layout.seat(person(2)).expect("it is there").frame;
    let floating = layout.seat(person(1)).expect("it is there").frame;
    assert!(overlap(large, floating));
    assert!(floating.size.area() * 5 < large.size.area());
}

#[test]
fn with_one_other_on_a_phone_nothing_is_taken_from_them() {
    let layout = Layout::of(
        &people(2),
        Some(person(2)),
        Some(person(1)),
        space(366, 640),
    );
    let large = layout.seat(person(2)).expect("it is there").frame;
    assert_eq!((large.size.width, large.size.height), (366, 640));
}

#[test]
fn oneself_large_does_not_float_over_oneself() {
    let layout = Layout::of(
        &people(2),
        Some(person(1)),
        Some(person(1)),
        space(366, 690),
    );
    assert_eq!(standings(&layout), [Standing::Large, Standing::Small]);
}

#[test]
fn a_screen_has_all_that_the_strip_leaves() {
    let tiles = [person(1), screen(2), person(2)];
    let layout = Layout::of(&tiles, Some(screen(2)), None, space(1256, 660));
    let large = layout.seat(screen(2)).expect("it is there").frame;
    let strip = small(&layout)[0].size.width;
    assert_eq!(
        (large.size.width, large.size.height),
        (1256 - 12 - strip, 660)
    );
}

#[test]
fn a_long_strip_reaches_over_the_edge_and_is_scrolled() {
    let space = space(800, 900);
    let layout = Layout::of(&people(24), Some(person(1)), None, space);
    assert!(layout.ground.width > space.size.width);
    assert_eq!(layout.ground.height, space.size.height);
    let last = small(&layout).into_iter().map(right).max();
    assert_eq!(last, Some(layout.ground.width));
}

proptest! {
    #[test]
    fn every_tile_has_its_place_of_its_own(
        tiles in 2..=24u8, large in 1..=24u8, space in any_space(),
    ) {
        let large = person(large.min(tiles));
        let layout = Layout::of(&people(tiles), Some(large), Some(person(1)), space);
        prop_assert_eq!(layout.seats.len(), usize::from(tiles));
        for (index, one) in layout.seats.iter().enumerate() {
            let ground = match one.standing {
                Standing::Small => layout.ground,
                Standing::Even | Standing::Large | Standing::Floating => space.size,
            };
            prop_assert!(is_within(one.frame, ground), "{one:?} in {ground:?}");
            for other in &layout.seats[..index] {
                let floats = [one, other].iter().any(|seat| seat.standing == Standing::Floating);
                prop_assert!(floats || !overlap(one.frame, other.frame), "{one:?}, {other:?}");
            }
        }
    }

    #[test]
    fn the_large_one_is_the_largest(tiles in 2..=24u8, width in 300..3000u32, height in 300..2000u32) {
        let layout = Layout::of(&people(tiles), Some(person(2)), None, space(width, height));
        let area = |tile| layout.seat(tile).map_or(0, |seat| seat.frame.size.area());
        for tile in people(tiles) {
            prop_assert!(area(tile) <= area(person(2)));
        }
    }
}
