//! Chance, from the browser.

use chatmux_shared::id::ClientId;

use crate::script::window;

/// A number in `0.0..1.0`, for jitter only.
pub fn chance() -> f64 {
    js_sys::Math::random()
}

/// A number for one message of one's own; `None` in a browser without
/// randomness, of which none is known.
pub fn client_id() -> Option<ClientId> {
    let mut bytes = [0; 16];
    let crypto = window().crypto().ok()?;
    crypto.get_random_values_with_u8_array(&mut bytes).ok()?;
    Some(ClientId::from_random(bytes))
}
