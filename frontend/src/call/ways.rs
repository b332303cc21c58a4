//! The ways round, as the browser takes them.

use chatmux_shared::wire::IceServer;
use js_sys::{Array, Object, Reflect};
use wasm_bindgen::JsValue;
use web_sys::{RtcBundlePolicy, RtcConfiguration, RtcPeerConnection, RtcPeerConnectionState};

use crate::script::{call, text_of, texts};

/// What every peer connection is made with.
pub fn configuration(servers: &[IceServer]) -> RtcConfiguration {
    let configuration = RtcConfiguration::new();
    configuration.set_bundle_policy(RtcBundlePolicy::MaxBundle);
    let servers: Array = servers.iter().map(server).collect();
    set(&configuration, "iceServers", &servers);
    configuration
}

/// From the next search for a way on, these are tried.
pub fn renew(connection: &RtcPeerConnection, servers: &[IceServer]) {
    call(connection, "setConfiguration", &configuration(servers));
}

/// Whether a link surely goes round no relay now: the browser says which pair
/// of candidates it uses (W3C WebRTC 1.0 §5.6), and of both what they are. A
/// candidate that was only seen to come (`prflx`) may be one of a relay.
pub fn is_direct(connection: &RtcPeerConnection) -> bool {
    let is_connected = connection.connection_state() == RtcPeerConnectionState::Connected;
    let pair = ["sctp", "transport", "iceTransport"]
        .into_iter()
        .try_fold(JsValue::from(connection), |object, name| {
            Reflect::get(&object, &name.into()).ok()
        })
        .and_then(|transport| call(&transport, "getSelectedCandidatePair", &JsValue::UNDEFINED));
    let is_own = |end: &str| {
        let candidate = Reflect::get(pair.as_ref()?, &end.into()).ok()?;
        let kind = text_of(&candidate, "type")?;
        Some(matches!(&*kind, "host" | "srflx"))
    };
    is_connected && is_own("local") == Some(true) && is_own("remote") == Some(true)
}

fn server(server: &IceServer) -> Object {
    let object = Object::new();
    let urls: Vec<&str> = server.urls.iter().map(String::as_str).collect();
    set(&object, "urls", &texts(&urls));
    if !server.username.is_empty() {
        set(&object, "username", &server.username.as_str().into());
        set(&object, "credential", &server.credential.as_str().into());
    }
    object
}

/// On a plain object, this is never refused.
fn set(object: &Object, name: &str, value: &JsValue) {
    Reflect::set(object, &name.into(), value).ok();
}
