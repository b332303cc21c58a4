//! How loud the others are as they are heard here.

use chatmux_shared::id::SessionId;
use js_sys::{Array, Reflect};
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::RtcPeerConnection;

use super::lines;
use crate::script::call;

/// When each was heard the last time: a browser goes on telling how loud the
/// last packet was for ten seconds (W3C WebRTC 1.0 §5.3.1).
#[derive(Debug, Default)]
pub struct Ears(Vec<(SessionId, f64)>);

impl Ears {
    /// How loud `peer` is, 0 to 1; 0 if nothing has come since the last time.
    pub fn level(&mut self, peer: SessionId, connection: &RtcPeerConnection) -> f64 {
        let Some((at, level)) = last_heard(connection) else {
            return 0.0;
        };
        let mut known = self.0.iter_mut();
        match known.find(|(known, _)| *known == peer) {
            Some((_, before)) if at <= *before => 0.0,
            Some((_, before)) => {
                *before = at;
                level
            }
            None => {
                self.0.push((peer, at));
                level
            }
        }
    }

    /// Only these are listened to from now on.
    pub fn retain(&mut self, is_there: impl Fn(SessionId) -> bool) {
        self.0.retain(|(peer, _)| is_there(*peer));
    }
}

/// When the microphone's line was heard the last time, and how loud.
fn last_heard(connection: &RtcPeerConnection) -> Option<(f64, f64)> {
    let [microphone, ..] = lines::of(connection)?;
    let nothing = JsValue::UNDEFINED;
    let sources = call(
        &microphone.receiver(),
        "getSynchronizationSources",
        &nothing,
    )?;
    let source = sources.dyn_into::<Array>().ok()?.get(0);
    let number = |name: &str| Reflect::get(&source, &name.into()).ok()?.as_f64();
    Some((number("timestamp")?, number("audioLevel")?))
}
