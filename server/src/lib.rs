//! The chatMUX server: introduces people, keeps each room's log in order.
//!
//! # Layout
//! - [`config`]: settings by flag and variable
//! - [`listener`]: connections, over TCP or TLS
//! - [`router`]: every route; [`page`] and [`rooms`] answer them
//! - [`entries`]: logs over HTTP; [`posting`]: what is checked of a statement
//! - [`openapi`]: what the API is, for programs
//! - [`origin`], [`peer`]: where a request comes from; [`problem`]: errors as JSON
//! - [`body`]: the body of a request
//! - [`socket`]: one WebSocket; [`hub`]: the live rooms
//! - [`turn`]: how browsers reach each other; [`ice`]: who tries it before coming in
//! - [`store`]: what is kept; [`token`]: what is vouched for; [`verifier`]: what was signed
//! - [`chance`]: randomness and the clock

// Views are types as deep as their markup.
#![recursion_limit = "256"]

mod body;
pub mod chance;
pub mod config;
mod entries;
pub mod hub;
mod ice;
mod listener;
mod lobby;
pub mod openapi;
mod origin;
mod page;
pub mod peer;
pub mod posting;
mod problem;
mod rooms;
mod router;
mod socket;
mod state;
pub mod store;
pub mod token;
pub mod turn;
mod verifier;

use std::env;
use std::io;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use any_spawner::Executor;
use axum::Router;
use chatmux_shared::id::RoomId;
use chatmux_shared::room::{RoomCard, naming};
use chatmux_shared::wire::{Switch, Visibility};
use leptos::config::LeptosOptions;
use tokio::time::{MissedTickBehavior, timeout};

use config::{Config, Misfit};
use hub::Hub;
use listener::Listener;
use origin::Home;
use peer::Proxies;
use state::AppState;
use store::{Sqlite, Store, StoreError};
use token::Mint;
use turn::{Door, Ways};

/// How long it may take to let everyone go when the server stops.
const STOP_TIME: Duration = Duration::from_secs(5);
/// How often rooms are asked whether their time is over.
const TICK: Duration = Duration::from_secs(5);
/// Between two batches of what has changed on the map.
const LOBBY_PAUSE: Duration = Duration::from_millis(100);

/// Why the server does not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The address is taken, or not this machine's.
    #[error("cannot listen on {address}: {cause}; choose another with --listen")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// What the system said.
        cause: io::Error,
    },
    /// The data file cannot be used.
    #[error("cannot use the data file {file}: {cause}; choose another with --data")]
    Data {
        /// The file.
        file: PathBuf,
        /// What the store said.
        cause: StoreError,
    },
    /// The certificate or its key cannot be used.
    #[error("cannot use the certificate or its key: {0}")]
    Tls(io::Error),
    /// The port of STUN and TURN is taken.
    #[error(transparent)]
    Turn(#[from] turn::Taken),
    /// The settings do not go together.
    #[error(transparent)]
    Settings(#[from] Misfit),
}

/// A server that has its port and its store, and serves nobody yet.
pub struct Server {
    listener: Listener,
    app: Router,
    hub: Arc<Hub>,
    door: Option<Door>,
}

impl Server {
    /// Takes the port and opens the data file.
    ///
    /// # Errors
    /// In words for whoever started it.
    pub async fn start(config: &Config) -> Result<Self, StartError> {
        Self::start_on(config, async |data| {
            Ok(Arc::new(Sqlite::open(data).await?) as Arc<dyn Store>)
        })
        .await
    }

    /// The same, with a store that `open` makes of the data file.
    ///
    /// # Errors
    /// In words for whoever started it.
    pub async fn start_on(
        config: &Config,
        open: impl AsyncFnOnce(&Path) -> Result<Arc<dyn Store>, StoreError>,
    ) -> Result<Self, StartError> {
        config.check()?;
        let tls = match (&config.tls_cert, &config.tls_key) {
            (Some(cert), Some(key)) => Some(listener::tls(cert, key).map_err(StartError::Tls)?),
            (None | Some(_), None | Some(_)) => None,
        };
        let listener = Listener::open(config.listen, tls).map_err(|cause| StartError::Listen {
            address: config.listen,
            cause,
        })?;
        let unusable = |cause| StartError::Data {
            file: config.data.clone(),
            cause,
        };
        let store = open(&config.data).await.map_err(unusable)?;
        // Reactive code in a page may spawn; a second call finds it done.
        drop(Executor::init_tokio());
        let mint = Mint::new(store.secret().await.map_err(unusable)?);
        let (ways, door) = turn::open(config, &mint).await?;
        let furnished = furnish(config, store, mint, ways).await;
        let hub = furnished.map_err(unusable)?;
        let app = router::router(AppState {
            hub: Arc::clone(&hub),
            home: Home::new(config),
            proxies: Proxies::new(&config.trusted_proxies),
            leptos: leptos_options(config),
        });
        Ok(Self {
            listener,
            app,
            hub,
            door,
        })
    }

    /// Where it listens; the port is the system's choice for port 0.
    ///
    /// # Errors
    /// When the system does not tell.
    pub fn address(&self) -> io::Result<SocketAddr> {
        self.listener.address()
    }

    /// Its rooms, for whoever moves its clock.
    pub fn hub(&self) -> Arc<Hub> {
        Arc::clone(&self.hub)
    }

    /// Serves until `stop` is done, then lets everyone go in good order.
    ///
    /// # Errors
    /// When the listener breaks.
    pub async fn serve(self, stop: impl Future<Output = ()> + Send + 'static) -> io::Result<()> {
        let hub = self.hub;
        hub.tasks.spawn(keep_time(Arc::clone(&hub)));
        hub.tasks.spawn(tell_lobby(Arc::clone(&hub)));
        let stopping = hub.stopping.clone();
        if let Some(door) = self.door {
            hub.tasks.spawn(door.serve(stopping.clone()));
        }
        let letting_go = async {
            stop.await;
            if timeout(STOP_TIME, hub.stop()).await.is_err() {
                tracing::warn!("some connections did not end in time");
            }
            Ok(())
        };
        tokio::try_join!(self.listener.serve(self.app, stopping), letting_go)?;
        Ok(())
    }
}

/// Tells the hub how late it is.
async fn keep_time(hub: Arc<Hub>) {
    let mut ticks = tokio::time::interval(TICK);
    loop {
        tokio::select! {
            _ = ticks.tick() => hub.tick(chance::now()).await,
            () = hub.stopping.cancelled() => return,
        }
    }
}

/// Those who look at the map are told what has changed, so often at most.
async fn tell_lobby(hub: Arc<Hub>) {
    let mut ticks = tokio::time::interval(LOBBY_PAUSE);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            _ = ticks.tick() => hub.tell_lobby(),
            () = hub.stopping.cancelled() => return,
        }
    }
}

async fn furnish(
    config: &Config,
    store: Arc<dyn Store>,
    mint: Mint,
    ways: Ways,
) -> Result<Arc<Hub>, StoreError> {
    let lounge = lounge(store.as_ref()).await?;
    let hub = Hub::open(store, mint, ways, config.rules(), chance::now()).await?;
    hub.show_lounge(lounge);
    Ok(hub)
}

/// The room that is always there, made on the first start.
async fn lounge(store: &dyn Store) -> Result<RoomCard, StoreError> {
    let id = RoomId::LOUNGE;
    let card = RoomCard {
        id,
        epoch: chance::epoch(),
        name: naming::nickname(id, 0),
        owner: None,
        removed: Vec::new(),
        visibility: Visibility::Listed,
        lock: Switch::Off,
        admitted: Vec::new(),
        made: chance::now(),
    };
    store.make_room(card, u64::MAX).await?;
    store.room(id).await?.ok_or(StoreError::Damaged("lounge"))
}

/// Where the client's files are and what they are called.
fn leptos_options(config: &Config) -> LeptosOptions {
    let beside = env::current_exe()
        .ok()
        .and_then(|binary| Some(binary.parent()?.to_owned()))
        .unwrap_or_default();
    let beside_site = beside.join("site");
    let site = config.site.clone().unwrap_or_else(|| {
        if beside_site.is_dir() {
            beside_site
        } else {
            PathBuf::from("target/site")
        }
    });
    let reload_port = env::var("LEPTOS_RELOAD_PORT").ok();
    LeptosOptions::builder()
        .output_name("chatmux")
        .site_root(site.to_string_lossy())
        .site_pkg_dir("pkg")
        .hash_files(beside.join("hash.txt").is_file() && env::var_os("LEPTOS_WATCH").is_none())
        .reload_port(
            reload_port
                .and_then(|port| port.parse().ok())
                .unwrap_or(3001),
        )
        .build()
}
