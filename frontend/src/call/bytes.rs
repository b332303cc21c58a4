//! The data channel of a link for bytes: pieces of files, in order, none lost
//! while the link lives.
//!
//! Invariant: bytes stay with the browser: a piece is an `ArrayBuffer` that is
//! looked at no further than its header. What it is a piece of is not known
//! here.

use std::rc::Rc;

use chatmux_shared::call::transfer::piece::HEADER;
use chatmux_shared::call::transfer::{CHANNEL, Header, piece_bytes};
use js_sys::{ArrayBuffer, Reflect, Uint8Array};
use wasm_bindgen::JsCast as _;
use web_sys::{
    MessageEvent, RtcDataChannel, RtcDataChannelInit, RtcDataChannelState, RtcDataChannelType,
    RtcPeerConnection,
};

use crate::listener::Listener;

/// Where the bytes of a piece begin, as the browser counts.
#[expect(clippy::cast_possible_truncation, reason = "it is 12")]
const BEGIN: u32 = HEADER as u32;

/// The name of the channel, for whoever looks into the browser.
const LABEL: &str = "chatmux files";

/// With so many bytes waiting to go out, no more are put behind them.
const HIGH: u32 = 1 << 20;
/// With so few left, there is room again.
const LOW: u32 = 256 << 10;

/// What the channel tells.
#[derive(Debug)]
pub enum BytesEvent {
    /// Pieces can be sent, or none any more.
    Changed,
    /// What was waiting has gone out.
    Drained,
    /// A piece came.
    Piece(Header, Uint8Array),
}

/// A channel, closed with its peer connection.
#[derive(Debug)]
pub struct Bytes {
    connection: RtcPeerConnection,
    channel: RtcDataChannel,
    _listeners: [Listener; 4],
}

impl Bytes {
    /// Makes one end of it; the other end makes the other.
    pub fn new(connection: &RtcPeerConnection, tell: impl Fn(BytesEvent) + 'static) -> Self {
        let init = RtcDataChannelInit::new();
        init.set_negotiated(true);
        init.set_id(CHANNEL);
        let channel = connection.create_data_channel_with_data_channel_dict(LABEL, &init);
        channel.set_binary_type(RtcDataChannelType::Arraybuffer);
        channel.set_buffered_amount_low_threshold(LOW);
        let tell = Rc::new(tell);
        let on = |event, react: fn(&web_sys::Event) -> Option<BytesEvent>| {
            let tell = Rc::clone(&tell);
            Listener::new(&channel, event, move |event| {
                if let Some(event) = react(&event) {
                    tell(event);
                }
            })
        };
        Self {
            _listeners: [
                on("open", |_| Some(BytesEvent::Changed)),
                on("close", |_| Some(BytesEvent::Changed)),
                on("bufferedamountlow", |_| Some(BytesEvent::Drained)),
                on("message", piece),
            ],
            connection: connection.clone(),
            channel,
        }
    }

    /// Whether pieces can be sent.
    pub fn is_open(&self) -> bool {
        self.channel.ready_state() == RtcDataChannelState::Open
    }

    /// Whether there is room for another piece; when not,
    /// [`BytesEvent::Drained`] tells that there is again.
    pub fn has_room(&self) -> bool {
        self.is_open() && self.channel.buffered_amount() < HIGH
    }

    /// How many bytes of a file a piece may have.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "saturates; what is no number becomes 0"
    )]
    pub fn piece_bytes(&self) -> u64 {
        let sctp = Reflect::get(&self.connection, &"sctp".into()).ok();
        let most = sctp.and_then(|sctp| Reflect::get(&sctp, &"maxMessageSize".into()).ok());
        let most = most.and_then(|most| most.as_f64()).unwrap_or(1.0);
        piece_bytes(if most.is_finite() { most as usize } else { 0 })
    }

    /// Sends a piece, if the channel is open.
    pub fn send(&self, header: Header, bytes: &Uint8Array) {
        let piece = Uint8Array::new_with_length(BEGIN + bytes.length());
        piece.subarray(0, BEGIN).copy_from(&header.to_bytes());
        piece.set(bytes, BEGIN);
        if self.is_open() {
            // Refused only when far too much is waiting already; what is lost
            // by that shows as a piece that does not fit.
            self.channel.send_with_array_buffer(&piece.buffer()).ok();
        }
    }
}

/// None of what is no piece.
fn piece(event: &web_sys::Event) -> Option<BytesEvent> {
    let data = event.dyn_ref::<MessageEvent>()?.data();
    let data = data.dyn_ref::<ArrayBuffer>()?;
    if data.byte_length() < BEGIN {
        return None;
    }
    let mut header = [0; HEADER];
    Uint8Array::new_with_byte_offset_and_length(data, 0, BEGIN).copy_to(&mut header);
    let bytes = Uint8Array::new_with_byte_offset(data, BEGIN);
    Some(BytesEvent::Piece(Header::parse(&header)?, bytes))
}
