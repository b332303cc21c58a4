//! A few clients of one log, whose connections end at any moment and whose
//! server may lose what it tells: everyone sees everything once.

use std::collections::{BTreeSet, VecDeque};

use chatmux_shared::id::{ClientId, MemberId, Seq};
use chatmux_shared::room::{Entry, Event, Kind};
use chatmux_shared::text::MessageText;
use chatmux_shared::timeline::Timeline;
use chatmux_shared::wire::{ClientFrame, Have, History, ServerFrame, Welcome};
use fastrand::Rng;

use crate::someone::{client, entry, epoch, member, welcome};

/// The log, as a server keeps it: a message once, whoever says it again.
struct Server {
    log: Vec<Entry>,
    page: usize,
}

impl Server {
    /// The entry, and whether it was kept just now.
    fn keep(&mut self, author: MemberId, client: ClientId, text: &str) -> (Entry, bool) {
        let known = |entry: &&Entry| (entry.author, entry.client) == (author, client);
        if let Some(known) = self.log.iter().find(known) {
            return (known.clone(), false);
        }
        let kept = Entry {
            author,
            client,
            kind: Kind::Say {
                text: MessageText::kept(text.to_owned()),
            },
            ..entry(self.newest().next().0)
        };
        self.log.push(kept.clone());
        (kept, true)
    }

    fn newest(&self) -> Seq {
        self.log.last().map(|entry| entry.seq).unwrap_or_default()
    }

    fn after(&self, after: Seq) -> Vec<Entry> {
        let missed = self.log.iter().filter(|entry| entry.seq > after);
        missed.take(self.page).cloned().collect()
    }

    fn before(&self, before: Seq) -> Vec<Entry> {
        let older = self.log.iter().filter(|entry| entry.seq < before);
        let mut newest: Vec<Entry> = older.rev().take(self.page).cloned().collect();
        newest.reverse();
        newest
    }

    fn welcome(&self, have: Option<Have>) -> Welcome {
        let known = have.filter(|have| have.epoch == epoch(1) && have.seq <= self.newest());
        let newest = self.newest();
        match known {
            Some(have) => welcome(History::Continued, self.after(have.seq), newest.0),
            None => welcome(History::Fresh, self.before(newest.next()), newest.0),
        }
    }
}

/// Both ways of a connection: what was said and has not been heard yet.
#[derive(Default)]
struct Wire {
    up: VecDeque<ClientFrame>,
    down: VecDeque<ServerFrame>,
}

struct Client {
    me: MemberId,
    timeline: Timeline,
    wire: Option<Wire>,
    asked: Option<Seq>,
    /// The first entry that came on the first arrival, or would have; nobody
    /// says anything before.
    began: Option<Seq>,
}

impl Client {
    fn new(number: u8) -> Self {
        Self {
            me: member(number),
            timeline: Timeline::default(),
            wire: None,
            asked: None,
            began: None,
        }
    }

    fn send(&mut self, frame: ClientFrame) {
        if let Some(wire) = &mut self.wire {
            wire.up.push_back(frame);
        }
    }

    fn tell(&mut self, frame: ServerFrame) {
        if let Some(wire) = &mut self.wire {
            wire.down.push_back(frame);
        }
    }

    fn connect(&mut self, server: &Server) {
        if self.wire.is_some() {
            return;
        }
        self.wire = Some(Wire::default());
        let welcome = server.welcome(self.timeline.have());
        self.tell(ServerFrame::Welcome(Box::new(welcome)));
    }

    fn say(&mut self, number: u64) {
        let (client, text) = (client(number), number.to_string());
        self.timeline.handle_draft(client, text.clone());
        self.send(ClientFrame::Say { client, text });
    }

    /// Hears the next frame, if there is one.
    fn hear(&mut self) -> bool {
        let wire = self.wire.as_mut();
        let Some(frame) = wire.and_then(|wire| wire.down.pop_front()) else {
            return false;
        };
        match frame {
            ServerFrame::Welcome(welcome) => self.arrive(&welcome),
            ServerFrame::Told {
                event: Event::Entry { entry },
            } => self.timeline.handle_entry(entry),
            ServerFrame::Entries { entries, .. } => self.timeline.handle_entries(&entries),
            ServerFrame::Newest { seq } => self.timeline.handle_newest(seq),
            ServerFrame::Told { .. } | ServerFrame::Refused { .. } | ServerFrame::Ping => {
                unreachable!("this server says no such thing")
            }
        }
        self.ask();
        true
    }

    fn arrive(&mut self, welcome: &Welcome) {
        self.timeline.handle_welcome(welcome);
        let first = welcome.entries.first().map(|entry| entry.seq);
        self.began
            .get_or_insert(first.unwrap_or(welcome.newest.next()));
        self.asked = None;
        for draft in self.timeline.drafts().to_vec() {
            self.send(ClientFrame::Say {
                client: draft.client,
                text: draft.text,
            });
        }
    }

    /// Asks for a hole, once.
    fn ask(&mut self) {
        let hole = self.timeline.hole();
        if let Some(after) = hole.filter(|_| hole != self.asked) {
            self.asked = hole;
            self.send(ClientFrame::Fetch { after });
        }
    }

    /// Whether nothing is to be seen twice, as an entry or as a draft.
    fn shows_nothing_twice(&self) -> bool {
        let mut seen = BTreeSet::new();
        let entries = self.timeline.entries().map(|entry| entry.client);
        let drafts = self.timeline.drafts().iter().map(|draft| draft.client);
        entries.chain(drafts).all(|message| seen.insert(message))
    }
}

struct World {
    server: Server,
    clients: Vec<Client>,
    said: u64,
    /// Of 256 notices of an entry, how many are lost on their way.
    loss: u8,
}

impl World {
    fn any(rng: &mut Rng) -> Self {
        let page = rng.usize(1..8);
        let mut server = Server {
            log: Vec::new(),
            page,
        };
        for number in 0..rng.u64(0..20) {
            server.keep(member(0), client(number), "before");
        }
        Self {
            said: 100,
            clients: (1..=3).map(Client::new).collect(),
            server,
            loss: [0, 30, 200][rng.usize(0..3)],
        }
    }

    fn step(&mut self, rng: &mut Rng) {
        let who = rng.usize(0..self.clients.len());
        match rng.u8(0..16) {
            0 => self.clients[who].wire = None,
            1 | 2 => self.clients[who].connect(&self.server),
            3..6 if self.clients[who].began.is_some() => {
                self.said += 1;
                self.clients[who].say(self.said);
            }
            6 => self.say_newest(),
            7..11 => {
                self.serve(who, rng);
            }
            _ => {
                self.clients[who].hear();
            }
        }
    }

    /// Serves the next frame of a client, if there is one.
    fn serve(&mut self, who: usize, rng: &mut Rng) -> bool {
        let wire = self.clients[who].wire.as_mut();
        let Some(frame) = wire.and_then(|wire| wire.up.pop_front()) else {
            return false;
        };
        match frame {
            ClientFrame::Say { client, text } => self.keep(who, client, &text, rng),
            ClientFrame::Fetch { after } => {
                let entries = self.server.after(after);
                self.clients[who].tell(ServerFrame::Entries { after, entries });
            }
            ClientFrame::Hello(_)
            | ClientFrame::FetchBefore { .. }
            | ClientFrame::JoinCall { .. }
            | ClientFrame::LeaveCall
            | ClientFrame::Signal { .. }
            | ClientFrame::Profile { .. }
            | ClientFrame::Visibility { .. }
            | ClientFrame::Leaving
            | ClientFrame::Leave
            | ClientFrame::Pong => unreachable!("these clients say no such thing"),
        }
        true
    }

    fn keep(&mut self, who: usize, client: ClientId, text: &str, rng: &mut Rng) {
        let author = self.clients[who].me;
        let (entry, is_new) = self.server.keep(author, client, text);
        let told = ServerFrame::Told {
            event: Event::Entry { entry },
        };
        if !is_new {
            return self.clients[who].tell(told);
        }
        for client in &mut self.clients {
            if rng.u8(..) >= self.loss {
                client.tell(told.clone());
            }
        }
    }

    fn say_newest(&mut self) {
        let seq = self.server.newest();
        for client in &mut self.clients {
            client.tell(ServerFrame::Newest { seq });
        }
    }

    /// Everyone is connected, and all that is said is heard.
    fn settle(&mut self, rng: &mut Rng) {
        for client in &mut self.clients {
            client.connect(&self.server);
        }
        for _ in 0..2 {
            while self.pass(rng) {}
            self.say_newest();
        }
        while self.pass(rng) {}
    }

    fn pass(&mut self, rng: &mut Rng) -> bool {
        let mut moved = false;
        for who in 0..self.clients.len() {
            moved |= self.serve(who, rng) | self.clients[who].hear();
        }
        moved
    }
}

/// Says on a panic which seed led there.
struct Told(u64);

impl Drop for Told {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("in the world of seed {}", self.0);
        }
    }
}

fn reads_back_to_the_first(client: &mut Client, server: &Server) {
    while let Some(before) = client.timeline.older_before() {
        client.timeline.handle_entries(&server.before(before));
        assert_eq!(client.timeline.hole(), None);
    }
    assert!(client.timeline.entries().eq(&server.log));
}

fn shows_everything_once(seed: u64) {
    let _told = Told(seed);
    let mut rng = Rng::with_seed(seed);
    let mut world = World::any(&mut rng);
    for _ in 0..rng.usize(20..200) {
        world.step(&mut rng);
        assert!(world.clients.iter().all(Client::shows_nothing_twice));
    }
    world.settle(&mut rng);
    assert!(world.clients.iter().all(Client::shows_nothing_twice));
    for client in &mut world.clients {
        let began = client.began.expect("has arrived");
        let since = world.server.log.iter().filter(|entry| entry.seq >= began);
        assert!(client.timeline.entries().eq(since), "not all, or too much");
        assert_eq!(client.timeline.drafts(), []);
        reads_back_to_the_first(client, &world.server);
    }
    let kept = world
        .server
        .log
        .iter()
        .filter(|entry| entry.author != member(0));
    assert_eq!(u64::try_from(kept.count()), Ok(world.said - 100));
}

// trial 7
#[test]
fn whenever_connections_end_every_message_is_shown_exactly_once() {
    for seed in 0..1_000 {
        shows_everything_once(seed);
    }
}
