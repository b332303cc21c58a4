//! HTTPS, with a certificate of one's own.

use std::fs;
use std::net::SocketAddr;
use std::sync::Arc;

use chatmux_shared::wire::RoomMade;
use rcgen::{CertifiedKey, generate_simple_self_signed};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use tokio_rustls::rustls::pki_types::ServerName;
use tokio_rustls::rustls::{ClientConfig, RootCertStore, crypto};

use crate::guest::{Guest, Socket, hello};
use crate::house::{House, Place};
use crate::message::Ask;
use crate::soon::soon;

/// A connection after its handshake.
pub type Shaken = Box<TlsStream<TcpStream>>;

/// A server with a certificate for this machine, and who trusts it.
pub struct Secure {
    pub house: House,
    connector: TlsConnector,
}

impl Secure {
    pub async fn open() -> Self {
        let place = Place::new();
        let names = ["localhost".to_owned(), "127.0.0.1".to_owned()];
        let made = generate_simple_self_signed(names);
        let CertifiedKey { cert, signing_key } = made.expect("a certificate");
        let (cert_file, key_file) = (place.path("cert.pem"), place.path("key.pem"));
        fs::write(&cert_file, cert.pem()).expect("a file");
        fs::write(&key_file, signing_key.serialize_pem()).expect("a file");
        let settings = ["--tls-cert", &cert_file, "--tls-key", &key_file];
        let house = House::open_at(Arc::clone(&place), &settings).await;

        let mut roots = RootCertStore::empty();
        roots.add(cert.der().clone()).expect("a certificate");
        let provider = Arc::new(crypto::ring::default_provider());
        let config = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .expect("the provider knows them")
            .with_root_certificates(roots)
            .with_no_client_auth();
        Self {
            house,
            connector: TlsConnector::from(Arc::new(config)),
        }
    }

    pub async fn connect(&self) -> Shaken {
        let stream = TcpStream::connect(self.house.address).await;
        let name = ServerName::try_from("localhost").expect("a name");
        let shaking = self.connector.connect(name, stream.expect("it listens"));
        let shaken = soon("the handshake", shaking).await;
        Box::new(shaken.expect("it is trusted"))
    }

    pub async fn enter(&self, name: &str) -> Guest<Shaken> {
        let origin = origin(self.house.address);
        let socket = Socket::open_over(self.connect().await, &origin, "lounge").await;
        socket.enter(hello(name)).await.expect("a welcome")
    }
}

fn origin(address: SocketAddr) -> String {
    format!("https://localhost:{}", address.port())
}

#[tokio::test]
async fn with_a_certificate_it_serves_https_and_makes_such_links() {
    let secure = Secure::open().await;
    let host = format!("localhost:{}", secure.house.address.port());
    let page = Ask::get("/").over(secure.connect().await, &host).await;
    assert_eq!(page.status, 200);
    let made = Ask::post("/api/rooms").over(secure.connect().await, &host);
    let made: RoomMade = made.await.json();
    assert_eq!(made.url, format!("https://{host}/r/{}", made.id));

    let mut ada = secure.enter("Ada").await;
    let mut bob = secure.enter("Bob").await;
    let entry = ada.say("over TLS").await;
    assert_eq!(bob.next_entry().await, entry);

    let foreign = Ask::upgrade("lounge").header("origin", &format!("http://{host}"));
    let foreign = foreign.over(secure.connect().await, &host).await;
    assert_eq!(foreign.status, 403);
}
