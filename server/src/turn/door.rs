//! The UDP port of STUN and TURN (RFC 8489, RFC 8656): who is let through,
//! and what is done for them.
//!
//! ```text
//!   datagram ─┬─ channel data ──► its allocation ──► peer
//!             ├─ send indication ─►      "
//!             ├─ binding ──────────► where you are      (within one's credit)
//!             └─ request ─► proven? ─┬─ no: 401, 438    (within one's credit)
//!                                    └─ yes: allocate, refresh, permit, bind
//! ```
//!
//! The library keeps allocations, permissions and channels and carries what
//! peers say; what it leaves open is decided here: whose a credential is and
//! for how long, nonces, shares, which peers. Invariant: one task, sole owner
//! of what it knows; what is not proven changes nothing.

mod requests;

use std::collections::HashMap;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use chatmux_shared::id::Timestamp;
use stun::attributes::{ATTR_DATA, ATTR_NONCE, ATTR_REALM, ATTR_USERNAME};
use stun::error_code::{
    CODE_BAD_REQUEST, CODE_STALE_NONCE, CODE_UNAUTHORIZED, CODE_UNKNOWN_ATTRIBUTE, ErrorCode,
};
use stun::message::{
    CLASS_INDICATION, CLASS_REQUEST, METHOD_ALLOCATE, METHOD_BINDING, METHOD_CHANNEL_BIND,
    METHOD_CREATE_PERMISSION, METHOD_REFRESH, METHOD_SEND, Setter,
};
use stun::xoraddr::XorMappedAddress;
use tokio::net::UdpSocket;
use tokio_util::sync::CancellationToken;
use turn::allocation::Allocation;
use turn::allocation::allocation_manager::{Manager, ManagerConfig};
use turn::allocation::five_tuple::FiveTuple;
use turn::auth::generate_auth_key;
use turn::proto::PROTO_UDP;
use turn::proto::channum::ChannelNumber;

use super::credential::{Grant, Holder, password};
use super::credit::Credit;
use super::nonce::Nonces;
use super::packet::{Answer, Packet, REALM};
use super::relays::{Opener, Relay, Relays};
use super::sessions::Sessions;
use super::shares::{Share, Shares};
use crate::chance;
use crate::token::Mint;
use requests::Done;

/// The longest datagram that is read.
const DATAGRAM: usize = 2048;
/// Datagrams that are read before anything else is looked after.
const AT_ONCE: usize = 64;
/// How often what has ended is looked for.
const SWEEP: Duration = Duration::from_secs(1);

/// What a door is built of.
pub struct Plan {
    /// Its port.
    pub socket: Arc<UdpSocket>,
    /// Where that is.
    pub local: SocketAddr,
    /// The sockets behind it.
    pub relays: Arc<Relays>,
    /// Who is in a room.
    pub sessions: Arc<Sessions>,
    /// Makes passwords.
    pub mint: Mint,
    /// How many there may be, and of whom.
    pub shares: Shares,
    /// How long a nonce is fresh.
    pub nonce_life: Duration,
}

/// The one task of STUN and TURN.
pub struct Door {
    plan: Plan,
    nonces: Nonces,
    credit: Credit,
    manager: Manager,
    live: HashMap<SocketAddr, Live>,
}

/// The allocation of one client's port.
struct Live {
    allocation: Arc<Allocation>,
    relay: Arc<Relay>,
    /// Held for as long as this is.
    _share: Share,
    name: String,
    grant: Grant,
    /// Of the request, which may come twice, and what it was answered.
    transaction: [u8; 12],
    answer: Vec<u8>,
    /// Whom it was let talk to, and until when at the latest.
    peers: HashMap<IpAddr, Timestamp>,
    channels: HashMap<u16, Timestamp>,
}

/// Who asks, proven.
struct Caller {
    name: String,
    grant: Grant,
    key: [u8; 16],
}

impl Door {
    /// A door that nobody has come to yet.
    pub fn new(plan: Plan) -> Self {
        Self {
            nonces: Nonces::new(chance::bytes(), plan.nonce_life),
            credit: Credit::new(),
            manager: Manager::new(ManagerConfig {
                relay_addr_generator: Box::new(Opener(Arc::clone(&plan.relays))),
                alloc_close_notify: None,
            }),
            live: HashMap::new(),
            plan,
        }
    }

    /// Answers until the server stops.
    pub async fn serve(mut self, stopping: CancellationToken) {
        let mut sweep = tokio::time::interval(SWEEP);
        let socket = Arc::clone(&self.plan.socket);
        let sessions = Arc::clone(&self.plan.sessions);
        let mut buffer = [0; DATAGRAM];
        loop {
            tokio::select! {
                ready = socket.readable() => {
                    if ready.is_ok() {
                        self.read(&socket, &mut buffer).await;
                    }
                }
                () = sessions.ended() => self.sweep().await,
                _ = sweep.tick() => self.sweep().await,
                () = stopping.cancelled() => break,
            }
        }
        for client in self.live.keys().copied().collect::<Vec<_>>() {
            self.end(client).await;
        }
    }

    async fn read(&mut self, socket: &UdpSocket, buffer: &mut [u8]) {
        for _ in 0..AT_ONCE {
            match socket.try_recv_from(buffer) {
                Ok((size, from)) => self.handle(&buffer[..size], from).await,
                Err(_) => return,
            }
        }
    }

    /// The two first bits say what it is (RFC 8656 §12).
    async fn handle(&mut self, datagram: &[u8], from: SocketAddr) {
        match datagram.first().map(|first| first >> 6) {
            Some(0) => self.handle_message(datagram, from).await,
            Some(1) => self.handle_channel_data(datagram, from).await,
            Some(_) | None => {}
        }
    }

    async fn handle_channel_data(&mut self, datagram: &[u8], from: SocketAddr) {
        let Some((header, rest)) = datagram.split_first_chunk::<4>() else {
            return;
        };
        let [a, b, c, d] = *header;
        let size = usize::from(u16::from_be_bytes([c, d]));
        let (Some(data), Some(live)) = (rest.get(..size), self.live(from)) else {
            return;
        };
        let channel = ChannelNumber(u16::from_be_bytes([a, b]));
        if let Some(peer) = live.allocation.get_channel_addr(&channel).await {
            live.relay.send(data, peer);
        }
    }

    async fn handle_message(&mut self, datagram: &[u8], from: SocketAddr) {
        let Some(packet) = Packet::read(datagram) else {
            return;
        };
        let kind = packet.kind();
        match (kind.class, kind.method) {
            (CLASS_INDICATION, METHOD_SEND) => self.handle_send(&packet, from).await,
            (CLASS_REQUEST, METHOD_BINDING) => self.handle_binding(&packet, from),
            (
                CLASS_REQUEST,
                METHOD_ALLOCATE | METHOD_REFRESH | METHOD_CREATE_PERMISSION | METHOD_CHANNEL_BIND,
            ) => self.handle_request(packet, from).await,
            _ => {}
        }
    }

    async fn handle_send(&mut self, packet: &Packet, from: SocketAddr) {
        let Some(live) = self.live(from) else {
            return;
        };
        let peers = packet.peers();
        let (Some(&[peer]), Some(data)) = (peers.as_deref(), packet.value(ATTR_DATA)) else {
            return;
        };
        if live.allocation.has_permission(&peer).await {
            live.relay.send(data, peer);
        }
    }

    fn handle_binding(&mut self, packet: &Packet, from: SocketAddr) {
        let unknown = packet.unknown();
        let answer = if unknown.is_empty() {
            packet.success(vec![mapped(from)])
        } else {
            packet.failure_of_unknown(CODE_UNKNOWN_ATTRIBUTE, unknown)
        };
        self.say_to_anyone(packet, from, answer);
    }

    async fn handle_request(&mut self, mut packet: Packet, from: SocketAddr) {
        let now = chance::now();
        let caller = match self.prove(&mut packet, from, now) {
            Ok(caller) => caller,
            Err(code) => return self.refuse(&packet, from, code, now),
        };
        match self.perform(&packet, from, &caller, now).await {
            Done::Answer(answer) => self.say(&answer.signed(&caller.key), from),
            Done::Again(answer) => self.say(&answer, from),
            Done::Unproven => self.refuse(&packet, from, CODE_UNAUTHORIZED, now),
        }
    }
}

/// Who asks.
impl Door {
    /// By the long-term mechanism (RFC 8489 §9.2.4). Whether the credential
    /// still opens a way depends on what is asked for.
    fn prove(
        &self,
        packet: &mut Packet,
        from: SocketAddr,
        now: Timestamp,
    ) -> Result<Caller, ErrorCode> {
        if !packet.is_signed() {
            return Err(CODE_UNAUTHORIZED);
        }
        let (Some(name), Some(_), Some(nonce)) = (
            packet.text(ATTR_USERNAME),
            packet.value(ATTR_REALM),
            packet.value(ATTR_NONCE),
        ) else {
            return Err(CODE_BAD_REQUEST);
        };
        if !self.nonces.is_fresh(nonce, from, now) {
            return Err(CODE_STALE_NONCE);
        }
        let name = name.to_owned();
        let grant = Grant::parse(&name).ok_or(CODE_UNAUTHORIZED)?;
        let key = key(&self.plan.mint, &name);
        if !packet.is_signed_with(&key) {
            return Err(CODE_UNAUTHORIZED);
        }
        Ok(Caller { name, grant, key })
    }

    fn refuse(&mut self, packet: &Packet, from: SocketAddr, code: ErrorCode, now: Timestamp) {
        let answer = if code == CODE_BAD_REQUEST {
            packet.failure(code)
        } else {
            packet.challenge(code, self.nonces.make(from, now))
        };
        self.say_to_anyone(packet, from, answer);
    }

    /// Whether the holder may still go on; a guest only for so long.
    fn is_live(&self, grant: Grant, now: Timestamp) -> bool {
        match grant.holder {
            Holder::Session(session) => self.plan.sessions.is_live(session),
            Holder::Guest => now < grant.expires,
        }
    }

    fn say_to_anyone(&mut self, packet: &Packet, to: SocketAddr, answer: Answer) {
        let answer = answer.bytes();
        if self.credit.spend(to.ip(), packet.size, answer.len()) {
            self.say(&answer, to);
        }
    }

    /// What the system has no room for is lost; it is asked for again.
    fn say(&self, answer: &[u8], to: SocketAddr) {
        drop(self.plan.socket.try_send_to(answer, to));
    }
}

/// What there is.
impl Door {
    fn live(&mut self, client: SocketAddr) -> Option<&mut Live> {
        let live = self.live.get_mut(&client);
        live.filter(|live| !live.relay.is_closed())
    }

    /// Ends what has lost its right, and forgets what has ended by itself.
    async fn sweep(&mut self) {
        let now = chance::now();
        let over = self
            .live
            .iter()
            .filter(|(_, live)| live.relay.is_closed() || !self.is_live(live.grant, now));
        for client in over.map(|(client, _)| *client).collect::<Vec<_>>() {
            self.end(client).await;
        }
    }

    async fn end(&mut self, client: SocketAddr) {
        let five_tuple = self.five_tuple(client);
        self.manager.delete_allocation(&five_tuple).await;
        if let Some(live) = self.live.remove(&client) {
            live.relay.close();
        }
    }

    const fn five_tuple(&self, client: SocketAddr) -> FiveTuple {
        FiveTuple {
            protocol: PROTO_UDP,
            src_addr: client,
            dst_addr: self.plan.local,
        }
    }
}

/// The key to a name (RFC 8489 §9.2.2).
fn key(mint: &Mint, name: &str) -> [u8; 16] {
    let key = generate_auth_key(name, REALM, &password(mint, name));
    key.try_into().unwrap_or_default()
}

fn mapped(from: SocketAddr) -> Box<dyn Setter> {
    Box::new(XorMappedAddress {
        ip: from.ip().to_canonical(),
        port: from.port(),
    })
}
