//! Which microphone, camera and speaker; and what is wrong with them.

use crate::live::{self, IntoLive as _, Live, act, dynamic};
use leptos::prelude::*;

use crate::room::Desk;
use crate::state::{Device, Health};
use crate::ui::{DeviceChoice, DeviceKind, Ui, Wish};

#[component]
pub(super) fn Devices() -> impl IntoView {
    let desk = Desk::here();
    view! {
        <div class="devices">
            {device_field(desk, DeviceKind::Microphone, "Microphone")}
            {device_field(desk, DeviceKind::Camera, "Camera")}
            {device_field(desk, DeviceKind::Speaker, "Speaker")}
        </div>
        <div role="status">{live::part(move || troubles(desk))}</div>
    }
}

/// A choice, while there is something to choose.
fn device_field(desk: Desk, kind: DeviceKind, label: &'static str) -> impl IntoView + use<> {
    let choose = move |event| {
        let id = event_target_value(&event);
        Ui.wish(Wish::Device(DeviceChoice { kind, id }));
    };
    view! {
        <label class="field" hidden=dynamic(move || devices(desk, kind).is_empty())>
            <span>{label}</span>
            <select on:change=act(choose)>
                {live::part(move || device_options(desk, kind))}
            </select>
        </label>
    }
}

fn devices(desk: Desk, kind: DeviceKind) -> Vec<Device> {
    let of_kind = |devices: &Vec<Device>| {
        let devices = devices.iter().filter(|device| device.kind == kind);
        devices.cloned().collect()
    };
    desk.state().devices.with(of_kind)
}

fn device_options(desk: Desk, kind: DeviceKind) -> Option<Live> {
    let devices = devices(desk, kind);
    (!devices.is_empty()).then(|| {
        let options = devices.into_iter().map(device_option);
        options.collect_view().live()
    })
}

fn device_option(device: Device) -> Live {
    let Device {
        id, label, chosen, ..
    } = device;
    view! { <option value=id selected=chosen.is_on()>{label}</option> }.live()
}

/// What happened to the devices, what to do, and a way to try again.
fn troubles(desk: Desk) -> Option<Live> {
    let sentences = desk.state().local.with(|local| {
        let mut sentences = Vec::new();
        for health in [&local.microphone, &local.camera] {
            match health {
                Health::Trouble(words) if !sentences.contains(words) => {
                    sentences.push(words.clone());
                }
                Health::Trouble(_) | Health::Unknown | Health::Working => {}
            }
        }
        sentences
    });
    (!sentences.is_empty()).then(|| trouble(sentences))
}

fn trouble(sentences: Vec<String>) -> Live {
    let words = sentences.into_iter().map(|words| view! { <p>{words}</p> });
    let again = |_| Ui.wish(Wish::AskForDevices);
    view! {
        <div class="trouble">
            {words.collect_view()}
            <p>"You can join all the same."</p>
            <button type="button" class="button" on:click=act(again)>"Try again"</button>
        </div>
    }
    .live()
}
