//! The server in a process of its own, which can be killed.

use std::net::SocketAddr;
use std::process::{ExitStatus, Stdio};
use std::sync::Arc;

use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::{Child, ChildStderr, Command};

use crate::house::Place;
use crate::soon::soon;

pub fn binary() -> Command {
    with_log(Command::new(env!("CARGO_BIN_EXE_chatmux")))
}

/// The same, with so many files at a time.
fn binary_within(files: u32) -> Command {
    let mut shell = Command::new("sh");
    let line = format!("ulimit -n {files} && exec \"$0\" \"$@\"");
    shell.args(["-c", &line, env!("CARGO_BIN_EXE_chatmux")]);
    with_log(shell)
}

fn with_log(mut command: Command) -> Command {
    command.env("NO_COLOR", "1").env("CHATMUX_LOG", "info");
    command
}

/// A running server.
pub struct Process {
    pub address: SocketAddr,
    child: Child,
    /// Held, so that it can go on writing its log.
    _log: BufReader<ChildStderr>,
}

impl Process {
    pub async fn start(place: &Arc<Place>) -> Self {
        Self::start_with(place, &[]).await
    }

    /// With variables beyond the usual.
    pub async fn start_with(place: &Arc<Place>, variables: &[(&str, &str)]) -> Self {
        Self::start_as(binary(), place, variables).await
    }

    /// That may have so many files and sockets open at a time.
    pub async fn start_within(place: &Arc<Place>, files: u32, variables: &[(&str, &str)]) -> Self {
        Self::start_as(binary_within(files), place, variables).await
    }

    async fn start_as(
        mut command: Command,
        place: &Arc<Place>,
        variables: &[(&str, &str)],
    ) -> Self {
        let mut child = command
            .args(place.settings())
            // What is written here is all to be found again.
            .env("CHATMUX_ENTRIES_KEPT", "1000000")
            .env("CHATMUX_MESSAGES_A_MINUTE", "600000")
            .env("CHATMUX_MESSAGES_AT_ONCE", "100000")
            .envs(variables.iter().copied())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .expect("the binary is there");
        let mut log = BufReader::new(child.stderr.take().expect("a pipe"));
        let address = soon("the address", address(&mut log)).await;
        Self {
            address,
            child,
            _log: log,
        }
    }

    /// SIGKILL: at once, in the midst of anything.
    pub fn kill(&mut self) {
        self.child.start_kill().expect("it runs");
    }

    /// SIGTERM.
    pub async fn terminate(&self) {
        let id = self.child.id().expect("it runs");
        let command = format!("kill -TERM {id}");
        let sent = Command::new("sh").args(["-c", &command]).status().await;
        assert!(sent.expect("there is a shell").success());
    }

    pub async fn end(mut self) -> ExitStatus {
        let ended = soon("the process to end", self.child.wait()).await;
        ended.expect("it can be waited for")
    }
}

async fn address(log: &mut BufReader<ChildStderr>) -> SocketAddr {
    loop {
        let mut line = String::new();
        let read = log.read_line(&mut line).await.expect("a log");
        assert_ne!(read, 0, "the server ended before it listened");
        let word = line.split("address=").nth(1);
        let word = word.and_then(|rest| rest.split_whitespace().next());
        if let Some(address) = word {
            return address.parse().expect("an address");
        }
    }
}
