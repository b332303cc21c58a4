//! Requests that two servers in a row would read differently (RFC 9112 §11.2):
//! what is hidden in one is never answered.

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::guest::Guest;
use crate::house::House;
use crate::line::Line;
use crate::message::{Answer, Ask};
use crate::soon::soon;

/// Answered with "ready", and the end, if it is taken for a request.
const HIDDEN: &str = "GET /readyz HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n";

/// All that is said to `bytes`.
async fn answers(house: &House, bytes: &[u8]) -> String {
    let mut stream = TcpStream::connect(house.address).await.expect("it listens");
    // Refused, it may not be taken to the end.
    drop(stream.write_all(bytes).await);
    let mut said = Vec::new();
    drop(soon("the end", stream.read_to_end(&mut said)).await);
    String::from_utf8(said).expect("all our answers are UTF-8")
}

fn count(said: &str) -> usize {
    said.matches("HTTP/1.1 ").count()
}

/// A request with these headers and this body, and another hidden after it.
fn request(headers: &str, body: &str) -> String {
    format!("POST /theme HTTP/1.1\r\nhost: x\r\n{headers}\r\n{body}{HIDDEN}")
}

// trial 39: lengths
#[tokio::test]
async fn a_request_hidden_in_another_is_not_answered() {
    let house = House::open().await;
    let all = format!("content-length: {}\r\n", HIDDEN.len() + 5);
    let chunked = "transfer-encoding: chunked\r\n";
    let end = "0\r\n\r\n";
    let both = format!("{all}{chunked}");
    let both_turned = format!("{chunked}{all}");
    for (name, headers, body) in [
        ("both", both.as_str(), end),
        ("both, turned", &both_turned, end),
        (
            "two lengths",
            "content-length: 0\r\ncontent-length: 35\r\n",
            "",
        ),
        ("a list of lengths", "content-length: 0, 35\r\n", ""),
        ("a signed length", "content-length: +0\r\n", ""),
        ("a negative length", "content-length: -1\r\n", ""),
        ("a hexadecimal length", "content-length: 0x0\r\n", ""),
        ("no length", "content-length: \r\n", ""),
        (
            "a huge length",
            "content-length: 18446744073709551616\r\n",
            "",
        ),
        ("a space before the colon", "content-length : 0\r\n", ""),
        ("a folded length", "content-length:\r\n 0\r\n", ""),
        (
            "a folded header",
            "x-a: b\r\n c\r\ncontent-length: 0\r\n",
            "",
        ),
        (
            "a header that begins with a space",
            " content-length: 0\r\n",
            "",
        ),
        ("another coding", "transfer-encoding: gzip\r\n", end),
        (
            "chunked not last",
            "transfer-encoding: chunked, gzip\r\n",
            end,
        ),
        ("nearly chunked", "transfer-encoding: xchunked\r\n", end),
        ("nearly chunked too", "transfer-encoding: chunkedx\r\n", end),
        ("a vertical tab", "transfer-encoding:\u{b}chunked\r\n", end),
        ("a bare return", "x: y\rcontent-length: 0\r\n", ""),
        ("a NUL", "x: y\0\r\ncontent-length: 0\r\n", ""),
        ("no name", ": y\r\ncontent-length: 0\r\n", ""),
        ("no colon", "nonsense\r\ncontent-length: 0\r\n", ""),
        ("a size with a sign", chunked, "+0\r\n\r\n"),
        ("a size with a minus", chunked, "-1\r\n\r\n"),
        ("a size with a prefix", chunked, "0x0\r\n\r\n"),
        ("a size that is none", chunked, "zero\r\n\r\n"),
        ("no size", chunked, "\r\n\r\n"),
        ("a huge size", chunked, "10000000000000000\r\n"),
        ("a chunk without its end", chunked, "1\r\nab0\r\n\r\n"),
    ] {
        let said = answers(&house, request(headers, body).as_bytes()).await;
        assert!(!said.contains("ready"), "{name}: {said}");
        assert!(count(&said) <= 1, "{name}: {said}");
        if let Some(status) = said.split(' ').nth(1) {
            assert!(status.starts_with('4'), "{name}: {said}");
        }
    }
    let mut guest = Guest::come(house.address, "lounge", "Ada").await;
    guest.say("the others notice nothing").await;
}

// trial 39: lines
#[tokio::test]
async fn a_request_line_that_is_none_is_refused() {
    let house = House::open().await;
    for line in [
        "",
        "GET",
        "GET /readyz",
        "GET /readyz HTTP/9.9",
        "GET  /readyz HTTP/1.1",
        "GET /ready z HTTP/1.1",
        "GET\t/readyz HTTP/1.1",
        "GET /readyz HTTP/1.1 x",
        "G\0ET /readyz HTTP/1.1",
        "GET /readyz\rHTTP/1.1",
        "\u{16}\u{3}\u{1}",
    ] {
        let request = format!("{line}\r\nhost: x\r\n\r\n");
        let said = answers(&house, request.as_bytes()).await;
        assert!(!said.contains("ready"), "{line:?}: {said}");
        assert!(!said.contains("HTTP/1.1 2"), "{line:?}: {said}");
    }
}

#[tokio::test]
async fn requests_in_a_row_are_answered_in_a_row() {
    let house = House::open().await;
    // So that the ones above are known to be unanswered for their own sake.
    let row = request("content-length: 0\r\n", "");
    let said = answers(&house, row.as_bytes()).await;
    assert_eq!(count(&said), 2, "{said}");
    assert!(said.contains("ready"), "{said}");
}

// trial 39: upgrades
#[tokio::test]
async fn an_upgrade_with_a_body_is_refused_and_its_body_is_no_request() {
    let house = House::open().await;
    let hidden = HIDDEN.len().to_string();
    let chunk = format!("{:x}\r\n{HIDDEN}\r\n0\r\n\r\n", HIDDEN.len());
    for (name, value, body) in [
        ("content-length", hidden.as_str(), HIDDEN),
        ("content-length", "1", HIDDEN),
        ("transfer-encoding", "chunked", &chunk),
    ] {
        let ask = Ask::upgrade("lounge")
            .at_home(house.address)
            .header(name, value);
        let text = ask.text(&house.address.to_string()) + body;
        let said = answers(&house, text.as_bytes()).await;
        assert!(said.starts_with("HTTP/1.1 400"), "{name}: {said}");
        assert!(!said.contains("ready"), "{name}: {said}");
    }
    // A length of nothing is no body.
    let empty = Ask::upgrade("lounge").header("content-length", "0");
    Line::silent(house.address, empty).await;
}

#[tokio::test]
async fn a_handshake_that_is_none_of_ours_is_refused() {
    let house = House::open().await;
    let bare = || Ask::get("/api/rooms/lounge/socket").at_home(house.address);
    let full = [
        ("upgrade", "websocket"),
        ("connection", "upgrade"),
        ("sec-websocket-version", "13"),
        ("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ=="),
        ("sec-websocket-protocol", "chatmux.1"),
    ];
    for missing in full {
        let given = full.iter().filter(|header| **header != missing);
        let ask = given.fold(bare(), |ask, (name, value)| ask.header(name, value));
        let answer = refused(&house, ask).await;
        let problem = (400, "/problems/bad-request".to_owned());
        assert_eq!(answer.problem(), problem, "without {missing:?}");
    }
    for (name, value) in [
        ("sec-websocket-version", "12"),
        ("sec-websocket-protocol", "chatmux.2"),
    ] {
        let given = full.iter().map(|(known, usual)| {
            let value = if *known == name { value } else { usual };
            (known, value)
        });
        let ask = given.fold(bare(), |ask, (name, value)| ask.header(name, value));
        assert_eq!(refused(&house, ask).await.status, 400, "{name}: {value}");
    }
}

async fn refused(house: &House, ask: Ask) -> Answer {
    ask.of(house.address).await
}
