//! Who can follow a link.

use std::net::{Ipv4Addr, Ipv6Addr};

use serde::{Deserialize, Serialize};

/// How far a link reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Reach {
    /// Whoever reaches the host it names.
    Others,
    /// Only browsers on the machine of the server.
    ThisMachine,
}

impl Reach {
    /// The reach of an absolute `link`.
    pub fn of(link: &str) -> Self {
        if is_loopback(host(link)) {
            Self::ThisMachine
        } else {
            Self::Others
        }
    }
}

/// The host in `scheme://user@host:port/path` (RFC 3986 §3.2), without the
/// brackets of an IPv6 address.
fn host(link: &str) -> &str {
    let rest = link.split_once("://").map_or(link, |(_, rest)| rest);
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = authority
        .rsplit_once('@')
        .map_or(authority, |(_, host)| host);
    if let Some((address, _)) = host.strip_prefix('[').and_then(|host| host.split_once(']')) {
        return address;
    }
    host.split_once(':').map_or(host, |(host, _)| host)
}

/// RFC 6761 §6.3, RFC 1122 §3.2.1.3, RFC 4291 §2.5.3; and the addresses that
/// name no machine at all.
fn is_loopback(host: &str) -> bool {
    let host = host.trim_end_matches('.').to_ascii_lowercase();
    if host == "localhost" || host.ends_with(".localhost") {
        return true;
    }
    if let Ok(address) = host.parse::<Ipv4Addr>() {
        return address.is_loopback() || address.is_unspecified();
    }
    host.parse::<Ipv6Addr>().is_ok_and(is_loopback_v6)
}

fn is_loopback_v6(address: Ipv6Addr) -> bool {
    let mapped = address.to_ipv4_mapped();
    address.is_loopback()
        || address.is_unspecified()
        || mapped.is_some_and(|mapped| mapped.is_loopback())
}
