//! A server in this process, in a folder of its own.

use std::fs;
use std::io;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;

use chatmux_server::Server;
use chatmux_server::chance;
use chatmux_server::config::Config;
use chatmux_server::hub::Hub;
use chatmux_server::store::{Sqlite, Store};
use chatmux_shared::wire::{RoomMade, Token, Visibility};
use clap::Parser as _;
use tempfile::TempDir;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::key::Key;
use crate::message::{Answer, Ask};
use crate::soon::soon;

/// Where a server keeps its file and finds the client's, for as long as
/// anyone holds it.
pub struct Place(TempDir);

impl Place {
    pub fn new() -> Arc<Self> {
        let place = Self(TempDir::new().expect("a temporary folder"));
        let files = place.path("site/pkg");
        fs::create_dir_all(&files).expect("a folder for the client's files");
        fs::write(Path::new(&files).join("chatmux.js"), "// The client.\n").expect("a file");
        Arc::new(place)
    }

    pub fn path(&self, name: &str) -> String {
        self.0.path().join(name).to_string_lossy().into_owned()
    }

    /// The settings every server here has.
    pub fn settings(&self) -> [String; 6] {
        [
            "--listen".to_owned(),
            "127.0.0.1:0".to_owned(),
            "--data".to_owned(),
            self.path("data.sqlite"),
            "--site".to_owned(),
            self.path("site"),
        ]
    }
}

/// A running server.
pub struct House {
    pub address: SocketAddr,
    place: Arc<Place>,
    hub: Arc<Hub>,
    stop: oneshot::Sender<()>,
    serving: JoinHandle<io::Result<()>>,
}

impl House {
    pub async fn open() -> Self {
        Self::open_with(&[]).await
    }

    /// With settings beyond the usual.
    pub async fn open_with(settings: &[&str]) -> Self {
        Self::open_at(Place::new(), settings).await
    }

    pub async fn open_at(place: Arc<Place>, settings: &[&str]) -> Self {
        let server = Server::start(&config(&place, settings)).await;
        Self::serve(place, server.expect("the server starts"))
    }

    /// On its own file, behind what `between` puts before it.
    pub async fn open_behind<S: Store + 'static>(between: impl FnOnce(Sqlite) -> S) -> Self {
        let place = Place::new();
        let config = config(&place, &[]);
        let server = Server::start_on(&config, async |data| {
            Ok(Arc::new(between(Sqlite::open(data).await?)) as Arc<dyn Store>)
        });
        let server = server.await.expect("the server starts");
        Self::serve(place, server)
    }

    fn serve(place: Arc<Place>, server: Server) -> Self {
        let address = server.address().expect("the system knows the address");
        let hub = server.hub();
        let (stop, stopping) = oneshot::channel::<()>();
        let serving = tokio::spawn(server.serve(async {
            // Dropped, it stops as well.
            stopping.await.ok();
        }));
        Self {
            address,
            place,
            hub,
            stop,
            serving,
        }
    }

    /// Lets everyone go; what it kept stays at the place.
    pub async fn close(self) -> Arc<Place> {
        self.stop.send(()).expect("the server runs");
        let served = soon("the server to stop", self.serving).await;
        served.expect("no panic").expect("the listener held");
        self.place
    }

    /// Closed and opened again on the same file.
    pub async fn reopened(self) -> Self {
        let place = self.close().await;
        Self::open_at(place, &[]).await
    }

    /// For the rooms, it is so many milliseconds later than now.
    pub async fn is_later(&self, milliseconds: u64) {
        self.hub.tick(chance::now().plus(milliseconds)).await;
    }

    pub async fn get(&self, path: &str) -> Answer {
        Ask::get(path).of(self.address).await
    }

    pub async fn post(&self, path: &str) -> Answer {
        Ask::post(path).of(self.address).await
    }

    /// A new room, unopened.
    pub async fn room(&self) -> RoomMade {
        self.post("/api/rooms").await.json()
    }

    /// The id of a new room, opened by its owner with what they signed.
    pub async fn room_of(&self, owner: &Key) -> String {
        open_room(self.address, owner).await
    }
}

/// The id of a new room at `address`, opened by its owner with what they
/// signed.
pub async fn open_room(address: SocketAddr, owner: &Key) -> String {
    let at = (chance::room_id(), chance::epoch());
    let making = owner.making(at, Visibility::Listed);
    let answer = Ask::post("/api/rooms").json(&making).of(address).await;
    assert_eq!(answer.status, 201, "{answer:?}");
    let made: RoomMade = answer.json();
    made.id.to_string()
}

/// What the maker of an unopened room shows.
pub fn proof(made: &RoomMade) -> Token {
    made.maker.clone().expect("a proof")
}

/// Few tests are about how often someone may say something.
const OFTEN: [[&str; 4]; 2] = [
    [
        "--messages-a-minute",
        "600000",
        "--messages-at-once",
        "100000",
    ],
    ["--frames-a-second", "10000", "--frames-at-once", "100000"],
];

fn config(place: &Place, settings: &[&str]) -> Config {
    let usual = place.settings();
    let mut all = vec!["chatmux"];
    all.extend(usual.iter().map(String::as_str));
    all.extend(settings);
    for often in OFTEN {
        if !settings.contains(&often[0]) {
            all.extend(often);
        }
    }
    Config::parse_from(all)
}
