//! Sharing the screen.

use chatmux_app::state::Stream;
use chatmux_shared::wire::Switch;
use js_sys::Reflect;
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{DisplayMediaStreamConstraints, MediaStream};

use super::{Capture, MediaInput, Trouble, devices, stream_of};
use crate::input::{Input, Mailbox};

/// A shared screen; the sharing ends when it is dropped.
#[derive(Debug)]
pub struct Screen {
    /// What it sounds like, if the browser and the person let it.
    pub sound: Option<Capture>,
    /// What is seen of it.
    pub picture: Capture,
}

/// What this tab shares of its screen.
///
/// Invariant: only the answer to the last request counts.
#[derive(Debug, Default)]
pub struct Sharing {
    /// With the request that it was the answer to.
    screen: Option<(u32, Screen)>,
    /// The request without an answer.
    asked: Option<u32>,
    shown: Option<Stream>,
}

impl Sharing {
    /// Asks the person which screen to share.
    pub fn ask(&mut self, request: u32, mailbox: Mailbox) {
        self.asked = Some(request);
        spawn_local(async move {
            let answer = share(request, &mailbox).await;
            mailbox.send(Input::Media(MediaInput::Screen { request, answer }));
        });
    }

    /// Shares nothing.
    pub fn stop(&mut self) {
        *self = Self::default();
    }

    /// The screen is there, or was refused; gives what to say of it.
    pub fn handle_answer(
        &mut self,
        request: u32,
        answer: Result<Screen, Trouble>,
    ) -> Option<Trouble> {
        self.asked.take_if(|asked| *asked == request)?;
        match answer {
            Ok(screen) => {
                self.shown = stream_of(screen.picture.track());
                self.screen = Some((request, screen));
                None
            }
            Err(trouble) => Some(trouble),
        }
    }

    /// It was ended by the browser's own button.
    pub fn handle_ended(&mut self, request: u32) {
        if self
            .screen
            .as_ref()
            .is_some_and(|(known, _)| *known == request)
        {
            self.stop();
        }
    }

    /// Whether the screen is shared.
    pub fn switch(&self) -> Switch {
        Switch::from(self.screen.is_some())
    }

    /// What is shared.
    pub fn screen(&self) -> Option<&Screen> {
        self.screen.as_ref().map(|(_, screen)| screen)
    }

    /// What is shown of it here.
    pub fn shown(&self) -> Option<&Stream> {
        self.shown.as_ref()
    }
}

async fn share(request: u32, mailbox: &Mailbox) -> Result<Screen, Trouble> {
    let stream = display_media().await;
    let stream = stream.map_err(|cause| Trouble::of_screen(&cause))?;
    let (sound, picture) = Capture::of(&stream);
    let mut picture = picture.ok_or(Trouble::ScreenUnknown)?;
    // So that it stays sharp rather than quick (W3C mst-content-hint §4).
    Reflect::set(picture.track(), &"contentHint".into(), &"detail".into()).ok();
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
