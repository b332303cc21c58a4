//! The counters of a peer connection (W3C webrtc-stats), read.
//!
//! What a browser does not count is 0 or nothing. Lines are found by their
//! `mid`, so that what was on another one is not mixed in.

use chatmux_shared::call::stats::{LINES, Limitation, Path, Reading, Received, Sent};
use js_sys::Reflect;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::RtcPeerConnection;

use super::lines;
use crate::clock::now;
use crate::script::{call, text_of};

/// The names of the lines, in their order.
type Mids = [Option<String>; LINES];

/// Reads them all; none if the connection has no lines yet, or is gone.
pub async fn read(connection: RtcPeerConnection) -> Option<Reading> {
    let mids = lines::of(&connection)?.map(|line| line.mid());
    let report = JsFuture::from(connection.get_stats()).await.ok()?;
    Some(Report { report, mids }.reading())
}

struct Report {
    /// `RTCStatsReport`: objects by their id.
    report: JsValue,
    mids: Mids,
}

impl Report {
    fn reading(&self) -> Reading {
        let mut reading = Reading::empty(now());
        let mut pair = None;
        for stats in self.values() {
            match text_of(&stats, "type").as_deref() {
                Some("inbound-rtp") => self.read_inbound(&stats, &mut reading),
                Some("outbound-rtp") => self.read_outbound(&stats, &mut reading),
                Some("remote-inbound-rtp") => self.read_remote(&stats, &mut reading),
                Some("transport") => pair = self.selected(&stats).or(pair),
                Some("candidate-pair") if is_chosen(&stats) => pair = pair.or(Some(stats)),
                Some(_) | None => {}
            }
        }
        if let Some(pair) = pair {
            self.read_pair(&pair, &mut reading);
        }
        reading
    }

    fn values(&self) -> Vec<JsValue> {
        let values = call(&self.report, "values", &JsValue::UNDEFINED);
        let values = values.and_then(|values| js_sys::try_iter(&values).ok().flatten());
        values.into_iter().flatten().flatten().collect()
    }

    /// What another one names as its `name`.
    fn named(&self, stats: &JsValue, name: &str) -> Option<JsValue> {
        let id = text_of(stats, name)?;
        let found = call(&self.report, "get", &JsValue::from_str(&id))?;
        found.is_object().then_some(found)
    }

    fn selected(&self, transport: &JsValue) -> Option<JsValue> {
        self.named(transport, "selectedCandidatePairId")
    }

    fn line(&self, stats: &JsValue) -> Option<usize> {
        let mid = text_of(stats, "mid")?;
        self.mids
            .iter()
            .position(|known| known.as_ref() == Some(&mid))
    }

    fn read_inbound(&self, stats: &JsValue, reading: &mut Reading) {
        let Some(line) = self.line(stats) else { return };
        reading.received[line] = Received {
            packets: count(stats, "packetsReceived"),
            lost: count(stats, "packetsLost"),
            bytes: count(stats, "bytesReceived"),
            frames: count(stats, "framesDecoded"),
            width: amount(stats, "frameWidth").unwrap_or_default(),
            height: amount(stats, "frameHeight").unwrap_or_default(),
        };
    }

    fn read_outbound(&self, stats: &JsValue, reading: &mut Reading) {
        let Some(line) = self.line(stats) else { return };
        reading.sent[line] = Sent {
            bytes: count(stats, "bytesSent"),
            limitation: limitation(stats),
            ..reading.sent[line]
        };
    }

    /// What the other end says of what one sends.
    fn read_remote(&self, stats: &JsValue, reading: &mut Reading) {
        let sent = self.named(stats, "localId");
        let Some(line) = sent.and_then(|sent| self.line(&sent)) else {
            return;
        };
        let lost = number(stats, "fractionLost").unwrap_or_default() * 1_000.0;
        reading.sent[line].lost = whole(lost);
    }

    fn read_pair(&self, pair: &JsValue, reading: &mut Reading) {
        let round_trip = number(pair, "currentRoundTripTime");
        reading.round_trip = round_trip.map(|seconds| whole(seconds * 1_000.0));
        reading.available = amount(pair, "availableOutgoingBitrate");
        let ends = ["localCandidateId", "remoteCandidateId"];
        let kinds = ends.map(|end| text_of(&self.named(pair, end)?, "candidateType"));
        reading.path = path(&kinds);
    }
}

/// The pair in use, where the transport does not name it (Firefox).
fn is_chosen(pair: &JsValue) -> bool {
    let is = |name: &str| Reflect::get(pair, &name.into()).is_ok_and(|value| value.is_truthy());
    is("nominated") && is("writable") || is("selected")
}

fn path(kinds: &[Option<String>; 2]) -> Option<Path> {
    let mut kinds = kinds.iter().flatten().peekable();
    kinds.peek()?;
    Some(if kinds.any(|kind| kind == "relay") {
        Path::Relayed
    } else {
        Path::Direct
    })
}

fn limitation(stats: &JsValue) -> Limitation {
    match text_of(stats, "qualityLimitationReason").as_deref() {
        Some("cpu") => Limitation::Processor,
        Some("bandwidth") => Limitation::Bandwidth,
        Some(_) | None => Limitation::Nothing,
    }
}

fn number(stats: &JsValue, name: &str) -> Option<f64> {
    Reflect::get(stats, &name.into()).ok()?.as_f64()
}

/// A count of things; some run below 0 (RFC 3550 §6.4.1, `packetsLost`).
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "what is out of range becomes the nearest that is not"
)]
fn count(stats: &JsValue, name: &str) -> u64 {
    number(stats, name).unwrap_or_default() as u64
}

fn amount(stats: &JsValue, name: &str) -> Option<u32> {
    number(stats, name).map(whole)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "what is out of range becomes the nearest that is not"
)]
fn whole(number: f64) -> u32 {
    number.round() as u32
}
