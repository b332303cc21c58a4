//! Someone who comes to a room and keeps the protocol.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicU64, Ordering};

use chatmux_shared::id::{ClientId, Incarnation, Seq, SessionId};
use chatmux_shared::room::{Color, Entry, Event, Kind, Refusal};
use chatmux_shared::wire::{
    ClientFrame, Former, Have, Hello, Media, Resume, ServerFrame, Switch, Token, Visibility,
    Welcome,
};
use futures::{SinkExt as _, StreamExt as _};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::tungstenite::http::HeaderValue;

use crate::soon::soon;

/// Someone new, of this name.
pub fn hello(name: &str) -> Hello {
    Hello {
        name: name.to_owned(),
        color: Color::Cyan,
        member: None,
        resume: None,
        maker: None,
        visibility: None,
        have: None,
    }
}

/// The one who made the room.
pub fn maker(token: &Token, visibility: Visibility) -> Hello {
    Hello {
        maker: Some(token.clone()),
        visibility: Some(visibility),
        ..hello("Maker")
    }
}

/// The tab that was welcomed so, after another load of its page or none.
pub fn returning(welcome: &Welcome, incarnation: Incarnation, former: Former) -> Hello {
    Hello {
        resume: Some(Resume {
            token: welcome.session_token.clone(),
            incarnation,
            former,
        }),
        have: Some(Have {
            epoch: welcome.room.epoch,
            seq: welcome.newest,
        }),
        ..hello("Back")
    }
}

/// The same page, whose connection was lost.
pub fn reconnecting(welcome: &Welcome) -> Hello {
    returning(welcome, welcome.incarnation, Former::Gone)
}

/// The next load of the same tab.
pub fn refreshed(welcome: &Welcome) -> Hello {
    let next = Incarnation(welcome.incarnation.0 + 1);
    returning(welcome, next, Former::Gone)
}

/// One that no other message of this process has.
pub fn client_id() -> ClientId {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    ClientId::from_random(u128::from(number).to_be_bytes())
}

pub const SILENT: Media = Media {
    microphone: Switch::Off,
    camera: Switch::Off,
    screen: Switch::Off,
};
pub const WITH_VIDEO: Media = Media {
    camera: Switch::On,
    ..SILENT
};

pub fn text_of(entry: &Entry) -> &str {
    let Kind::Say { text } = &entry.kind;
    text.as_str()
}

/// A connection that has said nothing yet, or a guest's.
pub struct Socket<S = TcpStream>(WebSocketStream<S>);

impl Socket {
    pub async fn open(address: SocketAddr, room: &str) -> Self {
        let stream = TcpStream::connect(address).await.expect("it listens");
        stream.set_nodelay(true).expect("a TCP socket");
        Self::open_over(stream, &format!("http://{address}"), room).await
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> Socket<S> {
    /// As a page of `origin` does.
    pub async fn open_over(stream: S, origin: &str, room: &str) -> Self {
        let base = origin.replacen("http", "ws", 1);
        let url = format!("{base}/api/rooms/{room}/socket");
        let mut request = url.into_client_request().expect("an address");
        let headers = request.headers_mut();
        let own = HeaderValue::from_str(origin).expect("an origin");
        headers.insert("origin", own);
        let protocol = HeaderValue::from_static("chatmux.1");
        headers.insert("sec-websocket-protocol", protocol);
        let upgrading = tokio_tungstenite::client_async(request, stream);
        let (socket, _) = soon("the upgrade", upgrading).await.expect("an upgrade");
        Self(socket)
    }

    pub async fn send(&mut self, frame: &ClientFrame) {
        self.send_text(&frame.encode()).await;
    }

    pub async fn send_text(&mut self, text: &str) {
        let sent = self.0.send(Message::text(text)).await;
        sent.expect("the connection stands");
    }

    async fn try_send(&mut self, frame: &ClientFrame) -> bool {
        self.0.send(Message::text(frame.encode())).await.is_ok()
    }

    /// The next frame, or the code of the end.
    pub async fn next(&mut self) -> Result<ServerFrame, u16> {
        loop {
            let message = soon("a frame", self.0.next()).await;
            match message {
                Some(Ok(Message::Text(text))) => {
                    return Ok(ServerFrame::parse(&text).expect("a frame of ours"));
                }
                Some(Ok(Message::Close(frame))) => {
                    return Err(frame.map_or(1005, |frame| frame.code.into()));
                }
                Some(Ok(_)) => {}
                Some(Err(_)) | None => return Err(1006),
            }
        }
    }

    /// The code this connection ends with, whatever is said before.
    pub async fn end(mut self) -> u16 {
        loop {
            if let Err(code) = self.next().await {
                return code;
            }
        }
    }

    /// The welcome, or why there is none.
    pub async fn enter(mut self, hello: Hello) -> Result<Guest<S>, Refusal> {
        self.send(&ClientFrame::Hello(Box::new(hello))).await;
        match self.next().await.expect("an answer to hello") {
            ServerFrame::Welcome(welcome) => Ok(Guest {
                welcome: *welcome,
                socket: self,
            }),
            ServerFrame::Refused { reason, .. } => Err(reason),
            other => panic!("{other:?} is no answer to hello"),
        }
    }
}

/// Someone in a room.
pub struct Guest<S = TcpStream> {
    pub welcome: Welcome,
    socket: Socket<S>,
}

impl Guest {
    /// Someone of this name, in.
    pub async fn come(address: SocketAddr, room: &str, name: &str) -> Self {
        Self::enter(address, room, hello(name)).await
    }

    pub async fn enter(address: SocketAddr, room: &str, hello: Hello) -> Self {
        let socket = Socket::open(address, room).await;
        socket.enter(hello).await.expect("a welcome")
    }

    /// The connection breaks without a word.
    pub fn lose(self) -> Welcome {
        self.welcome
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> Guest<S> {
    pub fn session(&self) -> SessionId {
        self.welcome.session
    }

    pub async fn send(&mut self, frame: &ClientFrame) {
        self.socket.send(frame).await;
    }

    pub async fn send_text(&mut self, text: &str) {
        self.socket.send_text(text).await;
    }

    /// Says it and waits for no answer.
    pub async fn post(&mut self, text: &str) -> ClientId {
        let client = client_id();
        self.say_as(client, text).await;
        client
    }

    pub async fn say_as(&mut self, client: ClientId, text: &str) {
        let text = text.to_owned();
        self.send(&ClientFrame::Say { client, text }).await;
    }

    /// The same, where the connection may have broken: whether it stands.
    pub async fn try_say_as(&mut self, client: ClientId, text: &str) -> bool {
        let text = text.to_owned();
        let frame = ClientFrame::Say { client, text };
        self.socket.try_send(&frame).await
    }

    /// Says it and is told so.
    pub async fn say(&mut self, text: &str) -> Entry {
        let client = self.post(text).await;
        self.entry(client).await
    }

    pub async fn next(&mut self) -> Result<ServerFrame, u16> {
        self.socket.next().await
    }

    /// The first of what is said from now on that `wanted` finds.
    pub async fn wait<T>(
        &mut self,
        what: &str,
        mut wanted: impl FnMut(ServerFrame) -> Option<T>,
    ) -> T {
        soon(what, async {
            loop {
                let next = self.next().await;
                let frame = next.unwrap_or_else(|code| panic!("{code} instead of {what}"));
                if let Some(found) = wanted(frame) {
                    return found;
                }
            }
        })
        .await
    }

    /// Something that happens in the room.
    pub async fn happens<T>(&mut self, what: &str, wanted: impl Fn(Event) -> Option<T>) -> T {
        let told = |frame| match frame {
            ServerFrame::Told { event } => wanted(event),
            _ => None,
        };
        self.wait(what, told).await
    }

    /// The entry of this client id.
    pub async fn entry(&mut self, client: ClientId) -> Entry {
        let ours = |event| match event {
            Event::Entry { entry } if entry.client == client => Some(entry),
            _ => None,
        };
        self.happens("an entry", ours).await
    }

    /// The next entry of anyone.
    pub async fn next_entry(&mut self) -> Entry {
        let any = |event| match event {
            Event::Entry { entry } => Some(entry),
            _ => None,
        };
        self.happens("any entry", any).await
    }

    /// The next refusal, and the message it is about.
    pub async fn refusal(&mut self) -> (Refusal, Option<ClientId>) {
        let refused = |frame| match frame {
            ServerFrame::Refused { reason, about } => Some((reason, about)),
            _ => None,
        };
        self.wait("a refusal", refused).await
    }

    /// What `frame` is refused with.
    pub async fn is_refused(&mut self, frame: &ClientFrame) -> Refusal {
        self.send(frame).await;
        self.refusal().await.0
    }

    /// Entries after `after`, page by page, to the last.
    pub async fn fetch_all(&mut self, after: Seq) -> Vec<Entry> {
        let mut all: Vec<Entry> = Vec::new();
        loop {
            let after = all.last().map_or(after, |entry| entry.seq);
            self.send(&ClientFrame::Fetch { after }).await;
            let page = |frame| match frame {
                ServerFrame::Entries { entries, .. } => Some(entries),
                _ => None,
            };
            let page = self.wait("a page", page).await;
            if page.is_empty() {
                return all;
            }
            all.extend(page);
        }
    }

    /// The code the connection ends with.
    pub async fn end(self) -> u16 {
        self.socket.end().await
    }
}
