//! In how many columns tiles waste least.
//!
//! The page is not measured: the class names the columns for each shape the
//! stage may have, and the style sheet picks by the shape it has.

/// Shapes of a stage, from a wide window to a phone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// A wide window with nothing beside the stage.
    Broad,
    /// A window with the chat beside the stage.
    Wide,
    /// About as high as wide.
    Square,
    /// A phone.
    Tall,
}

impl Shape {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Broad, Self::Wide, Self::Square, Self::Tall];

    /// Width by height of the stage it stands for.
    const fn ratio(self) -> f64 {
        match self {
            Self::Broad => 1.9,
            Self::Wide => 1.4,
            Self::Square => 1.0,
            Self::Tall => 0.6,
        }
    }

    /// Its part of a class: `wide-2` is two columns on a wide stage.
    const fn as_str(self) -> &'static str {
        match self {
            Self::Broad => "broad",
            Self::Wide => "wide",
            Self::Square => "square",
            Self::Tall => "tall",
        }
    }
}

/// Columns beyond these would make tiles too small to see a face in.
const MOST_COLUMNS: u32 = 6;
/// Width by height of a picture that is seen whole.
const PICTURE: f64 = 4.0 / 3.0;

/// The columns in which `tiles` equal tiles show the largest pictures; the
/// fewest of those.
pub fn columns(tiles: usize, shape: Shape) -> u32 {
    let tiles = u32::try_from(tiles).unwrap_or(u32::MAX);
    let mut best = (1, 0.0);
    for columns in 1..=MOST_COLUMNS.min(tiles.max(1)) {
        let width = picture_width(tiles, columns, shape);
        if width > best.1 {
            best = (columns, width);
        }
    }
    best.0
}

/// The width of a picture in each of so many tiles, on a stage one high.
fn picture_width(tiles: u32, columns: u32, shape: Shape) -> f64 {
    let rows = tiles.div_ceil(columns).max(1);
    let cell = shape.ratio() / f64::from(columns);
    cell.min(PICTURE / f64::from(rows))
}

/// The classes of the stage with so many tiles.
pub fn tiling_class(tiles: usize) -> String {
    let mut class = String::from("tiles");
    for shape in Shape::ALL {
        let columns = columns(tiles, shape).to_string();
        class += &[" ", shape.as_str(), "-", &columns].concat();
    }
    class
}
