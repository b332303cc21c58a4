//! The ports that relays are given.

use std::fmt;
use std::str::FromStr;

/// From the first to the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ports {
    first: u16,
    last: u16,
}

impl Ports {
    /// Those that no other program asks for by number (RFC 6335 §6).
    pub const DYNAMIC: Self = Self {
        first: 49152,
        last: 65535,
    };

    /// How many; at least one.
    pub fn count(self) -> usize {
        usize::from(self.last - self.first) + 1
    }

    /// One of them; beyond the last, the last.
    pub fn nth(self, place: usize) -> u16 {
        let place = u16::try_from(place).unwrap_or(u16::MAX);
        self.first.saturating_add(place).min(self.last)
    }
}

impl fmt::Display for Ports {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.first, self.last)
    }
}

impl FromStr for Ports {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wanted = || format!("{text} is no range of ports: write 49152-65535");
        let (first, last) = text.split_once('-').unwrap_or((text, text));
        let port = |text: &str| text.parse::<u16>().map_err(|_| wanted());
        let (first, last) = (port(first)?, port(last)?);
        if first == 0 || last < first {
            return Err(wanted());
        }
        Ok(Self { first, last })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_is_what_it_says() {
        let ports: Ports = "5000-5002".parse().expect("a range");
        assert_eq!(ports.count(), 3);
        assert_eq!([0, 1, 2].map(|place| ports.nth(place)), [5000, 5001, 5002]);
        assert_eq!(ports.to_string(), "5000-5002");
        assert_eq!("7".parse::<Ports>().map(Ports::count), Ok(1));
        for wrong in ["", "-", "0-5", "5-4", "1-70000", "a-b", "1-2-3"] {
            assert!(wrong.parse::<Ports>().is_err(), "{wrong}");
        }
    }
}
