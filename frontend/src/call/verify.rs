//! The certificates at the two ends of a peer connection, as the browser has
//! them.
//!
//! Nothing here says whether they are the right ones.

use chatmux_shared::call::verify::Fingerprint;
use js_sys::{Array, Reflect, Uint8Array};
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::RtcPeerConnection;

use crate::script::{call, text_of};

/// Of one's own certificate: the browser has written it itself.
pub fn own_fingerprint(connection: &RtcPeerConnection) -> Option<Fingerprint> {
    of_description(connection, "currentLocalDescription")
        .or_else(|| of_description(connection, "localDescription"))
}

/// Of the certificate at the other end: the one it has shown, else the one
/// that the browser insists on.
pub fn peer_fingerprint(connection: &RtcPeerConnection) -> Option<Fingerprint> {
    of_certificate(connection).or_else(|| of_description(connection, "currentRemoteDescription"))
}

/// Firefox does not tell.
fn of_certificate(connection: &RtcPeerConnection) -> Option<Fingerprint> {
    let channels = get(connection, "sctp")?;
    let encryption = get(&channels, "transport")?;
    let certificates = call(&encryption, "getRemoteCertificates", &JsValue::UNDEFINED)?;
    let first = certificates.dyn_into::<Array>().ok()?.get(0);
    if first.is_undefined() {
        return None;
    }
    let certificate = Uint8Array::new(&first).to_vec();
    Some(Fingerprint::of_certificate(&certificate))
}

fn of_description(connection: &RtcPeerConnection, which: &str) -> Option<Fingerprint> {
    let sdp = text_of(&get(connection, which)?, "sdp")?;
    Fingerprint::of_description(&sdp)
}

fn get(object: &JsValue, property: &str) -> Option<JsValue> {
    let value = Reflect::get(object, &property.into()).ok()?;
    value.is_object().then_some(value)
}
