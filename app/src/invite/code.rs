//! A link as a QR code (ISO/IEC 18004), as one path of SVG.

use std::fmt::Write as _;

use qrcode::{Color, EcLevel, QrCode};
use serde::{Deserialize, Serialize};

/// Light modules around the code, which readers need.
const QUIET: usize = 4;

/// A drawn code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Code {
    /// Modules along a side, with the quiet zone.
    pub side: usize,
    /// The dark modules, one unit each, for the `d` of a path.
    pub path: String,
}

impl Code {
    /// The code of `text`, unless that is longer than one can hold.
    pub fn of(text: &str) -> Option<Self> {
        let code = QrCode::with_error_correction_level(text, EcLevel::M).ok()?;
        let width = code.width();
        let mut path = String::new();
        for (row, modules) in code.to_colors().chunks(width).enumerate() {
            draw_row(&mut path, row + QUIET, modules);
        }
        Some(Self {
            side: width + 2 * QUIET,
            path,
        })
    }
}

/// Each run of dark modules in a row is one rectangle.
fn draw_row(path: &mut String, row: usize, modules: &[Color]) {
    let mut column = QUIET;
    for run in modules.chunk_by(|left, right| left == right) {
        let length = run.len();
        if run[0] == Color::Dark {
            write!(path, "M{column} {row}h{length}v1h-{length}z").expect("a string takes all");
        }
        column += length;
    }
}
