//! What goes wrong with devices, in words.

use chatmux_frontend::media::{Source, Trouble};
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::DomException;

fn words(source: Source, name: &str) -> String {
    let exception = DomException::new_with_message_and_name("", name).unwrap();
    Trouble::of(source, &exception).to_string()
}

#[wasm_bindgen_test]
fn every_exception_says_what_happened_and_what_to_do() {
    assert_eq!(
        words(Source::Camera, "NotAllowedError"),
        "The camera was refused. Allow it in the browser's address bar and press Try again."
    );
    assert_eq!(
        words(Source::Microphone, "NotFoundError"),
        "No microphone was found. Plug one in and press Try again."
    );
    assert_eq!(
        words(Source::Camera, "NotReadableError"),
        "The camera could not be started. Another program may be using it: close that one and \
         press Try again."
    );
    assert_eq!(
        words(Source::Camera, "OverconstrainedError"),
        "The chosen camera cannot be used. Choose another one."
    );
    assert_eq!(
        words(Source::Microphone, "SecurityError"),
        "The browser gives a microphone to secure pages only. Open this room by https, or on the \
         machine the server runs on."
    );
    assert_eq!(
        words(Source::Camera, "NobodyKnowsError"),
        "The camera does not work in this browser. Press Try again, or use another browser."
    );
}
