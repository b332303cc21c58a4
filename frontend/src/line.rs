//! The connection to the server, kept alive.
//!
//! ```text
//!            ┌────────────── a while ──────────────┐
//!            ▼                                     │
//!  Idle ─► Opening ──closed─► Checking ─maybe─► Waiting
//!            │  ▲                 │                ▲
//!            ▼  └── room there? ──┼─ no ─► Idle    │
//!          Open ──closed, or silent for too long ──┘
//! ```
//!
//! A network that is gone closes no socket: what was sent into it is lost
//! without a word. When there is reason for doubt the server is asked whether
//! it is there.
//!
//! Browsers do not tell why an upgrade was refused, so a failed attempt is
//! followed by a plain question for the room (`Checking`).

use chatmux_shared::backoff::Backoff;
use chatmux_shared::id::{RoomId, Timestamp};
use chatmux_shared::wire::{ANSWER_LIMIT, ClientFrame, SILENCE_LIMIT, ServerFrame, close};
use wasm_bindgen::JsCast as _;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::Response;

use crate::input::{Input, Mailbox};
use crate::json;
use crate::random::chance;
use crate::script::{text_of, window};
use crate::socket::{Socket, SocketEvent};

/// How long an attempt, or the question for the room, may take, in
/// milliseconds.
const PATIENCE: u64 = 15_000;
/// An attempt that is older, in milliseconds, is begun anew where the network
/// may have changed.
const STALE: u64 = 2_000;

/// Something that happened to the line.
#[derive(Debug)]
pub struct LineInput {
    /// Of which attempt: what comes of a former one is late.
    attempt: u32,
    event: LineEvent,
}

#[derive(Debug)]
enum LineEvent {
    Socket(SocketEvent),
    /// The room is there, or nobody could tell.
    Checked,
    /// The room is not to be had, for this reason.
    Missing(String),
}

/// What the driver is to know.
#[derive(Debug)]
pub enum News {
    /// The server said something.
    Frame(ServerFrame),
    /// It is closed, and will be opened again.
    Lost,
    /// It is closed for good, for this reason.
    Over(String),
}

#[derive(Debug)]
enum Stage {
    Idle,
    Opening {
        socket: Socket,
        since: Timestamp,
    },
    Open {
        socket: Socket,
        heard: Timestamp,
        /// When the server was asked whether it is there.
        asked: Option<Timestamp>,
    },
    Checking {
        since: Timestamp,
    },
    Waiting {
        until: Timestamp,
    },
}

/// The connection of one tab.
#[derive(Debug)]
pub struct Line {
    room: RoomId,
    mailbox: Mailbox,
    backoff: Backoff,
    attempt: u32,
    stage: Stage,
}

impl Line {
    /// A line to `room` that nobody wants yet.
    pub fn new(room: RoomId, mailbox: Mailbox) -> Self {
        Self {
            room,
            mailbox,
            backoff: Backoff::default(),
            attempt: 0,
            stage: Stage::Idle,
        }
    }

    /// Where it leads.
    pub const fn room(&self) -> RoomId {
        self.room
    }

    /// Opens the line, at once.
    pub fn open(&mut self, now: Timestamp) {
        self.attempt += 1;
        let tell = self.teller();
        let socket = Socket::open(self.room, move |event| tell(LineEvent::Socket(event)));
        match socket {
            Ok(socket) => {
                self.stage = Stage::Opening { socket, since: now };
            }
            Err(_) => self.wait(now),
        }
    }

    /// It may work again by now: an attempt that was under way for long may
    /// have begun on another network, and waiting for the next one is over.
    pub fn hurry(&mut self, now: Timestamp) {
        match self.stage {
            Stage::Waiting { .. } => self.open(now),
            Stage::Opening { since, .. } if now.since(since) >= STALE => self.open(now),
            Stage::Open { .. } => self.doubt(now),
            Stage::Idle | Stage::Opening { .. } | Stage::Checking { .. } => {}
        }
    }

    /// It may not work any more: the server is to answer soon.
    pub fn doubt(&mut self, now: Timestamp) {
        if let Stage::Open { socket, asked, .. } = &mut self.stage
            && asked.is_none()
        {
            socket.send(&ClientFrame::Probe);
            *asked = Some(now);
        }
    }

    /// Closes the line, to open it again in a while.
    pub fn wait(&mut self, now: Timestamp) {
        let until = now.plus(self.backoff.next_wait(chance()));
        self.stage = Stage::Waiting { until };
    }

    /// Closes the line until it is wanted again.
    pub fn close(&mut self) {
        self.stage = Stage::Idle;
    }

    /// The server has let this tab in: the next failure is a first one.
    pub fn succeeded(&mut self) {
        self.backoff.succeeded();
    }

    /// Sends a frame, if the line is open.
    pub fn send(&self, frame: &ClientFrame) {
        if let Stage::Open { socket, .. } = &self.stage {
            socket.send(frame);
        }
    }

    /// When [`Self::handle_timeout`] is due.
    pub fn poll_timeout(&self) -> Option<Timestamp> {
        match &self.stage {
            Stage::Idle => None,
            Stage::Opening { since, .. } | Stage::Checking { since } => Some(since.plus(PATIENCE)),
            Stage::Open { heard, asked, .. } => {
                let answer = asked.map(|asked| asked.plus(ANSWER_LIMIT));
                let silence = heard.plus(SILENCE_LIMIT);
                Some(answer.map_or(silence, |answer| answer.min(silence)))
            }
            Stage::Waiting { until } => Some(*until),
        }
    }

    /// A deadline may have passed.
    pub fn handle_timeout(&mut self, now: Timestamp) -> Option<News> {
        if self.poll_timeout().is_none_or(|due| due > now) {
            return None;
        }
        match self.stage {
            Stage::Idle => None,
            Stage::Waiting { .. } => {
                self.open(now);
                None
            }
            Stage::Opening { .. } | Stage::Checking { .. } | Stage::Open { .. } => {
                self.wait(now);
                Some(News::Lost)
            }
        }
    }

    /// Something happened.
    pub fn handle(&mut self, input: LineInput, now: Timestamp) -> Option<News> {
        if input.attempt != self.attempt {
            return None;
        }
        match input.event {
            LineEvent::Socket(SocketEvent::Opened) => {
                self.opened(now);
                None
            }
            LineEvent::Socket(SocketEvent::Said(text)) => self.said(&text, now),
            LineEvent::Socket(SocketEvent::Closed(code)) => self.closed(code, now),
            LineEvent::Checked => self.checked(now),
            LineEvent::Missing(why) => self.missing(why),
        }
    }

    fn opened(&mut self, now: Timestamp) {
        self.stage = match std::mem::replace(&mut self.stage, Stage::Idle) {
            Stage::Opening { socket, .. } => Stage::Open {
                socket,
                heard: now,
                asked: None,
            },
            other @ (Stage::Idle
            | Stage::Open { .. }
            | Stage::Checking { .. }
            | Stage::Waiting { .. }) => other,
        };
    }

    fn said(&mut self, text: &str, now: Timestamp) -> Option<News> {
        let Stage::Open {
            socket,
            heard,
            asked,
        } = &mut self.stage
        else {
            return None;
        };
        *heard = now;
        *asked = None;
        let frame = json::parse::<ServerFrame>(text).ok()?;
        if frame == ServerFrame::Ping {
            socket.send(&ClientFrame::Pong);
            return None;
        }
        Some(News::Frame(frame))
    }

    fn closed(&mut self, code: u16, now: Timestamp) -> Option<News> {
        match self.stage {
            Stage::Opening { .. } => {
                self.check(now);
                Some(News::Lost)
            }
            Stage::Open { .. } => Some(self.ended(code, now)),
            Stage::Idle | Stage::Checking { .. } | Stage::Waiting { .. } => None,
        }
    }

    fn ended(&mut self, code: u16, now: Timestamp) -> News {
        let Some(why) = close::farewell(code) else {
            self.wait(now);
            return News::Lost;
        };
        self.stage = Stage::Idle;
        News::Over(why.to_owned())
    }

    fn checked(&mut self, now: Timestamp) -> Option<News> {
        if let Stage::Checking { .. } = self.stage {
            self.wait(now);
        }
        None
    }

    fn missing(&mut self, why: String) -> Option<News> {
        let Stage::Checking { .. } = self.stage else {
            return None;
        };
        self.stage = Stage::Idle;
        Some(News::Over(why))
    }

    fn check(&mut self, now: Timestamp) {
        self.stage = Stage::Checking { since: now };
        let tell = self.teller();
        let room = self.room;
        spawn_local(async move { tell(ask_for(room).await) });
    }

    fn teller(&self) -> impl Fn(LineEvent) + Clone + 'static {
        let mailbox = self.mailbox.clone();
        let attempt = self.attempt;
        move |event| mailbox.send(Input::Line(LineInput { attempt, event }))
    }
}

async fn ask_for(room: RoomId) -> LineEvent {
    let address = ["/api/rooms/", &room.to_string()].concat();
    let Ok(answer) = JsFuture::from(window().fetch_with_str(&address)).await else {
        return LineEvent::Checked;
    };
    let answer: Response = answer.unchecked_into();
    if !matches!(answer.status(), 404 | 410) {
        return LineEvent::Checked;
    }
    // Without a sentence it is not the server that says so, but something
    // before it.
    let told = problem(&answer).await;
    told.map_or(LineEvent::Checked, LineEvent::Missing)
}

/// The sentence of a problem (RFC 9457 §3.1.4), if there is one.
async fn problem(answer: &Response) -> Option<String> {
    let body = JsFuture::from(answer.json().ok()?).await.ok()?;
    text_of(&body, "detail")
}
