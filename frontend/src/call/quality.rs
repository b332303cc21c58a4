//! What a line of video may carry, told to its encoder.
//!
//! Invariant: one encoder is told one thing at a time (`setParameters` refuses
//! a second one meanwhile, W3C WebRTC 1.0 §5.2); of what is wanted meanwhile,
//! the last is told next. What it was told stays, whichever track the line
//! gets.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use chatmux_shared::call::budget::Quality;
use js_sys::{Promise, Reflect};
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{MediaStreamTrack, RtcRtpSender, RtcRtpTransceiver};

use super::errand::Errand;
use crate::script::call;

/// Lines of a picture whose source does not tell.
const UNTOLD_HEIGHT: u32 = 720;

/// What an encoder is to do; nothing at all while nobody looks.
type Setting = Option<(Quality, f64)>;

/// The encoder of one line of video.
#[derive(Debug)]
pub struct Encoder {
    telling: Rc<Telling>,
    errand: Option<Errand>,
}

#[derive(Debug)]
struct Telling {
    sender: RtcRtpSender,
    /// What was wanted last.
    wanted: RefCell<Option<Setting>>,
    /// What it does by now, as far as is known.
    told: RefCell<Option<Setting>>,
    is_busy: Cell<bool>,
}

impl Encoder {
    /// Of this line, which does as it likes until it is told.
    pub fn new(line: &RtcRtpTransceiver) -> Self {
        let telling = Telling {
            sender: line.sender(),
            wanted: RefCell::default(),
            told: RefCell::default(),
            is_busy: Cell::new(false),
        };
        Self {
            telling: Rc::new(telling),
            errand: None,
        }
    }

    /// Pictures of `source` lines are to go out in this quality, or not at
    /// all. A browser that does not let itself be told sends as it likes.
    pub fn set(&mut self, quality: Option<Quality>, source: u32) {
        let setting = quality.map(|quality| (quality, quality.scale_down(source)));
        let telling = &self.telling;
        *telling.wanted.borrow_mut() = Some(setting);
        if telling.is_done() || telling.is_busy.replace(true) {
            return;
        }
        let telling = Rc::clone(telling);
        self.errand = Some(Errand::begin(async move {
            while !telling.is_done() && telling.tell().await.is_some() {}
            telling.is_busy.set(false);
        }));
    }
}

impl Telling {
    fn is_done(&self) -> bool {
        *self.wanted.borrow() == *self.told.borrow()
    }

    /// Tells what is wanted now; none if it was refused, as it is before there
    /// is anything to be told or when the link is gone.
    async fn tell(&self) -> Option<()> {
        let setting = (*self.wanted.borrow())?;
        let promise = set_parameters(&self.sender, setting)?;
        JsFuture::from(promise).await.ok()?;
        *self.told.borrow_mut() = Some(setting);
        Some(())
    }
}

fn set_parameters(sender: &RtcRtpSender, setting: Setting) -> Option<Promise> {
    let parameters = call(sender, "getParameters", &JsValue::UNDEFINED)?;
    let encodings = Reflect::get(&parameters, &"encodings".into()).ok()?;
    let encoding = Reflect::get_u32(&encodings, 0).ok()?;
    put(&encoding, "active", setting.is_some())?;
    if let Some((quality, scale)) = setting {
        put(&encoding, "maxBitrate", quality.bitrate)?;
        put(&encoding, "maxFramerate", quality.frame_rate)?;
        put(&encoding, "scaleResolutionDownBy", scale)?;
    }
    call(sender, "setParameters", &parameters)?.dyn_into().ok()
}

fn put(encoding: &JsValue, name: &str, value: impl Into<JsValue>) -> Option<()> {
    let is_put = Reflect::set(encoding, &name.into(), &value.into());
    is_put.ok().map(|_| ())
}

/// The lines of what a camera or a screen gives.
#[expect(clippy::cast_sign_loss, reason = "a number of pixels is not negative")]
pub fn height(track: &MediaStreamTrack) -> u32 {
    let height = track.get_settings().get_height();
    height.map_or(UNTOLD_HEIGHT, |height| height.max(0) as u32)
}
