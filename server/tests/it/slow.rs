//! Those who take their time: each is cut, and nobody waits for them.

use std::time::Duration;

use chatmux_shared::wire::close;
use futures::future::join_all;
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::{TcpSocket, TcpStream};
use tokio::time::{Instant, interval, sleep, timeout};

use crate::guest::{Guest, Socket};
use crate::house::House;
use crate::https::Secure;
use crate::message::Answer;
use crate::soon::soon;

/// The server gives ten seconds; the rest is for a busy machine.
const BOUND: Duration = Duration::from_secs(20);

/// Says `start` and then, a byte at a time, `rest`, and is told no more than
/// a refusal.
async fn trickle(
    name: &str,
    mut stream: impl AsyncRead + AsyncWrite + Unpin,
    start: &str,
    rest: &str,
) {
    let began = Instant::now();
    stream
        .write_all(start.as_bytes())
        .await
        .expect("it listens");
    let mut pace = interval(Duration::from_millis(250));
    let mut rest = rest.bytes();
    let mut said = Vec::new();
    loop {
        tokio::select! {
            _ = pace.tick() => {
                if let Some(byte) = rest.next() && stream.write_all(&[byte]).await.is_err() {
                    break;
                }
            }
            read = stream.read_buf(&mut said) => {
                if !matches!(read, Ok(1..)) {
                    break;
                }
            }
        }
        assert!(began.elapsed() < BOUND, "{name} is still there");
    }
    let said = String::from_utf8_lossy(&said);
    let status = said.split(' ').nth(1);
    let is_refused = status.is_none_or(|status| status == "408" || status == "400");
    assert!(is_refused, "{name}: {said}");
}

/// Asks for much, and reads nothing of it.
// trial 26
#[tokio::test]
async fn whoever_reads_nothing_is_cut() {
    const ANSWERS: usize = 2_000;
    let house = House::open().await;
    let socket = TcpSocket::new_v4().expect("a socket");
    socket.set_recv_buffer_size(4096).expect("it is small");
    let mut stream = socket.connect(house.address).await.expect("it listens");
    let ask = "GET /api/openapi.json HTTP/1.1\r\nhost: x\r\n\r\n";
    // Not all of it may be taken either.
    let asked = timeout(BOUND / 20, stream.write_all(ask.repeat(ANSWERS).as_bytes())).await;
    assert!(!matches!(asked, Ok(Err(_))), "it listens");
    sleep(2 * BOUND).await;
    let mut said = Vec::new();
    // What was on its way is read, then an end of either kind.
    let end = timeout(BOUND, stream.read_to_end(&mut said)).await;
    end.expect("it is cut").ok();
    let answers = String::from_utf8_lossy(&said)
        .matches("HTTP/1.1 200")
        .count();
    assert!((1..ANSWERS / 2).contains(&answers), "{answers} answers");
}

async fn tcp(house: &House) -> TcpStream {
    TcpStream::connect(house.address).await.expect("it listens")
}

// trial 38
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_is_slow_is_cut_and_nobody_waits_for_them() {
    let house = House::open().await;
    let secure = Secure::open().await;
    let head = "GET / HTTP/1.1\r\nhost: x\r\n";
    let header = "x-slow: ".to_owned() + &"y".repeat(1000);
    let body = "POST /theme HTTP/1.1\r\nhost: x\r\n\
                content-type: application/x-www-form-urlencoded\r\ncontent-length: 10\r\n\r\n";
    let answered = "GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n";
    let preface = "PRI * HTTP/2.0";

    let slow = tokio::spawn(async move {
        let cases = [
            ("nothing", tcp(&house).await, "", ""),
            ("half a line", tcp(&house).await, "GE", ""),
            ("a slow head", tcp(&house).await, head, &header),
            ("a preface that stops", tcp(&house).await, preface, ""),
            ("no body", tcp(&house).await, body, ""),
            ("half a body", tcp(&house).await, body, "theme"),
            ("no handshake", tcp(&secure.house).await, "", ""),
            (
                "half a handshake",
                tcp(&secure.house).await,
                "\u{16}\u{3}\u{1}",
                "",
            ),
        ];
        let cases = cases.map(|(name, stream, start, rest)| trickle(name, stream, start, rest));
        let secured = trickle("nothing after a handshake", secure.connect().await, "", "");
        let secured_head = trickle("a slow head in TLS", secure.connect().await, head, &header);
        let silent = Socket::open(house.address, "lounge").await;
        let idle = idle(tcp(&house).await, answered);
        let others = others(&house, &secure);
        let all =
            async { tokio::join!(join_all(cases), secured, secured_head, idle, silent.end()) };
        tokio::select! {
            (.., code) = all => assert_eq!(code, close::NO_HELLO),
            () = others => {}
        }
    });
    soon("the slow ones to be cut", slow)
        .await
        .expect("no panic");
}

/// Asks once, and leaves the connection open for nothing.
async fn idle(mut stream: TcpStream, request: &str) {
    stream
        .write_all(request.as_bytes())
        .await
        .expect("it listens");
    let mut said = String::new();
    let read = soon("an idle connection's end", stream.read_to_string(&mut said));
    drop(read.await);
    assert!(said.starts_with("HTTP/1.1 200"), "{said}");
}

/// Go on as if nothing was, without end.
async fn others(house: &House, secure: &Secure) {
    let mut ada = Guest::come(house.address, "lounge", "Ada").await;
    let mut bob = secure.enter("Bob").await;
    let mut pace = interval(Duration::from_millis(500));
    loop {
        pace.tick().await;
        let round = async {
            ada.say("meanwhile").await;
            bob.say("meanwhile").await;
            assert_eq!(house.get("/healthz").await.status, 200);
        };
        let round = tokio::time::timeout(Duration::from_secs(5), round);
        round.await.expect("nobody waits for the slow ones");
    }
}

#[tokio::test]
async fn a_body_that_does_not_come_is_a_problem_of_its_own() {
    let house = House::open().await;
    let mut stream = tcp(&house).await;
    let head = "POST /api/rooms HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\
                content-length: 10\r\n\r\n";
    let written = stream.write_all(head.as_bytes()).await;
    written.expect("it listens");
    let mut said = Vec::new();
    let read = soon("the answer", stream.read_to_end(&mut said)).await;
    read.expect("an answer");
    let too_slow = (408, "/problems/too-slow".to_owned());
    assert_eq!(Answer::parse(&said).problem(), too_slow);
}
