//! Tiles that fill the stage with the least waste.

use super::*;
use chatmux_shared::stage::{Grid, Layout, Shapes, Standing};

const MOST: u32 = 24;

fn frames(grid: Grid, tiles: u32) -> Vec<Frame> {
    (0..tiles).map(|place| grid.frame(place)).collect()
}

fn shapes() -> impl Strategy<Value = Shapes> {
    let picture = |width, height| Shapes {
        narrowest: Size { width, height },
        widest: Size { width, height },
    };
    prop_oneof![
        Just(Shapes::WINDOW),
        Just(Shapes::PHONE),
        Just(picture(4, 3)),
        Just(picture(16, 9)),
    ]
}

fn check(tiles: u32, space: Space, columns: u32, rows: u32) {
    let grid = Grid::of(tiles, space, Shapes::on(space.size));
    let found = (grid.columns, grid.rows);
    assert_eq!(found, (columns, rows), "{tiles} tiles in {space:?}");
}

#[test]
fn tiles_on_a_wide_window() {
    let window = space(1256, 660);
    check(1, window, 1, 1);
    check(2, window, 2, 1);
    check(3, window, 3, 1);
    check(4, window, 2, 2);
    check(6, window, 3, 2);
    check(9, window, 3, 3);
    check(12, window, 4, 3);
    check(24, window, 6, 4);
}

#[test]
fn tiles_on_a_phone_upright() {
    let phone = space(366, 690);
    check(1, phone, 1, 1);
    check(2, phone, 1, 2);
    check(3, phone, 1, 3);
    check(4, phone, 2, 2);
    check(6, phone, 2, 3);
    check(12, phone, 2, 6);
}

#[test]
fn tiles_on_a_phone_held_across() {
    let phone = space(800, 260);
    check(1, phone, 1, 1);
    check(2, phone, 2, 1);
    check(4, phone, 4, 1);
    check(8, phone, 4, 2);
}

#[test]
fn the_last_row_is_in_the_middle() {
    let space = space(1000, 700);
    let layout = Layout::of(&people(5), None, None, space);
    let frames: Vec<Frame> = layout.seats.iter().map(|seat| seat.frame).collect();
    let is_even = |seat: &chatmux_shared::stage::Seat| seat.standing == Standing::Even;
    assert!(layout.seats.iter().all(is_even));
    assert_eq!(layout.ground, space.size);
    let (first, last) = (frames[3], frames[4]);
    assert_eq!(first.y, last.y);
    let (left, right) = (first.x, space.size.width - right(last));
    assert!(left.abs_diff(right) <= 1, "{left} left, {right} right");
}

#[test]
fn an_empty_stage_has_no_tiles_and_no_stage_has_empty_ones() {
    assert!(
        Layout::of(&[], None, None, space(800, 600))
            .seats
            .is_empty()
    );
    let nowhere = Layout::of(&people(7), None, None, Space::default());
    assert!(nowhere.seats.iter().all(|seat| seat.frame.size.area() == 0));
}

proptest! {
    #[test]
    fn no_two_tiles_overlap_and_all_are_inside(
        tiles in 1..=MOST, space in any_space(), shapes in shapes(),
    ) {
        let frames = frames(Grid::of(tiles, space, shapes), tiles);
        for (index, one) in frames.iter().enumerate() {
            prop_assert!(is_within(*one, space.size), "{one:?}");
            for other in &frames[..index] {
                prop_assert!(!overlap(*one, *other), "{one:?} and {other:?}");
            }
        }
    }

    #[test]
    fn no_other_number_of_columns_has_larger_tiles(
        tiles in 1..=MOST, space in any_space(), shapes in shapes(),
    ) {
        let best = Grid::of(tiles, space, shapes).tile.area();
        for columns in 1..=tiles {
            let other = Grid::with_columns(columns, tiles, space, shapes);
            prop_assert!(other.tile.area() <= best, "{columns} columns");
        }
    }

    #[test]
    fn a_tile_keeps_to_the_shapes_within_a_pixel_and_touches_its_cell(
        tiles in 1..=MOST, space in any_space(), shapes in shapes(),
    ) {
        let grid = Grid::of(tiles, space, shapes);
        let Size { width, height } = grid.tile;
        prop_assume!(width > 1 && height > 1);
        let (wide, narrow) = (shapes.widest, shapes.narrowest);
        prop_assert!((width - 1) * wide.height <= (height + 1) * wide.width);
        prop_assert!((height - 1) * narrow.width <= (width + 1) * narrow.height);
        let across = grid.columns * width + (grid.columns - 1) * space.gap;
        let down = grid.rows * height + (grid.rows - 1) * space.gap;
        let is_full = space.size.width - across < grid.columns
            || space.size.height - down < grid.rows;
        prop_assert!(is_full, "{across} across, {down} down");
    }

    #[test]
    fn all_that_is_left_over_is_around_the_tiles(tiles in 1..=MOST, space in any_space()) {
        let layout = Layout::of(&people(u8::try_from(tiles).unwrap()), None, None, space);
        let frames = layout.seats.iter().map(|seat| seat.frame);
        let left = frames.clone().map(|frame| frame.x).min().unwrap();
        let end = frames.clone().map(right).max().unwrap();
        let top = frames.clone().map(|frame| frame.y).min().unwrap();
        let foot = frames.map(bottom).max().unwrap();
        prop_assert!(left.abs_diff(space.size.width - end) <= 1);
        prop_assert!(top.abs_diff(space.size.height - foot) <= 1);
    }
}
