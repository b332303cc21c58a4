//! Where this machine is found: the address that its relays are named by.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, UdpSocket};
use std::time::Duration;

use http::Uri;
use tokio::net::lookup_host;
use tokio::time::timeout;

use super::addresses::is_special;
use crate::config::Config;

/// How long names are asked for.
const ASK: Duration = Duration::from_secs(3);
/// Somewhere out there (RFC 5737); nothing is sent.
const ELSEWHERE: (Ipv4Addr, u16) = (Ipv4Addr::new(192, 0, 2, 1), 9);

/// The address as it is set, else that of the public URL's name, else that of
/// the interface. Says so if people elsewhere cannot reach it.
pub async fn public_address(config: &Config) -> IpAddr {
    if let Some(address) = config.turn.turn_address {
        return address;
    }
    let address = match named(config).await {
        Some(address) => address,
        None => interface(config.listen),
    };
    let is_for_others = config.public_url.is_some() || !config.listen.ip().is_loopback();
    if is_special(address) && is_for_others {
        tracing::warn!(
            relay = %address,
            "calls are relayed at an address that is not reached from everywhere: \
             name the public one with --turn-address"
        );
    }
    address
}

/// What to listen on, to be found at `public`: that very address if it is this
/// machine's, or answers might come from another one of its own. Else it is
/// translated on the way.
pub fn bind_address(public: IpAddr) -> IpAddr {
    if UdpSocket::bind((public, 0)).is_ok() {
        return public;
    }
    match public {
        IpAddr::V4(_) => IpAddr::V4(Ipv4Addr::UNSPECIFIED),
        IpAddr::V6(_) => IpAddr::V6(Ipv6Addr::UNSPECIFIED),
    }
}

async fn named(config: &Config) -> Option<IpAddr> {
    let url: Uri = config.public_url.as_ref()?.as_origin().parse().ok()?;
    let host = url.host()?.trim_matches(['[', ']']);
    if let Ok(address) = host.parse() {
        return Some(address);
    }
    let asked = timeout(ASK, lookup_host((host, 0))).await;
    let found: Vec<IpAddr> = match asked {
        Ok(Ok(found)) => found.map(|found| found.ip()).collect(),
        Ok(Err(_)) | Err(_) => Vec::new(),
    };
    let first_v4 = found.iter().find(|address| address.is_ipv4());
    let address = first_v4.or(found.first()).copied();
    if address.is_none() {
        tracing::warn!(host, "the name of the public URL has no address");
    }
    address
}

/// The one it listens on; of all, the one that leads out.
fn interface(listen: SocketAddr) -> IpAddr {
    if !listen.ip().is_unspecified() {
        return listen.ip();
    }
    let leads_out = || {
        let socket = UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 0)).ok()?;
        socket.connect(ELSEWHERE).ok()?;
        Some(socket.local_addr().ok()?.ip())
    };
    leads_out().unwrap_or(IpAddr::V4(Ipv4Addr::LOCALHOST))
}
