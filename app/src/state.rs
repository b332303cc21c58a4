//! Everything the island of a room shows.
//!
//! Invariant: only [`State::apply`] writes what the server and the browser
//! said. Views read the signals and derive the rest. Browser objects are
//! wrapped for the thread they live on; on the server they are never there.

use chatmux_shared::call::checkup::Findings;
use chatmux_shared::call::graph::Graph;
use chatmux_shared::call::negotiation::LinkState;
use chatmux_shared::call::survey::Known;
use chatmux_shared::guest::call_of;
use chatmux_shared::id::{ClientId, MemberId, Seq, SessionId};
use chatmux_shared::lobby::Lobby;
use chatmux_shared::message::Post;
use chatmux_shared::room::{Color, Doorkeeper, Event, Person, Reaction, Refusal, Room, RoomCard};
use chatmux_shared::timeline::{Draft, Judged, Timeline};
use chatmux_shared::wire::{Asked, History, Media, ServerFrame, Switch, Welcome};
use leptos::prelude::*;
use send_wrapper::SendWrapper;
use web_sys::MediaStream;

use crate::chat::FileCard;
use crate::sound::{Voice, Volume};
use crate::trust::Trusted;
use crate::ui::DeviceKind;

/// A stream of the browser, bound to its thread.
#[derive(Debug, Clone)]
pub struct Stream(SendWrapper<MediaStream>);

impl Stream {
    /// The browser's stream, from the browser's only thread.
    pub fn new(stream: MediaStream) -> Self {
        Self(SendWrapper::new(stream))
    }

    /// The stream to give to a media element.
    pub fn as_media(&self) -> &MediaStream {
        &self.0
    }
}

/// The same object, not the same content.
impl PartialEq for Stream {
    fn eq(&self, other: &Self) -> bool {
        *self.0 == *other.0
    }
}

/// The signals of one room's island.
#[derive(Debug, Clone, Copy)]
pub struct State {
    /// Where in its life the page is.
    pub phase: RwSignal<Phase>,
    /// The connection to the server.
    pub connection: RwSignal<Connection>,
    /// What this tab was and knows before it joins.
    pub memory: RwSignal<Memory>,
    /// This tab, once it is in.
    pub me: RwSignal<Option<Me>>,
    /// The room, kept by the same rules as on the server.
    pub room: RwSignal<Option<Room>>,
    /// Everyone ever seen in the room, for the names of who is gone.
    pub faces: RwSignal<Vec<Person>>,
    /// The conversation.
    pub timeline: RwSignal<Timeline>,
    /// Whether the room ends before long.
    pub ends_soon: RwSignal<bool>,
    /// How many people are on the server, in whichever room.
    pub online: RwSignal<usize>,
    /// The rooms of the server, as long as one is told of them.
    pub lobby: RwSignal<Option<Lobby>>,
    /// Who is writing something now, this tab aside.
    pub typing: RwSignal<Vec<SessionId>>,
    /// Seconds until one may say something again.
    pub wait: RwSignal<u64>,
    /// One's own devices.
    pub local: RwSignal<Local>,
    /// One's own camera picture.
    pub picture: RwSignal<Option<Stream>>,
    /// One's own screen, while it is shared.
    pub screen: RwSignal<Option<Stream>>,
    /// How loud one's own microphone is, 0 to 100.
    pub level: RwSignal<u8>,
    /// The devices there are.
    pub devices: RwSignal<Vec<Device>>,
    /// Links to the others in the call.
    pub links: RwSignal<Vec<Link>>,
    /// Who is at the other ends of the links, as far as it is known.
    pub trust: RwSignal<Trusted>,
    /// Who is speaking, who has the floor first.
    pub speaking: RwSignal<Vec<SessionId>>,
    /// How loud people are here; those who are not in it are as they come.
    pub volumes: RwSignal<Vec<(MemberId, Volume)>>,
    /// What the test of the connection found, while it is shown.
    pub checkup: RwSignal<Option<Findings>>,
    /// Files that go between this tab and others, in the order of their offers.
    pub files: RwSignal<Vec<FileCard>>,
    /// What comes over the links, by figures.
    pub known: RwSignal<Vec<Known>>,
    /// All links of the call, as everyone tells of theirs.
    pub graph: RwSignal<Graph>,
    /// Whether the browser plays sound.
    pub sound: RwSignal<Sound>,
    /// While one knocks: whether the owner is there to answer.
    pub knocking: RwSignal<Option<Doorkeeper>>,
    /// Whether one's own picture found no place in the call.
    pub unseen: RwSignal<bool>,
    /// Reactions to be seen now.
    pub reactions: RwSignal<Vec<Shown>>,
    /// What passes.
    pub notices: RwSignal<Vec<Notice>>,
}

/// Where in its life a room's page is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Phase {
    /// Rendered, not alive yet.
    #[default]
    Asleep,
    /// Choosing name and devices.
    GreenRoom,
    /// Asked to come in, not there yet.
    Joining,
    /// In the room.
    InRoom,
    /// On the way to the lobby: the room is shown as it was left, until the
    /// page goes.
    Leaving,
    /// Left, ended, or not to be had, for this reason.
    Over(String),
}

/// The connection to the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Connection {
    /// For the first time.
    #[default]
    Connecting,
    /// It is there.
    Open,
    /// It was lost; trying again. Calls go on.
    Lost,
    /// The browser says that it has no network.
    Offline,
}

/// What the browser remembers of the person.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Memory {
    /// Their name, if they gave one before.
    pub name: String,
    /// Their colour.
    pub color: Color,
    /// What they say of themselves.
    pub status: String,
    /// What they had typed here and not sent.
    pub typed: String,
    /// Whether they have just made this room.
    pub maker: bool,
}

/// This tab.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Me {
    /// The session.
    pub session: SessionId,
    /// The person.
    pub member: MemberId,
}

/// One's own devices.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Local {
    /// What is on.
    pub media: Media,
    /// How the microphone is.
    pub microphone: Health,
    /// How the camera is.
    pub camera: Health,
    /// What the browser does to the voice.
    pub voice: Voice,
}

/// How a device of one's own is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Health {
    /// Not asked for yet.
    #[default]
    Unknown,
    /// It works.
    Working,
    /// The system gives nothing from it for now, as during a phone call.
    Silenced,
    /// It does not: what happened and what to do, in words.
    Trouble(String),
}

/// A device one can choose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Device {
    /// Of which kind.
    pub kind: DeviceKind,
    /// The browser's id of it.
    pub id: String,
    /// What the browser calls it.
    pub label: String,
    /// Whether it is in use.
    pub chosen: Switch,
}

/// The link to another session of the call.
#[derive(Debug, Clone, PartialEq)]
pub struct Link {
    /// To whom.
    pub peer: SessionId,
    /// How it is.
    pub state: LinkState,
    /// Voice and camera from there.
    pub stream: Option<Stream>,
    /// Screen, and its sound, from there.
    pub screen: Option<Stream>,
}

/// Whether the browser plays sound.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sound {
    /// It does.
    #[default]
    Playing,
    /// It waits for a tap.
    Blocked,
}

/// A reaction that is to be seen for a while.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shown {
    /// To take it away by.
    pub id: u64,
    /// Whose.
    pub session: SessionId,
    /// Which.
    pub reaction: Reaction,
}

/// Something said in passing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// To take it away by.
    pub id: u64,
    /// A sentence.
    pub text: String,
}

/// What the state is told.
#[derive(Debug, Clone, PartialEq)]
pub enum Change {
    /// The page is at another point of its life.
    Phase(Phase),
    /// The connection changed.
    Connection(Connection),
    /// What the browser remembers.
    Memory(Memory),
    /// The server said something.
    Frame(ServerFrame),
    /// What a welcome tells of the log, checked.
    History {
        /// Of which room.
        room: RoomCard,
        /// How it joins what is there.
        history: History,
        /// The newest entry.
        newest: Seq,
        /// The entries.
        judged: Judged,
    },
    /// Entries of the log, checked.
    Log(Judged),
    /// The same as the answer to this question.
    Answer(Asked, Judged),
    /// Something of one's own is on its way.
    Draft(Draft),
    /// It was signed.
    Signed {
        /// Which.
        client: ClientId,
        /// As it is handed in.
        post: Post,
    },
    /// These are writing something now.
    Typing(Vec<SessionId>),
    /// So many seconds until one may say something again.
    Wait(u64),
    /// It was refused.
    Refused(ClientId, Refusal),
    /// A refused message is sent again.
    Retry(ClientId),
    /// A refused message is given up.
    Discard(ClientId),
    /// One's own devices changed.
    Local(Local),
    /// One's own camera picture.
    Picture(Option<Stream>),
    /// One's own screen.
    Screen(Option<Stream>),
    /// One's own loudness, 0 to 100.
    Level(u8),
    /// The devices there are.
    Devices(Vec<Device>),
    /// A link is there, or changed.
    Link(Link),
    /// A link is gone.
    Unlinked(SessionId),
    /// Who is at the other ends of the links.
    Trust(Trusted),
    /// These are speaking now, who has the floor first.
    Speaking(Vec<SessionId>),
    /// So loud are people here.
    Volumes(Vec<(MemberId, Volume)>),
    /// The test of the connection found this, or is not shown.
    Checkup(Option<Findings>),
    /// Files that go between this tab and others.
    Files(Vec<FileCard>),
    /// What comes over the links.
    Known(Vec<Known>),
    /// The links of all.
    Graph(Graph),
    /// Sound plays, or is blocked.
    Sound(Sound),
    /// Say something in passing.
    Notice(String),
    /// One is in the call, but there was no place for one's picture.
    NoPlaceForVideo,
    /// One has left the call, or its line.
    Outside,
    /// One knocks no more.
    Unknocked,
    /// A reaction was seen for long enough.
    Faded(u64),
    /// Take a notice away.
    Dismiss(u64),
}

impl State {
    /// As the server renders it and the browser starts from.
    pub fn new() -> Self {
        Self {
            phase: RwSignal::default(),
            connection: RwSignal::default(),
            memory: RwSignal::default(),
            me: RwSignal::default(),
            room: RwSignal::default(),
            faces: RwSignal::default(),
            timeline: RwSignal::default(),
            ends_soon: RwSignal::default(),
            online: RwSignal::default(),
            lobby: RwSignal::default(),
            typing: RwSignal::default(),
            wait: RwSignal::default(),
            local: RwSignal::default(),
            picture: RwSignal::default(),
            screen: RwSignal::default(),
            level: RwSignal::default(),
            devices: RwSignal::default(),
            links: RwSignal::default(),
            speaking: RwSignal::default(),
            trust: RwSignal::default(),
            volumes: RwSignal::default(),
            checkup: RwSignal::default(),
            files: RwSignal::default(),
            known: RwSignal::default(),
            graph: RwSignal::default(),
            sound: RwSignal::default(),
            knocking: RwSignal::default(),
            unseen: RwSignal::default(),
            reactions: RwSignal::default(),
            notices: RwSignal::default(),
        }
    }

    /// Takes in what was said.
    pub fn apply(self, change: Change) {
        match change {
            Change::Phase(phase) => self.phase.set(phase),
            Change::Connection(connection) => self.connection.set(connection),
            Change::Memory(memory) => self.memory.set(memory),
            Change::Frame(frame) => self.apply_frame(frame),
            Change::History {
                room,
                history,
                newest,
                judged,
            } => self
                .timeline
                .update(|log| log.handle_welcome(&room, history, newest, judged)),
            Change::Log(judged) => self.timeline.update(|log| log.handle_log(judged)),
            Change::Answer(asked, judged) => {
                self.timeline.update(|log| log.handle_answer(asked, judged));
            }
            Change::Draft(draft) => self.timeline.update(|log| log.handle_draft(draft)),
            Change::Signed { client, post } => {
                self.timeline.update(|log| log.handle_signed(client, post));
            }
            Change::Refused(client, reason) => {
                self.timeline
                    .update(|log| log.handle_refusal(client, reason));
            }
            Change::Typing(sessions) => self.typing.set(sessions),
            Change::Wait(seconds) => self.wait.set(seconds),
            Change::Retry(client) => self.timeline.update(|log| log.handle_retry(client)),
            Change::Discard(client) => self.timeline.update(|log| log.handle_discard(client)),
            Change::Local(local) => {
                if local.media.has_video() && self.unseen.get_untracked() {
                    self.unseen.set(false);
                }
                self.local.set(local);
            }
            Change::Picture(picture) => self.picture.set(picture),
            Change::Screen(screen) => self.screen.set(screen),
            Change::Level(level) => self.level.set(level),
            Change::Devices(devices) => self.devices.set(devices),
            Change::Link(link) => self
                .links
                .update(|links| put(links, link, |link| link.peer)),
            Change::Unlinked(peer) => self
                .links
                .update(|links| links.retain(|link| link.peer != peer)),
            Change::Trust(trust) => self.trust.set(trust),
            Change::Speaking(speaking) => self.speaking.set(speaking),
            Change::Volumes(volumes) => self.volumes.set(volumes),
            Change::Checkup(findings) => self.checkup.set(findings),
            Change::Files(files) => self.files.set(files),
            Change::Known(known) => self.known.set(known),
            Change::Graph(graph) => self.graph.set(graph),
            Change::Sound(sound) => self.sound.set(sound),
            Change::NoPlaceForVideo => self.apply_no_place_for_video(),
            Change::Outside => self.apply_outside(),
            Change::Unknocked => self.knocking.set(None),
            Change::Faded(id) => self
                .reactions
                .update(|shown| shown.retain(|it| it.id != id)),
            Change::Notice(text) => self.notices.update(|notices| notice(notices, text)),
            Change::Dismiss(id) => self
                .notices
                .update(|notices| notices.retain(|notice| notice.id != id)),
        }
    }

    fn apply_frame(self, frame: ServerFrame) {
        match frame {
            ServerFrame::Welcome(welcome) => self.apply_welcome(&welcome),
            ServerFrame::Knocking { owner } => self.knocking.set(Some(owner)),
            ServerFrame::Refused { reason, .. } => {
                if let Refusal::VideoFull { .. } = reason {
                    self.unseen.set(true);
                }
                self.apply(Change::Notice(reason.to_string()));
            }
            ServerFrame::Told { event } => self.apply_event(event),
            ServerFrame::Newest { seq } => self.timeline.update(|log| log.handle_newest(seq)),
            ServerFrame::Online { count } => self.online.set(count),
            ServerFrame::Lobby(frame) => {
                self.lobby
                    .update(|lobby| lobby.get_or_insert_default().handle(frame));
                let online = self
                    .lobby
                    .with_untracked(|lobby| lobby.as_ref().map(Lobby::online));
                self.online.set(online.unwrap_or_default());
            }
            // The log is checked first: see `Change::Log`.
            ServerFrame::Challenge { .. }
            | ServerFrame::Entries { .. }
            | ServerFrame::Ice(_)
            | ServerFrame::Ping
            | ServerFrame::Here => {}
        }
    }

    fn apply_no_place_for_video(self) {
        let limit = self.room.with_untracked(|room| {
            let limits = room.as_ref().map(Room::limits);
            limits.map_or(0, |limits| limits.call_video)
        });
        self.unseen.set(true);
        self.apply(Change::Notice(Refusal::VideoFull { limit }.to_string()));
    }

    /// The same as if the server had said so: it is about to be told.
    fn apply_outside(self) {
        if let Some(Me { session, .. }) = self.me.get_untracked() {
            self.apply_event(Event::LeftCall { session });
        }
    }

    fn apply_welcome(self, welcome: &Welcome) {
        let mut room = Room::new(welcome.room.clone(), welcome.limits.clone());
        let is_forgotten = call_of(welcome, welcome.session).is_none();
        for person in &welcome.people {
            let person = if is_forgotten {
                self.as_shown(person)
            } else {
                person.clone()
            };
            room.apply(&Event::Entered {
                person: person.clone(),
            });
            self.keep_face(person);
        }
        self.me.set(Some(Me {
            session: welcome.session,
            member: welcome.member,
        }));
        self.room.set(Some(room));
        self.online.set(welcome.online);
        self.knocking.set(None);
        self.phase.set(Phase::InRoom);
        self.connection.set(Connection::Open);
    }

    fn apply_event(self, event: Event) {
        if let Event::EndsSoon { .. } = event {
            self.ends_soon.set(true);
        }
        if let Event::Reaction { session, reaction } = event {
            self.reactions
                .update(|shown| show(shown, session, reaction));
        }
        let event = if let Event::Entered { person } = &event {
            let person = self.as_shown(person);
            Event::Entered { person }
        } else {
            event
        };
        self.room.update(|room| {
            if let Some(room) = room {
                room.apply(&event);
            }
        });
        self.remember_face(&event);
    }

    /// Someone who comes back, as they are shown until they say otherwise: a
    /// server that was started again hears of its calls from those in them,
    /// and meanwhile the calls go on.
    fn as_shown(self, person: &Person) -> Person {
        let is_me = self
            .me
            .read_untracked()
            .is_some_and(|me| me.session == person.session);
        let goes_on = is_me || {
            let links = self.links.read_untracked();
            links.iter().any(|link| link.peer == person.session)
        };
        let faces = self.faces.read_untracked();
        let before = faces
            .iter()
            .find(|face| goes_on && face.session == person.session);
        Person {
            // Whoever waits in line is not in the call, whatever was before.
            call: person.call.or(before
                .filter(|_| person.line.is_none())
                .and_then(|before| before.call)),
            ..person.clone()
        }
    }

    fn remember_face(self, event: &Event) {
        let room = self.room.read_untracked();
        let person = subject(event).and_then(|session| room.as_ref()?.person(session).cloned());
        if let Some(person) = person {
            self.keep_face(person);
        }
    }

    fn keep_face(self, person: Person) {
        self.faces
            .update(|faces| put(faces, person, |person| person.session));
    }
}

impl Default for State {
    fn default() -> Self {
        Self::new()
    }
}

/// The session whose face an event changes.
fn subject(event: &Event) -> Option<SessionId> {
    match event {
        Event::Entered { person } => Some(person.session),
        Event::InCall { session, .. }
        | Event::InLine { session, .. }
        | Event::LeftCall { session }
        | Event::Hand { session, .. }
        | Event::Profile { session, .. } => Some(*session),
        Event::Away { .. }
        | Event::Departed { .. }
        | Event::Speaking { .. }
        | Event::Links { .. }
        | Event::Reaction { .. }
        | Event::Knocks { .. }
        | Event::Typing { .. }
        | Event::Room { .. }
        | Event::EndsSoon { .. }
        | Event::Entry { .. }
        | Event::Signal { .. } => None,
    }
}

/// In the place of the one for the same session, or last.
fn put<T>(list: &mut Vec<T>, item: T, session: impl Fn(&T) -> SessionId) {
    let mut known = list.iter_mut();
    match known.find(|known| session(known) == session(&item)) {
        Some(known) => *known = item,
        None => list.push(item),
    }
}

/// The last of each session, as new.
fn show(shown: &mut Vec<Shown>, session: SessionId, reaction: Reaction) {
    let id = shown.iter().map(|it| it.id + 1).max().unwrap_or_default();
    shown.retain(|it| it.session != session);
    shown.push(Shown {
        id,
        session,
        reaction,
    });
}

fn notice(notices: &mut Vec<Notice>, text: String) {
    let id = notices.last().map_or(0, |last| last.id + 1);
    notices.push(Notice { id, text });
}
