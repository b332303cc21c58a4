//! The key pair of this browser.

use chatmux_frontend::database::{self, Database};
use chatmux_frontend::keys::{Keys, verify};
use chatmux_shared::message::{PublicKey, Signature, Verdict};
use ed25519_dalek::VerifyingKey;
use js_sys::{Object, Reflect};
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::CryptoKeyPair;

use crate::disguise::Disguise;

const MESSAGE: &[u8] = b"what is signed";

fn window() -> web_sys::Window {
    web_sys::window().unwrap()
}

/// A browser that was never here before.
async fn forget_everything() {
    let factory = window().indexed_db().unwrap().unwrap();
    let request = factory.delete_database("chatmux").unwrap();
    database::result(&request).await.unwrap();
}

async fn kept_pair() -> CryptoKeyPair {
    let database = Database::open().await.unwrap();
    let store = database.store(database::KEYS).unwrap();
    let kept = store.get(&"pair".into()).unwrap();
    database::result(&kept).await.unwrap().unchecked_into()
}

#[wasm_bindgen_test]
async fn two_tabs_that_open_at_once_for_the_first_time_have_one_key() {
    forget_everything().await;
    let (one, other) = futures::join!(Keys::open(), Keys::open());
    let public = one.unwrap().public();
    assert_eq!(other.unwrap().public(), public);
    assert_eq!(Keys::open().await.unwrap().public(), public);

    forget_everything().await;
    assert_ne!(Keys::open().await.unwrap().public(), public);
}

#[wasm_bindgen_test]
async fn the_private_key_cannot_be_had() {
    Keys::open().await.unwrap();
    let private = kept_pair().await.get_private_key();
    assert!(!private.extractable());
    let subtle = window().crypto().unwrap().subtle();
    let export = subtle.export_key("pkcs8", &private).unwrap();
    assert!(JsFuture::from(export).await.is_err());
}

#[wasm_bindgen_test]
async fn a_signature_is_right_here_and_on_the_server() {
    let keys = Keys::open().await.unwrap();
    let signature = keys.sign(MESSAGE).await.unwrap();
    let verdict = verify(keys.public(), signature, MESSAGE).await;
    assert_eq!(verdict, Verdict::Verified);

    let key = VerifyingKey::from_bytes(keys.public().as_bytes()).unwrap();
    let signature = ed25519_dalek::Signature::from_bytes(signature.as_bytes());
    key.verify_strict(MESSAGE, &signature).unwrap();
}

#[wasm_bindgen_test]
async fn the_next_load_signs_for_the_key_of_this_one() {
    let before = Keys::open().await.unwrap().public();
    let after = Keys::open().await.unwrap();
    let signature = after.sign(MESSAGE).await.unwrap();
    let verdict = verify(before, signature, MESSAGE).await;
    assert_eq!(verdict, Verdict::Verified);
}

#[wasm_bindgen_test]
async fn a_flipped_bit_is_refused() {
    let keys = Keys::open().await.unwrap();
    let signature = keys.sign(MESSAGE).await.unwrap();
    let (author, mut other_message) = (keys.public(), MESSAGE.to_vec());
    other_message[0] ^= 1;
    let mut other_author = *author.as_bytes();
    other_author[0] ^= 1;
    let other_author = PublicKey::from_bytes(other_author);
    for (author, signature, message) in [
        (author, signature, &other_message[..]),
        (author, flipped(signature, 0), MESSAGE),
        (author, flipped(signature, 63), MESSAGE),
        (other_author, signature, MESSAGE),
    ] {
        let verdict = verify(author, signature, message).await;
        assert_eq!(verdict, Verdict::Refused, "{author} {signature}");
    }
}

fn flipped(signature: Signature, byte: usize) -> Signature {
    let mut bytes = *signature.as_bytes();
    bytes[byte] ^= 1;
    Signature::from_bytes(bytes)
}

#[wasm_bindgen_test]
async fn where_nothing_is_kept_each_load_has_a_key_of_its_own() {
    let kept = Keys::open().await.unwrap();
    let private_window = Disguise::new(window(), "indexedDB", &JsValue::UNDEFINED);
    let own = Keys::open().await.unwrap();
    assert_ne!(own.public(), kept.public());
    let signature = own.sign(MESSAGE).await.unwrap();
    let verdict = verify(own.public(), signature, MESSAGE).await;
    assert_eq!(verdict, Verdict::Verified);

    drop(private_window);
    assert_eq!(Keys::open().await.unwrap().public(), kept.public());
}

#[wasm_bindgen_test]
async fn a_key_that_the_database_does_not_take_is_of_one_load() {
    forget_everything().await;
    let class = Reflect::get(&window(), &"IDBObjectStore".into()).unwrap();
    let prototype = Reflect::get(&class, &"prototype".into()).unwrap();
    let prototype: Object = prototype.unchecked_into();
    let _without = Disguise::new(prototype, "put", &JsValue::UNDEFINED);
    let (one, other) = futures::join!(Keys::open(), Keys::open());
    assert_ne!(one.unwrap().public(), other.unwrap().public());
}

#[wasm_bindgen_test]
async fn without_keys_there_is_a_sentence_to_act_on() {
    async fn words(subtle: &JsValue) -> String {
        let crypto = window().crypto().unwrap();
        let _disguise = Disguise::new(crypto, "subtle", subtle);
        Keys::open().await.unwrap_err().to_string()
    }
    assert_eq!(
        words(&JsValue::UNDEFINED).await,
        "The browser signs messages on secure pages only. Open this room by https, or by \
         localhost on the machine the server runs on."
    );
    assert_eq!(
        words(&Object::new()).await,
        "This browser cannot sign messages. Use Chrome or Edge 137, Firefox 129, Safari 17, or a \
         newer one."
    );
}
