//! What was signed and is not yet known to be kept.

use chatmux_frontend::clock::now;
use chatmux_frontend::outbox::Outbox;
use chatmux_shared::id::{ClientId, RoomId};
use chatmux_shared::message::{Post, Salt, Signature, SignedBytes};
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::disguise::Disguise;

const MINUTE: f64 = 60_000.0;

fn room(number: u64) -> RoomId {
    RoomId::from_random(number)
}

/// Not the order of the ids.
fn client(room: u64, number: u8) -> ClientId {
    let mut bytes = [255 - number; 16];
    bytes[8..].copy_from_slice(&room.to_be_bytes());
    ClientId::from_random(bytes)
}

fn post(number: u8) -> Post {
    Post {
        signed: SignedBytes::from_bytes(vec![number; 218]),
        signature: Signature::from_bytes([number; 64]),
        text: format!("{number}: \"\\\n\u{0}\u{2028}</script> \u{1f469}\u{200d}\u{1f680} עדה"),
        salt: Salt::from_random([number; 16]),
    }
}

#[wasm_bindgen_test]
async fn posts_are_found_after_a_reload_as_they_were_and_in_order() {
    let before = Outbox::of(room(1), "tab");
    for number in 0..20 {
        before.keep(client(1, number), &post(number)).await;
    }
    let after = Outbox::of(room(1), "tab");
    assert_eq!(after.load().await, (0..20).map(post).collect::<Vec<_>>());
}

#[wasm_bindgen_test]
async fn what_nobody_waits_for_is_kept_as_well() {
    let outbox = Outbox::of(room(2), "tab");
    for number in 0..20 {
        drop(outbox.keep(client(2, number), &post(number)));
    }
    assert_eq!(outbox.load().await, (0..20).map(post).collect::<Vec<_>>());
}

#[wasm_bindgen_test]
async fn a_post_to_another_room_is_not_found() {
    let outbox = Outbox::of(room(3), "tab");
    outbox.keep(client(3, 1), &post(1)).await;
    assert_eq!(Outbox::of(room(4), "tab").load().await, []);
    assert_eq!(Outbox::of(RoomId::LOUNGE, "tab").load().await, []);
}

#[wasm_bindgen_test]
async fn what_is_removed_is_found_no_more() {
    let outbox = Outbox::of(room(5), "tab");
    outbox.keep(client(5, 1), &post(1)).await;
    drop(outbox.keep(client(5, 2), &post(2)));
    drop(outbox.keep(client(5, 3), &post(3)));
    outbox.remove(client(5, 1));
    outbox.remove(client(5, 3));
    assert_eq!(outbox.load().await, [post(2)]);
}

#[wasm_bindgen_test]
async fn a_post_of_another_tab_is_found_when_it_is_a_minute_old() {
    let (here, there) = (Outbox::of(room(6), "here"), Outbox::of(room(6), "there"));
    there.keep(client(6, 1), &post(1)).await;
    assert_eq!(there.load().await, [post(1)]);
    assert_eq!(here.load().await, []);
    {
        let _later = later(0.9 * MINUTE);
        assert_eq!(here.load().await, []);
    }
    let _later = later(1.1 * MINUTE);
    assert_eq!(here.load().await, [post(1)]);
    here.remove(client(6, 1));
    assert_eq!(there.load().await, []);
}

fn later(milliseconds: f64) -> Disguise {
    let clock = web_sys::window().unwrap().performance().unwrap();
    let origin = clock.time_origin() + milliseconds;
    let before = now();
    let disguise = Disguise::new(clock, "timeOrigin", &origin.into());
    assert_ne!(now().since(before), 0, "the clock cannot be set");
    disguise
}

#[wasm_bindgen_test]
async fn where_nothing_is_kept_nothing_is_found() {
    let _private_window =
        Disguise::new(web_sys::window().unwrap(), "indexedDB", &JsValue::UNDEFINED);
    let outbox = Outbox::of(room(7), "tab");
    outbox.keep(client(7, 1), &post(1)).await;
    outbox.remove(client(7, 2));
    assert_eq!(outbox.load().await, []);
}
