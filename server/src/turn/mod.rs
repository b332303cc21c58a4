//! STUN and TURN: how two browsers find a way to each other, and round where
//! there is none.
//!
//! # Layout
//! - [`settings`]: what a host may say; `place`: where this machine is found
//! - `door`: the UDP port, the one task of it
//! - `packet`, `credential`, `nonce`, `credit`: what is said, by whom, to whom
//! - `relays`, `ports`: the sockets that peers see; [`addresses`]: which peers
//! - `sessions`: who is in a room; `shares`: how many ways they have; `others`: servers of others
//!
//! Invariant: no server of anyone else is a default.

pub mod addresses;
mod credential;
mod credit;
mod door;
mod nonce;
mod others;
mod packet;
mod place;
mod ports;
mod relays;
mod sessions;
pub mod settings;
mod shares;

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use chatmux_shared::id::SessionId;
use chatmux_shared::wire::{Ice, IceServer};
use tokio::net::UdpSocket;

use crate::chance;
use crate::config::Config;
use crate::token::Mint;
use credential::{Grant, Holder, password};
pub use door::Door;
use door::Plan;
use others::Other;
use relays::{Gate, Relays};
use sessions::Sessions;
use settings::Offer;
use shares::{Shares, sockets};

/// Where STUN and TURN are looked for (RFC 8656 §6).
const PORT: u16 = 3478;
/// How long a credential of one who tries from outside a room is good.
const GUEST_LIFE: Duration = Duration::from_mins(1);
/// A nonce is fresh for no longer than this (RFC 8656 §7.2).
const NONCE_LIFE: Duration = Duration::from_hours(1);

/// The port of STUN and TURN is taken, or not this machine's to have.
#[derive(Debug, thiserror::Error)]
#[error(
    "cannot listen on UDP port {port} of {address} for STUN and TURN: {cause}; \
     choose another with --turn-port"
)]
pub struct Taken {
    address: IpAddr,
    port: u16,
    cause: io::Error,
}

/// What sessions are told of ways round.
pub struct Ways {
    boot: u32,
    life: Duration,
    /// Of the relay of this server, if it has one.
    door: Option<SocketAddr>,
    others: Vec<Other>,
    sessions: Arc<Sessions>,
}

impl Ways {
    /// None at all.
    pub fn none() -> Self {
        Self {
            boot: 0,
            life: GUEST_LIFE,
            door: None,
            others: Vec::new(),
            sessions: Arc::default(),
        }
    }

    /// Where this server is asked for ways round, if it is.
    pub const fn door(&self) -> Option<SocketAddr> {
        self.door
    }

    /// How often a session is told of them anew: well before the former ones
    /// expire.
    pub fn renewal(&self) -> Duration {
        self.life / 2
    }

    /// For a session that is in its room.
    pub fn of_session(&self, mint: &Mint, session: SessionId) -> Ice {
        self.of(mint, Holder::Session(session), self.life)
    }

    /// For someone who tries before coming in.
    pub fn of_guest(&self, mint: &Mint) -> Ice {
        self.of(mint, Holder::Guest, GUEST_LIFE)
    }

    /// A session is in its room.
    pub fn admit(&self, session: SessionId) {
        self.sessions.admit(session);
    }

    /// A session has left: its ways end.
    pub fn dismiss(&self, session: SessionId) {
        self.sessions.dismiss(session);
    }

    fn of(&self, mint: &Mint, holder: Holder, life: Duration) -> Ice {
        let expires_in = u64::try_from(life.as_millis()).unwrap_or(u64::MAX);
        let expires = chance::now().plus(expires_in);
        let mut servers = Vec::new();
        if let Some(door) = self.door {
            let name = Grant { holder, expires }.name();
            servers.push(IceServer {
                urls: vec![format!("stun:{door}")],
                ..IceServer::default()
            });
            servers.push(IceServer {
                urls: vec![format!("turn:{door}?transport=udp")],
                credential: password(mint, &name),
                username: name,
            });
        }
        servers.extend(self.others.iter().map(|other| other.server(expires)));
        Ice {
            servers,
            expires_in,
            boot: self.boot,
        }
    }
}

/// Takes the port, if this server is to have a relay.
///
/// # Errors
/// When a port was named and is taken.
pub async fn open(config: &Config, mint: &Mint) -> Result<(Ways, Option<Door>), Taken> {
    let settings = &config.turn;
    let mut ways = Ways {
        boot: u32::from_be_bytes(chance::bytes()),
        life: Duration::from_secs(settings.turn_lifetime),
        others: settings.ice_servers.clone(),
        ..Ways::none()
    };
    match settings.turn {
        Offer::Off => return Ok((ways, None)),
        Offer::On => {}
    }
    let address = place::public_address(config).await;
    let bind = place::bind_address(address);
    let taken = |port, cause| Taken {
        address: bind,
        port,
        cause,
    };
    let (socket, asked) = listen(bind, settings.turn_port).await;
    let socket = socket.map_err(|cause| taken(asked, cause))?;
    let local = socket.local_addr().map_err(|cause| taken(asked, cause))?;
    ways.door = Some(SocketAddr::new(address, local.port()));
    let gate = Gate::new(settings.turn_allow.clone(), address, local.port());
    let all = settings.turn_relay_ports.count().min(sockets());
    let shares = Shares::new(settings.turn_allocations, config.network_share, all);
    let door = Door::new(Plan {
        socket: Arc::new(socket),
        local,
        relays: Relays::new(gate, bind, settings.turn_relay_ports),
        sessions: Arc::clone(&ways.sessions),
        mint: mint.clone(),
        shares,
        nonce_life: ways.life.min(NONCE_LIFE),
    });
    let relay = SocketAddr::new(address, local.port());
    tracing::info!(%relay, ports = %settings.turn_relay_ports, ways = all, "relaying");
    Ok((ways, Some(door)))
}

/// The port that was named, or the usual one, or any.
async fn listen(bind: IpAddr, named: Option<u16>) -> (io::Result<UdpSocket>, u16) {
    if let Some(port) = named {
        return (UdpSocket::bind((bind, port)).await, port);
    }
    match UdpSocket::bind((bind, PORT)).await {
        Ok(socket) => (Ok(socket), PORT),
        Err(_) => (UdpSocket::bind((bind, 0)).await, 0),
    }
}
