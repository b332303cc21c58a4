//! Chance, from the browser.

use chatmux_shared::room::Color;

use crate::script::window;

/// A number in `0.0..1.0`, for jitter only.
pub fn chance() -> f64 {
    js_sys::Math::random()
}

/// A colour for one who has not chosen any.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "below the number of colours"
)]
pub fn color() -> Color {
    let place = (chance() * Color::ALL.len() as f64) as usize;
    Color::ALL.get(place).copied().unwrap_or_default()
}

/// Bytes that nobody can guess; `None` in a browser without randomness, of
/// which none is known.
pub fn bytes() -> Option<[u8; 16]> {
    let mut bytes = [0; 16];
    let crypto = window().crypto().ok()?;
    crypto.get_random_values_with_u8_array(&mut bytes).ok()?;
    Some(bytes)
}
