//! Node, and the packages of the tests that run on it.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};

use crate::digest::Digest;
use crate::process;

pub fn need() -> Result<()> {
    for program in ["node", "npm", "npx"] {
        if process::find(program).is_none() {
            bail!(
                "`{program}` is needed and not on PATH: install Node 20 or newer, with npm, from https://nodejs.org or your distribution"
            );
        }
    }
    Ok(())
}

/// `npm ci`, when the lock file is not the one that was installed. The
/// browser is another module's matter.
pub fn need_packages(root: &Path, folder: &str) -> Result<()> {
    let (name, folder) = (folder, root.join(folder));
    let lock = folder.join("package-lock.json");
    if !lock.is_file() {
        bail!("{} is missing: is this clone whole?", lock.display());
    }
    let mut digest = Digest::default();
    digest.path(&lock)?;
    let digest = digest.to_string();
    let stamp = folder.join("node_modules/.chatmux-installed-from");
    if fs::read_to_string(&stamp).is_ok_and(|installed| installed == digest) {
        return Ok(());
    }
    println!("Installing the packages of {name}; about 10 seconds.");
    let mut npm = process::command("npm");
    npm.current_dir(&folder)
        .args(["ci", "--no-audit", "--no-fund"])
        .env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
    process::run(&mut npm).with_context(|| {
        format!("the packages of {name} could not be installed; `npm ci` there says more")
    })?;
    fs::write(&stamp, digest).with_context(|| format!("{} cannot be written", stamp.display()))
}
