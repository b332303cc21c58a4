//! Two tabs in one page, with a wire between them in place of a server.

use chatmux_frontend::call::{Heard, Links, Outgoing};
use chatmux_frontend::clock::now;
use chatmux_frontend::files::{FileInput, Files};
use chatmux_frontend::input::{Inbox, Input, Mailbox};
use chatmux_frontend::media::Readiness;
use chatmux_shared::call::negotiation::{Content, LinkState, Signal};
use chatmux_shared::call::word::Word;
use chatmux_shared::id::{Incarnation, MemberId, SessionId};
use chatmux_shared::wire::Switch;
use wasm_bindgen::JsCast as _;
use web_sys::{HtmlVideoElement, MediaStream, RtcPeerConnection};

use crate::until::until;

/// One tab.
pub struct Side {
    pub me: (SessionId, MemberId),
    pub links: Links,
    pub outgoing: Outgoing,
    pub readiness: Readiness,
    /// Whether words can be said.
    pub is_open: bool,
    /// What the other end said.
    pub heard: Vec<Word>,
    pub files: Files,
    /// What happened on the link and was not acted upon yet.
    pub happened: Vec<(SessionId, Heard)>,
    /// What files and disks answered, the same.
    pub answers: Vec<FileInput>,
    inbox: Inbox,
}

/// Two tabs. The first is the impolite one.
pub struct Pair {
    pub sides: [Side; 2],
    /// How many offers went over the wire.
    pub offers: usize,
}

impl Side {
    pub fn new(number: u8, incarnation: u32) -> Self {
        let me = (
            SessionId::from_random([number; 16]),
            MemberId::from_bytes([number; 32]),
        );
        let (mailbox, inbox) = Mailbox::new();
        Self {
            me,
            links: Links::new(me, Incarnation(incarnation), mailbox.clone()),
            files: Files::new(mailbox),
            happened: Vec::new(),
            answers: Vec::new(),
            outgoing: Outgoing::default(),
            readiness: Readiness::Settled,
            is_open: false,
            heard: Vec::new(),
            inbox,
        }
    }

    /// Everything that has happened by now.
    fn settle(&mut self) -> Vec<Signal> {
        while let Ok(input) = self.inbox.try_recv() {
            if let Input::Link(input) = input {
                let happened = self.links.handle(input, now());
                self.note(happened);
            } else if let Input::File(input) = input {
                self.answers.push(input);
            }
        }
        self.links.mesh.handle_timeout(now());
        self.links.perform(&self.outgoing, self.readiness, now());
        std::iter::from_fn(|| self.links.poll_signal())
            .map(|(_, signal)| signal)
            .collect()
    }

    fn note(&mut self, happened: Option<(SessionId, Heard)>) {
        match &happened {
            Some((_, Heard::Opened)) => self.is_open = true,
            Some((_, Heard::Said(word))) => self.heard.push(word.clone()),
            Some((_, Heard::Bytes(_))) | None => {}
        }
        self.happened.extend(happened);
    }

    pub fn is_connected_to(&self, other: SessionId) -> bool {
        self.links.state(other) == Some(LinkState::Connected)
    }
}

impl Pair {
    /// Both know of each other.
    pub fn new() -> Self {
        let mut pair = Self {
            sides: [Side::new(1, 0), Side::new(2, 0)],
            offers: 0,
        };
        pair.introduce(0);
        pair.introduce(1);
        pair
    }

    /// The side at `place` hears that the other one is in the call.
    pub fn introduce(&mut self, place: usize) {
        let other = self.sides[1 - place].me;
        self.sides[place].links.mesh.handle_joined(other, now());
    }

    pub fn settle(&mut self) {
        for place in [0, 1] {
            let from = self.sides[place].me.0;
            for signal in self.sides[place].settle() {
                self.offers += usize::from(matches!(signal.content, Content::Offer { .. }));
                let other = &mut self.sides[1 - place];
                other.links.mesh.handle_signal(from, signal, now());
            }
        }
    }

    pub async fn until(&mut self, what: &str, mut is_there: impl FnMut(&mut Self) -> bool) {
        until(what, || {
            self.settle();
            is_there(self)
        })
        .await;
    }

    pub async fn connect(&mut self) {
        self.until("both connected", |pair| pair.is_connected())
            .await;
    }

    pub fn is_connected(&self) -> bool {
        let [one, other] = &self.sides;
        one.is_connected_to(other.me.0) && other.is_connected_to(one.me.0)
    }

    /// The browser's object of the side at `place`.
    pub fn connection(&self, place: usize) -> RtcPeerConnection {
        let other = self.sides[1 - place].me.0;
        let connection = self.sides[place].links.connection(other);
        connection.expect("the link is open").clone()
    }

    /// What the side at `place` sees and hears of the other, whose camera is
    /// like this.
    pub fn person(&mut self, place: usize, camera: Switch) -> MediaStream {
        let other = self.sides[1 - place].me.0;
        let remote = self.sides[place].links.remote(other);
        let remote = remote.expect("the link has lines");
        remote.show_camera(camera).unwrap();
        remote.person().clone()
    }

    /// Waits for the camera's pictures at `place`.
    pub async fn until_pictures(&mut self, place: usize) -> HtmlVideoElement {
        self.until("first picture", |pair| {
            pair.person(place, Switch::On).get_tracks().length() == 2
        })
        .await;
        let video = playing(&self.person(place, Switch::On));
        self.until("pictures", |_| video.video_width() > 0).await;
        video
    }
}

/// A media element that plays `stream`.
pub fn playing(stream: &MediaStream) -> HtmlVideoElement {
    let document = web_sys::window().unwrap().document().unwrap();
    let video = document.create_element("video").unwrap();
    let video: HtmlVideoElement = video.unchecked_into();
    video.set_autoplay(true);
    video.set_src_object(Some(stream));
    document.body().unwrap().append_child(&video).unwrap();
    video
}
