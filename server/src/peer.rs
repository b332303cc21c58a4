//! Whose network a request comes from.
//!
//! Invariant: what a request says of it is believed only when it comes from a
//! proxy that the host has named.

use std::collections::HashSet;
use std::net::{IpAddr, Ipv6Addr};

use http::HeaderMap;

/// The other end of a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Peer(pub IpAddr);

/// One to whom a limit applies: an address, or the 64 leading bits of one of
/// IPv6, of which a household has many (RFC 6177).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Network(IpAddr);

impl Network {
    /// The network of an address.
    pub fn of(address: IpAddr) -> Self {
        Self(match address.to_canonical() {
            IpAddr::V4(address) => IpAddr::V4(address),
            IpAddr::V6(address) => {
                let [a, b, c, d, ..] = address.segments();
                IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
            }
        })
    }
}

/// The proxies that are believed.
#[derive(Debug, Clone, Default)]
pub struct Proxies(HashSet<IpAddr>);

impl Proxies {
    /// Those at these addresses.
    pub fn new(addresses: &[IpAddr]) -> Self {
        Self(addresses.iter().map(IpAddr::to_canonical).collect())
    }

    /// Where a request began: the peer, or whom a chain of believed proxies
    /// says it came from, by `X-Forwarded-For`, read from its end.
    pub fn origin(&self, peer: Peer, headers: &HeaderMap) -> Network {
        let lines = headers.get_all("x-forwarded-for");
        let said: Vec<&str> = lines
            .iter()
            .filter_map(|line| line.to_str().ok())
            .flat_map(|line| line.split(','))
            .map(str::trim)
            .collect();
        let mut origin = peer.0.to_canonical();
        for address in said.into_iter().rev() {
            if !self.0.contains(&origin) {
                break;
            }
            let Ok(address) = address.parse::<IpAddr>() else {
                break;
            };
            origin = address.to_canonical();
        }
        Network::of(origin)
    }
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    fn origin(proxies: &[&str], peer: &str, said: &[&'static str]) -> String {
        let address = |text: &&str| text.parse::<IpAddr>().expect("an address");
        let proxies: Vec<_> = proxies.iter().map(address).collect();
        let mut headers = HeaderMap::new();
        for line in said {
            headers.append("x-forwarded-for", HeaderValue::from_static(line));
        }
        let Network(network) = Proxies::new(&proxies).origin(Peer(address(&peer)), &headers);
        network.to_string()
    }

    #[test]
    fn nobody_is_believed_unless_the_host_says_so() {
        assert_eq!(origin(&[], "192.0.2.1", &["198.51.100.7"]), "192.0.2.1");
        let other = ["192.0.2.9"];
        assert_eq!(origin(&other, "192.0.2.1", &["198.51.100.7"]), "192.0.2.1");
    }

    #[test]
    fn a_named_proxy_is_believed_and_what_its_client_made_up_is_not() {
        let proxy = ["192.0.2.1"];
        assert_eq!(
            origin(&proxy, "192.0.2.1", &["198.51.100.7"]),
            "198.51.100.7"
        );
        let made_up = ["203.0.113.5, 198.51.100.7"];
        assert_eq!(origin(&proxy, "192.0.2.1", &made_up), "198.51.100.7");
        let in_lines = ["203.0.113.5", "198.51.100.7"];
        assert_eq!(origin(&proxy, "192.0.2.1", &in_lines), "198.51.100.7");
    }

    #[test]
    fn a_chain_of_named_proxies_is_followed_to_its_end() {
        let proxies = ["192.0.2.1", "192.0.2.2"];
        let said = ["203.0.113.5, 198.51.100.7, 192.0.2.2"];
        assert_eq!(origin(&proxies, "192.0.2.1", &said), "198.51.100.7");
        assert_eq!(origin(&proxies, "192.0.2.1", &["192.0.2.2"]), "192.0.2.2");
    }

    #[test]
    fn what_is_no_address_is_not_followed() {
        let proxy = ["192.0.2.1"];
        for strange in ["", "unknown", "198.51.100.7:80", "1.2.3"] {
            assert_eq!(origin(&proxy, "192.0.2.1", &[strange]), "192.0.2.1");
        }
        assert_eq!(origin(&proxy, "192.0.2.1", &[]), "192.0.2.1");
    }

    #[test]
    fn a_household_is_one_network() {
        let one = origin(&[], "2001:db8:1:2:3:4:5:6", &[]);
        assert_eq!(one, "2001:db8:1:2::");
        assert_eq!(origin(&[], "2001:db8:1:2:ffff::1", &[]), one);
        assert_eq!(origin(&[], "::ffff:192.0.2.1", &[]), "192.0.2.1");
    }
}
