//! What a link's media are like: a reading of the browser's counters, the
//! difference of two of them, and what to think of it.
//!
//! Counters only grow within one peer connection (W3C webrtc-stats); what
//! seems to run backwards is of another one and counts as nothing. Knows no
//! browser: the shell reads `getStats` into a [`Reading`].

use serde::{Deserialize, Serialize};

use crate::id::Timestamp;

/// How many lines a link has, in their fixed order.
pub const LINES: usize = 4;
/// The place of the voice among them.
pub const MICROPHONE: usize = 0;
/// The place of the camera.
pub const CAMERA: usize = 1;
/// The place of the screen.
pub const SCREEN: usize = 3;

/// By which way a link goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Path {
    /// From browser to browser.
    Direct,
    /// Over a relay (RFC 8656), of either end.
    Relayed,
}

/// What keeps an encoder below what it was allowed
/// (`qualityLimitationReason`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Limitation {
    /// Nothing, or nothing one could help.
    #[default]
    Nothing,
    /// The processor.
    Processor,
    /// The way out.
    Bandwidth,
}

/// What has come on a line (`inbound-rtp`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Received {
    /// Packets that came.
    pub packets: u64,
    /// Packets that did not, as far as is known.
    pub lost: u64,
    /// Bytes of media.
    pub bytes: u64,
    /// Pictures that were decoded.
    pub frames: u64,
    /// Of the last picture, in pixels; 0 before the first.
    pub width: u32,
    /// Of the last picture, in pixels; 0 before the first.
    pub height: u32,
}

/// What has gone out on a line (`outbound-rtp`, `remote-inbound-rtp`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Sent {
    /// Bytes of media.
    pub bytes: u64,
    /// What keeps it small.
    pub limitation: Limitation,
    /// Of a thousand packets, how many the other end missed lately.
    pub lost: u32,
}

/// The counters of one link at a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reading {
    /// When.
    pub at: Timestamp,
    /// The way it goes, once there is one.
    pub path: Option<Path>,
    /// To the other end and back, in milliseconds.
    pub round_trip: Option<u32>,
    /// Bits a second that the browser thinks could go out, where it says so.
    pub available: Option<u32>,
    /// By line.
    pub received: [Received; LINES],
    /// By line.
    pub sent: [Sent; LINES],
}

impl Reading {
    /// Of a link on which nothing has happened yet.
    pub fn empty(at: Timestamp) -> Self {
        Self {
            at,
            path: None,
            round_trip: None,
            available: None,
            received: [Received::default(); LINES],
            sent: [Sent::default(); LINES],
        }
    }
}

/// The picture that comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Picture {
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
    /// Pictures a second.
    pub rate: u32,
}

/// What a link was like between two readings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Figures {
    /// How long that was, in milliseconds.
    pub span: u64,
    /// The way it goes, once there is one.
    pub path: Option<Path>,
    /// To the other end and back, in milliseconds.
    pub round_trip: Option<u32>,
    /// Of a thousand packets that were to come, how many did not.
    pub lost: u32,
    /// Packets that came, by line.
    pub arrived: [u64; LINES],
    /// The camera's picture, if one comes.
    pub picture: Option<Picture>,
    /// Bits a second that came.
    pub rate: u32,
    /// Bits a second that went out.
    pub sent_rate: u32,
    /// Of a thousand packets sent, how many the other end missed.
    pub sent_lost: u32,
    /// What keeps one's pictures small.
    pub limitation: Limitation,
    /// Bits a second that the browser thinks could go out.
    pub available: Option<u32>,
}

impl Figures {
    /// What happened from the one reading to the other; nothing if no time
    /// has passed.
    pub fn between(former: &Reading, later: &Reading) -> Option<Self> {
        let span = later.at.since(former.at);
        if span == 0 {
            return None;
        }
        let each = |count: fn(&Received) -> u64| {
            let mut grown = [0; LINES];
            for (place, grown) in grown.iter_mut().enumerate() {
                *grown =
                    count(&later.received[place]).saturating_sub(count(&former.received[place]));
            }
            grown
        };
        let arrived = each(|line| line.packets);
        let lost: u64 = each(|line| line.lost).iter().sum();
        let bytes: u64 = each(|line| line.bytes).iter().sum();
        let grown = |line: usize| {
            let (later, former) = (later.sent[line].bytes, former.sent[line].bytes);
            later.saturating_sub(former)
        };
        let sent: u64 = (0..LINES).map(grown).sum();
        // Of a line that rests, the browser goes on telling what was.
        let running = (0..LINES).filter(|line| grown(*line) > 0);
        let running: Vec<Sent> = running.map(|line| later.sent[line]).collect();
        Some(Self {
            span,
            path: later.path,
            round_trip: later.round_trip,
            lost: per_thousand(lost, lost.saturating_add(arrived.iter().sum())),
            arrived,
            picture: picture(
                &later.received[CAMERA],
                each(|line| line.frames)[CAMERA],
                span,
            ),
            rate: rate(bytes, span),
            sent_rate: rate(sent, span),
            sent_lost: worst(running.iter().map(|line| line.lost)),
            limitation: limitation(&running),
            available: later.available,
        })
    }

    /// What to think of it.
    pub fn verdict(&self) -> Verdict {
        let round_trip = self.round_trip.unwrap_or_default();
        if self.lost >= BAD_LOSS || round_trip >= BAD_ROUND_TRIP {
            Verdict::Bad
        } else if self.lost >= FAIR_LOSS || round_trip >= FAIR_ROUND_TRIP {
            Verdict::Fair
        } else {
            Verdict::Good
        }
    }

    /// The same as a sentence of figures:
    /// `Direct · 23 ms · 0.1 % lost · 640×360 at 24 · 480 kbit/s`.
    pub fn words(&self) -> String {
        let mut parts = Vec::new();
        match self.path {
            Some(Path::Direct) => parts.push("Direct".to_owned()),
            Some(Path::Relayed) => parts.push("Relayed".to_owned()),
            None => {}
        }
        if let Some(round_trip) = self.round_trip {
            parts.push(round_trip.to_string() + " ms");
        }
        let (whole, tenth) = (self.lost / 10, self.lost % 10);
        parts.push([&whole.to_string(), ".", &tenth.to_string(), " % lost"].concat());
        parts.push(
            self.picture
                .map_or_else(|| "no picture".to_owned(), Picture::words),
        );
        parts.push((self.rate / 1_000).to_string() + " kbit/s");
        parts.join(" · ")
    }
}

impl Picture {
    fn words(self) -> String {
        let [width, height, rate] = [self.width, self.height, self.rate].map(|it| it.to_string());
        [&width, "×", &height, " at ", &rate].concat()
    }
}

/// Whether people can talk over a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Nothing is noticed.
    Good,
    /// It is noticed now and then.
    Fair,
    /// It is in the way.
    Bad,
}

/// Of a thousand packets: from here on pictures stutter.
const FAIR_LOSS: u32 = 20;
/// From here on words are missing.
const BAD_LOSS: u32 = 80;
/// In milliseconds: from here on people begin to speak at the same time
/// (ITU-T G.114, there and back).
const FAIR_ROUND_TRIP: u32 = 300;
/// From here on they give up.
const BAD_ROUND_TRIP: u32 = 800;

fn picture(line: &Received, frames: u64, span: u64) -> Option<Picture> {
    let rate = frames.saturating_mul(1_000).saturating_add(span / 2) / span;
    (frames > 0 && line.height > 0).then_some(Picture {
        width: line.width,
        height: line.height,
        rate: u32::try_from(rate).unwrap_or(u32::MAX),
    })
}

/// Bits a second.
fn rate(bytes: u64, span: u64) -> u32 {
    let bits = bytes.saturating_mul(8_000) / span;
    u32::try_from(bits).unwrap_or(u32::MAX)
}

fn per_thousand(part: u64, whole: u64) -> u32 {
    let share = part.saturating_mul(1_000).checked_div(whole);
    u32::try_from(share.unwrap_or_default()).unwrap_or(1_000)
}

fn worst(losses: impl Iterator<Item = u32>) -> u32 {
    losses.max().unwrap_or_default()
}

fn limitation(sent: &[Sent]) -> Limitation {
    let is_limited = |by| sent.iter().any(|line| line.limitation == by);
    if is_limited(Limitation::Processor) {
        Limitation::Processor
    } else if is_limited(Limitation::Bandwidth) {
        Limitation::Bandwidth
    } else {
        Limitation::Nothing
    }
}
