//! Sharing the screen.

use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{DisplayMediaStreamConstraints, MediaStream};

use super::{Capture, MediaInput, Trouble, devices};
use crate::input::{Input, Mailbox};

/// A shared screen; the sharing ends when it is dropped.
#[derive(Debug)]
pub struct Screen {
    /// What it sounds like, if the browser and the person let it.
    pub sound: Option<Capture>,
    /// What is seen of it.
    pub picture: Capture,
}

/// Asks the person which screen to share.
pub fn ask(request: u32, mailbox: Mailbox) {
    spawn_local(async move {
        let answer = share(request, &mailbox).await;
        mailbox.send(Input::Media(MediaInput::Screen { request, answer }));
    });
}

async fn share(request: u32, mailbox: &Mailbox) -> Result<Screen, Trouble> {
    let stream = display_media().await;
    let stream = stream.map_err(|cause| Trouble::of_screen(&cause))?;
    let (sound, picture) = Capture::of(&stream);
    let mut picture = picture.ok_or(Trouble::ScreenUnknown)?;
    let mailbox = mailbox.clone();
    picture.when_ended(move || {
        mailbox.send(Input::Media(MediaInput::ScreenEnded { request }));
    });
    Ok(Screen { sound, picture })
}

async fn display_media() -> Result<MediaStream, JsValue> {
    let devices = devices().ok_or(JsValue::UNDEFINED)?;
    let constraints = DisplayMediaStreamConstraints::new();
    constraints.set_video_bool(true);
    constraints.set_audio_bool(true);
    let promise = devices.get_display_media_with_constraints(&constraints)?;
    Ok(JsFuture::from(promise).await?.unchecked_into())
}
