//! The one loop that owns all of a tab.
//!
//! ```text
//!  views, socket, peer connections,      ┌──────── Driver ────────┐
//!  devices, page, alarm ──── Input ────► │ handle ──► settle      │ ──► State,
//!                                        │  (one thing)  (all     │     server,
//!                                        │         that is due)   │     links
//!                                        └────────────────────────┘
//! ```
//!
//! Invariant: nothing else changes any of it. After every input, whatever is
//! due is done, shown and remembered, and the alarm is set for the next
//! deadline.
//!
//! # Layout
//! - `wishes`: what the person wants
//! - `frames`: what the server says
//! - `control`: who comes in and who gets into the call
//! - `proof`: who this browser is
//! - `log`: the conversation
//! - `words`: what the others say over their links
//! - `verify`: who is at the other end of a link
//! - `hearing`: who is speaking, and how loud
//! - `checkup`: the test of the connection
//! - `files`: what goes between this tab and others
//! - `quality`: what goes over them, and how well
//! - `outlook`: what is told of it to those outside, and what of them to it
//! - `happenings`: what devices and page say
//! - `settle`: what follows from all of them

mod checkup;
mod control;
mod files;
mod frames;
mod happenings;
mod hearing;
mod log;
mod outlook;
mod proof;
mod quality;
mod settle;
mod verify;
mod wishes;
mod words;

pub use verify::VerifyInput;

use crate::call::Links;
use crate::checkup::Checkup;
use crate::clock::{Alarm, now};
use crate::files::Files;
use crate::input::{Inbox, Input, Mailbox};
use crate::judge::Judge;
use crate::keys::Keys;
use crate::line::{Line, News};
use crate::media::Own;
use crate::memories::Memories;
use crate::outbox::Outbox;
use crate::page::Page;
use crate::script::window;
use crate::volumes::Volumes;
use chatmux_app::state::{Change, Connection, Memory, Phase, State};
use chatmux_shared::call::outlook::Outlook;
use chatmux_shared::call::place::Place;
use chatmux_shared::call::survey::Survey;
use chatmux_shared::guest::{Guest, Visit};
use chatmux_shared::id::{ClientId, RoomId, Seq, SessionId, Timestamp};
use chatmux_shared::message::Nonce;
use chatmux_shared::wire::{ClientFrame, Visibility};
use futures::StreamExt as _;
use hearing::Hearing;
use outlook::Lookout;
use verify::Verify;

/// A tab that shows a room.
#[derive(Debug)]
pub struct Driver {
    inbox: Inbox,
    mailbox: Mailbox,
    state: State,
    memories: Memories,
    guest: Guest,
    line: Line,
    /// Whether the present connection has been welcomed.
    door: Door,
    place: Place,
    /// None before the browser has found or made them.
    keys: Option<Keys>,
    /// What the present connection is to be shown a proof for.
    challenge: Option<Nonce>,
    judge: Judge,
    outbox: Outbox,
    /// What the keys are at.
    signing: Vec<ClientId>,
    /// What was handed in on this connection and not refused for now.
    handed_in: Vec<ClientId>,
    /// Until when the rest waits, after too much at once.
    held_until: Option<Timestamp>,
    /// Whether that was so for what is waiting now: it goes one by one.
    was_too_fast: bool,
    /// What the log had moved on over, once on this connection: not to sign
    /// the same for ever.
    signed_anew: Vec<ClientId>,
    /// Who is typing, and until when that is shown.
    typing: Vec<(SessionId, Timestamp)>,
    /// When it was said last that this person is typing.
    said_typing: Timestamp,
    /// None before the first welcome.
    links: Option<Links>,
    verify: Verify,
    files: Files,
    shown_files: files::Shown,
    survey: Survey,
    outlook: Outlook,
    lookout: Lookout,
    /// When the counters of the links were read last.
    read_at: Timestamp,
    own: Own,
    hearing: Hearing,
    volumes: Volumes,
    /// While it is shown.
    checkup: Option<Checkup>,
    /// How many there ever were.
    checkups: u32,
    /// The hole that this connection was asked to fill last: not to ask for
    /// the same one forever.
    asked_hole: Option<Seq>,
    /// The same for older entries.
    asked_older: Option<Seq>,
    /// When which notice goes.
    passing: Vec<(u64, Timestamp)>,
    /// The same for reactions.
    fading: Vec<(u64, Timestamp)>,
    alarm: Alarm,
    _page: Page,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Door {
    Shut,
    Open,
}

impl Driver {
    /// The driver of `room`'s island, which shows `state`.
    pub fn new(room: RoomId, state: State, mailbox: Mailbox, inbox: Inbox) -> Self {
        let memories = Memories::of(room);
        Self {
            inbox,
            state,
            outbox: Outbox::of(room, &memories.tab()),
            memories,
            keys: None,
            challenge: None,
            judge: Judge::new(mailbox.clone()),
            signing: Vec::new(),
            handed_in: Vec::new(),
            held_until: None,
            was_too_fast: false,
            signed_anew: Vec::new(),
            typing: Vec::new(),
            said_typing: Timestamp::default(),
            guest: Guest::default(),
            line: Line::new(room, mailbox.clone()),
            door: Door::Shut,
            place: Place::Outside,
            links: None,
            verify: Verify::default(),
            files: Files::new(mailbox.clone()),
            shown_files: files::Shown::default(),
            survey: Survey::new(now()),
            outlook: Outlook::default(),
            lookout: Lookout::default(),
            read_at: Timestamp::default(),
            own: Own::new(mailbox.clone()),
            hearing: Hearing::default(),
            volumes: Volumes::new(),
            checkup: None,
            checkups: 0,
            asked_hole: None,
            asked_older: None,
            passing: Vec::new(),
            fading: Vec::new(),
            alarm: Alarm::default(),
            _page: Page::new(&mailbox),
            mailbox,
        }
    }

    /// Does what is to be done, as long as the page lives.
    pub async fn serve(mut self) {
        self.arrive();
        self.settle();
        while let Some(input) = self.inbox.next().await {
            self.handle(input);
            self.settle();
        }
    }

    fn handle(&mut self, input: Input) {
        match input {
            Input::Wish(wish) => self.handle_wish(wish),
            Input::Line(input) => {
                let news = self.line.handle(input, now());
                self.handle_news(news);
            }
            Input::Link(input) => {
                let peer = input.peer();
                if input.is_trouble() {
                    // What goes wrong for a link may for the line, too, and a
                    // link is mended over the line.
                    self.line.doubt(now());
                }
                let links = self.links.as_mut();
                let heard = links.and_then(|it| it.handle(input, now()));
                self.look_at_certificate(peer);
                if let Some((peer, heard)) = heard {
                    self.handle_heard(peer, heard);
                }
            }
            Input::Keys(keys) => self.handle_keys(keys),
            Input::Proof(nonce, signature) => self.greet(nonce, signature),
            Input::Outbox(posts) => self.restore(posts),
            Input::Signed(client, post) => self.handle_signed(client, post),
            Input::Judged(part, judged) => self.handle_judged(part, judged),
            Input::Media(input) => self.handle_media(input),
            Input::File(input) => self.handle_file(input),
            Input::Page(input) => self.handle_page(input),
            Input::Verify(input) => self.handle_verify(input),
            Input::Shown => self.play(),
            Input::Pulse => self.listen(now()),
            Input::Checkup(number, found) => self.handle_found(number, found),
            Input::SoundBlocked => self.show_sound_blocked(),
            Input::Notice(text) => self.notice(text),
            Input::Alarm => self.alarm.rang(),
        }
    }

    fn arrive(&mut self) {
        let person = self.memories.person();
        let visit = self.memories.resume_visit();
        self.guest = Guest {
            name: person.name.clone(),
            color: person.color,
            status: person.status.clone(),
            maker: self.memories.maker(),
            room_name: None,
            // What was ticked before a refresh is not known: better unseen.
            visibility: visit.as_ref().map(|_| Visibility::ByLink),
            visit: None,
        };
        self.state.apply(Change::Memory(Memory {
            maker: self.guest.maker.is_some(),
            ..person
        }));
        self.show_volumes();
        self.look_for_keys();
        self.load_acquaintances();
        match visit {
            Some(visit) => self.come_back(visit),
            None => self.show_green_room(),
        }
    }

    /// A refresh: without the green room, with what was on before.
    fn come_back(&mut self, visit: Visit) {
        if let Some(media) = visit.call {
            self.place.enter();
            self.own.want(media.microphone, media.camera);
            self.own.acquire(now());
        }
        self.guest.visit = Some((visit, self.memories.former()));
        self.show_phase(Phase::Joining);
        self.line.open(now());
    }

    fn show_green_room(&mut self) {
        self.show_phase(Phase::GreenRoom);
        self.own.acquire(now());
    }

    /// Nothing of the room goes on in this tab, for this reason.
    fn end(&mut self, why: String) {
        self.stop();
        self.show_phase(Phase::Over(why));
    }

    /// Nothing of the room goes on in this tab.
    fn stop(&mut self) {
        self.line.close();
        self.door = Door::Shut;
        self.end_knock();
        self.place.leave();
        self.links = None;
        self.verify.end();
        self.survey = Survey::new(now());
        self.end_files();
        self.own.release();
        self.guest.visit = None;
    }

    fn send(&self, frame: &ClientFrame) {
        if self.door == Door::Open {
            self.line.send(frame);
        }
    }

    /// What the line says, if anything.
    fn handle_news(&mut self, news: Option<News>) {
        match news {
            None => {}
            Some(News::Frame(frame)) => self.handle_frame(frame),
            Some(News::Lost) => {
                self.door = Door::Shut;
                self.challenge = None;
                self.end_knock();
                self.show_connection();
            }
            Some(News::Over(why)) => self.end(why),
        }
    }

    fn show_phase(&self, phase: Phase) {
        self.state.apply(Change::Phase(phase));
    }

    fn show_connection(&self) {
        let connection = match self.door {
            Door::Open => Connection::Open,
            Door::Shut => Connection::Lost,
        };
        let is_online = window().navigator().on_line();
        let connection = if is_online {
            connection
        } else {
            Connection::Offline
        };
        self.state.apply(Change::Connection(connection));
    }

    fn notice(&self, text: impl Into<String>) {
        self.state.apply(Change::Notice(text.into()));
    }
}
