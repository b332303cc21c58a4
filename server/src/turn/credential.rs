//! Who may have a way round: names that say until when, and passwords only
//! this server could have made for them.
//!
//! A name is `expiry:session` (milliseconds since 1970) or
//! `expiry:guest:chance`, its password an HMAC over it (RFC 2104) with a key
//! that is made of the one in the store: so it can be read after a restart,
//! and nothing is kept of it. Invariant: a name whose password was shown is
//! one this server made.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chatmux_shared::id::{SessionId, Timestamp};

use crate::chance;
use crate::token::Mint;

/// Whose a credential is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Holder {
    /// A session's, for as long as it is in its room.
    Session(SessionId),
    /// Someone's who is not in a room yet and tries whether it would work.
    Guest,
}

/// What the name of a credential says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Grant {
    /// Whose it is.
    pub holder: Holder,
    /// Until when it opens a way.
    pub expires: Timestamp,
}

impl Grant {
    /// The name that says so.
    pub fn name(self) -> String {
        let Timestamp(expires) = self.expires;
        match self.holder {
            Holder::Session(session) => {
                let session = URL_SAFE_NO_PAD.encode(session.as_bytes());
                format!("{expires}:{session}")
            }
            Holder::Guest => {
                let chance = URL_SAFE_NO_PAD.encode(chance::bytes::<12>());
                format!("{expires}:guest:{chance}")
            }
        }
    }

    /// What a name says; nothing if it is none.
    pub fn parse(name: &str) -> Option<Self> {
        let (expires, holder) = name.split_once(':')?;
        let expires = Timestamp(expires.parse().ok()?);
        let holder = match holder.split_once(':') {
            Some(("guest", _)) => Holder::Guest,
            Some(_) => return None,
            None => {
                let bytes = URL_SAFE_NO_PAD.decode(holder).ok()?;
                Holder::Session(SessionId::from_random(bytes.try_into().ok()?))
            }
        };
        Some(Self { holder, expires })
    }
}

/// The password to a name.
pub fn password(mint: &Mint, name: &str) -> String {
    URL_SAFE_NO_PAD.encode(mint.relay_password(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn session() -> Grant {
        Grant {
            holder: Holder::Session(SessionId::from_random([7; 16])),
            expires: Timestamp(1_700_000_000_000),
        }
    }

    #[test]
    fn a_name_says_whose_and_until_when() {
        assert_eq!(session().name(), "1700000000000:BwcHBwcHBwcHBwcHBwcHBw");
        assert_eq!(Grant::parse(&session().name()), Some(session()));
        let guest = Grant {
            holder: Holder::Guest,
            ..session()
        };
        assert_eq!(Grant::parse(&guest.name()), Some(guest));
        assert_ne!(guest.name(), guest.name(), "each guest is another one");
    }

    #[test]
    fn what_is_no_name_of_ours_says_nothing() {
        for name in [
            "",
            ":",
            "1:",
            "x:BwcHBwcHBwcHBwcHBwcHBw",
            "1:Bwc",
            "1:other:x",
            "1",
        ] {
            assert_eq!(Grant::parse(name), None, "{name}");
        }
    }

    #[test]
    fn a_password_is_of_one_name_and_one_server() {
        let (mint, other) = (Mint::new([1; 32]), Mint::new([2; 32]));
        let name = session().name();
        assert_eq!(password(&mint, &name), password(&mint, &name));
        assert_ne!(password(&mint, &name), password(&other, &name));
        assert_ne!(password(&mint, &name), password(&mint, &name[1..]));
    }
}
