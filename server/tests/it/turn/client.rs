//! A client of STUN and TURN over real UDP, byte by byte where it matters.

use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use chatmux_shared::wire::Ice;
use stun::agent::TransactionId;
use stun::attributes::{
    ATTR_CHANNEL_NUMBER, ATTR_DATA, ATTR_ERROR_CODE, ATTR_LIFETIME, ATTR_NONCE, ATTR_REALM,
    ATTR_REQUESTED_TRANSPORT, ATTR_USERNAME, ATTR_XOR_PEER_ADDRESS, ATTR_XOR_RELAYED_ADDRESS,
    AttrType,
};
use stun::error_code::ErrorCodeAttribute;
use stun::integrity::MessageIntegrity;
use stun::message::{
    CLASS_ERROR_RESPONSE, CLASS_INDICATION, CLASS_REQUEST, Getter as _, METHOD_ALLOCATE,
    METHOD_BINDING, METHOD_CHANNEL_BIND, METHOD_CREATE_PERMISSION, METHOD_DATA, METHOD_REFRESH,
    METHOD_SEND, Message, MessageType, Method, Setter as _,
};
use stun::textattrs::TextAttribute;
use stun::xoraddr::XorMappedAddress;
use tokio::net::UdpSocket;
use tokio::time::timeout;

use crate::soon::soon;

/// After so long, a client asks again (RFC 8489 §6.2.1).
const AGAIN: Duration = Duration::from_millis(100);

/// Where a server of this word is asked, and with what.
pub fn relay(ice: &Ice) -> (SocketAddr, String, String) {
    let turn = |url: &String| url.starts_with("turn:");
    let found = ice.servers.iter().find(|it| it.urls.iter().any(turn));
    let server = found.expect("a relay");
    let url = server.urls[0].strip_prefix("turn:").expect("a relay");
    let (address, _) = url.split_once('?').expect("a transport");
    (
        address.parse().expect("an address"),
        server.username.clone(),
        server.credential.clone(),
    )
}

/// One port of one client.
pub struct Client {
    pub socket: UdpSocket,
    pub server: SocketAddr,
    pub username: String,
    pub password: String,
    pub nonce: String,
    pub realm: String,
}

impl Client {
    pub async fn new(ice: &Ice) -> Self {
        let (server, ..) = relay(ice);
        Self::at(ice, server.ip()).await
    }

    /// One of another address of this machine's.
    pub async fn at(ice: &Ice, address: IpAddr) -> Self {
        let (server, username, password) = relay(ice);
        let socket = UdpSocket::bind((address, 0)).await.expect("a port");
        Self {
            socket,
            server,
            username,
            password,
            nonce: String::new(),
            realm: String::new(),
        }
    }

    /// One that has an allocation.
    pub async fn allocated(ice: &Ice) -> (Self, SocketAddr) {
        let mut client = Self::new(ice).await;
        let allocated = client.allocate().await.expect("an allocation");
        (client, allocated)
    }

    /// What is sent for this request by someone who shows who they are, or by
    /// someone who does not.
    pub fn request(&self, method: Method, attributes: &[Part]) -> Vec<u8> {
        let mut message = blank(method);
        for part in attributes {
            part.add_to(&mut message);
        }
        if !self.nonce.is_empty() {
            message.add(ATTR_USERNAME, self.username.as_bytes());
            message.add(ATTR_REALM, self.realm.as_bytes());
            message.add(ATTR_NONCE, self.nonce.as_bytes());
            let integrity = MessageIntegrity::new_long_term_integrity(
                self.username.clone(),
                self.realm.clone(),
                self.password.clone(),
            );
            integrity.add_to(&mut message).expect("it is added");
        }
        message.raw
    }

    /// The answer to these bytes, which are sent until there is one.
    pub async fn answer(&self, request: &[u8]) -> Message {
        let mut buffer = [0; 2048];
        soon("an answer", async {
            loop {
                let sent = self.socket.send_to(request, self.server).await;
                sent.expect("it is sent");
                while let Ok(got) = timeout(AGAIN, self.socket.recv_from(&mut buffer)).await {
                    let (size, _) = got.expect("a socket");
                    let message = parse(&buffer[..size]);
                    if message.transaction_id.0 == request[8..20] {
                        return message;
                    }
                }
            }
        })
        .await
    }

    /// The same, with what the server wants shown.
    pub async fn ask(&mut self, method: Method, attributes: &[Part]) -> Result<Message, u16> {
        loop {
            let answer = self.answer(&self.request(method, attributes)).await;
            let Some(code) = code(&answer) else {
                return Ok(answer);
            };
            let had_none = self.nonce.is_empty();
            if let Some(nonce) = text(&answer, ATTR_NONCE) {
                self.nonce = nonce;
                self.realm = text(&answer, ATTR_REALM).expect("a realm");
            }
            let is_challenge = code == 401 && had_none;
            if !is_challenge && code != 438 {
                return Err(code);
            }
        }
    }

    /// The address that peers see.
    pub async fn allocate(&mut self) -> Result<SocketAddr, u16> {
        let answer = self.ask(METHOD_ALLOCATE, &[transport()]).await?;
        let mut at = XorMappedAddress::default();
        at.get_from_as(&answer, ATTR_XOR_RELAYED_ADDRESS)
            .expect("an address");
        Ok(SocketAddr::new(at.ip, at.port))
    }

    pub async fn refresh(&mut self, seconds: u32) -> Result<(), u16> {
        let lifetime = Part::Value(ATTR_LIFETIME, seconds.to_be_bytes().to_vec());
        self.ask(METHOD_REFRESH, &[lifetime]).await.map(drop)
    }

    pub async fn permit(&mut self, peer: SocketAddr) -> Result<(), u16> {
        let parts = [Part::Peer(peer)];
        let asked = self.ask(METHOD_CREATE_PERMISSION, &parts);
        asked.await.map(drop)
    }

    pub async fn bind(&mut self, channel: u16, peer: SocketAddr) -> Result<(), u16> {
        let number = [&channel.to_be_bytes()[..], &[0, 0]].concat();
        let number = Part::Value(ATTR_CHANNEL_NUMBER, number);
        let parts = [number, Part::Peer(peer)];
        self.ask(METHOD_CHANNEL_BIND, &parts).await.map(drop)
    }

    /// By an indication.
    pub async fn send(&self, data: &[u8], peer: SocketAddr) {
        let mut message = blank(METHOD_SEND);
        message.set_type(MessageType::new(METHOD_SEND, CLASS_INDICATION));
        Part::Peer(peer).add_to(&mut message);
        message.add(ATTR_DATA, data);
        let sent = self.socket.send_to(&message.raw, self.server).await;
        sent.expect("it is sent");
    }

    /// By a channel.
    pub async fn send_on(&self, channel: u16, data: &[u8]) {
        let size = u16::try_from(data.len()).expect("short");
        let packet = [&channel.to_be_bytes()[..], &size.to_be_bytes(), data].concat();
        let sent = self.socket.send_to(&packet, self.server).await;
        sent.expect("it is sent");
    }

    /// What comes from a peer next: from where, if that is said, and what.
    pub async fn receive(&self) -> (Option<SocketAddr>, Vec<u8>) {
        let mut buffer = [0; 2048];
        loop {
            let received = soon("data", self.socket.recv_from(&mut buffer)).await;
            let (size, _) = received.expect("a socket");
            let packet = &buffer[..size];
            if packet[0] >> 6 == 1 {
                let size = usize::from(u16::from_be_bytes([packet[2], packet[3]]));
                return (None, packet[4..4 + size].to_vec());
            }
            let message = parse(packet);
            if message.typ == MessageType::new(METHOD_DATA, CLASS_INDICATION) {
                let mut peer = XorMappedAddress::default();
                peer.get_from_as(&message, ATTR_XOR_PEER_ADDRESS)
                    .expect("a peer");
                let data = message.get(ATTR_DATA).expect("data");
                return (Some(SocketAddr::new(peer.ip, peer.port)), data);
            }
        }
    }
}

/// One attribute of a request.
pub enum Part {
    Value(AttrType, Vec<u8>),
    Peer(SocketAddr),
}

impl Part {
    fn add_to(&self, message: &mut Message) {
        match self {
            Self::Value(kind, value) => message.add(*kind, value),
            Self::Peer(peer) => {
                let (ip, port) = (peer.ip(), peer.port());
                let address = XorMappedAddress { ip, port };
                let added = address.add_to_as(message, ATTR_XOR_PEER_ADDRESS);
                added.expect("it is added");
            }
        }
    }
}

pub fn blank(method: Method) -> Message {
    let mut message = Message::new();
    message.write_header();
    message.transaction_id = TransactionId::new();
    message.write_transaction_id();
    message.set_type(MessageType::new(method, CLASS_REQUEST));
    message
}

pub fn binding() -> Vec<u8> {
    blank(METHOD_BINDING).raw
}

pub fn transport() -> Part {
    Part::Value(ATTR_REQUESTED_TRANSPORT, vec![17, 0, 0, 0])
}

pub fn parse(bytes: &[u8]) -> Message {
    let mut message = Message::new();
    message.unmarshal_binary(bytes).expect("a message");
    message
}

/// Of an error.
pub fn code(message: &Message) -> Option<u16> {
    if message.typ.class != CLASS_ERROR_RESPONSE {
        return None;
    }
    assert!(message.contains(ATTR_ERROR_CODE), "{message}");
    let mut error = ErrorCodeAttribute::default();
    error.get_from(message).expect("a code");
    Some(error.code.0)
}

pub fn text(message: &Message, kind: AttrType) -> Option<String> {
    TextAttribute::get_from_as(message, kind)
        .ok()
        .map(|it| it.text)
}
