//! The binary: settings, log, signals.

// Views are types as deep as their markup.
#![recursion_limit = "256"]

use anyhow::Context as _;
use chatmux_server::Server;
use chatmux_server::config::Config;
use clap::Parser as _;
use tracing_subscriber::EnvFilter;

/// Anyone can send to a relay uninvited, which is no news.
const QUIET: &str = "turn::allocation=warn";

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let filter = EnvFilter::try_from_env("CHATMUX_LOG").unwrap_or_else(|_| EnvFilter::new("info"));
    let filter = filter.add_directive(QUIET.parse()?);
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .init();
    let config = Config::parse();
    let server = Server::start(&config).await?;
    let address = server.address().context("the address is not known")?;
    tracing::info!(%address, data = %config.data.display(), "listening");
    server.serve(stop_signal()).await.context("serving")?;
    tracing::info!("stopped");
    Ok(())
}

/// SIGINT or SIGTERM, whichever comes first.
async fn stop_signal() {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate()).expect("signals can be handled");
    tokio::select! {
        result = tokio::signal::ctrl_c() => result.expect("signals can be handled"),
        _ = terminate.recv() => {}
    }
}
