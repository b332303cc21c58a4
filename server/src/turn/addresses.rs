//! Which addresses a relay may reach: those anyone could reach from anywhere.
//!
//! Without this, a relay is a door into the network it stands in. What an
//! address is for is read off the address alone; what is this machine's own
//! is for the caller to say.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::str::FromStr;

/// Addresses with the same first bits: `192.168.0.0/16`, or a single one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Block {
    first: IpAddr,
    bits: u32,
}

impl Block {
    const fn v4(a: u8, b: u8, c: u8, bits: u32) -> Self {
        let first = IpAddr::V4(Ipv4Addr::new(a, b, c, 0));
        Self { first, bits }
    }

    const fn v6(a: u16, b: u16, bits: u32) -> Self {
        let first = IpAddr::V6(Ipv6Addr::new(a, b, 0, 0, 0, 0, 0, 0));
        Self { first, bits }
    }

    /// Whether an address is one of these.
    pub const fn contains(self, address: IpAddr) -> bool {
        match (self.first, address) {
            (IpAddr::V4(first), IpAddr::V4(address)) => {
                let differing = first.to_bits() ^ address.to_bits();
                differing.leading_zeros() >= self.bits
            }
            (IpAddr::V6(first), IpAddr::V6(address)) => {
                let differing = first.to_bits() ^ address.to_bits();
                differing.leading_zeros() >= self.bits
            }
            (IpAddr::V4(_), IpAddr::V6(_)) | (IpAddr::V6(_), IpAddr::V4(_)) => false,
        }
    }
}

impl fmt::Display for Block {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.first, self.bits)
    }
}

impl FromStr for Block {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wanted = || format!("{text} is no block: write 192.168.0.0/16 or one address");
        let (first, bits) = match text.split_once('/') {
            Some((first, bits)) => (first, Some(bits)),
            None => (text, None),
        };
        let first: IpAddr = first.parse().map_err(|_| wanted())?;
        let most = if first.is_ipv4() { 32 } else { 128 };
        let bits = bits.map_or(Ok(most), str::parse).map_err(|_| wanted())?;
        if bits > most {
            return Err(wanted());
        }
        Ok(Self { first, bits })
    }
}

/// Blocks that lead somewhere else from each place, or nowhere (RFC 6890 and
/// the IANA registries of special addresses).
const SPECIAL: [Block; 28] = [
    // This network, private ones, shared ones.
    Block::v4(0, 0, 0, 8),
    Block::v4(10, 0, 0, 8),
    Block::v4(100, 64, 0, 10),
    Block::v4(127, 0, 0, 8),
    Block::v4(169, 254, 0, 16),
    Block::v4(172, 16, 0, 12),
    Block::v4(192, 0, 0, 24),
    Block::v4(192, 88, 99, 24),
    Block::v4(192, 168, 0, 16),
    Block::v4(198, 18, 0, 15),
    // Many, and nobody.
    Block::v4(224, 0, 0, 4),
    Block::v4(240, 0, 0, 4),
    // `::`, `::1`, and all that hold an address of IPv4: `::a.b.c.d`,
    // `::ffff:a.b.c.d`, `::ffff:0:a.b.c.d`.
    Block::v6(0, 0, 64),
    Block::v6(0x64, 0xff9b, 32),
    Block::v6(0x100, 0, 64),
    Block::v6(0x2001, 0, 23),
    Block::v6(0x2002, 0, 16),
    Block::v6(0x3fff, 0, 20),
    Block::v6(0x5f00, 0, 16),
    Block::v6(0xfc00, 0, 7),
    Block::v6(0xfe80, 0, 10),
    Block::v6(0xfec0, 0, 10),
    Block::v6(0xff00, 0, 8),
    // For documents.
    Block::v4(192, 0, 2, 24),
    Block::v4(198, 51, 100, 24),
    Block::v4(203, 0, 113, 24),
    Block::v6(0x2001, 0xdb8, 32),
    // What ISATAP and the like made of them is within these as well.
    Block::v6(0x3ffe, 0, 16),
];

/// Whether an address is not one that anyone could reach from anywhere.
pub fn is_special(address: IpAddr) -> bool {
    SPECIAL.iter().any(|block| block.contains(address))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn special(text: &str) -> bool {
        is_special(text.parse().expect("an address"))
    }

    // trial 55
    #[test]
    fn what_is_not_for_everyone_is_special() {
        for address in [
            "0.0.0.0",
            "0.255.255.255",
            "10.0.0.1",
            "10.255.255.255",
            "100.64.0.1",
            "100.127.255.255",
            "127.0.0.1",
            "127.255.255.254",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.0.0.8",
            "192.168.0.1",
            "192.168.255.255",
            "198.18.0.1",
            "224.0.0.1",
            "239.255.255.255",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::7f00:1",
            "::ffff:127.0.0.1",
            "::ffff:8.8.8.8",
            "::ffff:0:10.0.0.1",
            "64:ff9b::808:808",
            "64:ff9b::7f00:1",
            "64:ff9b:1::a00:1",
            "100::1",
            "2001::1",
            "2002:7f00:1::",
            "2002:808:808::1",
            "fc00::1",
            "fd12:3456::1",
            "fe80::1",
            "febf::1",
            "fec0::1",
            "ff02::1",
        ] {
            assert!(special(address), "{address}");
        }
    }

    // trial 55
    #[test]
    fn what_is_for_everyone_is_not() {
        for address in [
            "1.1.1.1",
            "9.255.255.255",
            "11.0.0.0",
            "100.63.255.255",
            "100.128.0.0",
            "126.255.255.255",
            "128.0.0.0",
            "169.253.0.0",
            "169.255.0.0",
            "172.15.255.255",
            "172.32.0.0",
            "192.167.255.255",
            "192.169.0.0",
            "198.17.255.255",
            "198.20.0.0",
            "223.255.255.255",
            "2001:4860:4860::8888",
            "2003::1",
            "2606:4700::1111",
            "2a00:1450::1",
            "fbff::1",
        ] {
            assert!(!special(address), "{address}");
        }
    }

    #[test]
    fn a_block_is_what_it_says() {
        let block = |text: &str| text.parse::<Block>();
        let lan = block("192.168.0.0/16").expect("a block");
        assert!(lan.contains(IpAddr::from([192, 168, 3, 4])));
        assert!(!lan.contains(IpAddr::from([192, 169, 0, 0])));
        assert_eq!(lan.to_string(), "192.168.0.0/16");
        let one = block("127.0.0.1").expect("an address");
        assert!(one.contains(IpAddr::from([127, 0, 0, 1])));
        assert!(!one.contains(IpAddr::from([127, 0, 0, 2])));
        let all = block("0.0.0.0/0").expect("all of them");
        assert!(all.contains(IpAddr::from([8, 8, 8, 8])));
        assert!(!all.contains("2003::1".parse().expect("an address")));
        for wrong in [
            "",
            "lan",
            "1.2.3/8",
            "1.2.3.4/33",
            "::/129",
            "1.2.3.4/",
            "1.2.3.4/-1",
        ] {
            assert!(block(wrong).is_err(), "{wrong}");
        }
    }
}
