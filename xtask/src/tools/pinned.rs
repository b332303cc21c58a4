//! Tools installed at one version, from crates.io or npm.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::{process, target};

/// A tool at the one version that works.
#[derive(Debug)]
pub struct Pinned {
    name: &'static str,
    version: &'static str,
    source: Source,
    /// The programs that are asked for their version, and the word they must
    /// answer.
    programs: &'static [&'static str],
    answer: &'static str,
    /// How long the installation takes on two cores.
    time: &'static str,
}

#[derive(Debug)]
enum Source {
    Crates {
        arguments: &'static [&'static str],
        environment: &'static [(&'static str, &'static str)],
    },
    Npm,
}

/// In debug: a release build takes half an hour and saves a second. With
/// `no_downloads` it uses what is on PATH and never fetches a binary.
/// `--ignore-rust-version`: its locked dependencies ask for a newer compiler
/// than they need.
pub const CARGO_LEPTOS: Pinned = Pinned {
    name: "cargo-leptos",
    version: "0.3.11",
    source: Source::Crates {
        arguments: &[
            "--locked",
            "--ignore-rust-version",
            "--features",
            "no_downloads",
        ],
        environment: &[],
    },
    programs: &["cargo-leptos"],
    answer: "0.3.11",
    time: "5 minutes",
};

/// To the last number the version of the crate in `Cargo.toml`. Its lock file
/// asks for a newer compiler than ours, so dependencies are chosen to fit.
pub const WASM_BINDGEN: Pinned = Pinned {
    name: "wasm-bindgen-cli",
    version: "0.2.130",
    source: Source::Crates {
        arguments: &["--no-default-features"],
        environment: &[("CARGO_RESOLVER_INCOMPATIBLE_RUST_VERSIONS", "fallback")],
    },
    programs: &["wasm-bindgen", "wasm-bindgen-test-runner"],
    answer: "0.2.130",
    time: "1 minute",
};

/// `wasm-opt`. What distributions ship is too old: its output dies in the browser.
pub const BINARYEN: Pinned = Pinned {
    name: "binaryen",
    version: "132.0.0",
    source: Source::Npm,
    programs: &["wasm-opt"],
    answer: "132",
    time: "10 seconds",
};

/// Joins the style sheets into one: cargo-leptos leaves `@import` as it is.
pub const SASS: Pinned = Pinned {
    name: "sass",
    version: "1.108.2",
    source: Source::Npm,
    programs: &["sass"],
    answer: "1.108.2",
    time: "10 seconds",
};

impl Pinned {
    /// Finds or installs the tool. The folder is to come first on PATH; there
    /// is none when the right version is on PATH already.
    pub fn need(&self, root: &Path, cache: &Path) -> Result<Option<PathBuf>> {
        if self.answers_from(Path::new("")) {
            return Ok(None);
        }
        let home = cache.join(format!("{}-{}", self.name, self.version));
        let folder = home.join(self.source.programs());
        if !self.answers_from(&folder) {
            let _lock = target::lock(&cache.join(".lock"), "Tools are being installed")?;
            // Whoever held the lock may have installed it.
            if !self.answers_from(&folder) {
                self.install(root, cache, &home)?;
            }
        }
        Ok(Some(folder))
    }

    /// Whether its programs in this folder, or on PATH when the folder has no
    /// name, are of this version.
    fn answers_from(&self, folder: &Path) -> bool {
        let mut programs = self.programs.iter().map(|program| folder.join(program));
        programs.all(|program| {
            let answer = process::answer(process::command(program).arg("--version"));
            answer.is_some_and(|text| text.split_whitespace().any(|word| word == self.answer))
        })
    }

    fn install(&self, root: &Path, cache: &Path, home: &Path) -> Result<()> {
        let Self {
            name,
            version,
            time,
            ..
        } = self;
        println!("Installing {name} {version}, once; about {time} on two cores.");
        fs::create_dir_all(home).with_context(|| format!("{} cannot be made", home.display()))?;
        let building = cache.join(".building");
        let mut command = self.installer(root, home, &building);
        let by_hand = self.source.environment() + &process::line(&command);
        process::run(&mut command).with_context(|| {
            format!(
                "{name} {version} is needed and could not be installed; to do it by hand: {by_hand}"
            )
        })?;
        // Kept when it failed, so that trying again is quicker.
        if building.exists() {
            fs::remove_dir_all(&building)?;
        }
        anyhow::ensure!(
            self.answers_from(&home.join(self.source.programs())),
            "{name} {version} was installed into {} and does not run there",
            home.display(),
        );
        Ok(())
    }

    fn installer(&self, root: &Path, home: &Path, building: &Path) -> Command {
        match self.source {
            Source::Crates {
                arguments,
                environment,
            } => {
                let mut cargo = process::command("cargo");
                // In the clone, so that rustup takes the pinned compiler.
                cargo.current_dir(root);
                cargo.args(["install", self.name, "--version", self.version]);
                cargo.args(["--debug", "--force"]).args(arguments);
                cargo.arg("--root").arg(home);
                cargo.env("CARGO_TARGET_DIR", building);
                cargo.env("CARGO_PROFILE_DEV_DEBUG", "0");
                cargo.env("CARGO_INCREMENTAL", "0");
                cargo.envs(environment.iter().copied());
                cargo
            }
            Source::Npm => {
                let mut npm = process::command("npm");
                npm.args(["install", "--no-audit", "--no-fund", "--save-exact"]);
                npm.arg("--prefix").arg(home);
                npm.arg(format!("{}@{}", self.name, self.version));
                npm
            }
        }
    }
}

impl Source {
    /// Where programs are put, below the tool's own folder.
    fn programs(&self) -> &'static str {
        match self {
            Self::Crates { .. } => "bin",
            Self::Npm => "node_modules/.bin",
        }
    }

    /// What is set for the installation, as one would type it.
    fn environment(&self) -> String {
        let set = match self {
            Self::Crates { environment, .. } => environment,
            Self::Npm => &[][..],
        };
        let words = set.iter().map(|(name, value)| format!("{name}={value} "));
        words.collect::<Vec<_>>().concat()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn command_line(tool: &Pinned) -> String {
        let command = tool.installer(Path::new("/clone"), Path::new("/home"), Path::new("/b"));
        tool.source.environment() + &process::line(&command)
    }

    #[test]
    fn every_installation_names_its_version() {
        assert_eq!(
            command_line(&CARGO_LEPTOS),
            "cargo install cargo-leptos --version 0.3.11 --debug --force --locked \
             --ignore-rust-version --features no_downloads --root /home"
        );
        assert_eq!(
            command_line(&WASM_BINDGEN),
            "CARGO_RESOLVER_INCOMPATIBLE_RUST_VERSIONS=fallback \
             cargo install wasm-bindgen-cli --version 0.2.130 --debug --force \
             --no-default-features --root /home"
        );
        assert_eq!(
            command_line(&BINARYEN),
            "npm install --no-audit --no-fund --save-exact --prefix /home binaryen@132.0.0"
        );
    }

    #[test]
    fn the_tool_is_the_version_of_the_crate() {
        let manifest = include_str!("../../../Cargo.toml");
        assert!(manifest.contains(&format!("wasm-bindgen = \"={}\"", WASM_BINDGEN.version)));
    }

    #[test]
    fn a_program_that_is_missing_or_of_another_version_does_not_count() {
        let other = Pinned {
            programs: &["cargo"],
            answer: "0.0.0",
            ..CARGO_LEPTOS
        };
        assert!(!other.answers_from(Path::new("")));
        assert!(!other.answers_from(Path::new("/no/such/folder")));
    }
}
