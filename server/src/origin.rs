//! Where a request comes from, and what this server is called.
//!
//! A browser says in `Origin` (RFC 6454 §7) which page a request comes from;
//! one from a page of another site is refused. Compared as a whole, never by
//! prefix or suffix.

use http::{HeaderMap, HeaderValue, header};

use crate::config::Config;
use crate::problem::Problem;

/// How this server is reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Home {
    /// At one origin, and no other.
    At(String),
    /// At whatever name the request was sent to, by this scheme.
    Anywhere(&'static str),
}

impl Home {
    /// As the settings have it.
    pub fn new(config: &Config) -> Self {
        match &config.public_url {
            Some(url) => Self::At(url.as_origin().to_owned()),
            None if config.tls_cert.is_some() => Self::Anywhere("https"),
            None => Self::Anywhere("http"),
        }
    }

    /// The origin to make links with.
    ///
    /// # Errors
    /// When the request names no host.
    pub fn origin(&self, headers: &HeaderMap, authority: Option<&str>) -> Result<String, Problem> {
        match self {
            Self::At(origin) => Ok(origin.clone()),
            Self::Anywhere(scheme) => {
                let host = headers
                    .get(header::HOST)
                    .and_then(|host| host.to_str().ok());
                let host = host
                    .or(authority)
                    .ok_or(Problem::BadRequest("The request names no host."))?;
                Ok(format!("{scheme}://{}", host.to_ascii_lowercase()))
            }
        }
    }

    /// Lets through what comes from a page of this server.
    ///
    /// # Errors
    /// Refuses what comes from elsewhere, or does not say from where, when
    /// `unsaid` is not allowed.
    pub fn check(
        &self,
        headers: &HeaderMap,
        authority: Option<&str>,
        unsaid: Unsaid,
    ) -> Result<(), Problem> {
        let mut origins = headers.get_all(header::ORIGIN).iter();
        let (origin, second) = (origins.next(), origins.next());
        match (origin, unsaid) {
            (None, Unsaid::Allowed) => Ok(()),
            (Some(origin), _) if second.is_none() => {
                let home = self.origin(headers, authority)?;
                let same = origin == HeaderValue::from_str(&home).as_ref().unwrap_or(&NOWHERE);
                same.then_some(()).ok_or(Problem::ForeignOrigin)
            }
            (None | Some(_), Unsaid::Allowed | Unsaid::Refused) => Err(Problem::ForeignOrigin),
        }
    }
}

const NOWHERE: HeaderValue = HeaderValue::from_static("");

/// What to do with a request that does not say where it comes from: no
/// browser sends one that changes anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unsaid {
    /// A program may come without.
    Allowed,
    /// Browsers alone are meant.
    Refused,
}
