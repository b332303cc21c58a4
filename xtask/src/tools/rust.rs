//! What the toolchain must have beside the compiler.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};

use crate::process;

const BROWSER: &str = "wasm32-unknown-unknown";

pub fn need(root: &Path) -> Result<()> {
    if !has_browser_target(root) {
        println!("Adding the target {BROWSER} to the toolchain; a few seconds.");
        rustup(root, &["target", "add", BROWSER])?;
    }
    if !has_sources(root) {
        println!("Adding rust-src to the toolchain; a few seconds.");
        rustup(root, &["component", "add", "rust-src"])?;
    }
    for (component, command) in [("clippy", "clippy"), ("rustfmt", "fmt")] {
        let mut ask = cargo(root, command);
        if process::answer(ask.arg("--version")).is_none() {
            println!("Adding {component} to the toolchain; a few seconds.");
            rustup(root, &["component", "add", component])?;
        }
    }
    Ok(())
}

fn has_browser_target(root: &Path) -> bool {
    let mut rustc = process::command("rustc");
    rustc.current_dir(root).args(["--print", "target-libdir"]);
    let folder = process::answer(rustc.args(["--target", BROWSER]));
    folder.is_some_and(|folder| Path::new(&folder).is_dir())
}

/// Those of the standard library.
fn has_sources(root: &Path) -> bool {
    let mut rustc = process::command("rustc");
    rustc.current_dir(root).args(["--print", "sysroot"]);
    let sysroot = process::answer(&mut rustc).unwrap_or_default();
    let sources = Path::new(sysroot.trim()).join("lib/rustlib/src/rust/library/Cargo.lock");
    sources.is_file()
}

fn cargo(root: &Path, subcommand: &str) -> Command {
    let mut command = process::command("cargo");
    command.current_dir(root).arg(subcommand);
    command
}

fn rustup(root: &Path, arguments: &[&str]) -> Result<()> {
    let mut command = process::command("rustup");
    process::run(command.current_dir(root).args(arguments)).with_context(|| {
        let arguments = arguments.join(" ");
        format!(
            "the toolchain lacks something that only rustup adds; with rustup (https://rustup.rs) run `rustup {arguments}`"
        )
    })
}
