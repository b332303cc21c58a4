//! Someone who comes to a room and keeps the protocol.

use std::net::SocketAddr;
use std::ops::Deref;

use chatmux_shared::id::{ClientId, Incarnation, RoomId, Seq, SessionId};
use chatmux_shared::message::{Act, Entry, Nonce, Post, Seen, Statement, hello_bytes};
use chatmux_shared::room::{Color, Doorkeeper, Event, Refusal, RoomCard};
use chatmux_shared::wire::{
    ClientFrame, Former, Have, Hello, History, Media, Page, Resume, ServerFrame, Switch, Token,
    Visibility, Welcome,
};
use futures::{SinkExt as _, StreamExt as _};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::tungstenite::http::HeaderValue;

use crate::key::{Key, beginning, client_of};
use crate::soon::soon;

/// What someone says of themselves at the door.
#[derive(Clone)]
pub struct Claim {
    pub key: Key,
    pub name: String,
    pub status: String,
    pub resume: Option<Resume>,
    pub maker: Option<Token>,
    pub visibility: Option<Visibility>,
    pub have: Option<Have>,
}

/// Someone new, of this name.
pub fn hello(name: &str) -> Claim {
    Claim {
        key: Key::new(),
        name: name.to_owned(),
        status: String::new(),
        resume: None,
        maker: None,
        visibility: None,
        have: None,
    }
}

/// The one who made the room.
pub fn maker(token: &Token, visibility: Visibility) -> Claim {
    Claim {
        maker: Some(token.clone()),
        visibility: Some(visibility),
        ..hello("Maker")
    }
}

impl Claim {
    /// By this connection, signed.
    pub fn hello(&self, origin: &str, room: RoomId, nonce: &Nonce) -> Hello {
        Hello {
            name: self.name.clone(),
            color: Color::Cyan,
            status: self.status.clone(),
            key: self.key.public(),
            signature: self.key.sign(&hello_bytes(origin, room, nonce)),
            resume: self.resume.clone(),
            maker: self.maker.clone(),
            visibility: self.visibility,
            have: self.have,
        }
    }
}

/// What someone has of having been in a room: enough to come back.
#[derive(Clone)]
pub struct Stay {
    pub welcome: Welcome,
    pub key: Key,
    /// How far they know the log.
    pub seen: Seen,
}

impl Stay {
    fn begin(welcome: Welcome, claim: &Claim) -> Self {
        let known = claim.have.filter(|_| welcome.history == History::Continued);
        let known = known.map(|have| have.seen);
        let last = welcome.page.entries.last().map(Entry::seen);
        let before = beginning(welcome.room.id, welcome.room.epoch);
        Self {
            seen: last.or(known).unwrap_or(before),
            key: claim.key.clone(),
            welcome,
        }
    }

    pub fn session(&self) -> SessionId {
        self.welcome.session
    }

    /// Another tab of the same person, which knows nothing of this one.
    pub fn sibling(&self) -> Claim {
        Claim {
            key: self.key.clone(),
            ..hello("Sibling")
        }
    }

    /// The same tab, after another load of its page or none.
    pub fn returning(&self, incarnation: Incarnation, former: Former) -> Claim {
        Claim {
            key: self.key.clone(),
            resume: Some(Resume {
                token: self.welcome.session_token.clone(),
                incarnation,
                former,
            }),
            have: Some(Have {
                epoch: self.welcome.room.epoch,
                seen: self.seen,
            }),
            ..hello("Back")
        }
    }

    /// The same page, whose connection was lost.
    pub fn reconnecting(&self) -> Claim {
        self.returning(self.welcome.incarnation, Former::Gone)
    }

    /// The next load of the same tab.
    pub fn refreshed(&self) -> Claim {
        let next = Incarnation(self.welcome.incarnation.0 + 1);
        self.returning(next, Former::Gone)
    }

    /// What they state here and now, if they are honest.
    pub fn statement(&self, act: Act, text: &str) -> Statement {
        let RoomCard { id, epoch, .. } = self.welcome.room;
        self.key.statement((id, epoch), self.seen, act, text)
    }

    /// The same, signed.
    pub fn draft(&self, act: Act, text: &str) -> Post {
        self.key.post(&self.statement(act, text), text)
    }
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

/// A connection that was asked to prove a key, or a guest's.
pub struct Socket<S = TcpStream> {
    stream: WebSocketStream<S>,
    origin: String,
    room: RoomId,
    pub nonce: Nonce,
}

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
        let (mut stream, _) = soon("the upgrade", upgrading).await.expect("an upgrade");
        let challenge = next(&mut stream).await;
        let Ok(ServerFrame::Challenge { nonce }) = challenge else {
            panic!("{challenge:?} is no challenge");
        };
        Self {
            stream,
            origin: origin.to_owned(),
            room: room.parse().expect("a room's id"),
            nonce,
        }
    }

    pub async fn send(&mut self, frame: &ClientFrame) {
        self.send_text(&frame.encode()).await;
    }

    pub async fn send_text(&mut self, text: &str) {
        let sent = self.stream.send(Message::text(text)).await;
        sent.expect("the connection stands");
    }

    async fn try_send(&mut self, frame: &ClientFrame) -> bool {
        let message = Message::text(frame.encode());
        self.stream.send(message).await.is_ok()
    }

    /// The next frame, or the code of the end.
    pub async fn next(&mut self) -> Result<ServerFrame, u16> {
        next(&mut self.stream).await
    }

    /// The code this connection ends with, whatever is said before.
    pub async fn end(mut self) -> u16 {
        loop {
            if let Err(code) = self.next().await {
                return code;
            }
        }
    }

    /// What an honest one says at this door.
    pub fn hello(&self, claim: &Claim) -> Hello {
        claim.hello(&self.origin, self.room, &self.nonce)
    }

    /// The welcome, or why there is none.
    pub async fn enter(self, claim: Claim) -> Result<Guest<S>, Refusal> {
        let hello = self.hello(&claim);
        self.enter_with(hello, &claim).await
    }

    /// Before a locked room.
    pub async fn knock(self, claim: &Claim) -> Knocker<S> {
        let knocked = self.knock_or_not(claim).await;
        knocked.unwrap_or_else(|refusal| panic!("no knock: {refusal}"))
    }

    /// The same, or why not even that.
    pub async fn knock_or_not(mut self, claim: &Claim) -> Result<Knocker<S>, Refusal> {
        let hello = Box::new(self.hello(claim));
        self.send(&ClientFrame::Hello(hello)).await;
        match self.next().await.expect("an answer to hello") {
            ServerFrame::Knocking { owner } => Ok(Knocker {
                owner,
                claim: claim.clone(),
                socket: self,
            }),
            ServerFrame::Refused { reason, .. } => Err(reason),
            other => panic!("{other:?} is no answer to who knocks"),
        }
    }

    /// The same with a hello that may be another than the honest one.
    pub async fn enter_with(mut self, hello: Hello, claim: &Claim) -> Result<Guest<S>, Refusal> {
        self.send(&ClientFrame::Hello(Box::new(hello))).await;
        match self.next().await.expect("an answer to hello") {
            ServerFrame::Welcome(welcome) => Ok(Guest {
                stay: Stay::begin(*welcome, claim),
                socket: self,
            }),
            ServerFrame::Refused { reason, .. } => Err(reason),
            other => panic!("{other:?} is no answer to hello"),
        }
    }
}

async fn next<S: AsyncRead + AsyncWrite + Unpin>(
    stream: &mut WebSocketStream<S>,
) -> Result<ServerFrame, u16> {
    loop {
        let message = soon("a frame", stream.next()).await;
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

/// Someone who knocks at a locked room.
pub struct Knocker<S = TcpStream> {
    pub owner: Doorkeeper,
    claim: Claim,
    socket: Socket<S>,
}

impl<S: AsyncRead + AsyncWrite + Unpin> Knocker<S> {
    pub async fn send(&mut self, frame: &ClientFrame) {
        self.socket.send(frame).await;
    }

    /// The very next frame is a welcome.
    pub async fn comes_in(mut self) -> Guest<S> {
        match self.socket.next().await {
            Ok(ServerFrame::Welcome(welcome)) => Guest {
                stay: Stay::begin(*welcome, &self.claim),
                socket: self.socket,
            },
            other => panic!("{other:?} instead of a welcome"),
        }
    }

    /// The very next frame is a refusal.
    pub async fn is_refused(&mut self) -> Refusal {
        match self.socket.next().await {
            Ok(ServerFrame::Refused { reason, .. }) => reason,
            other => panic!("{other:?} instead of a refusal"),
        }
    }

    /// The very next frame says that the server is there.
    pub async fn is_answered(&mut self) {
        assert_eq!(self.socket.next().await, Ok(ServerFrame::Here));
    }

    /// The very next frame is about the owner.
    pub async fn hears_of_the_owner(&mut self) -> Doorkeeper {
        match self.socket.next().await {
            Ok(ServerFrame::Knocking { owner }) => owner,
            other => panic!("{other:?} instead of the owner"),
        }
    }

    /// The code the connection ends with.
    pub async fn end(self) -> u16 {
        self.socket.end().await
    }
}

/// Someone in a room.
pub struct Guest<S = TcpStream> {
    stay: Stay,
    socket: Socket<S>,
}

impl<S> Deref for Guest<S> {
    type Target = Stay;

    fn deref(&self) -> &Stay {
        &self.stay
    }
}

impl Guest {
    /// Someone of this name, in.
    pub async fn come(address: SocketAddr, room: &str, name: &str) -> Self {
        Self::enter(address, room, hello(name)).await
    }

    pub async fn enter(address: SocketAddr, room: &str, claim: Claim) -> Self {
        let socket = Socket::open(address, room).await;
        socket.enter(claim).await.expect("a welcome")
    }

    /// The connection breaks without a word.
    pub fn lose(self) -> Stay {
        self.stay
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> Guest<S> {
    pub async fn send(&mut self, frame: &ClientFrame) {
        self.socket.send(frame).await;
    }

    pub async fn send_text(&mut self, text: &str) {
        self.socket.send_text(text).await;
    }

    /// Says it and waits for no answer.
    pub async fn post(&mut self, text: &str) -> ClientId {
        let statement = self.statement(Act::Say, text);
        let post = self.key.post(&statement, text);
        self.hand_in(&post).await;
        statement.client
    }

    pub async fn hand_in(&mut self, post: &Post) {
        self.send(&ClientFrame::Post(Box::new(post.clone()))).await;
    }

    /// The same, where the connection may have broken: whether it stands.
    pub async fn try_hand_in(&mut self, post: &Post) -> bool {
        let frame = ClientFrame::Post(Box::new(post.clone()));
        self.socket.try_send(&frame).await
    }

    /// Says it and is told so.
    pub async fn say(&mut self, text: &str) -> Entry {
        self.state(Act::Say, text).await
    }

    /// Does it and is told so.
    pub async fn state(&mut self, act: Act, text: &str) -> Entry {
        let statement = self.statement(act, text);
        let post = self.key.post(&statement, text);
        self.hand_in(&post).await;
        self.entry(statement.client).await
    }

    /// Opens the room that they made.
    pub async fn open_room(&mut self) -> RoomCard {
        self.state(Act::Create, "").await;
        self.room_changes().await
    }

    /// The room, once it is another one.
    pub async fn room_changes(&mut self) -> RoomCard {
        let changed = |event| match event {
            Event::Room { card } => Some(card),
            _ => None,
        };
        self.happens("that the room changed", changed).await
    }

    pub async fn next(&mut self) -> Result<ServerFrame, u16> {
        let frame = self.socket.next().await;
        if let Ok(ServerFrame::Told {
            event: Event::Entry { entry },
        }) = &frame
            && entry.seq > self.stay.seen.seq
        {
            self.stay.seen = entry.seen();
        }
        frame
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
            Event::Entry { entry } if client_of(&entry) == client => Some(entry),
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

    /// What `post` is refused with.
    pub async fn is_refused_to_hand_in(&mut self, post: &Post) -> Refusal {
        self.hand_in(post).await;
        self.refusal().await.0
    }

    /// The next page that was asked for.
    pub async fn page(&mut self) -> Page {
        let page = |frame| match frame {
            ServerFrame::Entries { page, .. } => Some(page),
            _ => None,
        };
        self.wait("a page", page).await
    }

    /// Entries after `after`, page by page, to the last.
    pub async fn fetch_all(&mut self, after: Seq) -> Vec<Entry> {
        let mut all: Vec<Entry> = Vec::new();
        loop {
            let after = all.last().map_or(after, |entry| entry.seq);
            self.send(&ClientFrame::Fetch { after }).await;
            let page = self.page().await.entries;
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
