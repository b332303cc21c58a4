//! Other servers of STUN and TURN that a host names: none is a default.
//!
//! `URL`, `URL,USER,PASSWORD`, or `URL,secret=SECRET`: with a secret that
//! both servers know, each session gets a name and a password for an hour
//! (draft-uberti-behave-turn-rest-00, `use-auth-secret` of coturn).

use std::fmt;
use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chatmux_shared::id::Timestamp;
use chatmux_shared::wire::IceServer;
use ring::hmac;

/// One of them.
#[derive(Clone, PartialEq, Eq)]
pub struct Other {
    url: String,
    credential: Credential,
}

#[derive(Clone, PartialEq, Eq)]
enum Credential {
    None,
    Fixed { user: String, password: String },
    Secret(String),
}

/// Secrets are never logged.
impl fmt::Debug for Other {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Other({})", self.url)
    }
}

impl Other {
    /// What a browser is to try, with a credential until `expires`.
    pub fn server(&self, expires: Timestamp) -> IceServer {
        let (username, credential) = match &self.credential {
            Credential::None => Default::default(),
            Credential::Fixed { user, password } => (user.clone(), password.clone()),
            Credential::Secret(secret) => {
                let name = format!("{}:chatmux", expires.0.div_ceil(1000));
                let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, secret.as_bytes());
                let password = STANDARD.encode(hmac::sign(&key, name.as_bytes()));
                (name, password)
            }
        };
        IceServer {
            urls: vec![self.url.clone()],
            username,
            credential,
        }
    }
}

impl FromStr for Other {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let mut parts = text.splitn(3, ',');
        let url = parts.next().unwrap_or_default();
        let scheme = check_url(url)?;
        let credential = match (parts.next(), parts.next()) {
            (None, _) => Credential::None,
            (Some(secret), None) => {
                let secret = secret.strip_prefix("secret=").unwrap_or_default();
                Credential::Secret(secret.to_owned())
            }
            (Some(user), Some(password)) => Credential::Fixed {
                user: user.to_owned(),
                password: password.to_owned(),
            },
        };
        check_credential(scheme, &credential)?;
        Ok(Self {
            url: url.to_owned(),
            credential,
        })
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Scheme {
    Stun,
    Turn,
}

/// The sentence names the URL alone: what follows it may be a secret.
fn check_credential(scheme: Scheme, credential: &Credential) -> Result<(), String> {
    let is_some = |text: &String| !text.is_empty();
    let fits = match (scheme, credential) {
        (Scheme::Stun, credential) => *credential == Credential::None,
        (Scheme::Turn, Credential::None) => false,
        (Scheme::Turn, Credential::Fixed { user, password }) => is_some(user) && is_some(password),
        (Scheme::Turn, Credential::Secret(secret)) => is_some(secret),
    };
    if fits {
        return Ok(());
    }
    Err(match scheme {
        Scheme::Stun => "a stun server takes no credential: write stun:host:3478".to_owned(),
        Scheme::Turn => {
            "a turn server needs a credential: write URL,user,password or URL,secret=SECRET"
                .to_owned()
        }
    })
}

/// As in RFC 7064 and RFC 7065.
fn check_url(url: &str) -> Result<Scheme, String> {
    let wanted = || {
        format!(
            "{url} is no server: write turns:turn.example:443?transport=tcp,user,password \
             or stun:turn.example:3478"
        )
    };
    let (scheme, rest) = url.split_once(':').ok_or_else(wanted)?;
    let scheme = match scheme {
        "stun" | "stuns" => Scheme::Stun,
        "turn" | "turns" => Scheme::Turn,
        _ => return Err(wanted()),
    };
    let (place, query) = match rest.split_once('?') {
        Some((place, query)) => (place, Some(query)),
        None => (rest, None),
    };
    let transport = match query {
        None => true,
        Some("transport=udp" | "transport=tcp") => scheme == Scheme::Turn,
        Some(_) => false,
    };
    let is_place = place.parse::<http::uri::Authority>().is_ok_and(|place| {
        let port = place.port_u16().filter(|port| *port != 0);
        let is_bare = place.as_str() == place.host();
        !place.host().is_empty() && !place.as_str().contains('@') && (is_bare || port.is_some())
    });
    if !transport || !is_place {
        return Err(wanted());
    }
    Ok(scheme)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn server(text: &str) -> IceServer {
        let other: Other = text.parse().expect("a server");
        other.server(Timestamp(1_700_000_000_000))
    }

    #[test]
    fn a_server_is_named_with_its_credential() {
        let relay = server("turns:turn.example:443?transport=tcp,ann,pass,word");
        assert_eq!(relay.urls, ["turns:turn.example:443?transport=tcp"]);
        assert_eq!((&*relay.username, &*relay.credential), ("ann", "pass,word"));
        let open = server("stun:[2001:db8::1]:3478");
        assert_eq!(open.urls, ["stun:[2001:db8::1]:3478"]);
        assert_eq!(open.username, "");
    }

    #[test]
    fn a_secret_makes_a_credential_as_coturn_reads_it() {
        let relay = server("turn:turn.example,secret=north");
        assert_eq!(relay.username, "1700000000:chatmux");
        // printf 1700000000:chatmux | openssl dgst -sha1 -hmac north -binary | base64
        assert_eq!(relay.credential, "GkVhLUsZmakWyTdj5S4LygOVebc=");
    }

    #[test]
    fn what_is_no_server_is_refused_without_its_secret() {
        for wrong in [
            "",
            "turn.example",
            "http://turn.example",
            "turn:",
            "turn:turn.example",
            "turn:turn.example,hush",
            "turn:turn.example,,hush",
            "turn:turn.example,secret=",
            "turn:a@turn.example,ann,hush",
            "turn:turn.example:0,ann,hush",
            "turn:turn.example:99999,ann,hush",
            "turn:turn.example?transport=sctp,ann,hush",
            "turn:turn example,ann,hush",
            "stun:turn.example,ann,hush",
            "stun:turn.example?transport=udp",
        ] {
            let refused = wrong.parse::<Other>().expect_err(wrong);
            assert!(refused.contains("write "), "{refused}");
            assert!(!refused.contains("hush"), "{refused}");
        }
        let other: Other = "turn:turn.example,ann,hush".parse().expect("a server");
        assert_eq!(format!("{other:?}"), "Other(turn:turn.example)");
    }
}
