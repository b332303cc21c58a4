//! What comes from those who prove nothing, or write nonsense.

use std::time::Duration;

use stun::attributes::{ATTR_XORMAPPED_ADDRESS, AttrType};
use stun::message::{METHOD_ALLOCATE, METHOD_REFRESH, Method};
use stun::xoraddr::XorMappedAddress;
use tokio::net::UdpSocket;
use tokio::time::timeout;

use super::client::{Client, Part, binding, blank, code, parse, transport};
use super::someone;
use crate::house::House;

/// A generator with a seed (Steele, *splitmix64*).
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % end as u64).expect("it is below")
    }

    fn byte(&mut self) -> u8 {
        self.next().to_be_bytes()[0]
    }
}

/// All that comes to a socket until nothing does for a moment.
async fn heard(socket: &UdpSocket) -> usize {
    let mut buffer = [0; 4096];
    let mut bytes = 0;
    while let Ok(size) = timeout(Duration::from_millis(200), socket.recv(&mut buffer)).await {
        bytes += size.expect("a socket");
    }
    bytes
}

#[tokio::test]
async fn a_client_is_told_where_it_is_seen() {
    let house = House::open().await;
    let (_ann, ice) = someone(&house, "Ann").await;
    let client = Client::new(&ice).await;
    let answer = client.answer(&binding()).await;
    let mut seen = XorMappedAddress::default();
    seen.get_from_as(&answer, ATTR_XORMAPPED_ADDRESS)
        .expect("an address");
    let own = client.socket.local_addr().expect("an address");
    assert_eq!((seen.ip, seen.port), (own.ip(), own.port()));
}

// trial 58
#[tokio::test]
async fn one_who_proves_nothing_hears_no_more_than_they_say() {
    let house = House::open().await;
    let (_ann, ice) = someone(&house, "Ann").await;
    let client = Client::new(&ice).await;
    let mut forger = Client::new(&ice).await;
    forger.nonce = "AAAAAAAAAAAAAAAA".to_owned();
    forger.realm = "chat".to_owned();
    let mut strange = blank(stun::message::METHOD_BINDING);
    strange.add(AttrType(0x7777), b"what is this");
    // What was not answered is let go on with, whichever port says more.
    let (mut said, mut answered) = (0, 0);
    for request in [
        binding(),
        strange.raw,
        client.request(METHOD_ALLOCATE, &[transport()]),
        client.request(METHOD_REFRESH, &[]),
        forger.request(METHOD_ALLOCATE, &[transport()]),
        forger.request(METHOD_REFRESH, &[]),
    ] {
        let from = UdpSocket::bind("127.0.0.1:0").await.expect("a port");
        from.connect(client.server).await.expect("a way");
        let before = answered;
        for _ in 0..10 {
            from.send(&request).await.expect("it is sent");
            said += request.len();
            answered += heard(&from).await;
            assert!(answered <= said, "{answered} for {said}: {request:?}");
        }
        assert!(answered > before, "a client that asks again is answered");
    }
}

/// Something like a request, with something wrong with it or not.
fn garbled(chance: &mut Chance, honest: &[Vec<u8>]) -> Vec<u8> {
    let mut bytes = honest[chance.below(honest.len())].clone();
    match chance.below(5) {
        0 => (0..chance.below(200)).map(|_| chance.byte()).collect(),
        1 => {
            bytes.truncate(chance.below(bytes.len() + 1));
            bytes
        }
        2 => {
            bytes.extend((0..chance.below(40)).map(|_| chance.byte()));
            bytes
        }
        kind => {
            for _ in 0..=chance.below(4) {
                let place = chance.below(bytes.len());
                bytes[place] = chance.byte();
            }
            // Its length is right again, so that it is looked into.
            if kind == 4 && bytes.len() >= 20 {
                let length = u16::try_from(bytes.len() - 20).expect("short");
                bytes[2..4].copy_from_slice(&length.to_be_bytes());
            }
            bytes
        }
    }
}

// trial 58
#[tokio::test]
async fn whatever_bytes_come_the_server_goes_on_and_says_no_more_than_it_hears() {
    let house = House::open().await;
    let (_ann, ice) = someone(&house, "Ann").await;
    let (mut client, relayed) = Client::allocated(&ice).await;
    let method = |method: Method, parts: &[Part]| client.request(method, parts);
    let honest = [
        binding(),
        Client::new(&ice)
            .await
            .request(METHOD_ALLOCATE, &[transport()]),
        method(METHOD_ALLOCATE, &[transport()]),
        method(METHOD_REFRESH, &[]),
        method(
            stun::message::METHOD_CREATE_PERMISSION,
            &[Part::Peer(relayed)],
        ),
        method(stun::message::METHOD_CHANNEL_BIND, &[Part::Peer(relayed)]),
        method(stun::message::METHOD_SEND, &[Part::Peer(relayed)]),
        vec![0x40, 0, 0, 4, 1, 2, 3, 4],
    ];
    for seed in 0..4 {
        let mut chance = Chance(seed);
        let from = UdpSocket::bind("127.0.0.1:0").await.expect("a port");
        from.connect(client.server).await.expect("a way");
        let (mut said, mut answered) = (0, 0);
        for _ in 0..2_000 {
            let bytes = garbled(&mut chance, &honest);
            said += bytes.len();
            from.send(&bytes).await.expect("it is sent");
            let sent = client.socket.send_to(&bytes, client.server).await;
            sent.expect("it is sent");
            let mut buffer = [0; 4096];
            while let Ok(size) = from.try_recv(&mut buffer) {
                parse(&buffer[..size]);
                answered += size;
            }
        }
        answered += heard(&from).await;
        assert!(answered <= said, "seed {seed}: {answered} for {said}");
        let alive = client.answer(&binding()).await;
        assert_eq!(code(&alive), None, "seed {seed}");
    }
    // What was not proven changed nothing.
    client.refresh(600).await.expect("its way is open");
}
