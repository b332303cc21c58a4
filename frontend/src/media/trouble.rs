//! What goes wrong with devices: what happened and what to do, in a sentence.
//!
//! Source of the names: Media Capture and Streams §9.3.1, Screen Capture §5.1.

use wasm_bindgen::JsValue;

use super::Source;
use crate::script::name_of;

/// Why there is no track.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Trouble {
    /// The person, the browser or the system said no.
    #[error("The {0} was refused. Allow it in the browser's address bar and press Try again.")]
    Refused(Source),
    /// There is none.
    #[error("No {0} was found. Plug one in and press Try again.")]
    Missing(Source),
    /// Something else has it.
    #[error(
        "The {0} could not be started. Another program may be using it: close that one and press \
         Try again."
    )]
    Busy(Source),
    /// None does what was asked.
    #[error("The chosen {0} cannot be used. Choose another one.")]
    Unfit(Source),
    /// The page may not have any.
    #[error(
        "The browser gives a {0} to secure pages only. Open this room by https, or on the machine \
         the server runs on."
    )]
    Insecure(Source),
    /// It was there, and is not any more.
    #[error("The {0} was unplugged or taken away. Plug it in and press Try again.")]
    Unplugged(Source),
    /// Something that no specification knows.
    #[error("The {0} does not work in this browser. Press Try again, or use another browser.")]
    Unknown(Source),
    /// The person, the browser or the system did not let the screen be seen.
    #[error("The screen is not shared: it was not allowed.")]
    ScreenRefused,
    /// This browser cannot share a screen.
    #[error("This browser cannot share the screen. Try it on a computer.")]
    ScreenUnknown,
}

impl Trouble {
    /// What an exception of `getUserMedia` means.
    pub fn of(source: Source, exception: &JsValue) -> Self {
        Self::named(source, &name_of(exception))
    }

    /// What an exception of this name means.
    pub fn named(source: Source, name: &str) -> Self {
        match name {
            "NotAllowedError" => Self::Refused(source),
            "NotFoundError" => Self::Missing(source),
            "NotReadableError" | "AbortError" => Self::Busy(source),
            "OverconstrainedError" => Self::Unfit(source),
            "SecurityError" => Self::Insecure(source),
            _ => Self::Unknown(source),
        }
    }

    /// What an exception of `getDisplayMedia` means.
    pub fn of_screen(exception: &JsValue) -> Self {
        match name_of(exception).as_str() {
            "NotAllowedError" | "AbortError" | "InvalidStateError" => Self::ScreenRefused,
            _ => Self::ScreenUnknown,
        }
    }
}
