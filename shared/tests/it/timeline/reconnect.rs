//! A few clients of one log, whose connections end at any moment and whose
//! server may lose what it tells: everyone sees everything once.

use std::collections::{BTreeSet, VecDeque};

use chatmux_shared::id::Seq;
use chatmux_shared::message::{Entry, Post, Salt, Statement, Words};
use chatmux_shared::room::Event;
use chatmux_shared::timeline::{Draft, Mark, Message, Timeline, What};
use chatmux_shared::wire::{Asked, ClientFrame, Page, ServerFrame, Welcome};
use fastrand::Rng;

use super::server::{Server, Told, judged};
use crate::log::{last, says};
use crate::someone::member;

/// Who wrote what was there before.
const SOMEONE: u8 = 0;

/// Both ways of a connection: what was said and has not been heard yet.
#[derive(Default)]
struct Wire {
    up: VecDeque<ClientFrame>,
    down: VecDeque<ServerFrame>,
}

struct Client {
    me: u8,
    timeline: Timeline,
    wire: Option<Wire>,
    asked: Option<Seq>,
    /// The first entry that came on the first arrival, or would have; nobody
    /// says anything before.
    began: Option<Seq>,
    /// How often it has connected again.
    reconnects: u64,
}

impl Client {
    fn new(number: u8) -> Self {
        Self {
            me: number,
            timeline: Timeline::default(),
            wire: None,
            asked: None,
            began: None,
            reconnects: 0,
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
        self.reconnects += u64::from(self.began.is_some());
    }

    fn say(&mut self, number: u64) {
        let seen = self.timeline.last().expect("has arrived");
        let post = says(self.me, number, seen, &number.to_string());
        let draft = Draft::of_post(post.clone()).expect("a statement");
        self.timeline.handle_draft(draft);
        self.send(ClientFrame::Post(Box::new(post)));
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
            } => {
                let entries = vec![entry];
                let before = None;
                self.timeline.handle_log(judged(&Page { before, entries }));
            }
            ServerFrame::Entries { asked, page } => {
                self.timeline.handle_answer(asked, judged(&page));
            }
            ServerFrame::Newest { seq } => self.timeline.handle_newest(seq),
            ServerFrame::Challenge { .. }
            | ServerFrame::Told { .. }
            | ServerFrame::Refused { .. }
            | ServerFrame::Online { .. }
            | ServerFrame::Knocking { .. }
            | ServerFrame::Lobby(_)
            | ServerFrame::Ice(_)
            | ServerFrame::Ping
            | ServerFrame::Here => unreachable!("this server says no such thing"),
        }
        self.ask();
        true
    }

    fn arrive(&mut self, welcome: &Welcome) {
        let (room, page) = (&welcome.room, judged(&welcome.page));
        let newest = welcome.newest;
        self.timeline
            .handle_welcome(room, welcome.history, newest, page);
        let first = welcome.page.entries.first().map(|entry| entry.seq);
        self.began
            .get_or_insert(first.unwrap_or(welcome.newest.next()));
        self.asked = None;
        let unsent: Vec<Post> = self.timeline.unsent().cloned().collect();
        for post in unsent {
            self.send(ClientFrame::Post(Box::new(post)));
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
        let messages = self.timeline.read(None).messages.into_iter();
        let kept = messages.filter_map(|message| message.client);
        let drafts = self.timeline.drafts().iter().map(|draft| draft.client);
        kept.chain(drafts).all(|message| seen.insert(message))
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
        let mut server = Server::new(page);
        for number in 0..rng.u64(0..20) {
            let seen = last(&server.log);
            server.keep(says(SOMEONE, number, seen, "before"));
        }
        Self {
            said: 100,
            clients: (1..=3).map(Client::new).collect(),
            server,
            loss: [0, 30, 200][rng.usize(0..3)],
        }
    }

    /// Tells whose step it was.
    fn step(&mut self, rng: &mut Rng) -> usize {
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
        who
    }

    /// Serves the next frame of a client, if there is one.
    fn serve(&mut self, who: usize, rng: &mut Rng) -> bool {
        let wire = self.clients[who].wire.as_mut();
        let Some(frame) = wire.and_then(|wire| wire.up.pop_front()) else {
            return false;
        };
        match frame {
            ClientFrame::Post(post) => self.keep(who, *post, rng),
            ClientFrame::Fetch { after } => {
                let (asked, page) = (Asked::Above(after), self.server.after(after));
                self.clients[who].tell(ServerFrame::Entries { asked, page });
            }
            ClientFrame::Hello(_)
            | ClientFrame::Typing
            | ClientFrame::FetchBefore { .. }
            | ClientFrame::JoinCall { .. }
            | ClientFrame::LeaveCall
            | ClientFrame::Signal { .. }
            | ClientFrame::Profile { .. }
            | ClientFrame::Rename { .. }
            | ClientFrame::Visibility { .. }
            | ClientFrame::Lock { .. }
            | ClientFrame::LetIn { .. }
            | ClientFrame::TurnAway { .. }
            | ClientFrame::Hand { .. }
            | ClientFrame::LowerHand { .. }
            | ClientFrame::Speaking { .. }
            | ClientFrame::Links { .. }
            | ClientFrame::Watch { .. }
            | ClientFrame::React { .. }
            | ClientFrame::Leaving
            | ClientFrame::Leave
            | ClientFrame::Probe
            | ClientFrame::Pong => unreachable!("these clients say no such thing"),
        }
        true
    }

    fn keep(&mut self, who: usize, post: Post, rng: &mut Rng) {
        let (entry, is_new) = self.server.keep(post);
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

/// Whether all of this log is shown, each as its author wrote it.
fn shows(timeline: &Timeline, log: &[Entry]) -> bool {
    let shows = |(message, entry): (&Message, &Entry)| {
        let statement = Statement::parse(&entry.signed).expect("a statement");
        let What::Said { text, .. } = &message.what else {
            return false;
        };
        let is_it = message.client == Some(statement.client);
        is_it && message.mark == Mark::Good && entry.words == words_of(&statement, text)
    };
    let messages = timeline.read(None).messages;
    messages.len() == log.len() && messages.iter().zip(log).all(shows)
}

fn words_of(statement: &Statement, text: &str) -> Words {
    let text = text.to_owned();
    let salt = Salt::from_random(*statement.client.as_bytes());
    Words::Kept { text, salt }
}

fn reads_back_to_the_first(client: &mut Client, server: &Server) {
    while let Some(before) = client.timeline.older_before() {
        let page = judged(&server.before(before));
        client.timeline.handle_answer(Asked::Below(before), page);
        assert_eq!(client.timeline.hole(), None);
    }
    assert!(shows(&client.timeline, &server.log));
    assert_eq!(client.timeline.lost(), []);
}

/// Tells how often someone connected again.
fn shows_everything_once(seed: u64) -> u64 {
    let _told = Told(seed);
    let mut rng = Rng::with_seed(seed);
    let mut world = World::any(&mut rng);
    for _ in 0..rng.usize(20..200) {
        let who = world.step(&mut rng);
        assert!(world.clients[who].shows_nothing_twice());
    }
    world.settle(&mut rng);
    assert!(world.clients.iter().all(Client::shows_nothing_twice));
    for client in &mut world.clients {
        let began = client.began.expect("has arrived");
        let log = &world.server.log;
        let since = log.partition_point(|entry| entry.seq < began);
        assert!(
            shows(&client.timeline, &log[since..]),
            "not all, or too much"
        );
        assert_eq!(client.timeline.drafts(), []);
        reads_back_to_the_first(client, &world.server);
    }
    let kept = world.server.log.iter().filter(|entry| {
        let statement = Statement::parse(&entry.signed).expect("a statement");
        statement.author != member(SOMEONE)
    });
    assert_eq!(u64::try_from(kept.count()), Ok(world.said - 100));
    world.clients.iter().map(|client| client.reconnects).sum()
}

// trial 7
#[test]
fn whenever_connections_end_every_message_is_shown_exactly_once() {
    let reconnects: u64 = (0..400).map(shows_everything_once).sum();
    assert!(reconnects >= 1_000, "only {reconnects} in all");
}
