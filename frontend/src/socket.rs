//! One WebSocket.

use chatmux_shared::id::RoomId;
use chatmux_shared::wire::{ClientFrame, SUBPROTOCOL};
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{CloseEvent, Event, MessageEvent, WebSocket};

use crate::json;
use crate::listener::Listener;
use crate::script::window;

/// What a socket says.
#[derive(Debug)]
pub enum SocketEvent {
    /// It is open.
    Opened,
    /// A text frame came.
    Said(String),
    /// It is closed, with this code (RFC 6455 §7.4).
    Closed(u16),
}

/// A socket, closed when dropped; after that it says nothing any more.
#[derive(Debug)]
pub struct Socket {
    socket: WebSocket,
    _listeners: [Listener; 3],
}

impl Socket {
    /// Begins to open a socket to `room`.
    ///
    /// # Errors
    /// The browser's exception, if it does not even try.
    pub fn open(
        room: RoomId,
        tell: impl Fn(SocketEvent) + Clone + 'static,
    ) -> Result<Self, JsValue> {
        let socket = WebSocket::new_with_str(&address(room)?, SUBPROTOCOL)?;
        let on = |event, read: fn(&Event) -> Option<SocketEvent>| {
            let tell = tell.clone();
            Listener::new(&socket, event, move |event| {
                if let Some(said) = read(&event) {
                    tell(said);
                }
            })
        };
        let listeners = [
            on("open", |_| Some(SocketEvent::Opened)),
            on("message", text),
            on("close", code),
        ];
        Ok(Self {
            socket,
            _listeners: listeners,
        })
    }

    /// Sends a frame; one for a socket that has just closed is lost, like one
    /// on its way.
    pub fn send(&self, frame: &ClientFrame) {
        if self.socket.ready_state() == WebSocket::OPEN {
            self.socket.send_with_str(&json::text(frame)).ok();
        }
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        self.socket.close().ok();
    }
}

fn address(room: RoomId) -> Result<String, JsValue> {
    let location = window().location();
    let scheme = match location.protocol()?.as_str() {
        "https:" => "wss://",
        _ => "ws://",
    };
    let host = location.host()?;
    Ok([scheme, &host, "/api/rooms/", &room.to_string(), "/socket"].concat())
}

fn text(event: &Event) -> Option<SocketEvent> {
    let data = event.dyn_ref::<MessageEvent>()?.data();
    data.as_string().map(SocketEvent::Said)
}

fn code(event: &Event) -> Option<SocketEvent> {
    let code = event.dyn_ref::<CloseEvent>()?.code();
    Some(SocketEvent::Closed(code))
}
