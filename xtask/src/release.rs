//! The release build, as it lies in the clone: the server, the files it
//! serves, and the digest of the sources both were made from.
//!
//! It has a folder of its own, `target/chatmux`. Another clone may build over
//! the shared build folder, and `cargo leptos watch` over `target/site`, while
//! a server from here runs or is started again.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use anyhow::{Context, Result};

use crate::digest::Digest;
use crate::process;
use crate::slim::slim;
use crate::target::BuildFolder;
use crate::tools::Toolbox;
use crate::weight::Weight;
use crate::workspace::Workspace;

/// The folder, relative to the clone, and below it the files a browser gets.
const FOLDER: &str = "target/chatmux";
const SITE: &str = "target/chatmux/site";

/// How the client is compiled, beside its profile in Cargo.toml.
const SMALL: &str = "-Zunstable-options -Cpanic=immediate-abort -Zlocation-detail=none \
                     -Zfmt-debug=none";

/// What lies in the clone and is not an input of the release build. Everything
/// else is one: forgetting to list a new folder costs time, not correctness.
const NO_INPUT: [&str; 10] = [
    ".ci",
    ".git",
    ".github",
    "bench",
    "deploy",
    "docs",
    "end2end",
    "node_modules",
    "target",
    "xtask",
];

#[derive(Debug)]
pub struct Release {
    folder: PathBuf,
}

impl Release {
    /// The release build of the sources as they are now, made if need be.
    pub fn make(workspace: &Workspace, tools: &mut Toolbox) -> Result<Self> {
        let release = Self {
            folder: workspace.join(FOLDER),
        };
        let digest = digest_of_inputs(workspace)?;
        if release.is_of(&digest) {
            println!("The release build is up to date.");
            return Ok(release);
        }
        release.build(workspace, tools)?;
        fs::write(release.stamp(), digest)?;
        Ok(release)
    }

    pub fn server(&self) -> PathBuf {
        self.folder.join("chatmux")
    }

    /// The files a first visit loads: wasm, JavaScript, style.
    pub fn package(&self) -> PathBuf {
        self.folder.join("site/pkg")
    }

    /// What the server has to be told about its files.
    pub fn environment(&self) -> [(&'static str, OsString); 4] {
        [
            ("LEPTOS_OUTPUT_NAME", "chatmux".into()),
            ("LEPTOS_SITE_ROOT", self.folder.join("site").into()),
            ("LEPTOS_SITE_PKG_DIR", "pkg".into()),
            ("LEPTOS_HASH_FILES", "true".into()),
        ]
    }

    fn stamp(&self) -> PathBuf {
        self.folder.join("built-from")
    }

    fn is_of(&self, digest: &str) -> bool {
        let stamp = fs::read_to_string(self.stamp()).unwrap_or_default();
        stamp == digest && process::is_program(&self.server()) && self.package().is_dir()
    }

    fn build(&self, workspace: &Workspace, tools: &mut Toolbox) -> Result<()> {
        tools.need_rust()?;
        tools.need_leptos()?;
        let build_folder = BuildFolder::take(workspace)?;
        announce(build_folder.path());
        fs::create_dir_all(&self.folder)?;
        // Until it is done, it is of nothing.
        fs::write(self.stamp(), "")?;
        let start = Instant::now();
        for mut half in [
            client(tools, build_folder.path()),
            server(tools, build_folder.path()),
        ] {
            process::run(&mut half).context("the release build failed; the reason stands above")?;
        }
        let made = build_folder.path().join("release");
        for file in ["chatmux", "hash.txt"] {
            bring(&made.join(file), &self.folder.join(file))?;
        }
        println!("Built in {} s.", start.elapsed().as_secs());
        let hashes = self.folder.join("hash.txt");
        slim(tools, &self.folder.join("site"), &self.package(), &hashes)?;
        Weight::of(&self.package())?.print();
        Ok(())
    }
}

/// The client, with a standard library of its own that is built for size and
/// leaves out what a panic would say: a fifth of the weight. A panic ends the
/// client either way. `cargo leptos build` and `watch`, called by hand, build
/// with the usual one and say it all.
///
/// The compiler is the pinned one; the variable only lets it take the flags,
/// which have not been stable yet.
fn client(tools: &Toolbox, build_folder: &Path) -> Command {
    let mut command = leptos(tools, build_folder);
    command
        .arg("--frontend-only")
        .arg("--lib-cargo-args=-Zbuild-std=std,panic_abort")
        .arg("--lib-cargo-args=-Zbuild-std-features=optimize_for_size")
        .env("RUSTC_BOOTSTRAP", "1")
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", SMALL);
    command
}

fn server(tools: &Toolbox, build_folder: &Path) -> Command {
    let mut command = leptos(tools, build_folder);
    command.arg("--server-only");
    command
}

fn leptos(tools: &Toolbox, build_folder: &Path) -> Command {
    let mut command = tools.command("cargo");
    command
        .args(["leptos", "build", "--release"])
        .env("CARGO_TARGET_DIR", build_folder)
        .env("LEPTOS_SITE_ROOT", SITE)
        .env("LEPTOS_HASH_FILES", "true")
        // cargo-leptos would look for a binary named like its package.
        .env("LEPTOS_BIN_EXE_NAME", "chatmux")
        // It answers a compile error with a trace of itself.
        .env("RUST_BACKTRACE", "0");
    command
}

fn announce(build_folder: &Path) {
    let first = !build_folder.join("release/deps").exists();
    let time = if first {
        "The first time takes about 10 minutes on two cores"
    } else {
        "This takes a minute or two"
    };
    println!("Building for release. {time}.");
}

fn digest_of_inputs(workspace: &Workspace) -> Result<String> {
    let mut digest = Digest::default();
    let mut inputs: Vec<_> = fs::read_dir(workspace.root())?
        .map(|entry| Ok(entry?.path()))
        .collect::<Result<_>>()?;
    inputs.retain(|path| is_input(path));
    inputs.sort();
    for input in inputs {
        digest.path(&input)?;
    }
    for name in ["RUSTFLAGS", "CARGO_ENCODED_RUSTFLAGS"] {
        digest.text(&env::var(name).unwrap_or_default());
    }
    Ok(digest.to_string())
}

fn is_input(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let end = path.extension().unwrap_or_default().to_string_lossy();
    let prose_and_data = ["md", "png", "sqlite", "sqlite-shm", "sqlite-wal"];
    !prose_and_data.contains(&end.as_ref()) && !NO_INPUT.contains(&name.as_ref())
}

/// A copy in one step: a server that runs keeps the file it was started from.
fn bring(from: &Path, to: &Path) -> Result<()> {
    let beside = to.with_extension("new");
    fs::copy(from, &beside).with_context(|| format!("the build made no {}", from.display()))?;
    fs::rename(&beside, to)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_folder_is_an_input_until_it_is_said_not_to_be() {
        assert!(is_input(Path::new("/clone/app")));
        assert!(is_input(Path::new("/clone/something-new")));
        assert!(is_input(Path::new("/clone/Cargo.lock")));
        assert!(!is_input(Path::new("/clone/README.md")));
        assert!(!is_input(Path::new("/clone/end2end")));
    }
}
