//! Making others heard.
//!
//! Voices are played by the page's `video.remote` elements, which the views
//! make, as loud as the person wants each. A browser may hold sound back until
//! the person touches the page.

use gloo_timers::future::TimeoutFuture;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::HtmlMediaElement;

use crate::input::{Input, Mailbox};
use crate::script::{call, detach, name_of, window};

/// How long the views may take to show a new stream, in milliseconds.
const RENDERING: u32 = 250;

/// Plays all that is shown; tells if the browser does not let it be heard.
pub fn play(speaker: Option<&str>, mailbox: &Mailbox) {
    for element in elements() {
        if let Some(speaker) = speaker {
            choose_speaker(&element, speaker);
        }
        if let Ok(promise) = element.play() {
            let mailbox = mailbox.clone();
            spawn_local(async move {
                let end = JsFuture::from(promise).await;
                if end.is_err_and(|cause| name_of(&cause) == "NotAllowedError") {
                    mailbox.send(Input::SoundBlocked);
                }
            });
        }
    }
}

/// Tells once the views have had the time to show a new stream.
pub fn wait_for_views(mailbox: Mailbox) {
    spawn_local(async move {
        TimeoutFuture::new(RENDERING).await;
        mailbox.send(Input::Shown);
    });
}

/// Not every browser lets a page choose (Audio Output Devices API §2).
fn choose_speaker(element: &HtmlMediaElement, speaker: &str) {
    let promise = call(element, "setSinkId", &JsValue::from_str(speaker));
    if let Some(Ok(promise)) = promise.map(JsCast::dyn_into) {
        detach(promise);
    }
}

fn elements() -> Vec<HtmlMediaElement> {
    let found = window()
        .document()
        .and_then(|document| document.query_selector_all("video.remote").ok());
    let Some(found) = found else {
        return Vec::new();
    };
    (0..found.length())
        .filter_map(|place| found.get(place)?.dyn_into().ok())
        .collect()
}
