//! `cargo xtask run`: build what changed, serve it, say where.

use std::fs;
use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::SystemTime;

use anyhow::{Context, Result, bail};

use crate::arguments::{Reach, Run};
use crate::certificate::Certificate;
use crate::release::Release;
use crate::server::{self, Encryption, Server};
use crate::tools::Toolbox;
use crate::workspace::{self, Workspace};
use crate::{lan, process};

/// Serves until Ctrl-C; the exit code is the server's.
pub fn run(workspace: &Workspace, wish: &Run) -> Result<ExitCode> {
    let listen = wish.listen()?;
    // Before a build of minutes, and again after it.
    server::refuse_a_taken_port(listen)?;
    let network = network(wish.reach)?;
    if is_first()? {
        println!(
            "The first time installs tools and builds everything: 15 to 20 minutes on two cores. Later it starts in seconds."
        );
    }
    let release = Release::make(workspace, &mut Toolbox::open(workspace)?)?;
    server::refuse_a_taken_port(listen)?;

    let mut command = command(&release, wish)?;
    let encryption = add_network(&mut command, wish, &network)?;
    let mut server = Server::start(command.args(&wish.server), listen, encryption)?;
    server.wait_until_ready()?;
    announce(listen, encryption, &network);
    let status = server.wait()?;
    let code = status.code().and_then(|code| u8::try_from(code).ok());
    Ok(code.map_or(ExitCode::FAILURE, ExitCode::from))
}

fn is_first() -> Result<bool> {
    Ok(!workspace::cache()?.join("tools").exists())
}

/// The addresses a phone can use: none unless they were asked for.
fn network(reach: Reach) -> Result<Vec<IpAddr>> {
    match reach {
        Reach::Here => Ok(Vec::new()),
        Reach::Lan => {
            let addresses = lan::addresses();
            if addresses.is_empty() {
                bail!(
                    "this machine has no address on a local network, so no phone can reach it: connect it to one, or leave out --lan"
                );
            }
            Ok(addresses)
        }
    }
}

/// The server with its files and its data; flags given by hand go behind.
fn command(release: &Release, wish: &Run) -> Result<Command> {
    let mut command = process::command(release.server());
    command.envs(release.environment());
    if wish.server_value("--listen").is_none() {
        command.arg("--listen").arg(wish.listen()?.to_string());
    }
    if wish.server_value("--data").is_none() {
        let file = data_file(&workspace::data()?)?;
        println!("Rooms are kept in {}.", file.display());
        command.arg("--data").arg(file);
    }
    Ok(command)
}

fn data_file(folder: &Path) -> Result<PathBuf> {
    fs::create_dir_all(folder).with_context(|| {
        format!(
            "{} cannot be made; name another place with `cargo xtask run -- --data FILE`",
            folder.display()
        )
    })?;
    Ok(folder.join("chatmux.sqlite"))
}

/// What serving the local network takes: a certificate, and the address that
/// goes into invitations.
fn add_network(command: &mut Command, wish: &Run, network: &[IpAddr]) -> Result<Encryption> {
    let by_hand = wish.server_value("--tls-cert").is_some();
    let Some(best) = network.first() else {
        return Ok(if by_hand {
            Encryption::Tls
        } else {
            Encryption::None
        });
    };
    if !by_hand {
        let folder = workspace::data()?.join("lan");
        let kept = Certificate::keep(&folder, network, SystemTime::now())?;
        command.arg("--tls-cert").arg(kept.chain);
        command.arg("--tls-key").arg(kept.key);
    }
    if wish.server_value("--public-url").is_none() {
        let address = SocketAddr::new(*best, wish.listen()?.port());
        command
            .arg("--public-url")
            .arg(format!("https://{address}"));
    }
    Ok(Encryption::Tls)
}

fn announce(listen: SocketAddr, encryption: Encryption, network: &[IpAddr]) {
    let scheme = match encryption {
        Encryption::None => "http",
        Encryption::Tls => "https",
    };
    println!(
        "\nchatMUX is ready: {scheme}://{}",
        server::reachable(listen)
    );
    for ip in network {
        let address = SocketAddr::new(*ip, listen.port());
        println!("On the local network: {scheme}://{address}");
    }
    if !network.is_empty() {
        println!(
            "Its certificate is self-signed: each browser warns once; go on from there (Advanced, Proceed)."
        );
    }
    println!("Ctrl-C ends it.\n");
}
