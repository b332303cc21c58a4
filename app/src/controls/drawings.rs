//! The drawings on buttons, once a page.
//!
//! The server sends them; the browser's side refers to them by name, and so
//! carries none of them.

use crate::live::{IntoLive as _, Live};
use leptos::prelude::*;

/// Drawings by name, on a ground of 24 by 24, as lines.
const DRAWINGS: [(&str, &str); 22] = [
    (
        "mic",
        "M12 3a3 3 0 0 0-3 3v6a3 3 0 0 0 6 0V6a3 3 0 0 0-3-3M5 11a7 7 0 0 0 14 0M12 18v3",
    ),
    (
        "mic-off",
        "M9 9v3a3 3 0 0 0 5 2.2M15 11V6a3 3 0 0 0-5.7-1.3M5 11a7 7 0 0 0 11 5.7M19 11a7 7 0 0 1-.7 3M12 18v3M4 4l16 16",
    ),
    (
        "camera",
        "M4 7h9a2 2 0 0 1 2 2v6a2 2 0 0 1-2 2H4a2 2 0 0 1-2-2V9a2 2 0 0 1 2-2M15 11l6-3.5v9L15 13",
    ),
    (
        "camera-off",
        "M6 7H4a2 2 0 0 0-2 2v6a2 2 0 0 0 2 2h9a2 2 0 0 0 1.7-1M10 7h3a2 2 0 0 1 2 2v3l6 4.5V7.5L15 11M3 3l18 18",
    ),
    (
        "screen",
        "M4 4h16a1 1 0 0 1 1 1v11a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1V5a1 1 0 0 1 1-1M8 21h8M12 14V8M9 10.5l3-3 3 3",
    ),
    (
        "hand",
        "M8 13V6a1.5 1.5 0 0 1 3 0v5V4.5a1.5 1.5 0 0 1 3 0V11V6a1.5 1.5 0 0 1 3 0v8a7 7 0 0 1-7 7c-3 0-4.5-1.500-6-4.500l-1.500-3a1.500 1.500 0 0 1 2.600-1.500z",
    ),
    (
        "smile",
        "M12 3a9 9 0 1 0 0 18a9 9 0 1 0 0-18M8.5 14a4 4 0 0 0 7 0M9 9v.5M15 9v.5",
    ),
    (
        "chat",
        "M5 4h14a2 2 0 0 1 2 2v9a2 2 0 0 1-2 2h-7l-5 4v-4H5a2 2 0 0 1-2-2V6a2 2 0 0 1 2-2M8 9h8M8 12.5h5",
    ),
    (
        "people",
        "M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7M2.5 20a6.5 6.5 0 0 1 13 0M16 4.3a3.5 3.5 0 0 1 0 6.4M18 14a6.5 6.5 0 0 1 3.5 6",
    ),
    (
        "more",
        "M4 12a1 1 0 1 0 2 0a1 1 0 1 0-2 0M11 12a1 1 0 1 0 2 0a1 1 0 1 0-2 0M18 12a1 1 0 1 0 2 0a1 1 0 1 0-2 0",
    ),
    (
        "leave",
        "M3 15.5v-2.2C3 10 7 8.5 12 8.5s9 1.5 9 4.8v2.2l-5-.8v-2.4a14 14 0 0 0-8 0v2.4z",
    ),
    ("pin", "M12 15v6M8 4h8M9.5 4v5L6.5 13v2h11v-2l-3-4V4"),
    (
        "full",
        "M4 9V5a1 1 0 0 1 1-1h4M15 4h4a1 1 0 0 1 1 1v4M20 15v4a1 1 0 0 1-1 1h-4M9 20H5a1 1 0 0 1-1-1v-4",
    ),
    (
        "picture",
        "M11 19H4a1 1 0 0 1-1-1V6a1 1 0 0 1 1-1h16a1 1 0 0 1 1 1v5M14 14h7v6h-7z",
    ),
    ("pen", "M4 20l1-4L16 5l3 3L8 19zM14 7l3 3"),
    (
        "bin",
        "M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13M10.5 11v5M13.5 11v5",
    ),
    (
        "shield",
        "M12 3l7 2.5V11c0 4.8-3 8-7 10-4-2-7-5.2-7-10V5.5zM12 8.5v4.5M12 16v.3",
    ),
    (
        "shield-good",
        "M12 3l7 2.5V11c0 4.8-3 8-7 10-4-2-7-5.2-7-10V5.5zM8.5 12l2.5 2.5 4.5-5",
    ),
    (
        "shield-bad",
        "M12 3l7 2.5V11c0 4.8-3 8-7 10-4-2-7-5.2-7-10V5.5zM9.5 9.5l5 5M14.5 9.5l-5 5",
    ),
    (
        "attach",
        "M20 11.5 11.8 19.7a5 5 0 0 1-7-7L13 4.4a3.3 3.3 0 0 1 4.7 4.7l-8.2 8.2a1.7 1.7 0 0 1-2.4-2.4l7.6-7.6",
    ),
    ("send", "M4 12 20 4l-5 16-4-7zM11 13l9-9"),
    (
        "link",
        "M10 14a4 4 0 0 0 5.7 0l3.5-3.5a4 4 0 0 0-5.7-5.7L12 6.3M14 10a4 4 0 0 0-5.7 0l-3.5 3.5a4 4 0 0 0 5.7 5.7L12 17.7",
    ),
];

/// All drawings, out of sight, for [`icon`] to refer to.
#[component]
pub fn Drawings() -> impl IntoView {
    let symbol = |(name, path): (&str, &'static str)| {
        let id = ["icon-", name].concat();
        view! { <symbol id=id viewBox="0 0 24 24"><path d=path/></symbol> }
    };
    view! {
        <svg class="drawings" width="0" height="0" aria-hidden="true">
            {DRAWINGS.map(symbol).collect_view()}
        </svg>
    }
}

/// The drawing of that name.
pub fn icon(name: &'static str) -> Live {
    let href = ["#icon-", name].concat();
    view! { <svg class="icon" aria-hidden="true"><use_ href=href/></svg> }.live()
}
