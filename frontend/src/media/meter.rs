//! How loud the microphone is.
//!
//! It listens to a copy of the track, which is never muted: so one can be
//! told that one is talking while nobody hears it.

use wasm_bindgen::JsValue;
use web_sys::{AnalyserNode, AudioContext, MediaStreamTrack};

use super::{Capture, stream_of};
use crate::script::detach;

/// Samples looked at each time, a power of two (Web Audio API §1.8).
const SAMPLES: u32 = 512;
/// A voice close to a microphone is about this part of what a microphone can
/// give (root mean square).
const LOUD: f64 = 0.25;

/// Measures as long as it lives.
#[derive(Debug)]
pub struct Meter {
    analyser: AnalyserNode,
    _context: Context,
    _copy: Capture,
}

/// Where sound is computed; closed when it is dropped. A browser has only a
/// few of them.
#[derive(Debug)]
struct Context(AudioContext);

impl Meter {
    /// Measures `track` from now on.
    ///
    /// # Errors
    /// The browser's exception.
    pub fn new(track: &MediaStreamTrack) -> Result<Self, JsValue> {
        // Not the handle: the web's own `clone` makes another track.
        let copy = Capture::new(MediaStreamTrack::clone(track));
        copy.track().set_enabled(true);
        let context = Context(AudioContext::new()?);
        let analyser = analyser(&context.0, copy.track())?;
        // Some browsers begin in silence.
        detach(context.0.resume()?);
        Ok(Self {
            analyser,
            _context: context,
            _copy: copy,
        })
    }

    /// How loud it is now, 0 to 1 (root mean square).
    pub fn level(&self) -> f64 {
        let mut samples = [0; SAMPLES as usize];
        self.analyser.get_byte_time_domain_data(&mut samples);
        loudness(&samples)
    }
}

impl Drop for Context {
    fn drop(&mut self) {
        if let Ok(promise) = self.0.close() {
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

/// 0 to 1, of samples around 128.
fn loudness(samples: &[u8]) -> f64 {
    let squares: u32 = samples
        .iter()
        .map(|sample| u32::from(sample.abs_diff(128)).pow(2))
        .sum();
    let mean = f64::from(squares) / f64::from(SAMPLES);
    mean.sqrt() / 128.0
}

/// The same for a meter to be seen, 0 to 100.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "between 0 and 100"
)]
pub fn shown(level: f64) -> u8 {
    (level / LOUD * 100.0).min(100.0) as u8
}
