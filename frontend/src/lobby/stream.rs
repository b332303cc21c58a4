//! The event stream of the lobby (WHATWG HTML §9.2), kept alive while the page
//! is seen.
//!
//! A browser opens a stream again by itself, but at once and all at a time,
//! and not after every end: it is closed at the first trouble and opened anew
//! in a while, from the last event on.

use std::rc::Rc;

use chatmux_shared::backoff::Backoff;
use chatmux_shared::lobby::LobbyFrame;
use gloo_timers::callback::Timeout;
use wasm_bindgen::JsCast as _;
use web_sys::{Event, EventSource, MessageEvent};

use crate::json;
use crate::listener::Listener;
use crate::random::chance;

/// What a stream says.
#[derive(Debug)]
pub enum StreamEvent {
    /// The server answers.
    Opened,
    /// Something is told, with its id.
    Told(LobbyFrame, String),
    /// Something is told that is not understood.
    Garbled,
    /// It is at an end.
    Ended,
    /// It is time to open it again.
    Due,
}

/// One connection; closed when dropped.
#[derive(Debug)]
struct Source {
    source: EventSource,
    _listeners: [Listener; 3],
}

impl Drop for Source {
    fn drop(&mut self) {
        self.source.close();
    }
}

/// Where what a stream says goes, with the number of the attempt it is of.
type Teller = Rc<dyn Fn(u32, StreamEvent)>;

/// The stream.
pub struct Stream {
    tell: Teller,
    source: Option<Source>,
    /// What comes of former attempts is late.
    attempt: u32,
    /// The id of the last event.
    last: Option<String>,
    backoff: Backoff,
    /// Attempts that ended since the server answered.
    failures: u32,
    alarm: Option<Timeout>,
}

impl Stream {
    /// A stream that is not open yet.
    pub fn new(tell: impl Fn(u32, StreamEvent) + 'static) -> Self {
        Self {
            tell: Rc::new(tell),
            source: None,
            attempt: 0,
            last: None,
            backoff: Backoff::default(),
            failures: 0,
            alarm: None,
        }
    }

    /// Opens it, from the last event on.
    pub fn open(&mut self) {
        self.attempt += 1;
        self.alarm = None;
        self.source = connect(self.last.as_deref(), self.attempt, &self.tell);
        if self.source.is_none() {
            self.wait();
        }
    }

    /// Closes it.
    pub fn close(&mut self) {
        self.attempt += 1;
        self.alarm = None;
        self.source = None;
    }

    /// What is told by an event of this attempt, if anything.
    pub fn handle(&mut self, attempt: u32, event: StreamEvent) -> Option<LobbyFrame> {
        if attempt != self.attempt {
            return None;
        }
        match event {
            // It may have nothing to tell for long.
            StreamEvent::Opened => self.failures = 0,
            StreamEvent::Told(frame, id) => {
                self.last = Some(id);
                self.backoff.succeeded();
                return Some(frame);
            }
            StreamEvent::Garbled => {
                // The next beginning has all of it.
                self.last = None;
                self.wait();
            }
            StreamEvent::Ended => self.wait(),
            StreamEvent::Due => self.open(),
        }
        None
    }

    /// Whether the server is away: a stream may end once without that.
    pub const fn is_lost(&self) -> bool {
        self.failures > 1
    }

    fn wait(&mut self) {
        self.source = None;
        self.failures = self.failures.saturating_add(1);
        let wait = self.backoff.next_wait(chance());
        let wait = u32::try_from(wait).unwrap_or(u32::MAX);
        let (tell, attempt) = (Rc::clone(&self.tell), self.attempt);
        let ring = move || tell(attempt, StreamEvent::Due);
        self.alarm = Some(Timeout::new(wait, ring));
    }
}

fn connect(after: Option<&str>, attempt: u32, tell: &Teller) -> Option<Source> {
    let address = match after {
        Some(id) => ["/api/lobby?after=", id].concat(),
        None => "/api/lobby".to_owned(),
    };
    let source = EventSource::new(&address).ok()?;
    let [opened, told, ended] = [tell, tell, tell].map(Rc::clone);
    let listeners = [
        Listener::new(&source, "open", move |_| {
            opened(attempt, StreamEvent::Opened);
        }),
        Listener::new(&source, "message", move |event| told(attempt, read(&event))),
        Listener::new(&source, "error", move |_| {
            ended(attempt, StreamEvent::Ended);
        }),
    ];
    Some(Source {
        source,
        _listeners: listeners,
    })
}

fn read(event: &Event) -> StreamEvent {
    let told = || {
        let event = event.dyn_ref::<MessageEvent>()?;
        let frame = json::parse(&event.data().as_string()?).ok()?;
        Some(StreamEvent::Told(frame, event.last_event_id()))
    };
    told().unwrap_or(StreamEvent::Garbled)
}
