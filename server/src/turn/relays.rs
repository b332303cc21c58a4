//! The sockets that peers see, one for each allocation.
//!
//! ```text
//!   client ══ door ══ allocation ── Relay ── socket ── peer
//!                                     │
//!                                     └── Relay ── allocation ══ door ══ client
//!                                  (of this very server: without a socket)
//! ```
//!
//! Invariant: nothing goes out to, or comes in from, an address that the
//! [`Gate`] refuses; of this server's own ones only the ports of live relays
//! are reached, and what goes there never leaves the process.

use std::any::Any;
use std::collections::HashMap;
use std::io;
use std::net::{IpAddr, SocketAddr, UdpSocket as StdSocket};
use std::sync::{Arc, Mutex, MutexGuard};

use async_trait::async_trait;
use tokio::net::UdpSocket;
use tokio::sync::{Mutex as AsyncMutex, mpsc};
use tokio_util::sync::CancellationToken;
use turn::relay::RelayAddressGenerator;
use util::Conn;

use super::addresses::{Block, is_special};
use super::ports::Ports;
use crate::chance;

/// Packets that wait for one relay, from another of this server.
const WAITING: usize = 256;
/// Ports that are tried before there is none.
const TRIES: usize = 200;

/// Which peers may be reached.
#[derive(Debug)]
pub struct Gate {
    /// What the host has opened.
    allowed: Vec<Block>,
    /// Where relays are.
    public: IpAddr,
    /// The port of the door.
    port: u16,
}

impl Gate {
    /// For relays at `public` with a door at `port`; the host has opened
    /// these.
    pub const fn new(allowed: Vec<Block>, public: IpAddr, port: u16) -> Self {
        Self {
            allowed,
            public,
            port,
        }
    }

    /// Whether a peer that is no relay of this server may be reached, as far
    /// as its address says.
    fn lets(&self, peer: SocketAddr) -> bool {
        let address = peer.ip();
        // A door that is its own client would open doors without end. A
        // permission is for all ports of an address, so each packet is asked.
        if peer.port() == 0 || (peer.port() == self.port && self.is_own(address)) {
            return false;
        }
        let is_allowed = self.allowed.iter().any(|block| block.contains(address));
        is_allowed || (address != self.public && !is_special(address))
    }

    /// The same, where no address of this machine is let in that the host has
    /// not opened.
    fn lets_in(&self, peer: SocketAddr) -> bool {
        let is_allowed = self.allowed.iter().any(|block| block.contains(peer.ip()));
        self.lets(peer) && (is_allowed || !self.is_own(peer.ip()))
    }

    /// Whether an address is this machine's, which alone knows it: addresses
    /// come and go. If it cannot be asked, it is.
    fn is_own(&self, address: IpAddr) -> bool {
        address == self.public
            || match StdSocket::bind((address, 0)) {
                Ok(_) => true,
                Err(error) => error.kind() != io::ErrorKind::AddrNotAvailable,
            }
    }
}

/// All relays of this server.
pub struct Relays {
    gate: Gate,
    /// What they are bound to.
    bind: IpAddr,
    ports: Ports,
    live: Mutex<HashMap<u16, Arc<Relay>>>,
}

impl Relays {
    /// None yet.
    pub fn new(gate: Gate, bind: IpAddr, ports: Ports) -> Arc<Self> {
        Arc::new(Self {
            gate,
            bind,
            ports,
            live: Mutex::default(),
        })
    }

    /// Where all of them are.
    pub const fn address(&self) -> IpAddr {
        self.gate.public
    }

    /// Whether a client may talk to `peer` at all.
    pub fn let_in(&self, peer: SocketAddr) -> bool {
        self.find(peer).is_some() || self.gate.lets_in(peer)
    }

    /// The relay of this server at this address.
    pub fn find(&self, peer: SocketAddr) -> Option<Arc<Relay>> {
        if peer.ip() != self.gate.public {
            return None;
        }
        self.live().get(&peer.port()).cloned()
    }

    fn open(self: &Arc<Self>) -> io::Result<Arc<Relay>> {
        let start = usize::from(u16::from_be_bytes(chance::bytes()));
        let count = self.ports.count();
        for place in 0..count.min(TRIES) {
            let port = self.ports.nth((start + place) % count);
            if self.live().contains_key(&port) {
                continue;
            }
            let Ok(socket) = StdSocket::bind((self.bind, port)) else {
                continue;
            };
            socket.set_nonblocking(true)?;
            let (inbox, waiting) = mpsc::channel(WAITING);
            let relay = Arc::new(Relay {
                socket: UdpSocket::from_std(socket)?,
                address: SocketAddr::new(self.gate.public, port),
                inbox,
                waiting: AsyncMutex::new(waiting),
                relays: Arc::clone(self),
                closed: CancellationToken::new(),
            });
            self.live().insert(port, Arc::clone(&relay));
            return Ok(relay);
        }
        Err(io::Error::new(io::ErrorKind::AddrInUse, "no port is free"))
    }

    fn live(&self) -> MutexGuard<'_, HashMap<u16, Arc<Relay>>> {
        self.live.lock().expect("no holder panics")
    }
}

struct Packet {
    from: SocketAddr,
    bytes: Vec<u8>,
}

/// The place of one client among peers.
pub struct Relay {
    socket: UdpSocket,
    address: SocketAddr,
    inbox: mpsc::Sender<Packet>,
    /// Read by its allocation alone.
    waiting: AsyncMutex<mpsc::Receiver<Packet>>,
    relays: Arc<Relays>,
    closed: CancellationToken,
}

impl Relay {
    /// Where peers find it.
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// Whether its allocation has come to its end.
    pub fn is_closed(&self) -> bool {
        self.closed.is_cancelled()
    }

    /// Nothing goes through it any more, and its port is free.
    pub fn close(&self) {
        self.closed.cancel();
        let mut live = self.relays.live();
        // It may be another's by now.
        let is_own = |relay: &Arc<Self>| std::ptr::eq(Arc::as_ptr(relay), self);
        if live.get(&self.address.port()).is_some_and(is_own) {
            live.remove(&self.address.port());
        }
    }

    /// Sends to a peer, as far as it may and there is room: what is too much
    /// for the system is lost, as anywhere on the way.
    pub fn send(&self, bytes: &[u8], peer: SocketAddr) {
        if peer.ip() == self.relays.gate.public
            && let Some(other) = self.relays.find(peer)
        {
            let (from, bytes) = (self.address, bytes.to_vec());
            drop(other.inbox.try_send(Packet { from, bytes }));
        } else if self.relays.gate.lets(peer) {
            drop(self.socket.try_send_to(bytes, peer));
        }
    }

    async fn receive(&self, buffer: &mut [u8]) -> io::Result<(usize, SocketAddr)> {
        let mut waiting = self.waiting.lock().await;
        loop {
            let (size, from) = tokio::select! {
                received = self.socket.recv_from(buffer) => received?,
                Some(Packet { from, bytes }) = waiting.recv() => {
                    let size = bytes.len().min(buffer.len());
                    buffer[..size].copy_from_slice(&bytes[..size]);
                    return Ok((size, from));
                }
                () = self.closed.cancelled() => {
                    return Err(io::Error::from(io::ErrorKind::ConnectionAborted));
                }
            };
            let from = SocketAddr::new(from.ip().to_canonical(), from.port());
            if self.relays.gate.lets(from) {
                return Ok((size, from));
            }
        }
    }
}

/// As the library sees it.
#[async_trait]
impl Conn for Relay {
    async fn connect(&self, _: SocketAddr) -> util::Result<()> {
        Err(not_connected())
    }

    async fn recv(&self, _: &mut [u8]) -> util::Result<usize> {
        Err(not_connected())
    }

    async fn recv_from(&self, buffer: &mut [u8]) -> util::Result<(usize, SocketAddr)> {
        Ok(self.receive(buffer).await?)
    }

    async fn send(&self, _: &[u8]) -> util::Result<usize> {
        Err(not_connected())
    }

    async fn send_to(&self, bytes: &[u8], peer: SocketAddr) -> util::Result<usize> {
        Self::send(self, bytes, peer);
        Ok(bytes.len())
    }

    fn local_addr(&self) -> util::Result<SocketAddr> {
        Ok(self.address)
    }

    fn remote_addr(&self) -> Option<SocketAddr> {
        None
    }

    async fn close(&self) -> util::Result<()> {
        Self::close(self);
        Ok(())
    }

    fn as_any(&self) -> &(dyn Any + Send + Sync) {
        self
    }
}

/// A relay belongs to nobody alone.
fn not_connected() -> util::Error {
    io::Error::from(io::ErrorKind::NotConnected).into()
}

/// The relays, as the library asks for one.
pub struct Opener(pub Arc<Relays>);

#[async_trait]
impl RelayAddressGenerator for Opener {
    fn validate(&self) -> Result<(), turn::Error> {
        Ok(())
    }

    async fn allocate_conn(
        &self,
        _use_ipv4: bool,
        _requested_port: u16,
    ) -> Result<(Arc<dyn Conn + Send + Sync>, SocketAddr), turn::Error> {
        let relay = self.0.open();
        let relay = relay.map_err(|cause| turn::Error::Other(cause.to_string()))?;
        let address = relay.address();
        Ok((relay, address))
    }
}
