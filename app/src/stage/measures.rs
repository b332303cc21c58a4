//! How large the stage is, and what else only the browser knows of it.

use chatmux_shared::stage::Size;
use leptos::html::Section;
use leptos::prelude::*;
use web_sys::Element;

use super::floor::Floor;
use crate::live::effect;
use crate::room::WIDE;
use crate::sizes;

/// What was measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Measures {
    /// The stage.
    pub stage: Size,
    /// How high the window is.
    pub window: u32,
    /// Pixels of the screen for a hundred of the page, in each direction.
    pub density: u32,
    /// Whether what else is open lies over the stage, not beside it.
    pub is_narrow: bool,
    /// Whether nobody can see the page.
    pub is_hidden: bool,
}

/// Measures `stage` now, and again whenever it or the window has changed.
pub(super) fn keep(floor: Floor, stage: NodeRef<Section>) {
    effect(move || {
        let Some(stage) = stage.get() else { return };
        let take = {
            let stage: Element = stage.clone().into();
            move || {
                let measures = measure(&stage);
                if floor.measures.get_untracked() != measures {
                    floor.measures.set(measures);
                }
            }
        };
        sizes::watch(&stage.clone().into(), take);
    });
}

fn measure(stage: &Element) -> Measures {
    let window = window();
    let wide = window.match_media(WIDE).ok().flatten();
    let height = window
        .inner_height()
        .ok()
        .and_then(|height| height.as_f64());
    Measures {
        stage: Size {
            width: pixels(f64::from(stage.client_width())),
            height: pixels(f64::from(stage.client_height())),
        },
        window: pixels(height.unwrap_or_default()),
        density: pixels(window.device_pixel_ratio() * 100.0),
        is_narrow: wide.is_some_and(|wide| !wide.matches()),
        is_hidden: document().hidden(),
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a number of pixels, and a cast is never out of range"
)]
const fn pixels(length: f64) -> u32 {
    length as u32
}
