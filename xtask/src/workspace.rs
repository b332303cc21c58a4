//! The clone, and the folders outside it that belong to this user.

use std::env;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// The clone: the folder with the workspace's `Cargo.toml`, links resolved.
#[derive(Debug)]
pub struct Workspace {
    root: PathBuf,
}

impl Workspace {
    /// The clone this was started from, which need not be the one it was
    /// compiled in, when two of them share a `CARGO_TARGET_DIR`.
    pub fn find() -> Result<Self> {
        let manifest = env::var("CARGO_MANIFEST_DIR")
            .unwrap_or_else(|_| env!("CARGO_MANIFEST_DIR").to_owned());
        let root = Path::new(&manifest).join("..");
        let root = root.canonicalize().with_context(|| {
            format!(
                "the clone at {} is gone: use `cargo xtask` inside a clone",
                root.display()
            )
        })?;
        Ok(Self { root })
    }

    pub fn root(&self) -> &Path {
        &self.root
    }

    pub fn join(&self, path: &str) -> PathBuf {
        self.root.join(path)
    }
}

/// This user's folder for what can be made again: tools, builds.
pub fn cache() -> Result<PathBuf> {
    folder_of_user("XDG_CACHE_HOME", ".cache")
}

/// This user's folder for what cannot: rooms, the certificate a phone was
/// told to trust.
pub fn data() -> Result<PathBuf> {
    folder_of_user("XDG_DATA_HOME", ".local/share")
}

/// `$VARIABLE/chatmux`, or `~/fallback/chatmux`. A relative value is invalid
/// and ignored, as the XDG base directory specification says.
fn folder_of_user(variable: &str, fallback: &str) -> Result<PathBuf> {
    let named = env::var_os(variable).map(PathBuf::from);
    if let Some(folder) = named.filter(|folder| folder.is_absolute()) {
        return Ok(folder.join("chatmux"));
    }
    let home = env::home_dir()
        .filter(|home| home.is_absolute())
        .with_context(|| format!("there is no home folder: set HOME or {variable}"))?;
    Ok(home.join(fallback).join("chatmux"))
}
