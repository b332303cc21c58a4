//! What those are let do who have proven who they are: allocate, refresh,
//! permit, bind (RFC 8656 §7 to §12).
//!
//! Invariant: no allocation beyond anyone's share, no peer that the relays
//! do not let in, and none of what is remembered without a bound.

use std::collections::HashMap;
use std::hash::Hash;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use chatmux_shared::id::Timestamp;
use stun::attributes::{
    ATTR_CHANNEL_NUMBER, ATTR_LIFETIME, ATTR_REQUESTED_ADDRESS_FAMILY, ATTR_REQUESTED_TRANSPORT,
    ATTR_USERNAME,
};
use stun::error_code::{
    CODE_ADDR_FAMILY_NOT_SUPPORTED, CODE_ALLOC_MISMATCH, CODE_BAD_REQUEST, CODE_FORBIDDEN,
    CODE_INSUFFICIENT_CAPACITY, CODE_PEER_ADDR_FAMILY_MISMATCH, CODE_UNKNOWN_ATTRIBUTE,
    CODE_UNSUPPORTED_TRANS_PROTO, CODE_WRONG_CREDENTIALS, ErrorCode,
};
use stun::message::{METHOD_ALLOCATE, METHOD_CREATE_PERMISSION, METHOD_REFRESH, Setter};
use stun::textattrs::TextAttribute;
use turn::allocation::Allocation;
use turn::allocation::channel_bind::ChannelBind;
use turn::allocation::permission::Permission;
use turn::proto::PROTO_UDP;
use turn::proto::channum::ChannelNumber;
use turn::proto::lifetime::Lifetime;
use turn::proto::relayaddr::RelayedAddress;
use util::Conn;

use super::super::packet::{Answer, Packet};
use super::super::relays::Relay;
use super::{Caller, Door, Live, mapped};
use crate::peer::Network;

/// How long an allocation lasts unless it is refreshed (RFC 8656 §3.2).
const LIFE: Duration = Duration::from_mins(10);
/// And at most.
const LONGEST: Duration = Duration::from_hours(1);
/// How long a channel lasts unless it is bound again (RFC 8656 §12).
const CHANNEL_LIFE: Duration = Duration::from_mins(10);
/// Peers that one allocation may talk to within that time.
const PEERS: usize = 128;

/// What comes of a request that is proven.
pub(super) enum Done {
    /// To be signed.
    Answer(Answer),
    /// As it was.
    Again(Vec<u8>),
    /// It is not who it should be.
    Unproven,
}

impl From<Answer> for Done {
    fn from(answer: Answer) -> Self {
        Self::Answer(answer)
    }
}

/// What is asked for.
impl Door {
    pub(super) async fn perform(
        &mut self,
        packet: &Packet,
        from: SocketAddr,
        caller: &Caller,
        now: Timestamp,
    ) -> Done {
        let unknown = packet.unknown();
        if !unknown.is_empty() {
            let answer = packet.failure_of_unknown(CODE_UNKNOWN_ATTRIBUTE, unknown);
            return answer.into();
        }
        if packet.kind().method == METHOD_ALLOCATE {
            return self.allocate(packet, from, caller, now).await;
        }
        let is_live = self.is_live(caller.grant, now);
        let Some(live) = self.live(from) else {
            return packet.failure(CODE_ALLOC_MISMATCH).into();
        };
        if live.name != caller.name {
            return packet.failure(CODE_WRONG_CREDENTIALS).into();
        }
        if !is_live {
            return Done::Unproven;
        }
        match packet.kind().method {
            METHOD_REFRESH => self.refresh(packet, from).await.into(),
            METHOD_CREATE_PERMISSION => self.permit(packet, from, now).await.into(),
            _ => self.bind_channel(packet, from, now).await.into(),
        }
    }

    async fn allocate(
        &mut self,
        packet: &Packet,
        from: SocketAddr,
        caller: &Caller,
        now: Timestamp,
    ) -> Done {
        if let Some(live) = self.live(from) {
            let is_again = live.transaction == packet.transaction() && live.name == caller.name;
            if is_again {
                return Done::Again(live.answer.clone());
            }
            return packet.failure(CODE_ALLOC_MISMATCH).into();
        }
        if now >= caller.grant.expires || !self.is_live(caller.grant, now) {
            return Done::Unproven;
        }
        if let Err(code) = self.check_wish(packet) {
            return packet.failure(code).into();
        }
        let (holder, network) = (caller.grant.holder, Network::of(from.ip()));
        let share = match self.plan.shares.take(holder, &caller.name, network) {
            Ok(share) => share,
            Err(code) => return packet.failure(code).into(),
        };
        let lasts = lifetime(packet);
        let Some((allocation, relay)) = self.open(from, &caller.name, lasts).await else {
            return packet.failure(CODE_INSUFFICIENT_CAPACITY).into();
        };
        let at = relay.address();
        let relayed = RelayedAddress {
            ip: at.ip(),
            port: at.port(),
        };
        let what: Vec<Box<dyn Setter>> =
            vec![Box::new(relayed), Box::new(Lifetime(lasts)), mapped(from)];
        let answer = packet.success(what).signed(&caller.key);
        let live = Live {
            allocation,
            relay,
            _share: share,
            name: caller.name.clone(),
            grant: caller.grant,
            transaction: packet.transaction(),
            answer: answer.clone(),
            peers: HashMap::new(),
            channels: HashMap::new(),
        };
        self.live.insert(from, live);
        Done::Again(answer)
    }

    /// What is asked of an allocation (RFC 8656 §7.2).
    fn check_wish(&self, packet: &Packet) -> Result<(), ErrorCode> {
        match packet.value(ATTR_REQUESTED_TRANSPORT) {
            Some([protocol, _, _, _]) if *protocol == PROTO_UDP.0 => {}
            Some([_, _, _, _]) => return Err(CODE_UNSUPPORTED_TRANS_PROTO),
            Some(_) | None => return Err(CODE_BAD_REQUEST),
        }
        let family = if self.plan.relays.address().is_ipv4() {
            1
        } else {
            2
        };
        match packet.value(ATTR_REQUESTED_ADDRESS_FAMILY) {
            Some([asked, ..]) if *asked != family => return Err(CODE_ADDR_FAMILY_NOT_SUPPORTED),
            Some(_) | None => {}
        }
        Ok(())
    }

    async fn open(
        &self,
        from: SocketAddr,
        name: &str,
        life: Duration,
    ) -> Option<(Arc<Allocation>, Arc<Relay>)> {
        let five_tuple = self.five_tuple(from);
        let client: Arc<dyn Conn + Send + Sync> = Arc::clone(&self.plan.socket) as _;
        let name = TextAttribute::new(ATTR_USERNAME, name.to_owned());
        let opened =
            self.manager
                .create_allocation(five_tuple, client, 0, life, name, from.is_ipv4());
        let allocation = opened.await.ok()?;
        let known = self.manager.get_allocations_info(Some(vec![five_tuple]));
        let at = known.await.get(&five_tuple)?.relay_addr;
        Some((allocation, self.plan.relays.find(at)?))
    }

    async fn refresh(&mut self, packet: &Packet, from: SocketAddr) -> Answer {
        let lasts = match packet.value(ATTR_LIFETIME) {
            Some([0, 0, 0, 0]) => Duration::ZERO,
            Some(_) | None => lifetime(packet),
        };
        if lasts.is_zero() {
            self.end(from).await;
        } else if let Some(live) = self.live(from) {
            live.allocation.refresh(lasts).await;
        }
        packet.success(vec![Box::new(Lifetime(lasts))])
    }

    async fn permit(&mut self, packet: &Packet, from: SocketAddr, now: Timestamp) -> Answer {
        let peers = packet.peers().filter(|peers| !peers.is_empty());
        let Some(peers) = peers else {
            return packet.failure(CODE_BAD_REQUEST);
        };
        for peer in &peers {
            if let Err(code) = self.check_peer(*peer) {
                return packet.failure(code);
            }
        }
        let Some(live) = self.live(from) else {
            return packet.failure(CODE_ALLOC_MISMATCH);
        };
        for peer in &peers {
            if !note(&mut live.peers, peer.ip(), now) {
                return packet.failure(CODE_INSUFFICIENT_CAPACITY);
            }
            let permission = Permission::new(*peer);
            live.allocation.add_permission(permission).await;
        }
        packet.success(Vec::new())
    }

    async fn bind_channel(&mut self, packet: &Packet, from: SocketAddr, now: Timestamp) -> Answer {
        let peers = packet.peers();
        let (Some(number), Some(&[peer])) = (channel(packet), peers.as_deref()) else {
            return packet.failure(CODE_BAD_REQUEST);
        };
        if let Err(code) = self.check_peer(peer) {
            return packet.failure(code);
        }
        let Some(live) = self.live(from) else {
            return packet.failure(CODE_ALLOC_MISMATCH);
        };
        let noted =
            note(&mut live.peers, peer.ip(), now) && note(&mut live.channels, number.0, now);
        if !noted {
            return packet.failure(CODE_INSUFFICIENT_CAPACITY);
        }
        let bind = ChannelBind::new(number, peer);
        match live.allocation.add_channel_bind(bind, CHANNEL_LIFE).await {
            Ok(()) => packet.success(Vec::new()),
            // That channel is of another peer, or that peer has another.
            Err(_) => packet.failure(CODE_BAD_REQUEST),
        }
    }

    fn check_peer(&self, peer: SocketAddr) -> Result<(), ErrorCode> {
        if peer.is_ipv4() != self.plan.relays.address().is_ipv4() {
            return Err(CODE_PEER_ADDR_FAMILY_MISMATCH);
        }
        if !self.plan.relays.let_in(peer) {
            return Err(CODE_FORBIDDEN);
        }
        Ok(())
    }
}

/// As long as asked for, within reason.
fn lifetime(packet: &Packet) -> Duration {
    let asked = packet.value(ATTR_LIFETIME);
    let asked = asked.and_then(|value| value.try_into().ok());
    let asked = asked.map_or(0, u32::from_be_bytes);
    Duration::from_secs(asked.into()).clamp(LIFE, LONGEST)
}

/// Remembers that `what` was let in, if there are not too many.
fn note<K: Hash + Eq>(known: &mut HashMap<K, Timestamp>, what: K, now: Timestamp) -> bool {
    known.retain(|_, until| *until > now);
    if known.len() >= PEERS && !known.contains_key(&what) {
        return false;
    }
    let life = u64::try_from(CHANNEL_LIFE.as_millis()).unwrap_or(u64::MAX);
    known.insert(what, now.plus(life));
    true
}

fn channel(packet: &Packet) -> Option<ChannelNumber> {
    let [a, b, _, _] = *packet.value(ATTR_CHANNEL_NUMBER)? else {
        return None;
    };
    Some(ChannelNumber(u16::from_be_bytes([a, b]))).filter(ChannelNumber::valid)
}
