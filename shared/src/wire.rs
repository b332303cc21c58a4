//! Every message between browser and server: the one protocol reference.
//!
//! A WebSocket at `/api/rooms/{id}/socket`, sub-protocol `chatmux.1`, carries
//! JSON text frames. The server begins with a [`ServerFrame::Challenge`], the
//! client answers with its [`ClientFrame::Hello`], the server with a
//! [`ServerFrame::Welcome`] or a refusal. A frame is an
//! object with one key, its kind: `{"fetch":{"after":7}}`; one that says
//! nothing more is that word alone: `"pong"`. Binary frames and unknown
//! fields are refused. Bytes are base64url without padding.
//!
//! Texts from a client are raw here; [`crate::room::Room::decide`] parses
//! them, since their limits are settings.

use serde::{Deserialize, Deserializer, Serialize, de};

use crate::call::negotiation::Signal;
use crate::call::stats::Verdict;
use crate::id::{ClientId, Epoch, Incarnation, MemberId, RoomId, Seq, SessionId, Timestamp};
use crate::limits::Limits;
use crate::lobby::LobbyFrame;
use crate::message::{Entry, Head, Nonce, Post, PublicKey, Seen, Signature};
use crate::room::{Color, Doorkeeper, Event, LinkQuality, Person, Reaction, Refusal, RoomCard};

/// The WebSocket sub-protocol (RFC 6455 §1.9) of this version.
pub const SUBPROTOCOL: &str = "chatmux.1";

/// The longest reason for a frame that was not understood, in characters.
const MALFORMED_CHARS: usize = 200;

/// The server says [`ServerFrame::Ping`] this often, in milliseconds.
pub const PING_INTERVAL: u64 = 20_000;
/// Either side gives the connection up after this long without a frame, in
/// milliseconds.
pub const SILENCE_LIMIT: u64 = 60_000;
/// So long after [`ClientFrame::Probe`] without any frame, in milliseconds, a
/// client opens another connection.
pub const ANSWER_LIMIT: u64 = 3_000;

/// The most links that one tells of.
pub const MAX_LINKS: usize = 64;

/// A client says that its person is typing at most this often, in
/// milliseconds.
pub const TYPING_INTERVAL: u64 = 2_000;
/// So long after it was said, nobody is typing any more, in milliseconds.
pub const TYPING_SHOWN: u64 = 3_000;

/// Close codes of ours (RFC 6455 §7.4.2 leaves 4000–4999 to applications).
pub mod close {
    /// The same session has come by another connection.
    pub const REPLACED: u16 = 4001;
    /// No hello came in time.
    pub const NO_HELLO: u16 = 4002;
    /// The reader was too slow for its queue; it may resume.
    pub const TOO_SLOW: u16 = 4003;
    /// The room has ended.
    pub const ENDED: u16 = 4004;

    const OVER: &str = "This room has ended.";
    const ELSEWHERE: &str = "This room was opened again in another place. It goes on there.";

    /// What a close code says to a person for whom the room is over; `None`
    /// if the connection is to be made again.
    pub const fn farewell(code: u16) -> Option<&'static str> {
        match code {
            REPLACED => Some(ELSEWHERE),
            ENDED => Some(OVER),
            _ => None,
        }
    }
}

/// What a browser says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum ClientFrame {
    /// The first frame: who comes.
    Hello(Box<Hello>),
    /// Say or do something that is kept; answered by the entry itself once it
    /// is, or by a refusal about its client id. Handing the same in twice
    /// keeps it once.
    Post(Box<Post>),
    /// The person is writing something.
    Typing,
    /// Ask for entries with numbers above `after`; answered by
    /// [`ServerFrame::Entries`].
    Fetch {
        /// The last one before the hole.
        after: Seq,
    },
    /// Ask for the entries just below `before`: paging up.
    FetchBefore {
        /// The first one held.
        before: Seq,
    },
    /// Enter the call, or say anew what one sends. If it is full, one waits
    /// in line ([`Event::InLine`]) and is let in ([`Event::InCall`]).
    JoinCall {
        /// What one sends.
        media: Media,
    },
    /// Leave the call or its line, stay in the room.
    LeaveCall,
    /// Say something to one other session of the call.
    Signal {
        /// The other end of the link.
        to: SessionId,
        /// Not read by the server.
        signal: Signal,
    },
    /// Change what one is called and says of oneself.
    Profile {
        /// As typed.
        name: String,
        /// The new colour.
        color: Color,
        /// As typed; empty for none.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        status: String,
    },
    /// The owner gives the room another name; so may its maker, before it is
    /// open.
    Rename {
        /// As typed.
        name: String,
    },
    /// The owner changes who finds the room.
    Visibility {
        /// The new one.
        visibility: Visibility,
    },
    /// The owner locks the room, or unlocks it.
    Lock {
        /// Whether it is to be locked.
        lock: Switch,
    },
    /// The owner opens to someone who knocks.
    LetIn {
        /// Who knocks.
        member: MemberId,
    },
    /// The owner does not open to someone who knocks.
    TurnAway {
        /// Who knocks.
        member: MemberId,
    },
    /// Raise one's hand in the call, or lower it.
    Hand {
        /// Whether it is to be up.
        hand: Switch,
    },
    /// The owner lowers another's hand.
    LowerHand {
        /// Whose.
        session: SessionId,
    },
    /// Say whether one is speaking, for those who look at the map.
    Speaking {
        /// Whether one is.
        speaking: Switch,
    },
    /// Say what one's links are like, for those who look at the map.
    Links {
        /// At most [`MAX_LINKS`].
        #[serde(deserialize_with = "few_links")]
        links: Vec<LinkQuality>,
    },
    /// Be told what changes on the map, beginning with all of it, or no
    /// longer.
    Watch {
        /// Whether to be told.
        lobby: Switch,
    },
    /// Show how one takes something, in the call.
    React {
        /// How.
        reaction: Reaction,
    },
    /// The page is going away and may come back (a refresh).
    Leaving,
    /// The person leaves the room.
    Leave,
    /// Are you there? Asked when there is reason to doubt it.
    Probe,
    /// The answer to [`ServerFrame::Ping`].
    Pong,
}

/// Who comes, and what they have of the room already.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Hello {
    /// As typed.
    pub name: String,
    /// The person's colour.
    pub color: Color,
    /// What they say of themselves, as typed; empty for nothing.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub status: String,
    /// Who comes: the person's key.
    pub key: PublicKey,
    /// By that key, over the bytes of [`hello_bytes`] with the nonce of the
    /// challenge.
    ///
    /// [`hello_bytes`]: crate::message::hello_bytes
    pub signature: Signature,
    /// Proof of the session this tab was; without it the session is new.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resume: Option<Resume>,
    /// Proof of having made the room: whoever shows it may open the room, by
    /// the statement that makes it, and owns it then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub maker: Option<Token>,
    /// What the maker ticked in the green room.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub visibility: Option<Visibility>,
    /// How far one's copy of the log goes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub have: Option<Have>,
}

/// A wish to be the session one was.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Resume {
    /// Proof of the session.
    pub token: Token,
    /// Raised by each load of the page; the same one when only the
    /// connection was lost.
    pub incarnation: Incarnation,
    /// Whether the page that was this session before is known to be gone.
    /// While it is not and its connection lives, this is a duplicated tab.
    pub former: Former,
}

/// What a tab knows of the page that held its session before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Former {
    /// It said that it was going (`pagehide`), or is this very page.
    Gone,
    /// It may still be there.
    Unknown,
}

/// A message authentication code with what it vouches for, made and read by
/// the server alone: base64url.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Token(pub String);

/// Tokens are never logged.
impl std::fmt::Debug for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Token(…)")
    }
}

/// How far a copy of a log goes without a hole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Have {
    /// Of which making of the room.
    pub epoch: Epoch,
    /// The last entry before a hole or the end, and the head after it.
    pub seen: Seen,
}

impl Have {
    /// How the log joins this copy: `newest` is its end, `page` what is kept
    /// after the copy. What was let go in between cannot be made up for, nor
    /// can a copy of another log go on.
    pub fn joins(self, epoch: Epoch, newest: Seen, page: &Page) -> History {
        if self.epoch == epoch && self.seen == page.base().unwrap_or(newest) {
            History::Continued
        } else {
            History::Fresh
        }
    }
}

/// A part of a log.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Page {
    /// The head before the first of them, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<Head>,
    /// In order, without holes among themselves.
    pub entries: Vec<Entry>,
}

impl Page {
    /// The log before the first entry, if there is one.
    pub fn base(&self) -> Option<Seen> {
        let seq = self.entries.first()?.seq.previous();
        self.before.map(|head| Seen { seq, head })
    }
}

/// Whether a thing is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Switch {
    /// It is on.
    On,
    /// It is off, or not there.
    #[default]
    Off,
}

impl Switch {
    /// The other one.
    #[must_use]
    pub const fn flipped(self) -> Self {
        match self {
            Self::On => Self::Off,
            Self::Off => Self::On,
        }
    }

    /// Whether it is on.
    pub const fn is_on(self) -> bool {
        matches!(self, Self::On)
    }

    /// Whether it is off: what need not be said.
    pub const fn is_off(&self) -> bool {
        matches!(self, Self::Off)
    }
}

impl From<bool> for Switch {
    fn from(on: bool) -> Self {
        if on { Self::On } else { Self::Off }
    }
}

/// What a session of the call sends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Media {
    /// Its voice.
    pub microphone: Switch,
    /// Its picture.
    pub camera: Switch,
    /// Its screen.
    pub screen: Switch,
}

impl Media {
    /// Whether any of it is video.
    pub const fn has_video(self) -> bool {
        self.camera.is_on() || self.screen.is_on()
    }
}

/// Who finds a room.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Visibility {
    /// Made, but its maker has not come in yet: on no list.
    Unopened,
    /// Everyone, on the map.
    Listed,
    /// Those who were given the link.
    ByLink,
}

/// What the server says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ServerFrame {
    /// The first frame: what the key that comes is to sign.
    Challenge {
        /// Drawn for this connection.
        nonce: Nonce,
    },
    /// The room is locked and one knocks: a welcome or a refusal follows when
    /// its owner answers. Said anew when the owner comes or goes.
    Knocking {
        /// Whether the owner is there to answer.
        owner: Doorkeeper,
    },
    /// One is in the room: all there is to know now. Everything after it
    /// comes as changes.
    Welcome(Box<Welcome>),
    /// What a frame asked for is not done.
    Refused {
        /// Why, for a person to act on.
        reason: Refusal,
        /// The message it is about, if it was one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        about: Option<ClientId>,
    },
    /// Something happened in the room.
    Told {
        /// What.
        event: Event,
    },
    /// An answer to a fetch.
    Entries {
        /// What was asked.
        asked: Asked,
        /// Those there are.
        page: Page,
    },
    /// The number of the newest entry, said from time to time, so that a
    /// lost last one is noticed.
    Newest {
        /// Its number.
        seq: Seq,
    },
    /// How many people are on this server, in whichever room; said from time
    /// to time.
    Online {
        /// So many, each once.
        count: usize,
    },
    /// What is to be seen on the map, while one watches it.
    Lobby(LobbyFrame),
    /// The way round for links, before the former credentials expire.
    Ice(Ice),
    /// Are you there?
    Ping,
    /// The answer to [`ClientFrame::Probe`].
    Here,
}

/// Servers that help links to a way, and round where there is none (STUN,
/// RFC 8489, and TURN, RFC 8656). They go into every peer connection.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ice {
    /// Those to try; none if this server has none.
    pub servers: Vec<IceServer>,
    /// For so many milliseconds from now the credentials open a new way; one
    /// that is open stays so for as long as its session is in the room.
    pub expires_in: u64,
    /// Drawn when the relay of this server was started: with another one, all
    /// ways through it are gone.
    pub boot: u32,
}

/// One of them: an `RTCIceServer` (W3C WebRTC 1.0 §4.2.4).
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IceServer {
    /// `stun:`, `turn:` or `turns:`.
    pub urls: Vec<String>,
    /// Empty for a server that asks for none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub username: String,
    /// Empty for a server that asks for none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub credential: String,
}

/// Credentials are never logged.
impl std::fmt::Debug for IceServer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("IceServer")
            .field("urls", &self.urls)
            .finish_non_exhaustive()
    }
}

/// What a client asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Asked {
    /// Entries with numbers above this one: what fills a hole.
    Above(Seq),
    /// Those just below this one: paging up.
    Below(Seq),
}

/// All there is to know on coming in.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Welcome {
    /// This tab.
    pub session: SessionId,
    /// This person.
    pub member: MemberId,
    /// Which load of the tab the server counts.
    pub incarnation: Incarnation,
    /// Proof of the session, for a resume.
    pub session_token: Token,
    /// The room.
    pub room: RoomCard,
    /// Everyone in it, this session too, in order of arrival.
    pub people: Vec<Person>,
    /// The number of the newest entry.
    pub newest: Seq,
    /// Whether `page` goes on where `have` stopped.
    pub history: History,
    /// Entries up to `newest`, unless there is more to fetch.
    pub page: Page,
    /// How many people are on this server, in whichever room.
    pub online: usize,
    /// The limits of this server.
    pub limits: Limits,
    /// The way round for links.
    pub ice: Ice,
    /// The server's clock.
    pub now: Timestamp,
}

/// How the entries of a welcome join what the client had.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum History {
    /// They go on where it stopped.
    Continued,
    /// They are the newest ones; what the client had is to be forgotten.
    Fresh,
}

/// A body of `GET /api/rooms/{id}` and of the list of rooms.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RoomSummary {
    /// Its id.
    pub id: RoomId,
    /// Its name.
    pub name: String,
    /// Who finds it.
    pub visibility: Visibility,
    /// When it was made, by the server's clock.
    pub made: Timestamp,
    /// Who is in it, in order of arrival.
    pub people: Vec<PersonSummary>,
    /// Whether whoever is new to it has to knock.
    #[serde(default, skip_serializing_if = "Switch::is_off")]
    pub lock: Switch,
    /// Whether nobody more gets in.
    #[serde(default, skip_serializing_if = "Switch::is_off")]
    pub full: Switch,
    /// The links of its call of which something is known.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ties: Vec<Tie>,
}

fn few_links<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<LinkQuality>, D::Error> {
    let links = Vec::deserialize(deserializer)?;
    if links.len() > MAX_LINKS {
        return Err(de::Error::custom("nobody has so many links"));
    }
    Ok(links)
}

/// A link between two people in a call, as it is seen from outside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tie {
    /// The seats at its ends, the lower first.
    pub between: (u32, u32),
    /// What its ends think of it, the worse of both.
    pub verdict: Verdict,
}

/// Someone on the map.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonSummary {
    /// Tells them from others in the room, for as long as they are in it.
    pub seat: u32,
    /// Their name.
    pub name: String,
    /// Their colour.
    pub color: Color,
    /// What they say of themselves.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    /// The path of their picture on this server. Only who is identified has
    /// one: by a key alone, nobody is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub avatar: Option<String>,
    /// Whether they are in the call.
    #[serde(default, skip_serializing_if = "Switch::is_off")]
    pub in_call: Switch,
    /// Whether they are speaking.
    #[serde(default, skip_serializing_if = "Switch::is_off")]
    pub speaking: Switch,
}

impl RoomSummary {
    /// How many of its people are in the call.
    pub fn in_call(&self) -> usize {
        let in_call = self.people.iter().filter(|person| person.in_call.is_on());
        in_call.count()
    }
}

/// The body of a `POST /api/rooms` by which the room is opened at once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MakeRoom {
    /// The statement that makes it, signed by its owner: room and epoch are
    /// drawn by them, and no entry comes before.
    pub post: Post,
    /// Who finds it.
    pub visibility: Visibility,
    /// What its owner is called, as typed.
    pub name: String,
    /// Their colour.
    #[serde(default)]
    pub color: Color,
}

/// The body of a 201 to `POST /api/rooms`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoomMade {
    /// Its id.
    pub id: RoomId,
    /// The link to send to others.
    pub url: String,
    /// Proof of having made it, for [`Hello::maker`], if it is not open yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub maker: Option<Token>,
}

impl ClientFrame {
    /// Reads one text frame.
    ///
    /// # Errors
    /// The refusal to send back for a frame that is none of ours.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        serde_json::from_str(text).map_err(|cause| Refusal::Malformed {
            // It may name what it did not know, at any length.
            why: cause.to_string().chars().take(MALFORMED_CHARS).collect(),
        })
    }

    /// One text frame.
    ///
    /// # Panics
    /// Never: the types have string keys only and no failing serializers.
    pub fn encode(&self) -> String {
        serde_json::to_string(self).expect("frames are plain data")
    }
}

impl ServerFrame {
    /// Reads one text frame.
    ///
    /// # Errors
    /// What is wrong with it, by place.
    pub fn parse(text: &str) -> Result<Self, serde_json::Error> {
        serde_json::from_str(text)
    }

    /// One text frame.
    ///
    /// # Panics
    /// Never: the types have string keys only and no failing serializers.
    pub fn encode(&self) -> String {
        serde_json::to_string(self).expect("frames are plain data")
    }
}
