//! Asking the browser for microphone and camera.

use chatmux_app::sound::Voice;
use js_sys::{Object, Reflect};
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{MediaStream, MediaStreamConstraints, MediaTrackConstraints};

use super::{Capture, MediaInput, Source, Trouble, devices, voice};
use crate::input::{Input, Mailbox};
use crate::script::name_of;

/// What is asked for, each with the id of the device to prefer.
#[derive(Debug, Clone, Default)]
pub struct Request {
    /// By which the answer is known.
    pub number: u32,
    /// A microphone.
    pub microphone: Option<Preference>,
    /// A camera.
    pub camera: Option<Preference>,
    /// What is done to the voice.
    pub voice: Voice,
}

/// The device a person chose, if they did.
pub type Preference = Option<String>;

impl Request {
    /// Asks. Both at once first, for one question to the person; then each
    /// alone, so that the want of one does not take the other away.
    pub fn ask(self, mailbox: Mailbox) {
        spawn_local(async move {
            if !self.ask_at_once(&mailbox).await {
                self.ask_each(&mailbox).await;
            }
        });
    }

    async fn ask_at_once(&self, mailbox: &Mailbox) -> bool {
        if self.microphone.is_none() || self.camera.is_none() {
            return false;
        }
        let Ok(stream) = user_media(self).await else {
            return false;
        };
        let (Some(microphone), Some(camera)) = Capture::of(&stream) else {
            return false;
        };
        self.answer(Source::Microphone, Ok(microphone), mailbox);
        self.answer(Source::Camera, Ok(camera), mailbox);
        true
    }

    async fn ask_each(&self, mailbox: &Mailbox) {
        if self.microphone.is_some() {
            let alone = Self {
                camera: None,
                ..self.clone()
            };
            let answer = alone.ask_alone(Source::Microphone).await;
            self.answer(Source::Microphone, answer, mailbox);
        }
        if self.camera.is_some() {
            let alone = Self {
                microphone: None,
                ..self.clone()
            };
            let answer = alone.ask_alone(Source::Camera).await;
            self.answer(Source::Camera, answer, mailbox);
        }
    }

    async fn ask_alone(&self, source: Source) -> Result<Capture, Trouble> {
        if devices().is_none() {
            return Err(Trouble::Insecure(source));
        }
        let stream = user_media(self).await;
        let stream = stream.map_err(|cause| Trouble::of(source, &cause))?;
        let (microphone, camera) = Capture::of(&stream);
        let capture = match source {
            Source::Microphone => microphone,
            Source::Camera => camera,
        };
        capture.ok_or(Trouble::Missing(source))
    }

    fn answer(&self, source: Source, answer: Result<Capture, Trouble>, mailbox: &Mailbox) {
        mailbox.send(Input::Media(MediaInput::Answer {
            request: self.number,
            source,
            answer,
        }));
    }
}

/// The chosen devices, or others in the place of those that are gone.
async fn user_media(request: &Request) -> Result<MediaStream, JsValue> {
    match user_media_of(request, Choice::Binding).await {
        Err(cause) if name_of(&cause) == "OverconstrainedError" => {
            user_media_of(request, Choice::Wish).await
        }
        answer => answer,
    }
}

/// How much a person's choice of a device weighs. Browsers have ideas of
/// their own of a mere wish.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Choice {
    /// That one or none.
    Binding,
    /// Another is better than none.
    Wish,
}

async fn user_media_of(request: &Request, choice: Choice) -> Result<MediaStream, JsValue> {
    let devices = devices().ok_or(JsValue::UNDEFINED)?;
    let constraints = MediaStreamConstraints::new();
    if let Some(preference) = &request.microphone {
        constraints.set_audio_media_track_constraints(&for_voice(
            preference,
            choice,
            request.voice,
        ));
    }
    if let Some(preference) = &request.camera {
        constraints.set_video_media_track_constraints(&for_picture(preference, choice));
    }
    let promise = devices.get_user_media_with_constraints(&constraints)?;
    Ok(JsFuture::from(promise).await?.unchecked_into())
}

/// Bare values are wishes, not conditions.
fn for_voice(preference: &Preference, choice: Choice, wanted: Voice) -> MediaTrackConstraints {
    let constraints = of_device(preference, choice);
    voice::ask(&constraints, wanted);
    constraints
}

fn for_picture(preference: &Preference, choice: Choice) -> MediaTrackConstraints {
    let constraints = of_device(preference, choice);
    constraints.set_width_i32(1280);
    constraints.set_height_i32(720);
    constraints
}

fn of_device(preference: &Preference, choice: Choice) -> MediaTrackConstraints {
    let constraints = MediaTrackConstraints::new();
    match (preference, choice) {
        (Some(id), Choice::Binding) => {
            let exact = Object::new();
            // Only throws for what is no object.
            Reflect::set(&exact, &"exact".into(), &id.into()).ok();
            Reflect::set(&constraints, &"deviceId".into(), &exact).ok();
        }
        (Some(id), Choice::Wish) => constraints.set_device_id_str(id),
        (None, Choice::Binding | Choice::Wish) => {}
    }
    constraints
}
