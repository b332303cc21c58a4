//! One end of one link, as the browser has it: an `RTCPeerConnection`.

use std::fmt;
use std::rc::Rc;

use chatmux_shared::call::budget::Share;
use chatmux_shared::call::negotiation::{Candidate, Connection, Politeness};
use chatmux_shared::wire::IceServer;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{Event, RtcPeerConnection, RtcPeerConnectionIceEvent, RtcPeerConnectionState};

use super::bytes::{Bytes, BytesEvent};
use super::channel::{Channel, ChannelEvent};
use super::errand::Errand;
use super::lines::{self, Outgoing, Remote};
use super::negotiate::read_candidate;
use super::quality::{Encoder, height};
use super::ways;
use crate::listener::Listener;

/// What a peer connection tells by itself.
#[derive(Debug)]
pub enum PeerEvent {
    /// It found a way to be reached.
    Candidate(Candidate),
    /// It is in another state.
    Connection(Connection),
    /// The first picture of the other end's camera is there.
    FirstPicture,
    /// Of the channel for words.
    Words(ChannelEvent),
    /// Of the channel for bytes.
    Bytes(BytesEvent),
}

/// A peer connection, closed when dropped; after that it tells nothing any
/// more.
pub struct Peer {
    connection: RtcPeerConnection,
    tell: Rc<dyn Fn(PeerEvent)>,
    sending: Outgoing,
    /// Of camera and screen, once there are lines.
    encoders: Option<[Encoder; 2]>,
    /// While its counters are being read.
    reading: Option<Errand>,
    remote: Option<Remote>,
    channel: Channel,
    bytes: Bytes,
    _listeners: [Listener; 2],
}

impl Peer {
    /// A fresh one that tries these servers; the impolite end makes its lines at once.
    ///
    /// # Errors
    /// The browser's exception.
    pub fn open(
        politeness: Politeness,
        servers: &[IceServer],
        tell: impl Fn(PeerEvent) + 'static,
    ) -> Result<Self, JsValue> {
        let connection = RtcPeerConnection::new_with_configuration(&ways::configuration(servers))?;
        let tell: Rc<dyn Fn(PeerEvent)> = Rc::new(tell);
        let tell_word = Rc::clone(&tell);
        let channel = Channel::new(&connection, move |event| {
            tell_word(PeerEvent::Words(event));
        });
        let tell_bytes = Rc::clone(&tell);
        let bytes = Bytes::new(&connection, move |event| {
            tell_bytes(PeerEvent::Bytes(event));
        });
        let peer = Self {
            _listeners: listen(&connection, &tell),
            channel,
            bytes,
            connection,
            tell,
            sending: Outgoing::default(),
            encoders: None,
            reading: None,
            remote: None,
        };
        match politeness {
            Politeness::Impolite => lines::make(&peer.connection)?,
            Politeness::Polite => {}
        }
        Ok(peer)
    }

    /// The browser's object, to perform an action on.
    pub fn connection(&self) -> &RtcPeerConnection {
        &self.connection
    }

    /// Has its counters read by `read`, unless they are being read already.
    pub fn begin_reading(&mut self, read: impl Future<Output = ()> + 'static) {
        self.reading.get_or_insert_with(|| Errand::begin(read));
    }

    /// They were read.
    pub fn end_reading(&mut self) {
        self.reading = None;
    }

    /// The channel for words to the other end.
    pub fn channel(&self) -> &Channel {
        &self.channel
    }

    /// The channel for bytes to the other end.
    pub fn bytes(&self) -> &Bytes {
        &self.bytes
    }

    /// Sends these tracks from now on, as soon as there are lines for them.
    pub fn send(&mut self, outgoing: &Outgoing) {
        if self.sending == *outgoing {
            return;
        }
        let Some(lines) = lines::of(&self.connection) else {
            return;
        };
        outgoing.send(&self.sending, &lines);
        self.sending = outgoing.clone();
    }

    /// Sends no more than this of camera and screen.
    pub fn share(&mut self, share: Share) {
        if self.encoders.is_none() {
            let lines = lines::of(&self.connection);
            self.encoders =
                lines.map(|[_, camera, _, screen]| [Encoder::new(&camera), Encoder::new(&screen)]);
        }
        let Some(encoders) = &mut self.encoders else {
            return;
        };
        let sources = [&self.sending.camera, &self.sending.screen];
        let qualities = [share.camera, share.screen];
        for ((encoder, source), quality) in encoders.iter_mut().zip(sources).zip(qualities) {
            if let Some(source) = source {
                encoder.set(quality, height(source));
            }
        }
    }

    /// What comes from the other end, as soon as there are lines for it.
    pub fn remote(&mut self) -> Option<&mut Remote> {
        if self.remote.is_none() {
            let lines = lines::of(&self.connection)?;
            let tell = Rc::clone(&self.tell);
            self.remote = Remote::new(&lines, move || tell(PeerEvent::FirstPicture)).ok();
        }
        self.remote.as_mut()
    }
}

impl fmt::Debug for Peer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Peer").field(&self.connection).finish()
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        self.connection.close();
    }
}

fn listen(connection: &RtcPeerConnection, tell: &Rc<dyn Fn(PeerEvent)>) -> [Listener; 2] {
    let tell_candidate = Rc::clone(tell);
    let tell = Rc::clone(tell);
    let source = connection.clone();
    [
        Listener::new(connection, "icecandidate", move |event| {
            if let Some(candidate) = candidate(&event) {
                tell_candidate(PeerEvent::Candidate(candidate));
            }
        }),
        Listener::new(connection, "connectionstatechange", move |_| {
            if let Some(state) = state(source.connection_state()) {
                tell(PeerEvent::Connection(state));
            }
        }),
    ]
}

/// None at the end of all rounds of gathering.
fn candidate(event: &Event) -> Option<Candidate> {
    let event = event.dyn_ref::<RtcPeerConnectionIceEvent>()?;
    Some(read_candidate(&event.candidate()?))
}

fn state(state: RtcPeerConnectionState) -> Option<Connection> {
    match state {
        RtcPeerConnectionState::New => Some(Connection::New),
        RtcPeerConnectionState::Connecting => Some(Connection::Connecting),
        RtcPeerConnectionState::Connected => Some(Connection::Connected),
        RtcPeerConnectionState::Disconnected => Some(Connection::Disconnected),
        RtcPeerConnectionState::Failed => Some(Connection::Failed),
        RtcPeerConnectionState::Closed => Some(Connection::Closed),
        // One that the specification does not know yet.
        _ => None,
    }
}
