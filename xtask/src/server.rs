//! The server while it runs: started, asked whether it is ready, ended
//! together with us.
//!
//! It stands in a process group of its own, so that Ctrl-C reaches it once,
//! through us, and not twice.

use std::io::{ErrorKind, Read, Write};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener, TcpStream};
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, ExitStatus};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::process;

/// How long a server may take to be ready: its store may be large.
const PATIENCE: Duration = Duration::from_mins(1);

/// The server's process, or 0 while there is none.
static RUNNING: AtomicU32 = AtomicU32::new(0);

/// Whether what the server says is asked for over http, or only that it
/// listens: TLS needs more than a socket.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Encryption {
    None,
    Tls,
}

#[derive(Debug)]
pub struct Server {
    child: Child,
    address: SocketAddr,
    encryption: Encryption,
}

impl Server {
    pub fn start(
        command: &mut Command,
        listen: SocketAddr,
        encryption: Encryption,
    ) -> Result<Self> {
        ctrlc::set_handler(pass_on).context("Ctrl-C could not be arranged")?;
        let child = command
            .process_group(0)
            .spawn()
            .with_context(|| format!("`{}` could not be started", process::line(command)))?;
        RUNNING.store(child.id(), Ordering::SeqCst);
        Ok(Self {
            child,
            address: reachable(listen),
            encryption,
        })
    }

    /// Waits until it answers; the error says when it will not.
    pub fn wait_until_ready(&mut self) -> Result<()> {
        let start = Instant::now();
        while !self.is_ready() {
            if let Some(status) = self.child.try_wait()? {
                bail!("the server ended before it was ready ({status}); its reason stands above");
            }
            if start.elapsed() > PATIENCE {
                interrupt(self.child.id());
                self.child.wait()?;
                bail!(
                    "the server did not answer at {} within {} s",
                    self.address,
                    PATIENCE.as_secs()
                );
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        Ok(())
    }

    pub fn wait(mut self) -> Result<ExitStatus> {
        let status = self.child.wait()?;
        RUNNING.store(0, Ordering::SeqCst);
        Ok(status)
    }

    fn is_ready(&self) -> bool {
        match self.encryption {
            Encryption::None => answers_healthily(self.address).unwrap_or(false),
            Encryption::Tls => connect(self.address).is_ok(),
        }
    }
}

/// An error when something else listens there already.
pub fn refuse_a_taken_port(listen: SocketAddr) -> Result<()> {
    match TcpListener::bind(listen) {
        Ok(_) => Ok(()),
        Err(error) if error.kind() == ErrorKind::AddrInUse => bail!(
            "port {} is in use: end what uses it, or choose another, for instance `cargo xtask run -- --listen {}:{}`",
            listen.port(),
            listen.ip(),
            listen.port().checked_add(1).unwrap_or(3000),
        ),
        Err(error) => Err(error).with_context(|| format!("{listen} is nothing to listen on here")),
    }
}

/// The address to reach it at from this machine.
pub fn reachable(listen: SocketAddr) -> SocketAddr {
    let loopback = match listen.ip() {
        _ if !listen.ip().is_unspecified() => return listen,
        IpAddr::V4(_) => IpAddr::V4(Ipv4Addr::LOCALHOST),
        IpAddr::V6(_) => IpAddr::V6(Ipv6Addr::LOCALHOST),
    };
    SocketAddr::new(loopback, listen.port())
}

fn connect(address: SocketAddr) -> std::io::Result<TcpStream> {
    TcpStream::connect_timeout(&address, Duration::from_secs(1))
}

fn answers_healthily(address: SocketAddr) -> std::io::Result<bool> {
    let mut stream = connect(address)?;
    stream.set_read_timeout(Some(Duration::from_secs(2)))?;
    let request = format!("GET /healthz HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes())?;
    let mut start = [0; 12];
    stream.read_exact(&mut start)?;
    Ok(start.starts_with(b"HTTP/1.1 200"))
}

/// Ctrl-C, a hang-up or a request to end: the server is told, and we end when
/// it has.
fn pass_on() {
    match RUNNING.load(Ordering::SeqCst) {
        0 => std::process::exit(130),
        id => interrupt(id),
    }
}

fn interrupt(id: u32) {
    let mut kill = process::command("kill");
    let _ = kill.arg("-INT").arg(id.to_string()).status();
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A server that answers one request with this status line.
    fn answering(line: &'static str) -> SocketAddr {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        std::thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let mut request = [0; 1024];
            let _ = stream.read(&mut request).unwrap();
            stream.write_all(line.as_bytes()).unwrap();
        });
        address
    }

    #[test]
    fn only_a_healthy_answer_is_readiness() {
        assert!(answers_healthily(answering("HTTP/1.1 200 OK")).unwrap());
        assert!(!answers_healthily(answering("HTTP/1.1 503 Service Unavailable")).unwrap());
    }

    #[test]
    fn a_taken_port_is_a_sentence_with_another_one_in_it() {
        let taken = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = taken.local_addr().unwrap();
        let error = refuse_a_taken_port(address).expect_err("is taken");
        let sentence = error.to_string();
        assert!(sentence.starts_with(&format!("port {} is in use", address.port())));
        drop(taken);
        assert!(refuse_a_taken_port(address).is_ok());
    }

    #[test]
    fn every_address_is_reached_through_the_loopback() {
        let reached = reachable("0.0.0.0:3000".parse().unwrap());
        assert_eq!(reached.to_string(), "127.0.0.1:3000");
    }

    #[test]
    fn a_server_that_ends_at_once_is_not_waited_for() {
        let mut command = process::command("sh");
        command.args(["-c", "exit 7"]);
        let child = command.spawn().unwrap();
        let mut server = Server {
            child,
            address: "127.0.0.1:1".parse().unwrap(),
            encryption: Encryption::None,
        };
        let error = server.wait_until_ready().expect_err("has ended");
        assert!(error.to_string().contains("exit status: 7"));
    }
}
