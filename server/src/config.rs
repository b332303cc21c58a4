//! The settings, by flag and by variable.

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::time::Duration;

use chatmux_shared::limits::{
    ENTRIES_KEPT, FRAMES, Limits, NETWORK_SHARE, ROOMS_A_GUEST, ROOMS_A_USER,
};
use chatmux_shared::rate::Rate;
use chatmux_shared::room::Lifetimes;
use chatmux_shared::wire::SILENCE_LIMIT;
use clap::builder::RangedU64ValueParser;
use clap::{Parser, value_parser};
use http::Uri;

use crate::hub::{Rules, WAITING_BYTES};
use crate::turn;

/// Bytes in a frame around the words in it, which are written as JSON and
/// take twice as many at the worst.
const AROUND: usize = 1024;

/// In milliseconds.
const MINUTE: u64 = 60_000;

/// Peer-to-peer video rooms with a conversation that lasts.
#[derive(Debug, Clone, Parser)]
#[command(name = "chatmux", version, about)]
pub struct Config {
    /// The address and port to listen on.
    #[arg(long, env = "CHATMUX_LISTEN", default_value = "127.0.0.1:3000")]
    pub listen: SocketAddr,

    /// The file that holds rooms and logs; made when it is not there.
    #[arg(long, env = "CHATMUX_DATA", default_value = "chatmux.sqlite")]
    pub data: PathBuf,

    /// What people type to get here, such as <https://chat.example>. Links
    /// are made with it, and browsers from elsewhere are refused. Without
    /// it, the name in each request is taken.
    #[arg(long, env = "CHATMUX_PUBLIC_URL", value_parser = public_url)]
    pub public_url: Option<PublicUrl>,

    /// The certificate chain (PEM) to serve HTTPS with.
    #[arg(long, env = "CHATMUX_TLS_CERT", requires = "tls_key")]
    pub tls_cert: Option<PathBuf>,

    /// The private key (PEM) to the certificate.
    #[arg(long, env = "CHATMUX_TLS_KEY", requires = "tls_cert")]
    pub tls_key: Option<PathBuf>,

    /// The folder with the client's files; beside the binary by default.
    #[arg(long, env = "LEPTOS_SITE_ROOT")]
    pub site: Option<PathBuf>,

    /// Members in a room, each with up to ten tabs.
    #[arg(long, env = "CHATMUX_ROOM_SESSIONS", default_value_t = Limits::default().room_sessions, value_parser = positive())]
    pub room_sessions: usize,

    /// Rooms on this server.
    #[arg(long, env = "CHATMUX_ROOMS", default_value_t = Limits::default().rooms, value_parser = value_parser!(u64).range(1..))]
    pub rooms: u64,

    /// Rooms at a time that someone without an account may have. It is
    /// counted by key, and by network, of which each may have so many for
    /// each of --network-share people.
    #[arg(long, env = "CHATMUX_ROOMS_A_GUEST", default_value_t = ROOMS_A_GUEST, value_parser = positive())]
    pub rooms_a_guest: usize,

    /// Rooms at a time that someone with an account may have. There are no
    /// accounts yet.
    #[arg(long, env = "CHATMUX_ROOMS_A_USER", default_value_t = ROOMS_A_USER, value_parser = positive())]
    pub rooms_a_user: usize,

    /// How many people's share of rooms and messages one network has: a
    /// classroom shares one.
    #[arg(long, env = "CHATMUX_NETWORK_SHARE", default_value_t = NETWORK_SHARE, value_parser = positive())]
    pub network_share: usize,

    /// The address of a proxy whose X-Forwarded-For is believed; several with
    /// commas between. Without it, nobody's is.
    #[arg(
        long = "trusted-proxy",
        env = "CHATMUX_TRUSTED_PROXY",
        value_delimiter = ','
    )]
    pub trusted_proxies: Vec<IpAddr>,

    /// Minutes until a room with nobody in it ends.
    #[arg(long, env = "CHATMUX_ROOM_IDLE", default_value_t = Lifetimes::default().idle / MINUTE, value_parser = value_parser!(u64).range(1..))]
    pub room_idle: u64,

    /// Minutes until a room ends, whoever is in it; ten minutes before, they
    /// are told.
    #[arg(long, env = "CHATMUX_ROOM_LIFE", default_value_t = Lifetimes::default().whole / MINUTE, value_parser = value_parser!(u64).range(1..))]
    pub room_life: u64,

    /// Sessions in a call.
    #[arg(long, env = "CHATMUX_CALL_SESSIONS", default_value_t = Limits::default().call_sessions, value_parser = positive())]
    pub call_sessions: usize,

    /// Sessions in a call that send video.
    #[arg(long, env = "CHATMUX_CALL_VIDEO", default_value_t = Limits::default().call_video, value_parser = positive())]
    pub call_video: usize,

    /// Entries of a room that are kept; older ones go.
    #[arg(long, env = "CHATMUX_ENTRIES_KEPT", default_value_t = ENTRIES_KEPT, value_parser = value_parser!(u64).range(1..))]
    pub entries_kept: u64,

    /// Characters in a message.
    #[arg(long, env = "CHATMUX_MESSAGE_CHARS", default_value_t = Limits::default().message_chars, value_parser = positive())]
    pub message_chars: usize,

    /// Bytes of UTF-8 in a message.
    #[arg(long, env = "CHATMUX_MESSAGE_BYTES", default_value_t = Limits::default().message_bytes, value_parser = positive())]
    pub message_bytes: usize,

    /// Characters in a name, as a person counts them.
    #[arg(long, env = "CHATMUX_NAME_CHARS", default_value_t = Limits::default().name_graphemes, value_parser = positive())]
    pub name_chars: usize,

    /// Bytes of UTF-8 in a name.
    #[arg(long, env = "CHATMUX_NAME_BYTES", default_value_t = Limits::default().name_bytes, value_parser = positive())]
    pub name_bytes: usize,

    /// Characters in a status, as a person counts them.
    #[arg(long, env = "CHATMUX_STATUS_CHARS", default_value_t = Limits::default().status_graphemes, value_parser = positive())]
    pub status_chars: usize,

    /// Bytes of UTF-8 in a status.
    #[arg(long, env = "CHATMUX_STATUS_BYTES", default_value_t = Limits::default().status_bytes, value_parser = positive())]
    pub status_bytes: usize,

    /// Bytes in one frame from a client, and in the body of a request.
    #[arg(long, env = "CHATMUX_FRAME_BYTES", default_value_t = Limits::default().frame_bytes, value_parser = positive())]
    pub frame_bytes: usize,

    /// Messages a minute that one member may send. From one network come
    /// --network-share times as many.
    #[arg(long, env = "CHATMUX_MESSAGES_A_MINUTE", default_value_t = 60_000 / Limits::default().messages.period, value_parser = value_parser!(u64).range(1..))]
    pub messages_a_minute: u64,

    /// So many of them at once, after a while without any.
    #[arg(long, env = "CHATMUX_MESSAGES_AT_ONCE", default_value_t = Limits::default().messages.burst, value_parser = value_parser!(u64).range(1..))]
    pub messages_at_once: u64,

    /// Frames a second that one connection may send besides messages: of
    /// typing, names, pages of the log. Of signals to others in a call, it
    /// may send five times as many.
    #[arg(long, env = "CHATMUX_FRAMES_A_SECOND", default_value_t = 1000 / FRAMES.period, value_parser = value_parser!(u64).range(1..))]
    pub frames_a_second: u64,

    /// So many of them at once, after a while without any.
    #[arg(long, env = "CHATMUX_FRAMES_AT_ONCE", default_value_t = FRAMES.burst, value_parser = value_parser!(u64).range(1..))]
    pub frames_at_once: u64,

    /// Entries of a room that are told on arrival, and at most in one page.
    #[arg(long, env = "CHATMUX_ENTRIES_PAGE", default_value_t = Limits::default().entries_page, value_parser = positive())]
    pub entries_page: usize,

    /// Seconds without a word before a connection is given up. A page
    /// answers a ping every 20 seconds.
    #[arg(long, env = "CHATMUX_SILENCE", default_value_t = SILENCE_LIMIT / 1000, value_parser = value_parser!(u64).range(1..))]
    pub silence: u64,

    /// STUN and TURN.
    #[command(flatten)]
    pub turn: turn::settings::Settings,
}

impl Config {
    /// How rooms and those who come are treated by these settings.
    pub fn rules(&self) -> Rules {
        Rules {
            limits: self.limits(),
            lifetimes: Lifetimes {
                idle: self.room_idle.saturating_mul(MINUTE),
                whole: self.room_life.saturating_mul(MINUTE),
            },
            keep: self.entries_kept,
            rooms_a_guest: self.rooms_a_guest,
            rooms_a_user: self.rooms_a_user,
            network_share: self.network_share,
            silence: Duration::from_secs(self.silence),
            frames: Rate::a_second(self.frames_a_second, self.frames_at_once),
        }
    }

    /// Whether the limits go together.
    ///
    /// # Errors
    /// Which setting is wrong, and what it may be.
    pub fn check(&self) -> Result<(), Misfit> {
        let said = [
            ("--message-bytes", self.message_bytes),
            ("--name-bytes", self.name_bytes),
            ("--status-bytes", self.status_bytes),
        ];
        for (setting, bytes) in said {
            at_most(setting, bytes, self.frame_bytes.saturating_sub(AROUND) / 2)?;
        }
        // A page waits for its reader as a whole.
        let entry = self.message_bytes.saturating_mul(2).saturating_add(AROUND);
        let page = (WAITING_BYTES / entry).max(1);
        at_most("--entries-page", self.entries_page, page)
    }

    fn limits(&self) -> Limits {
        Limits {
            room_sessions: self.room_sessions,
            rooms: self.rooms,
            call_sessions: self.call_sessions,
            call_video: self.call_video,
            message_chars: self.message_chars,
            message_bytes: self.message_bytes,
            name_graphemes: self.name_chars,
            name_bytes: self.name_bytes,
            status_graphemes: self.status_chars,
            status_bytes: self.status_bytes,
            frame_bytes: self.frame_bytes,
            messages: Rate::a_minute(self.messages_a_minute, self.messages_at_once),
            entries_page: self.entries_page,
        }
    }
}

/// A setting that does not go together with another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{setting} is {value}, and with the other settings it is {most} at most")]
pub struct Misfit {
    setting: &'static str,
    value: usize,
    most: usize,
}

const fn at_most(setting: &'static str, value: usize, most: usize) -> Result<(), Misfit> {
    if value > most {
        return Err(Misfit {
            setting,
            value,
            most,
        });
    }
    Ok(())
}

fn positive() -> RangedU64ValueParser<usize> {
    RangedU64ValueParser::new().range(1..)
}

/// Scheme and authority, without a slash at the end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicUrl(String);

impl PublicUrl {
    /// As browsers write an origin (RFC 6454 §6.2).
    pub fn as_origin(&self) -> &str {
        &self.0
    }
}

fn public_url(text: &str) -> Result<PublicUrl, String> {
    let wanted = "write it like https://chat.example or http://192.168.1.5:3000";
    let url: Uri = text.parse().map_err(|_| wanted.to_owned())?;
    let (Some(scheme), Some(authority)) = (url.scheme_str(), url.authority()) else {
        return Err(wanted.to_owned());
    };
    let plain = matches!(scheme, "http" | "https")
        && matches!(url.path(), "" | "/")
        && url.query().is_none()
        && !authority.as_str().contains('@');
    if !plain {
        return Err(format!("{wanted}, with no path after it"));
    }
    let default_port = if scheme == "https" { ":443" } else { ":80" };
    let authority = authority.as_str().to_ascii_lowercase();
    let authority = authority.strip_suffix(default_port).unwrap_or(&authority);
    Ok(PublicUrl(format!("{scheme}://{authority}")))
}
