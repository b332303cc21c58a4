//! A WebSocket by hand: bytes in, frames out, nothing put right on the way.

use std::net::SocketAddr;
use std::sync::LazyLock;

use chatmux_shared::id::{Epoch, RoomId};
use chatmux_shared::message::Act;
use chatmux_shared::room::{Event, Refusal};
use chatmux_shared::wire::{ClientFrame, Former, Resume, ServerFrame, Visibility, Welcome};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::guest::{Claim, hello};
use crate::house::House;
use crate::key::{Key, beginning, text_of};
use crate::message::Ask;
use crate::soon::soon;

pub const FIN: u8 = 0x80;
pub const RSV1: u8 = 0x40;
pub const RSV2: u8 = 0x20;
pub const RSV3: u8 = 0x10;
pub const CONTINUATION: u8 = 0x0;
pub const TEXT: u8 = 0x1;
pub const BINARY: u8 = 0x2;
pub const CLOSE: u8 = 0x8;
pub const PING: u8 = 0x9;
pub const PONG: u8 = 0xA;

const MASK: [u8; 4] = [0x37, 0xfa, 0x21, 0x3d];

/// A frame of a client (RFC 6455 §5.2): `first` is the opcode with its bits.
pub fn frame(first: u8, payload: &[u8]) -> Vec<u8> {
    [head(first, payload.len() as u64), masked(payload)].concat()
}

/// The head of a frame that declares so many bytes.
pub fn head(first: u8, length: u64) -> Vec<u8> {
    let mut head = vec![first];
    match (u16::try_from(length), u8::try_from(length)) {
        (_, Ok(short)) if short <= 125 => head.push(0x80 | short),
        (Ok(medium), _) => {
            head.push(0x80 | 0x7e);
            head.extend(medium.to_be_bytes());
        }
        (Err(_), _) => {
            head.push(0x80 | 0x7f);
            head.extend(length.to_be_bytes());
        }
    }
    head.extend(MASK);
    head
}

fn masked(payload: &[u8]) -> Vec<u8> {
    let mask = MASK.into_iter().cycle();
    payload
        .iter()
        .zip(mask)
        .map(|(byte, mask)| byte ^ mask)
        .collect()
}

/// What the server does, as far as these tests look at it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Seen {
    /// A message, kept and told.
    Told(String),
    /// A frame that is none of the protocol's.
    Refused,
    Pong(Vec<u8>),
    /// A closing frame; 1005 for one without a code.
    Close(u16),
    /// The connection, without a closing frame.
    Cut,
}

/// A room of which all is known before there is a server, so that what is
/// said in it can be signed beforehand.
const ROOM: (RoomId, Epoch) = (RoomId::from_random(13), Epoch::from_random([13; 16]));

/// Whoever speaks in that room.
static SPEAKER: LazyLock<Key> = LazyLock::new(Key::new);

/// Opens the room in which [`message`]s are said.
pub async fn open_room(house: &House) -> String {
    let making = SPEAKER.making(ROOM, Visibility::ByLink);
    let answer = Ask::post("/api/rooms").json(&making);
    assert_eq!(answer.of(house.address).await.status, 201);
    ROOM.0.to_string()
}

/// A connection to a room.
pub struct Line {
    stream: TcpStream,
}

/// What a connection of the speaker after this one shows, to be the same tab
/// again.
fn resume(welcome: Welcome) -> Resume {
    Resume {
        token: welcome.session_token,
        incarnation: welcome.incarnation,
        former: Former::Gone,
    }
}

/// A message in the room, in JSON; `text` is put in as it is.
pub fn message(text: &[u8]) -> Vec<u8> {
    const PLACE: &str = "*";
    let signed = String::from_utf8_lossy(text);
    let before = beginning(ROOM.0, ROOM.1);
    let statement = SPEAKER.statement(ROOM, before, Act::Say, &signed);
    let post = SPEAKER.post(&statement, PLACE);
    let encoded = ClientFrame::Post(Box::new(post)).encode();
    let (start, end) = encoded.split_once(PLACE).expect("it is in there");
    [start.as_bytes(), text, end.as_bytes()].concat()
}

impl Line {
    /// Welcomed, in a tab of its own.
    pub async fn open(address: SocketAddr, room: &str) -> Self {
        Self::open_in(&mut None, address, room).await
    }

    /// Welcomed, in the tab that another one was in, if one was; the next one
    /// may be in it as well.
    pub async fn open_in(tab: &mut Option<Resume>, address: SocketAddr, room: &str) -> Self {
        let mut line = Self::silent(address, Ask::upgrade(room)).await;
        let (_, challenge) = line.read().await.expect("a challenge");
        let challenge = parse(&challenge);
        let ServerFrame::Challenge { nonce } = challenge else {
            panic!("{challenge:?} is no challenge");
        };
        let claim = Claim {
            key: SPEAKER.clone(),
            resume: tab.take(),
            ..hello("Line")
        };
        let room = room.parse().expect("a room's id");
        let hello = claim.hello(&format!("http://{address}"), room, &nonce);
        let hello = ClientFrame::Hello(Box::new(hello));
        line.send(&frame(FIN | TEXT, hello.encode().as_bytes()))
            .await;
        let (_, welcome) = line.read().await.expect("a welcome");
        let ServerFrame::Welcome(welcome) = parse(&welcome) else {
            panic!("{} is no welcome", String::from_utf8_lossy(&welcome));
        };
        *tab = Some(resume(*welcome));
        line
    }

    /// Upgraded by `ask`, and nothing said yet.
    pub async fn silent(address: SocketAddr, ask: Ask) -> Self {
        let mut stream = TcpStream::connect(address).await.expect("it listens");
        stream.set_nodelay(true).expect("a TCP socket");
        let ask = ask.at_home(address).text(&address.to_string());
        let asked = stream.write_all(ask.as_bytes()).await;
        asked.expect("the handshake is taken");
        let head = soon("the upgrade", read_head(&mut stream)).await;
        assert!(head.starts_with("HTTP/1.1 101"), "{head}");
        let compressed = head.to_ascii_lowercase().contains("extensions");
        assert!(!compressed, "no extension is agreed on: {head}");
        Self { stream }
    }

    /// As far as the other side takes it.
    pub async fn send(&mut self, bytes: &[u8]) -> bool {
        self.stream.write_all(bytes).await.is_ok()
    }

    /// The first byte and the payload of the next frame.
    async fn read(&mut self) -> std::io::Result<(u8, Vec<u8>)> {
        soon("a frame", async {
            let mut head = [0; 2];
            self.stream.read_exact(&mut head).await?;
            let [first, length] = head;
            assert_eq!(length & 0x80, 0, "a server masks nothing");
            let length = match length {
                126 => usize::from(self.stream.read_u16().await?),
                127 => usize::try_from(self.stream.read_u64().await?).expect("an address"),
                short => usize::from(short),
            };
            let mut payload = vec![0; length];
            self.stream.read_exact(&mut payload).await?;
            Ok((first, payload))
        })
        .await
    }

    /// The next thing worth looking at.
    pub async fn see(&mut self) -> Seen {
        loop {
            let Ok((first, payload)) = self.read().await else {
                return Seen::Cut;
            };
            match first & 0xF {
                PONG => return Seen::Pong(payload),
                CLOSE => return Seen::Close(close_code(&payload)),
                TEXT => {
                    if let Some(seen) = hear(&payload) {
                        return seen;
                    }
                }
                other => panic!("the server sends no frames of kind {other}"),
            }
        }
    }

    /// Everything to the end, which has to come.
    pub async fn see_all(&mut self) -> Vec<Seen> {
        let mut all = Vec::new();
        loop {
            all.push(self.see().await);
            if all.last() == Some(&Seen::Cut) {
                return all;
            }
        }
    }
}

/// What a text frame of the server says, if it is about messages.
fn hear(payload: &[u8]) -> Option<Seen> {
    match parse(payload) {
        ServerFrame::Refused {
            reason: Refusal::Malformed { .. },
            ..
        } => Some(Seen::Refused),
        ServerFrame::Told {
            event: Event::Entry { entry },
        } => Some(Seen::Told(text_of(&entry).to_owned())),
        _ => None,
    }
}

fn parse(payload: &[u8]) -> ServerFrame {
    let text = str::from_utf8(payload).expect("the server sends UTF-8");
    ServerFrame::parse(text).expect("a frame of ours")
}

fn close_code(payload: &[u8]) -> u16 {
    match payload {
        [] => 1005,
        [high, low, ..] => u16::from_be_bytes([*high, *low]),
        [_] => panic!("half a close code"),
    }
}

async fn read_head(stream: &mut TcpStream) -> String {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await.expect("an answer"));
    }
    String::from_utf8(head).expect("an ASCII head")
}
