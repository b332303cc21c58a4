//! How tiles fill the stage.

use chatmux_app::stage::{Shape, columns, tiling_class};

fn check(tiles: usize, expected: [u32; 4]) {
    let found = Shape::ALL.map(|shape| columns(tiles, shape));
    assert_eq!(found, expected, "{tiles} tiles");
}

#[test]
fn tiles_waste_least() {
    // Broad, wide, square, tall.
    check(0, [1, 1, 1, 1]);
    check(1, [1, 1, 1, 1]);
    check(2, [2, 2, 1, 1]);
    check(3, [2, 2, 2, 1]);
    check(4, [2, 2, 2, 1]);
    check(5, [3, 3, 2, 2]);
    check(6, [3, 3, 2, 2]);
    check(8, [4, 3, 2, 2]);
    check(12, [4, 4, 3, 2]);
    check(24, [6, 5, 4, 3]);
}

#[test]
fn any_number_of_tiles_has_columns_of_the_style_sheet() {
    for tiles in 0..200 {
        for shape in Shape::ALL {
            assert!((1..=6).contains(&columns(tiles, shape)));
        }
    }
}

#[test]
fn the_class_names_every_shape() {
    assert_eq!(tiling_class(6), "tiles broad-3 wide-3 square-2 tall-2");
}
