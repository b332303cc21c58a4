//! Changes of the page that are to be seen happening (CSS View Transitions
//! Level 1), if the person wants things to move.

use js_sys::Reflect;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::future_to_promise;
use web_sys::HtmlMediaElement;

use crate::script::{self, detach, window};

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

/// Lets `change` change what is shown: by a transition where the browser has
/// them, else at once.
pub fn transition(change: Box<dyn FnOnce()>) {
    const START: &str = "startViewTransition";
    let page = window().document();
    let page = page.filter(|page| !page.hidden() && !is_calm());
    let is_able = |page: &JsValue| Reflect::has(page, &START.into()).unwrap_or_default();
    let Some(page) = page.map(JsValue::from).filter(is_able) else {
        return change();
    };
    let update = Closure::once_into_js(move || {
        change();
        // Views follow in a moment.
        future_to_promise(async {
            leptos::task::tick().await;
            Ok(JsValue::UNDEFINED)
        })
    });
    let transition = script::call(&page, START, &update).unwrap_or_default();
    // One that is skipped says so by rejecting these.
    for promise in ["ready", "finished"] {
        let promise = Reflect::get(&transition, &promise.into());
        if let Some(promise) = promise.ok().and_then(|it| it.dyn_into().ok()) {
            detach(promise);
        }
    }
}
