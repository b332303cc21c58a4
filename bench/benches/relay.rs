//! Our relay beside coturn, in one run: packets a second, and what one costs
//! the server's process.
//!
//! A client and a peer throw packets of 1200 bytes to each other, so many in
//! the air at a time: out by a channel, back by a channel. The server is a
//! process of its own, whose time on the processors is read from
//! `/proc/PID/stat`; the time of client and peer is not counted, but they
//! share the machine.

#![expect(clippy::print_stdout, reason = "a table is what it is for")]

use std::error::Error;
use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream, UdpSocket};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use chatmux_server::Server;
use chatmux_server::config::Config;
use chatmux_shared::wire::Ice;
use clap::Parser as _;
use stun::agent::TransactionId;
use stun::attributes::{
    ATTR_CHANNEL_NUMBER, ATTR_NONCE, ATTR_REALM, ATTR_REQUESTED_TRANSPORT, ATTR_USERNAME,
    ATTR_XOR_PEER_ADDRESS, AttrType,
};
use stun::integrity::MessageIntegrity;
use stun::message::{
    CLASS_REQUEST, CLASS_SUCCESS_RESPONSE, METHOD_ALLOCATE, METHOD_CHANNEL_BIND, Message,
    MessageType, Method, Setter as _,
};
use stun::textattrs::TextAttribute;
use stun::xoraddr::XorMappedAddress;

type Outcome<T> = Result<T, Box<dyn Error>>;

/// Bytes in a packet, as of video.
const PACKET: usize = 1200;
/// Packets on their way at a time.
const IN_THE_AIR: usize = 32;
/// How long each relay is measured, after as long again to warm up.
const MEASURED: Duration = Duration::from_secs(5);
const CHANNEL: u16 = 0x4000;
/// Clock ticks in a second of `/proc/PID/stat`, on every Linux there is.
const TICKS: f64 = 100.0;
/// The argument with which this program is the server.
const SERVE: &str = "serve";

fn main() -> Outcome<()> {
    if std::env::args().nth(1).as_deref() == Some(SERVE) {
        return serve();
    }
    println!("| relay | packets/s | µs of processor a packet |");
    println!("| --- | ---: | ---: |");
    let (ours, credential) = ours()?;
    measure("chatMUX", &ours, &credential)?;
    drop(ours);
    match coturn() {
        Ok((coturn, credential)) => measure("coturn", &coturn, &credential)?,
        Err(cause) => println!("coturn was not measured ({cause}): apt-get install coturn"),
    }
    Ok(())
}

/// A process that ends with this.
struct Process(Child);

impl Drop for Process {
    fn drop(&mut self) {
        self.0.kill().ok();
        self.0.wait().ok();
    }
}

struct Credential {
    server: SocketAddr,
    username: String,
    password: String,
}

/// This program as a server of its own, in a folder of its own.
fn serve() -> Outcome<()> {
    let folder = tempfile::tempdir()?;
    let data = folder.path().join("data.sqlite");
    let data = data.to_string_lossy();
    let settings = [
        "chatmux",
        "--listen",
        "127.0.0.1:0",
        "--data",
        &data,
        "--turn-port",
        "0",
        "--turn-allow",
        "127.0.0.0/8",
    ];
    let config = Config::parse_from(settings);
    tokio::runtime::Runtime::new()?.block_on(async {
        let server = Server::start(&config).await?;
        println!("{}", server.address()?);
        server.serve(std::future::pending()).await?;
        Ok(())
    })
}

fn ours() -> Outcome<(Process, Credential)> {
    let mut child = Command::new(std::env::current_exe()?)
        .arg(SERVE)
        .stdout(Stdio::piped())
        .spawn()?;
    let output = child.stdout.take().ok_or("a pipe")?;
    let process = Process(child);
    let mut line = String::new();
    BufReader::new(output).read_line(&mut line)?;
    let mut stream = TcpStream::connect(line.trim())?;
    write!(
        stream,
        "POST /api/rooms/lounge/ice HTTP/1.1\r\nhost: {}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n",
        line.trim()
    )?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    let (_, body) = answer.split_once("\r\n\r\n").ok_or("a body")?;
    let ice: Ice = serde_json::from_str(body)?;
    let relay = ice.servers.iter().find(|it| !it.username.is_empty());
    let relay = relay.ok_or("a relay")?;
    let url = relay.urls[0].trim_start_matches("turn:");
    let (server, _) = url.split_once('?').ok_or("a transport")?;
    let credential = Credential {
        server: server.parse()?,
        username: relay.username.clone(),
        password: relay.credential.clone(),
    };
    Ok((process, credential))
}

fn coturn() -> Outcome<(Process, Credential)> {
    let port = UdpSocket::bind("127.0.0.1:0")?.local_addr()?.port();
    let folder = tempfile::tempdir()?;
    let place = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
    let child = Command::new("turnserver")
        .args(["-n", "--no-tls", "--no-dtls", "--no-cli", "--lt-cred-mech"])
        .args(["--listening-ip", "127.0.0.1", "--relay-ip", "127.0.0.1"])
        .args(["--listening-port", &port.to_string()])
        .args(["--user", "ann:secret", "--realm", "bench"])
        .args(["--allow-loopback-peers", "--log-file", &place("log")])
        .args(["--pidfile", &place("pid"), "--userdb", &place("users")])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()?;
    let process = Process(child);
    let credential = Credential {
        server: SocketAddr::from(([127, 0, 0, 1], port)),
        username: "ann".to_owned(),
        password: "secret".to_owned(),
    };
    Ok((process, credential))
}

fn measure(name: &str, process: &Process, credential: &Credential) -> Outcome<()> {
    let peer = UdpSocket::bind("127.0.0.1:0")?;
    let client = open(credential, peer.local_addr()?)?;
    let stop = Arc::new(AtomicBool::new(false));
    let echo = echo(peer, Arc::clone(&stop));
    throw(&client, MEASURED)?;
    let before = processor(process.0.id())?;
    let began = Instant::now();
    let packets = throw(&client, MEASURED)?;
    let seconds = began.elapsed().as_secs_f64();
    let cost = processor(process.0.id())? - before;
    stop.store(true, Ordering::Relaxed);
    echo.join().map_err(|_| "the peer has panicked")?;
    println!(
        "| {name} | {:.0} | {:.2} |",
        packets / seconds,
        cost * 1e6 / packets
    );
    Ok(())
}

/// Sends back whatever comes.
fn echo(peer: UdpSocket, stop: Arc<AtomicBool>) -> thread::JoinHandle<()> {
    thread::spawn(move || {
        let mut buffer = [0; 2048];
        peer.set_read_timeout(Some(Duration::from_millis(100))).ok();
        while !stop.load(Ordering::Relaxed) {
            if let Ok((size, from)) = peer.recv_from(&mut buffer) {
                peer.send_to(&buffer[..size], from).ok();
            }
        }
    })
}

/// How many packets the relay carries within that time, both ways. What was
/// lost is thrown anew.
fn throw(client: &UdpSocket, within: Duration) -> Outcome<f64> {
    let size = u16::try_from(PACKET)?.to_be_bytes();
    let packet = [&CHANNEL.to_be_bytes()[..], &size, &[7; PACKET]].concat();
    client.set_read_timeout(Some(Duration::from_millis(50)))?;
    let mut buffer = [0; 2048];
    let mut carried = 0.0;
    let until = Instant::now() + within;
    let mut in_the_air = 0;
    while Instant::now() < until {
        while in_the_air < IN_THE_AIR {
            client.send(&packet)?;
            in_the_air += 1;
        }
        match client.recv(&mut buffer) {
            Ok(_) => {
                carried += 2.0;
                in_the_air -= 1;
            }
            Err(_) => in_the_air = 0,
        }
    }
    Ok(carried)
}

/// Seconds that a process has had of all processors (proc(5)).
fn processor(process: u32) -> Outcome<f64> {
    let stat = fs::read_to_string(format!("/proc/{process}/stat"))?;
    let (_, after_name) = stat.rsplit_once(')').ok_or("a name")?;
    let fields: Vec<&str> = after_name.split_whitespace().collect();
    let ticks = fields[11].parse::<f64>()? + fields[12].parse::<f64>()?;
    Ok(ticks / TICKS)
}

/// A client with an allocation and a channel to `peer`.
fn open(credential: &Credential, peer: SocketAddr) -> Outcome<UdpSocket> {
    let client = UdpSocket::bind("127.0.0.1:0")?;
    client.connect(credential.server)?;
    client.set_read_timeout(Some(Duration::from_millis(200)))?;
    let transport = (ATTR_REQUESTED_TRANSPORT, vec![17, 0, 0, 0]);
    let plain = request(METHOD_ALLOCATE, std::slice::from_ref(&transport));
    let challenge = ask(&client, &plain.raw)?;
    let signed = |method, parts: &[(AttrType, Vec<u8>)]| -> Outcome<Message> {
        let text = |kind| TextAttribute::get_from_as(&challenge, kind).map(|it| it.text);
        let (realm, nonce) = (text(ATTR_REALM)?, text(ATTR_NONCE)?);
        let (name, password) = (credential.username.clone(), credential.password.clone());
        let mut message = request(method, parts);
        message.add(ATTR_USERNAME, name.as_bytes());
        message.add(ATTR_REALM, realm.as_bytes());
        message.add(ATTR_NONCE, nonce.as_bytes());
        MessageIntegrity::new_long_term_integrity(name, realm, password).add_to(&mut message)?;
        Ok(message)
    };
    done(&ask(&client, &signed(METHOD_ALLOCATE, &[transport])?.raw)?)?;
    let mut scratch = request(METHOD_CHANNEL_BIND, &[]);
    let (ip, port) = (peer.ip(), peer.port());
    XorMappedAddress { ip, port }.add_to_as(&mut scratch, ATTR_XOR_PEER_ADDRESS)?;
    let parts = [
        (
            ATTR_CHANNEL_NUMBER,
            [&CHANNEL.to_be_bytes()[..], &[0, 0]].concat(),
        ),
        (ATTR_XOR_PEER_ADDRESS, scratch.get(ATTR_XOR_PEER_ADDRESS)?),
    ];
    done(&ask(&client, &signed(METHOD_CHANNEL_BIND, &parts)?.raw)?)?;
    Ok(client)
}

fn request(method: Method, parts: &[(AttrType, Vec<u8>)]) -> Message {
    let mut message = Message::new();
    message.write_header();
    message.transaction_id = TransactionId::new();
    message.write_transaction_id();
    message.set_type(MessageType::new(method, CLASS_REQUEST));
    for (kind, value) in parts {
        message.add(*kind, value);
    }
    message
}

/// Asks until there is an answer.
fn ask(client: &UdpSocket, request: &[u8]) -> Outcome<Message> {
    let mut buffer = [0; 2048];
    for _ in 0..50 {
        client.send(request).ok();
        if let Ok(size) = client.recv(&mut buffer)
            && buffer[8..20] == request[8..20]
        {
            let mut answer = Message::new();
            answer.unmarshal_binary(&buffer[..size])?;
            return Ok(answer);
        }
        thread::sleep(Duration::from_millis(20));
    }
    Err("no answer".into())
}

fn done(answer: &Message) -> Outcome<()> {
    if answer.typ.class == CLASS_SUCCESS_RESPONSE {
        return Ok(());
    }
    Err(format!("refused: {answer}").into())
}
