//! The devices there are.

use chatmux_app::state::Device;
use chatmux_app::ui::DeviceKind;
use chatmux_shared::wire::Switch;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{MediaDeviceInfo, MediaDeviceKind};

use super::{MediaInput, devices};
use crate::input::{Input, Mailbox};

/// The ids of the devices in use.
#[derive(Debug, Clone, Default)]
pub struct InUse {
    /// Hears.
    pub microphone: Option<String>,
    /// Sees.
    pub camera: Option<String>,
    /// Is heard.
    pub speaker: Option<String>,
}

/// Asks the browser for all of them.
pub fn ask(in_use: InUse, mailbox: Mailbox) {
    spawn_local(async move {
        if let Some(list) = all(&in_use).await {
            mailbox.send(Input::Media(MediaInput::Listed(list)));
        }
    });
}

async fn all(in_use: &InUse) -> Option<Vec<Device>> {
    let promise = devices()?.enumerate_devices().ok()?;
    let list = JsFuture::from(promise).await.ok()?;
    let list: js_sys::Array = list.unchecked_into();
    let known = |info| device(&info, in_use);
    Some(
        list.iter()
            .map(JsCast::unchecked_into)
            .filter_map(known)
            .collect(),
    )
}

/// None before the person has allowed any: then they have neither id nor
/// label.
fn device(info: &MediaDeviceInfo, in_use: &InUse) -> Option<Device> {
    let (kind, used) = match info.kind() {
        MediaDeviceKind::Audioinput => (DeviceKind::Microphone, &in_use.microphone),
        MediaDeviceKind::Videoinput => (DeviceKind::Camera, &in_use.camera),
        MediaDeviceKind::Audiooutput => (DeviceKind::Speaker, &in_use.speaker),
        // One that the specification does not know yet.
        _ => return None,
    };
    let id = info.device_id();
    if id.is_empty() {
        return None;
    }
    let chosen = Switch::from(used.as_ref() == Some(&id));
    Some(Device {
        kind,
        label: info.label(),
        chosen,
        id,
    })
}
