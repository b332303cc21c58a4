//! What those who look at the map are told, and what was told lately.
//!
//! ```text
//!  rooms ── show ──► Board ── tell, ten times a second ──► recent ──► listeners
//!                                                            │
//!                         whoever comes back with an id ◄────┘
//! ```
//!
//! Invariant: each batch has a number, one more than the batch before; whoever
//! has seen number `n` and gets all that follow it has what the board told.
//! Listeners are never waited for: one that is too slow is told what it missed
//! from what is kept, or begins anew.

use std::collections::{HashMap, VecDeque};
use std::fmt;
use std::str::FromStr;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock};

use axum::extract::ws::Utf8Bytes;
use chatmux_shared::id::RoomId;
use chatmux_shared::lobby::{Board, Change, LobbyFrame};
use chatmux_shared::wire::RoomSummary;
use tokio::sync::broadcast;
use tokio::sync::broadcast::error::RecvError;

use crate::chance;

/// Batches that are kept for whoever comes back: a minute of a busy server.
const RECENT: usize = 600;
/// Bytes of them as events, at most; as frames of sockets they may be there
/// beside.
const RECENT_BYTES: usize = 4 << 20;
/// Batches that can wait for one listener.
const WAITING: usize = 64;
/// People, links and rooms in one part of the map: some tens of kilobytes.
const PART: usize = 256;

/// The number of a batch, of this start of the server.
///
/// Text: `boot.counter`, the id of a server-sent event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark {
    boot: u32,
    counter: u64,
}

impl fmt::Display for Mark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:08x}.{}", self.boot, self.counter)
    }
}

/// That is no mark.
#[derive(Debug)]
pub struct NotAMark;

impl FromStr for Mark {
    type Err = NotAMark;

    fn from_str(text: &str) -> Result<Self, NotAMark> {
        let (boot, counter) = text.split_once('.').ok_or(NotAMark)?;
        let boot = u32::from_str_radix(boot, 16).map_err(|_| NotAMark)?;
        let counter = counter.parse().map_err(|_| NotAMark)?;
        Ok(Self { boot, counter })
    }
}

/// One thing that is told, encoded once for everyone.
#[derive(Debug, Clone)]
pub struct Told {
    /// Its number; that of the last batch it contains for a snapshot, and none
    /// for a part of one after which more parts come.
    pub mark: Option<Mark>,
    /// A [`LobbyFrame`] as JSON.
    pub data: Arc<str>,
    frame: Arc<OnceLock<Utf8Bytes>>,
}

impl Told {
    fn new(mark: Option<Mark>, frame: &LobbyFrame) -> Self {
        let data = serde_json::to_string(frame).expect("a frame is plain data");
        Self {
            mark,
            data: data.into(),
            frame: Arc::default(),
        }
    }

    /// The same as a frame of a room's socket: a
    /// [`ServerFrame::Lobby`](chatmux_shared::wire::ServerFrame::Lobby).
    pub fn frame(&self) -> Utf8Bytes {
        let frame = || [r#"{"lobby":"#, &self.data, "}"].concat().into();
        self.frame.get_or_init(frame).clone()
    }
}

/// How one who begins is told all there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Beginning {
    /// In one go, which costs whoever draws it least.
    Whole,
    /// In parts, between which there is place for what matters more.
    InParts,
}

impl Beginning {
    /// People, links and rooms in one part of it.
    const fn part(self) -> usize {
        match self {
            Self::Whole => usize::MAX,
            Self::InParts => PART,
        }
    }
}

/// What one listener is told: this first, and then whatever comes.
#[derive(Debug)]
pub struct Listening {
    beginning: Beginning,
    /// All there is, or what was missed.
    first: VecDeque<Told>,
    /// What comes after it.
    then: broadcast::Receiver<Told>,
    /// What was heard last.
    last: Option<Mark>,
}

/// What is told.
#[derive(Debug)]
pub struct Feed {
    telling: Mutex<Telling>,
    news: broadcast::Sender<Told>,
}

#[derive(Debug)]
struct Telling {
    board: Board,
    /// The room that is always there, while nobody is in it.
    lounge: Option<RoomSummary>,
    last: Mark,
    recent: VecDeque<Told>,
    recent_bytes: usize,
    /// All there is by now, for those who have begun since the last batch.
    all: HashMap<Beginning, VecDeque<Told>>,
    /// Whether someone has come or gone since people were counted.
    is_recount: bool,
}

impl Default for Feed {
    fn default() -> Self {
        let telling = Telling {
            board: Board::default(),
            lounge: None,
            last: Mark {
                boot: u32::from_be_bytes(chance::bytes()),
                counter: 0,
            },
            recent: VecDeque::new(),
            recent_bytes: 0,
            all: HashMap::new(),
            is_recount: false,
        };
        Self {
            telling: Mutex::new(telling),
            news: broadcast::Sender::new(WAITING),
        }
    }
}

impl Feed {
    /// This one is there even with nobody in it.
    pub fn always_show(&self, lounge: RoomSummary) {
        let mut telling = self.telling();
        telling.board.show(lounge.clone());
        telling.lounge = Some(lounge);
    }

    /// A room is like this by now.
    pub fn show(&self, room: RoomSummary) {
        self.telling().board.show(room);
    }

    /// A room is not to be seen any more.
    pub fn hide(&self, room: RoomId) {
        let mut telling = self.telling();
        match telling.lounge.clone().filter(|lounge| lounge.id == room) {
            Some(lounge) => telling.board.show(lounge),
            None => telling.board.hide(room),
        }
    }

    /// Someone has come or gone.
    pub fn recount(&self) {
        self.telling().is_recount = true;
    }

    /// Every room as it is by now, in any order.
    pub fn rooms(&self) -> Vec<RoomSummary> {
        self.telling().board.shown().cloned().collect()
    }

    /// Tells what has changed since the last time, if anything; `online` counts
    /// people.
    pub fn tell(&self, online: impl FnOnce() -> usize) {
        let is_recount = std::mem::take(&mut self.telling().is_recount);
        let online = is_recount.then(online);
        let mut telling = self.telling();
        if let Some(online) = online {
            telling.board.count(online);
        }
        let changes = telling.board.take();
        if changes.is_empty() {
            return;
        }
        telling.last.counter += 1;
        let told = Told::new(Some(telling.last), &LobbyFrame::Changes(changes));
        telling.keep(told.clone());
        // Nobody may be listening.
        self.news.send(told).ok();
    }

    /// Begins to listen: with what was missed since `after`, if that is known,
    /// else with all there is.
    pub fn listen(&self, after: Option<Mark>, beginning: Beginning) -> Listening {
        let mut telling = self.telling();
        let missed = after.and_then(|after| telling.since(after));
        Listening {
            beginning,
            first: missed.unwrap_or_else(|| telling.all(beginning)),
            then: self.news.subscribe(),
            last: after,
        }
    }

    /// What this listener is told next; nothing once nothing more comes.
    pub async fn next(&self, listening: &mut Listening) -> Option<Told> {
        loop {
            let told = match listening.first.pop_front() {
                Some(told) => told,
                None => match listening.then.recv().await {
                    Ok(told) => told,
                    Err(RecvError::Lagged(_)) => {
                        *listening = self.listen(listening.last, listening.beginning);
                        continue;
                    }
                    Err(RecvError::Closed) => return None,
                },
            };
            listening.last = told.mark.or(listening.last);
            return Some(told);
        }
    }

    fn telling(&self) -> MutexGuard<'_, Telling> {
        self.telling.lock().expect("no holder panics")
    }
}

impl Telling {
    fn keep(&mut self, told: Told) {
        self.all.clear();
        self.recent_bytes += told.data.len();
        self.recent.push_back(told);
        while self.recent.len() > RECENT || self.recent_bytes > RECENT_BYTES {
            let Some(oldest) = self.recent.pop_front() else {
                return;
            };
            self.recent_bytes -= oldest.data.len();
        }
    }

    /// All batches after this one; nothing if they are not all known.
    fn since(&self, after: Mark) -> Option<VecDeque<Told>> {
        let last = self.last;
        if after.boot != last.boot || after.counter > last.counter {
            return None;
        }
        let missed: VecDeque<Told> = self
            .recent
            .iter()
            .filter(|told| told.mark.is_some_and(|mark| mark.counter > after.counter))
            .cloned()
            .collect();
        let is_all = u64::try_from(missed.len()) == Ok(last.counter - after.counter);
        is_all.then_some(missed)
    }

    /// All there is, made once for whoever begins before anything changes.
    fn all(&mut self, beginning: Beginning) -> VecDeque<Told> {
        let all = self.all.entry(beginning);
        all.or_insert_with(|| parts(&self.board, self.last, beginning.part()))
            .clone()
    }
}

/// All that was told up to `last`, in parts of at most `most` people, links and
/// rooms: some rooms, then the others.
fn parts(board: &Board, last: Mark, most: usize) -> VecDeque<Told> {
    let (rooms, online) = board.told();
    let mut parts: Vec<Vec<RoomSummary>> = vec![Vec::new()];
    let mut size = 0;
    for room in rooms {
        let more = 1 + room.people.len() + room.ties.len();
        if size + more > most && size > 0 {
            parts.push(Vec::new());
            size = 0;
        }
        size += more;
        parts.last_mut().expect("there is one").push(room);
    }
    let count = parts.len();
    let told = parts.into_iter().enumerate().map(|(place, rooms)| {
        let frame = match place {
            0 => LobbyFrame::Snapshot { rooms, online },
            _ => LobbyFrame::Changes(
                rooms
                    .into_iter()
                    .map(|room| Change::Room { room })
                    .collect(),
            ),
        };
        Told::new((place + 1 == count).then_some(last), &frame)
    });
    told.collect()
}
