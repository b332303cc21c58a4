//! Connections: TCP, TLS if there is a certificate, and HTTP/1.1 over either.
//!
//! HTTP/2 is not spoken. A WebSocket comes by HTTP/1.1, and one protocol has
//! one set of limits.
//!
//! Invariant: a connection has so long for its handshake and for the head of
//! each request, from its first moment, whether it says something or not.
//! Whoever stops reading what they asked for is cut. What fails fails for this
//! connection alone.

use std::io;
use std::net::{SocketAddr, TcpListener};
use std::path::Path;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use rustls::ServerConfig;
use rustls::crypto::ring;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_io_timeout::TimeoutWriter;
use tokio_rustls::TlsAcceptor;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tower_http::add_extension::AddExtension;

use crate::peer::Peer;

/// How long a TLS handshake may take.
const HANDSHAKE_TIME: Duration = Duration::from_secs(10);
/// How long the head of a request may take, and the wait for it.
const HEAD_TIME: Duration = Duration::from_secs(10);
/// How long a reader may take nothing of what waits for them.
const WRITE_TIME: Duration = Duration::from_secs(20);
/// How long requests under way may take when the server stops.
const STOP_TIME: Duration = Duration::from_secs(5);
/// How long to wait when the system has no more connections to give.
const BREATH: Duration = Duration::from_millis(500);

/// The routes, which are told whose connection it is.
type App = AddExtension<Router, Peer>;

/// A port that is taken.
pub struct Listener {
    socket: TcpListener,
    tls: Option<TlsAcceptor>,
}

impl Listener {
    /// Takes the port.
    pub fn open(address: SocketAddr, tls: Option<TlsAcceptor>) -> io::Result<Self> {
        let socket = TcpListener::bind(address)?;
        socket.set_nonblocking(true)?;
        Ok(Self { socket, tls })
    }

    /// Where it is.
    pub fn address(&self) -> io::Result<SocketAddr> {
        self.socket.local_addr()
    }

    /// Serves whoever connects, until `stopping` is cancelled and all that
    /// was asked is answered.
    pub async fn serve(self, app: Router, stopping: CancellationToken) -> io::Result<()> {
        let socket = tokio::net::TcpListener::from_std(self.socket)?;
        let connections = TaskTracker::new();
        while let Some(accepted) = stopping.run_until_cancelled(socket.accept()).await {
            match accepted {
                Ok((stream, peer)) => {
                    let app = AddExtension::new(app.clone(), Peer(peer.ip()));
                    let tls = self.tls.clone();
                    connections.spawn(shake(stream, tls, app, stopping.clone()));
                }
                Err(cause) if is_of_one(&cause) => {}
                Err(cause) => {
                    tracing::error!(%cause, "no connection can be accepted");
                    tokio::time::sleep(BREATH).await;
                }
            }
        }
        drop(socket);
        connections.close();
        if timeout(STOP_TIME, connections.wait()).await.is_err() {
            tracing::warn!("some requests were not answered in time");
        }
        Ok(())
    }
}

/// A handshake, if there is to be one; then HTTP.
async fn shake(stream: TcpStream, tls: Option<TlsAcceptor>, app: App, stopping: CancellationToken) {
    // Small frames go at once.
    drop(stream.set_nodelay(true));
    let Some(tls) = tls else {
        return converse(stream, app, stopping).await;
    };
    if let Ok(Ok(stream)) = timeout(HANDSHAKE_TIME, tls.accept(stream)).await {
        converse(stream, app, stopping).await;
    }
}

/// Request by request, until the connection is closed, upgraded, or the
/// server stops.
async fn converse(
    stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
    app: App,
    stopping: CancellationToken,
) {
    let mut stream = TimeoutWriter::new(stream);
    stream.set_timeout(Some(WRITE_TIME));
    let conversation = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_TIME)
        .serve_connection(
            TokioIo::new(Box::pin(stream)),
            TowerToHyperService::new(app),
        )
        .with_upgrades();
    let mut conversation = pin!(conversation);
    let ended = tokio::select! {
        ended = conversation.as_mut() => ended,
        () = stopping.cancelled() => {
            conversation.as_mut().graceful_shutdown();
            conversation.await
        }
    };
    if let Err(cause) = ended {
        tracing::debug!(%cause, "a connection ended badly");
    }
}

/// What is served with, of a certificate chain and its key.
pub fn tls(cert: &Path, key: &Path) -> io::Result<TlsAcceptor> {
    let chain = CertificateDer::pem_file_iter(cert)
        .and_then(Iterator::collect)
        .map_err(io::Error::other)?;
    let key = PrivateKeyDer::from_pem_file(key).map_err(io::Error::other)?;
    let mut config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(io::Error::other)?
        .with_no_client_auth()
        .with_single_cert(chain, key)
        .map_err(io::Error::other)?;
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(TlsAcceptor::from(Arc::new(config)))
}

/// Whether only the connection that was to be accepted is gone.
fn is_of_one(cause: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    [ConnectionAborted, ConnectionRefused, ConnectionReset].contains(&cause.kind())
}
