//! Which microphone, camera and speaker, what is done to the voice; and what
//! is wrong with them.

use crate::live::{self, IntoLive as _, Live, act, dynamic};
use chatmux_shared::wire::Switch;
use leptos::prelude::*;

use crate::room::Desk;
use crate::sound::Voice;
use crate::state::{Device, Health, Phase};
use crate::ui::{DeviceChoice, DeviceKind, Ui, Wish};

/// The same before the call and during it.
#[component]
pub fn Devices() -> impl IntoView {
    let desk = Desk::here();
    view! {
        <div class="devices">
            {device_field(desk, DeviceKind::Microphone, "Microphone")}
            {device_field(desk, DeviceKind::Camera, "Camera")}
            {device_field(desk, DeviceKind::Speaker, "Speaker")}
        </div>
        <fieldset class="voice" disabled=dynamic(move || is_asleep(desk))>
            <legend>"Your voice"</legend>
            {voice_field(desk, "Echo cancellation", |voice| &mut voice.echo_cancellation)}
            {voice_field(desk, "Noise suppression", |voice| &mut voice.noise_suppression)}
            {voice_field(desk, "Automatic gain", |voice| &mut voice.auto_gain)}
        </fieldset>
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

fn is_asleep(desk: Desk) -> bool {
    desk.state().phase.with(|phase| *phase == Phase::Asleep)
}

fn voice_field(
    desk: Desk,
    label: &'static str,
    part: fn(&mut Voice) -> &mut Switch,
) -> impl IntoView + use<> {
    let voice = desk.state().local;
    let set = move |event| {
        let mut voice = voice.with_untracked(|local| local.voice);
        *part(&mut voice) = event_target_checked(&event).into();
        Ui.wish(Wish::Voice(voice));
    };
    let is_on = move || part(&mut voice.with(|local| local.voice)).is_on();
    view! {
        <label class="check">
            <input type="checkbox" prop:checked=dynamic(is_on) on:change=act(set)/>
            {label}
        </label>
    }
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
                Health::Trouble(_) | Health::Unknown | Health::Working | Health::Silenced => {}
            }
        }
        sentences
    });
    (!sentences.is_empty()).then(|| trouble(desk, sentences))
}

fn trouble(desk: Desk, sentences: Vec<String>) -> Live {
    let words = sentences.into_iter().map(|words| view! { <p>{words}</p> });
    let is_outside = desk.state().phase.with(|phase| *phase == Phase::GreenRoom);
    let again = |_| Ui.wish(Wish::AskForDevices);
    view! {
        <div class="trouble">
            {words.collect_view()}
            {is_outside.then(|| view! { <p>"You can join all the same."</p> }.live())}
            <button type="button" class="button" on:click=act(again)>"Try again"</button>
        </div>
    }
    .live()
}
