//! HTTP/1.1 by hand: nothing is put right on the way.

use std::fmt::Write as _;
use std::net::SocketAddr;

use chatmux_shared::wire::Token;
use serde::Serialize;
use serde::de::DeserializeOwned;
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::soon::soon;

/// A request on a connection of its own.
pub struct Ask {
    line: String,
    headers: Vec<(String, String)>,
    body: String,
}

impl Ask {
    pub fn get(path: &str) -> Self {
        Self::with("GET", path)
    }

    pub fn post(path: &str) -> Self {
        Self::with("POST", path)
    }

    pub fn with(method: &str, path: &str) -> Self {
        Self {
            line: format!("{method} {path} HTTP/1.1"),
            headers: Vec::new(),
            body: String::new(),
        }
    }

    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// A form, as a browser sends it.
    pub fn form(mut self, body: &str) -> Self {
        body.clone_into(&mut self.body);
        self.header("content-type", "application/x-www-form-urlencoded")
            .header("content-length", &body.len().to_string())
    }

    pub fn json(mut self, body: &impl Serialize) -> Self {
        self.body = serde_json::to_string(body).expect("it is JSON");
        let length = self.body.len().to_string();
        self.header("content-type", "application/json")
            .header("content-length", &length)
    }

    /// As the session with this token.
    pub fn bearing(self, token: &Token) -> Self {
        self.header("authorization", &format!("Bearer {}", token.0))
    }

    /// The handshake of a WebSocket (RFC 6455 §4.1), as a page of `origin`
    /// makes it, but without saying where it comes from.
    pub fn upgrade(room: &str) -> Self {
        Self::get(&format!("/api/rooms/{room}/socket"))
            .header("upgrade", "websocket")
            .header("connection", "upgrade")
            .header("sec-websocket-version", "13")
            .header("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ==")
            .header("sec-websocket-protocol", "chatmux.1")
    }

    /// As a page of the server itself asks.
    pub fn at_home(self, address: SocketAddr) -> Self {
        self.header("origin", &format!("http://{address}"))
    }

    pub fn text(&self, host: &str) -> String {
        let mut text = format!("{}\r\nhost: {host}\r\n", self.line);
        for (name, value) in &self.headers {
            write!(text, "{name}: {value}\r\n").expect("a string takes all");
        }
        text + "\r\n" + &self.body
    }

    pub async fn of(self, address: SocketAddr) -> Answer {
        let stream = TcpStream::connect(address).await.expect("it listens");
        self.over(stream, &address.to_string()).await
    }

    /// The answer to it over `stream`, which ends with it.
    pub async fn over(self, mut stream: impl AsyncRead + AsyncWrite + Unpin, host: &str) -> Answer {
        let what = self.line.clone();
        let text = self.header("connection", "close").text(host);
        let asked = stream.write_all(text.as_bytes()).await;
        asked.expect("the request is taken");
        let mut said = Vec::new();
        let read = soon(&what, stream.read_to_end(&mut said)).await;
        // How it ends is TCP's or TLS's affair: HTTP tells the length.
        assert!(read.is_ok() || !said.is_empty(), "{what}");
        Answer::parse(&said)
    }
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    headers: Vec<(String, String)>,
    pub body: String,
}

impl Answer {
    pub fn parse(said: &[u8]) -> Self {
        let said = String::from_utf8(said.to_vec()).expect("all our answers are UTF-8");
        let (head, body) = said.split_once("\r\n\r\n").expect("a head");
        let mut lines = head.split("\r\n");
        let status = lines.next().and_then(|line| line.split(' ').nth(1));
        let status = status.and_then(|status| status.parse().ok());
        let header = |line: &str| {
            let (name, value) = line.split_once(':').expect("a header");
            (name.to_ascii_lowercase(), value.trim().to_owned())
        };
        let mut answer = Self {
            status: status.expect("a status"),
            headers: lines.map(header).collect(),
            body: body.to_owned(),
        };
        if answer.header("transfer-encoding") == Some("chunked") {
            answer.body = unchunked(body);
        }
        answer
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        let mut found = self.headers.iter().filter(|(known, _)| known == name);
        let value = found.next().map(|(_, value)| value.as_str());
        assert!(found.next().is_none(), "{name} is said twice");
        value
    }

    pub fn json<T: DeserializeOwned>(&self) -> T {
        let parsed = serde_json::from_str(&self.body);
        parsed.unwrap_or_else(|cause| panic!("{cause}: {self:?}"))
    }

    /// The status and the kind of the problem it tells of.
    pub fn problem(&self) -> (u16, String) {
        let kind = self.header("content-type");
        assert_eq!(kind, Some("application/problem+json"), "{self:?}");
        let body: serde_json::Value = self.json();
        assert_eq!(body["status"], self.status);
        assert!(
            body["detail"]
                .as_str()
                .is_some_and(|it| it.ends_with(['.', '…']))
        );
        let kind = body["type"].as_str().expect("a problem has a type");
        (self.status, kind.to_owned())
    }
}

/// The text in chunks (RFC 9112 §7.1).
fn unchunked(mut body: &str) -> String {
    let mut text = String::new();
    loop {
        let (size, rest) = body.split_once("\r\n").expect("a chunk's size");
        let size = usize::from_str_radix(size, 16).expect("in hexadecimal");
        if size == 0 {
            return text;
        }
        text.push_str(&rest[..size]);
        body = rest[size..].strip_prefix("\r\n").expect("a chunk's end");
    }
}
