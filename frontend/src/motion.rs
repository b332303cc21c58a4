//! What moves on the page, and what is to stand still.

use wasm_bindgen::JsCast as _;
use web_sys::HtmlMediaElement;

use crate::script::window;

/// Whether the person wants nothing to move.
pub fn is_calm() -> bool {
    let query = window().match_media("(prefers-reduced-motion: reduce)");
    query.ok().flatten().is_some_and(|query| query.matches())
}

/// Stops every picture at what it shows now: one that has ended is black.
pub fn freeze() {
    let page = window().document();
    let videos = page.map(|page| page.get_elements_by_tag_name("video"));
    let Some(videos) = videos else { return };
    for place in 0..videos.length() {
        let video = videos.item(place);
        if let Some(video) = video.and_then(|it| it.dyn_into::<HtmlMediaElement>().ok()) {
            // One that plays nothing need not be stopped.
            video.pause().ok();
        }
    }
}
