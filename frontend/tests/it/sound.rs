//! What is remembered of sound, and how loud who is.

use chatmux_app::sound::{Voice, Volume};
use chatmux_app::ui::DeviceKind;
use chatmux_frontend::media::preferences::Preferences;
use chatmux_frontend::volumes::Volumes;
use chatmux_shared::id::MemberId;
use chatmux_shared::wire::Switch;
use wasm_bindgen_test::wasm_bindgen_test;

fn member(number: u8) -> MemberId {
    MemberId::from_bytes([number; 32])
}

#[wasm_bindgen_test]
fn what_was_chosen_is_there_the_next_time() {
    let voice = Voice {
        noise_suppression: Switch::Off,
        ..Voice::default()
    };
    let preferences = Preferences::new();
    preferences.keep_voice(voice);
    preferences.keep_device(DeviceKind::Speaker, "the left one");
    let later = Preferences::new();
    assert_eq!(later.voice(), voice);
    let speaker = later.device(DeviceKind::Speaker);
    assert_eq!(speaker.as_deref(), Some("the left one"));
    preferences.keep_voice(Voice::default());
    assert_eq!(later.voice(), Voice::default());
}

#[wasm_bindgen_test]
fn how_loud_someone_is_is_there_the_next_time() {
    let quiet = Volume {
        percent: 35,
        muted: Switch::On,
    };
    let mut volumes = Volumes::new();
    volumes.set(member(1), quiet);
    assert_eq!(Volumes::new().list(), [(member(1), quiet)]);
    volumes.set(member(1), Volume::FULL);
    assert!(Volumes::new().list().is_empty());
}

#[wasm_bindgen_test]
fn no_more_are_remembered_than_have_place() {
    let mut volumes = Volumes::new();
    let quiet = Volume {
        percent: 0,
        muted: Switch::Off,
    };
    for number in 0..=150 {
        volumes.set(member(number), quiet);
    }
    let later = Volumes::new();
    assert_eq!(later.list().len(), 100);
    assert!(later.list().contains(&(member(150), quiet)));
    assert!(!later.list().contains(&(member(0), quiet)));
    for number in 0..=150 {
        volumes.set(member(number), Volume::FULL);
    }
}

#[wasm_bindgen_test]
fn what_another_page_has_left_there_is_no_volume() {
    let storage = web_sys::window().unwrap().local_storage().unwrap().unwrap();
    storage
        .set_item("chatmux.volumes", "x:1 :: 7 nobody:300m")
        .unwrap();
    assert!(Volumes::new().list().is_empty());
    storage.remove_item("chatmux.volumes").unwrap();
}
