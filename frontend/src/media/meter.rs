//! How loud the microphone is, for the green room.

use gloo_timers::callback::Interval;
use wasm_bindgen::JsValue;
use web_sys::{AnalyserNode, AudioContext, MediaStreamTrack};

use super::{MediaInput, stream_of};
use crate::input::{Input, Mailbox};
use crate::script::detach;

/// How often it is told, in milliseconds.
const PERIOD: u32 = 100;
/// Samples looked at each time, a power of two (Web Audio API §1.8).
const SAMPLES: u32 = 512;
/// A voice close to a microphone is about this part of what a microphone can
/// give (root mean square).
const LOUD: f64 = 0.25;

/// Tells the loudness as long as it lives.
#[derive(Debug)]
pub struct Meter {
    context: AudioContext,
    _interval: Interval,
}

impl Meter {
    /// Measures `track` from now on.
    ///
    /// # Errors
    /// The browser's exception.
    pub fn new(track: &MediaStreamTrack, mailbox: Mailbox) -> Result<Self, JsValue> {
        let context = AudioContext::new()?;
        let analyser = analyser(&context, track)?;
        // Some browsers begin in silence.
        detach(context.resume()?);
        let mut samples = [0; SAMPLES as usize];
        let interval = Interval::new(PERIOD, move || {
            analyser.get_byte_time_domain_data(&mut samples);
            mailbox.send(Input::Media(MediaInput::Level(loudness(&samples))));
        });
        Ok(Self {
            context,
            _interval: interval,
        })
    }
}

impl Drop for Meter {
    fn drop(&mut self) {
        if let Ok(promise) = self.context.close() {
            detach(promise);
        }
    }
}

fn analyser(context: &AudioContext, track: &MediaStreamTrack) -> Result<AnalyserNode, JsValue> {
    let stream = stream_of(track).ok_or(JsValue::UNDEFINED)?;
    let analyser = context.create_analyser()?;
    analyser.set_fft_size(SAMPLES);
    let source = context.create_media_stream_source(stream.as_media())?;
    source.connect_with_audio_node(&analyser)?;
    Ok(analyser)
}

/// 0 to 100, of samples around 128.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "between 0 and 100"
)]
fn loudness(samples: &[u8]) -> u8 {
    let squares: u32 = samples
        .iter()
        .map(|sample| u32::from(sample.abs_diff(128)).pow(2))
        .sum();
    let mean = f64::from(squares) / f64::from(SAMPLES);
    (mean.sqrt() / 128.0 / LOUD * 100.0).min(100.0) as u8
}
