//! Pictures outside of their place in the page: on the full screen, or in a
//! window of their own.
//!
//! What a browser lacks is never offered; what it refuses is said.

use chatmux_app::ui::Outside;
use js_sys::{Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Document, Element};

use crate::input::{Input, Mailbox};
use crate::script::{call, window};

const REFUSED: &str = "The browser does not show this picture there now.";

/// What becomes of a request: a promise, where the browser makes one.
pub type Showing = Option<JsValue>;

/// Whether the browser has this way at all. Safari on a phone fills its screen
/// with a video, not with what is around it.
pub fn is_possible(way: Outside) -> bool {
    let Some(document) = window().document() else {
        return false;
    };
    match way {
        Outside::FullScreen => {
            is_on(&document, "fullscreenEnabled")
                || document
                    .create_element("video")
                    .is_ok_and(|video| has(&video, "webkitEnterFullscreen"))
        }
        Outside::PictureInPicture => is_on(&document, "pictureInPictureEnabled"),
    }
}

/// Shows what is in `place` that way, or no longer if it is so.
pub fn show(way: Outside, place: &Element) -> Showing {
    let document = window().document()?;
    match way {
        Outside::FullScreen => fill_screen(&document, place),
        Outside::PictureInPicture => float(&document, place),
    }
}

/// Says so if it was refused.
pub async fn tell_if_refused(showing: Showing, mailbox: Mailbox) {
    let is_refused = match showing.map(JsCast::dyn_into::<Promise>) {
        Some(Ok(promise)) => JsFuture::from(promise).await.is_err(),
        Some(Err(_)) => false,
        None => true,
    };
    if is_refused {
        mailbox.send(Input::Notice(REFUSED));
    }
}

fn fill_screen(document: &Document, place: &Element) -> Showing {
    if document.fullscreen_element().is_some_and(|it| it == *place) {
        return ask(document, "exitFullscreen");
    }
    if has(place, "requestFullscreen") {
        return ask(place, "requestFullscreen");
    }
    let video = video(place)?;
    ask(&video, "webkitEnterFullscreen")
}

fn float(document: &Document, place: &Element) -> Showing {
    let video = video(place)?;
    let floating = Reflect::get(document, &"pictureInPictureElement".into()).ok();
    if floating.is_some_and(|it| it == JsValue::from(video.clone())) {
        return ask(document, "exitPictureInPicture");
    }
    ask(&video, "requestPictureInPicture")
}

fn video(place: &Element) -> Option<Element> {
    place.query_selector("video").ok().flatten()
}

fn ask(object: &JsValue, method: &str) -> Showing {
    call(object, method, &JsValue::UNDEFINED)
}

fn has(object: &JsValue, property: &str) -> bool {
    Reflect::has(object, &property.into()) == Ok(true)
}

fn is_on(object: &JsValue, property: &str) -> bool {
    Reflect::get(object, &property.into()).is_ok_and(|it| it.is_truthy())
}
