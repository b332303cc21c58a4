//! This machine's addresses on the local network.

use std::net::{IpAddr, UdpSocket};

/// The addresses other machines reach this one at, best first; none when it
/// is on no network.
///
/// Connecting a UDP socket sends nothing. The system only chooses the
/// interface it would send from, one for each private range when there are
/// several.
pub fn addresses() -> Vec<IpAddr> {
    let towards = ["192.168.255.254:9", "10.255.255.254:9", "172.31.255.254:9"];
    let mut found = Vec::new();
    for address in towards.into_iter().filter_map(from) {
        if !found.contains(&address) {
            found.push(address);
        }
    }
    found.sort_by_key(|address| !is_private(address));
    found
}

fn from(towards: &str) -> Option<IpAddr> {
    let socket = UdpSocket::bind("0.0.0.0:0").ok()?;
    socket.connect(towards).ok()?;
    let address = socket.local_addr().ok()?.ip();
    let is_useful = !address.is_loopback() && !address.is_unspecified();
    is_useful.then_some(address)
}

fn is_private(address: &IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => address.is_private(),
        IpAddr::V6(address) => address.is_unique_local(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_address_is_one_only_this_machine_reaches() {
        assert!(addresses().iter().all(|address| !address.is_loopback()));
    }
}
