//! The rooms of a server on a file of its own, reached without sockets.

use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;

use chatmux_server::chance;
use chatmux_server::config::Config;
use chatmux_server::hub::{Arrival, ConnectionId, Hub, Mail, Outgoing, outbox};
use chatmux_server::peer::Network;
use chatmux_server::posting::{Posted, Source};
use chatmux_server::store::{Sqlite, Store};
use chatmux_server::token::Mint;
use chatmux_server::turn::Ways;
use chatmux_shared::id::{Incarnation, SessionId};
use chatmux_shared::message::{Post, PublicKey, Statement};
use chatmux_shared::room::{Color, Entrance, Posting, RoomCard, naming};
use chatmux_shared::wire::{Switch, Visibility};
use clap::Parser as _;
use tempfile::TempDir;
use tokio::sync::{mpsc, oneshot, watch};

/// Whether signatures are looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Judging {
    /// Each, as on a server.
    On,
    /// None: what a statement says is taken from its bytes.
    Off,
}

/// A server with rooms and no sockets.
pub struct Server {
    hub: Arc<Hub>,
    /// Its rooms.
    pub rooms: Vec<RoomCard>,
    _folder: TempDir,
}

/// Someone in a room.
pub struct Seat {
    hub: Arc<Hub>,
    room: RoomCard,
    mailbox: mpsc::Sender<Mail>,
    session: SessionId,
    source: Source,
}

impl Server {
    /// A server with that many rooms, which anyone may fill as fast as they
    /// like.
    ///
    /// # Panics
    /// When the machine gives it no file.
    pub async fn open(rooms: usize) -> Self {
        let folder = TempDir::new().expect("a temporary folder");
        let file = folder.path().join("bench.sqlite");
        let store: Arc<dyn Store> = Arc::new(Sqlite::open(&file).await.expect("a file"));
        let settings = [
            "chatmux",
            "--messages-a-minute=6000000",
            "--entries-kept=100000000",
            "--rooms-a-guest=1000000",
        ];
        let rules = Config::parse_from(settings).rules();
        let mint = Mint::new(chance::bytes());
        let hub = Hub::open(store, mint, Ways::none(), rules, chance::now()).await;
        let hub = hub.expect("an empty file");
        let mut cards = Vec::new();
        for _ in 0..rooms {
            let card = card();
            let made = hub.make_room(card.clone(), network()).await;
            made.expect("the file is written");
            cards.push(card);
        }
        Self {
            hub,
            rooms: cards,
            _folder: folder,
        }
    }

    /// Someone comes into a room; what they are told is read and let go.
    ///
    /// # Panics
    /// When they are not let in.
    pub async fn seat(&self, room: usize, member: PublicKey) -> Seat {
        let card = self.rooms[room].clone();
        let mailbox = self.hub.mailbox(card.id).await.expect("the file is read");
        let mailbox = mailbox.expect("the room is there");
        let (outbox, outgoing) = outbox();
        tokio::spawn(listen(outgoing));
        let (reply, answer) = oneshot::channel();
        let arrival = Arrival {
            connection: ConnectionId::next(),
            network: network(),
            outbox,
            returning: None,
            entrance: Entrance {
                member,
                incarnation: Incarnation::default(),
                name: "Someone".to_owned(),
                color: Color::Cyan,
                status: String::new(),
                maker: None,
            },
            knocking: watch::channel(None).0,
            reply,
        };
        let sent = mailbox.send(Mail::Arrive(arrival)).await;
        sent.expect("the room is awake");
        let seated = answer.await.expect("the room answers");
        Seat {
            hub: Arc::clone(&self.hub),
            session: seated.expect("there is place").session,
            room: card,
            mailbox,
            source: Source {
                network: network(),
                member: Some(member),
            },
        }
    }

    /// Finishes what waits.
    pub async fn close(self) {
        self.hub.stop().await;
    }
}

impl Seat {
    /// Hands a post in and waits until it is acknowledged.
    ///
    /// # Panics
    /// When it is refused.
    pub async fn say(&self, post: Post, judging: Judging) {
        let posting = match judging {
            Judging::On => {
                let judged = self.hub.posting(self.room.id, self.source, post).await;
                match judged.expect("it is signed") {
                    Posted::Now(posting) => posting,
                    Posted::Before(_) => unreachable!("nothing is said twice"),
                }
            }
            Judging::Off => Box::new(Posting {
                statement: Statement::parse(&post.signed).expect("it is a statement"),
                post,
                target: None,
            }),
        };
        let (reply, answer) = oneshot::channel();
        let mail = Mail::Post {
            session: self.session,
            posting,
            reply,
        };
        let sent = self.mailbox.send(mail).await;
        sent.expect("the room is awake");
        let kept = answer.await.expect("the room answers");
        kept.expect("it is kept");
    }
}

async fn listen(mut outgoing: Outgoing) {
    let mut frames = Vec::new();
    while outgoing.take(&mut frames).await > 0 {
        frames.clear();
    }
}

fn network() -> Network {
    Network::of(IpAddr::V4(Ipv4Addr::LOCALHOST))
}

/// Owned by someone, so that anyone may speak in it.
fn card() -> RoomCard {
    let id = chance::room_id();
    RoomCard {
        id,
        epoch: chance::epoch(),
        name: naming::nickname(id, 0),
        owner: Some(PublicKey::from_bytes([1; 32])),
        removed: Vec::new(),
        visibility: Visibility::ByLink,
        lock: Switch::Off,
        admitted: Vec::new(),
        made: chance::now(),
    }
}
