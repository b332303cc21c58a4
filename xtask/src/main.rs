//! The two commands of chatMUX, `cargo xtask run` and `cargo xtask test`, and
//! its own checks.
//!
//! A fresh machine has Rust and Node; what else is needed is installed here,
//! at pinned versions, outside the clone. Everything an error has to say is
//! one sentence that names what is missing and how to get it.
//!
//! # Layout
//! - [`arguments`]: the command line, parsed once
//! - [`run`], [`server`], [`lan`], [`certificate`]: build, serve, show the address
//! - [`test`], [`count`]: all parts, and one sum over what their runners say
//! - [`tidy`], [`trials`]: checks that read the sources
//! - [`circles`]: how fast circles are packed, beside d3-hierarchy
//! - [`release`], [`slim`], [`weight`], [`target`]: the release build and where it lies
//! - [`tools`], [`process`], [`workspace`]: what the others stand on
#![allow(
    clippy::print_stdout,
    reason = "a command line tool speaks on standard output"
)]

#[cfg(not(unix))]
compile_error!("chatMUX is built on Linux and macOS; on Windows, use WSL.");

mod arguments;
mod certificate;
mod circles;
mod count;
mod digest;
mod lan;
mod process;
mod release;
mod run;
mod server;
mod slim;
mod target;
mod test;
mod tidy;
mod tools;
mod trials;
mod weight;
mod workspace;

use std::process::ExitCode;

use arguments::Task;
use workspace::Workspace;

const HELP: &str = "\
chatMUX, from a clone. Needed beforehand: Rust (rustup) and Node.

  cargo xtask run [--lan] [-- server arguments]
      Installs what is missing, builds for release, serves
      http://127.0.0.1:3000. With --lan: over https on the local network,
      so that a phone can join.

  cargo xtask test [name …] [-- runner arguments]
      Installs what is missing, Chromium too, and runs every part, or the
      named ones: fmt, tidy, trials, clippy, native, wasm, weight, e2e.
      Ends with one line, `N passed, N failed`.

  cargo xtask tidy
      Checks that every line of code stands in the room it belongs to.

  cargo xtask trials
      Lists the trials and the test that covers each.

  cargo xtask circles
      Measures how fast circles are packed: ours native and under Node,
      and d3-hierarchy under Node.

Tools and builds are kept in ~/.cache/chatmux, rooms in
~/.local/share/chatmux (XDG_CACHE_HOME and XDG_DATA_HOME are heeded).";

fn main() -> ExitCode {
    perform().unwrap_or_else(|error| {
        eprintln!("error: {error:#}");
        ExitCode::FAILURE
    })
}

fn perform() -> anyhow::Result<ExitCode> {
    let task = Task::parse(std::env::args().skip(1).collect())?;
    let workspace = Workspace::find()?;
    match task {
        Task::Help => {
            println!("{HELP}");
            Ok(ExitCode::SUCCESS)
        }
        Task::Run(wish) => run::run(&workspace, &wish),
        Task::Test(wish) => test::test(&workspace, &wish),
        Task::Tidy => tidy::report(&workspace),
        Task::Trials => trials::report(&workspace),
        Task::Circles => circles::measure(&workspace),
    }
}
