//! What a camera's line may carry, told to its encoder.

use chatmux_shared::call::budget::Quality;
use js_sys::{Promise, Reflect};
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{MediaStreamTrack, RtcRtpTransceiver};

use crate::script::{call, detach};

/// Lines of a picture whose camera does not tell.
const UNTOLD_HEIGHT: u32 = 720;

/// Tells the encoder of `line`, which gets `track` (W3C WebRTC 1.0 §5.2.3);
/// `None` when it is not there yet, or the browser has no such thing: then it
/// sends as it likes.
pub fn set(
    line: &RtcRtpTransceiver,
    track: Option<&MediaStreamTrack>,
    quality: Quality,
) -> Option<()> {
    let sender = line.sender();
    let parameters = call(&sender, "getParameters", &JsValue::UNDEFINED)?;
    let encodings = Reflect::get(&parameters, &"encodings".into()).ok()?;
    let encoding = Reflect::get_u32(&encodings, 0).ok()?;
    let scale = quality.scale_down(height(track));
    put(&encoding, "maxBitrate", f64::from(quality.bitrate))?;
    put(&encoding, "maxFramerate", f64::from(quality.frame_rate))?;
    put(&encoding, "scaleResolutionDownBy", scale)?;
    let setting = call(&sender, "setParameters", &parameters)?;
    detach(setting.dyn_into::<Promise>().ok()?);
    Some(())
}

fn put(encoding: &JsValue, name: &str, value: f64) -> Option<()> {
    Reflect::set(encoding, &name.into(), &value.into())
        .ok()
        .map(|_| ())
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a number of pixels"
)]
fn height(track: Option<&MediaStreamTrack>) -> u32 {
    let settings = track.and_then(|track| call(track, "getSettings", &JsValue::UNDEFINED));
    let height = settings.and_then(|settings| Reflect::get(&settings, &"height".into()).ok());
    height
        .and_then(|height| height.as_f64())
        .map_or(UNTOLD_HEIGHT, |height| height as u32)
}
