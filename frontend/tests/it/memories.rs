//! What outlives the page.

use chatmux_frontend::memories::Memories;
use chatmux_shared::guest::Visit;
use chatmux_shared::id::{Incarnation, RoomId, SessionId};
use chatmux_shared::room::Color;
use chatmux_shared::wire::{Former, Media, Token};
use wasm_bindgen_test::wasm_bindgen_test;

fn visit() -> Visit {
    Visit {
        session: SessionId::from_random([7; 16]),
        token: Token("proof".to_owned()),
        incarnation: Incarnation(0),
        call: Some(Media::default()),
    }
}

#[wasm_bindgen_test]
fn each_load_of_a_tab_is_one_more_incarnation() {
    let memories = Memories::of(RoomId::from_random(1));
    assert_eq!(memories.resume_visit(), None);
    memories.keep_visit(&visit());
    for load in 1..3 {
        let resumed = memories.resume_visit().unwrap();
        assert_eq!(resumed.incarnation, Incarnation(load));
        assert_eq!(resumed.call, visit().call);
    }
    memories.forget_visit();
    assert_eq!(memories.resume_visit(), None);
}

#[wasm_bindgen_test]
fn a_page_that_said_it_was_going_is_gone_for_one_load() {
    let memories = Memories::of(RoomId::from_random(2));
    assert_eq!(memories.former(), Former::Unknown);
    memories.say_gone();
    assert_eq!(memories.former(), Former::Gone);
    assert_eq!(memories.former(), Former::Unknown);
}

#[wasm_bindgen_test]
fn a_room_is_not_mistaken_for_another() {
    Memories::of(RoomId::from_random(3)).keep_visit(&visit());
    let other = Memories::of(RoomId::from_random(4));
    assert_eq!(other.resume_visit(), None);
}

#[wasm_bindgen_test]
fn the_makers_proof_is_taken_out_of_the_address() {
    let location = web_sys::window().unwrap().location();
    location.set_hash("maker=proof").unwrap();
    let memories = Memories::of(RoomId::from_random(5));
    assert_eq!(memories.maker(), Some(Token("proof".to_owned())));
    assert_eq!(location.hash().unwrap(), "");
    assert_eq!(memories.maker(), Some(Token("proof".to_owned())));
    memories.forget_maker();
    assert_eq!(memories.maker(), None);
}

#[wasm_bindgen_test]
fn a_person_is_known_in_every_room() {
    Memories::of(RoomId::from_random(6)).keep_person("Ada", Color::Violet, "Away");
    let person = Memories::of(RoomId::LOUNGE).person();
    assert_eq!((person.name.as_str(), person.color), ("Ada", Color::Violet));
}
