//! Which codecs the lines of video prefer, told to the browser before it
//! describes them (`setCodecPreferences`, W3C WebRTC 1.0 §5.4.1).
//!
//! A browser that has no such thing, or refuses, keeps its own order: two
//! browsers have always some codec in common (RFC 7742 §5).

use chatmux_shared::call::codec::{Carries, preferred};
use js_sys::{Array, Reflect};
use wasm_bindgen::JsValue;
use web_sys::RtcRtpTransceiver;

use crate::script::{call, text_of};

/// Tells the lines for camera and screen.
pub fn prefer(camera: &RtcRtpTransceiver, screen: &RtcRtpTransceiver) {
    let Some(codecs) = codecs() else { return };
    let types: Vec<String> = codecs
        .iter()
        .map(|codec| text_of(&codec, "mimeType").unwrap_or_default())
        .collect();
    for (line, carries) in [(camera, Carries::Camera), (screen, Carries::Screen)] {
        let order = preferred(carries, &types).into_iter();
        let order: Array = order
            .filter_map(|place| u32::try_from(place).ok())
            .map(|place| codecs.get(place))
            .collect();
        call(line, "setCodecPreferences", &order);
    }
}

/// What this browser can receive; by that the preferences are judged.
fn codecs() -> Option<Array> {
    let receiver = Reflect::get(&js_sys::global(), &"RTCRtpReceiver".into()).ok()?;
    let capabilities = call(&receiver, "getCapabilities", &JsValue::from_str("video"))?;
    let codecs = Reflect::get(&capabilities, &"codecs".into()).ok()?;
    Array::is_array(&codecs).then(|| Array::from(&codecs))
}
