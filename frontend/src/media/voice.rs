//! What the browser does to the voice, asked for and changed.

use chatmux_app::sound::Voice;
use chatmux_shared::wire::Switch;
use js_sys::Reflect;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{MediaStreamTrack, MediaTrackConstraints};

use super::MediaInput;
use crate::input::{Input, Mailbox};

/// The names of the three (Media Capture and Streams §4.3.6).
const NAMES: [&str; 3] = ["echoCancellation", "noiseSuppression", "autoGainControl"];

/// Asks for it; bare values are wishes, not conditions.
pub fn ask(constraints: &MediaTrackConstraints, voice: Voice) {
    constraints.set_echo_cancellation_bool(voice.echo_cancellation.is_on());
    constraints.set_noise_suppression_bool(voice.noise_suppression.is_on());
    constraints.set_auto_gain_control_bool(voice.auto_gain.is_on());
}

/// Changes it on a track that is there; tells if that cannot be done: another
/// track, asked for anew, can.
pub fn change(track: MediaStreamTrack, voice: Voice, request: u32, mailbox: Mailbox) {
    spawn_local(async move {
        let constraints = MediaTrackConstraints::new();
        if let Some(id) = track.get_settings().get_device_id() {
            constraints.set_device_id_str(&id);
        }
        ask(&constraints, voice);
        if let Ok(promise) = track.apply_constraints_with_constraints(&constraints) {
            JsFuture::from(promise).await.ok();
        }
        if !is_so(&track, voice) {
            mailbox.send(Input::Media(MediaInput::Unchanged { request }));
        }
    });
}

/// By what the browser says of the track; what it does not say is as it may
/// be.
fn is_so(track: &MediaStreamTrack, voice: Voice) -> bool {
    let settings = track.get_settings();
    let wanted = [
        voice.echo_cancellation,
        voice.noise_suppression,
        voice.auto_gain,
    ];
    NAMES.into_iter().zip(wanted).all(|(name, wanted)| {
        let set = Reflect::get(&settings, &name.into()).ok();
        set.and_then(|set| set.as_bool())
            .is_none_or(|set| Switch::from(set) == wanted)
    })
}
