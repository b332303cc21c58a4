//! The data channel of a link for words: text frames, in order, none lost
//! while the link lives.

use std::rc::Rc;

use chatmux_shared::call::word::{CHANNEL, MAX_WORD_BYTES, WORD_RATE, Word};
use chatmux_shared::rate::Bucket;
use wasm_bindgen::JsCast as _;
use web_sys::{
    MessageEvent, RtcDataChannel, RtcDataChannelInit, RtcDataChannelState, RtcPeerConnection,
};

use crate::clock::now;
use crate::json;
use crate::listener::Listener;

/// The name of the channel, for whoever looks into the browser.
const LABEL: &str = "chatmux";

/// What a channel tells.
#[derive(Debug)]
pub enum ChannelEvent {
    /// Words can be sent.
    Opened,
    /// The other end said this.
    Said(Word),
}

/// A channel, closed with its peer connection.
#[derive(Debug)]
pub struct Channel {
    channel: RtcDataChannel,
    _listeners: [Listener; 2],
}

impl Channel {
    /// Makes one end of it; the other end makes the other.
    pub fn new(connection: &RtcPeerConnection, tell: impl Fn(ChannelEvent) + 'static) -> Self {
        let init = RtcDataChannelInit::new();
        init.set_negotiated(true);
        init.set_id(CHANNEL);
        let channel = connection.create_data_channel_with_data_channel_dict(LABEL, &init);
        let tell = Rc::new(tell);
        let tell_word = Rc::clone(&tell);
        let mut bucket = Bucket::default();
        Self {
            _listeners: [
                Listener::new(&channel, "open", move |_| tell(ChannelEvent::Opened)),
                Listener::new(&channel, "message", move |event| {
                    let message = event
                        .dyn_ref()
                        .filter(|_| bucket.take(WORD_RATE, now()).is_ok());
                    if let Some(word) = message.and_then(word) {
                        tell_word(ChannelEvent::Said(word));
                    }
                }),
            ],
            channel,
        }
    }

    /// Whether words can be sent.
    pub fn is_open(&self) -> bool {
        self.channel.ready_state() == RtcDataChannelState::Open
    }

    /// Says something, if the channel is open.
    pub fn say(&self, word: &Word) {
        if self.is_open() {
            // Only refused when far too much is waiting already.
            self.channel.send_with_str(&json::text(word)).ok();
        }
    }
}

/// None for one that is too long or not known.
fn word(event: &MessageEvent) -> Option<Word> {
    let text = event.data().as_string()?;
    if text.len() > MAX_WORD_BYTES {
        return None;
    }
    json::parse(&text).ok()
}
