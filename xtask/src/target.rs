//! The build folder, outside the clone, so that a second clone need not
//! compile every dependency again.
//!
//! Sharing it is sound for dependencies from the registry: they never change.
//! It is not for the members of the workspace: cargo takes a member for fresh
//! when its files are older than the last build, whichever clone that build
//! was of. So whoever builds holds a lock, and a clone that finds another's
//! name in the folder first makes cargo forget the members.
//!
//! Cargo's own lock is held for one command at a time and does not know about
//! clones. What a build made leaves this folder before the lock is let go.

use std::env;
use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::{Context, Result};

use crate::workspace::{self, Workspace};

/// The build folder while it is ours. Dropping it lets the next one in.
#[derive(Debug)]
pub struct BuildFolder {
    path: PathBuf,
    _lock: File,
}

impl BuildFolder {
    /// Waits until no other clone builds.
    pub fn take(workspace: &Workspace) -> Result<Self> {
        let path = path()?;
        let lock = lock(&path.join(".chatmux-lock"), "Another build is under way")?;
        hand_over(&path, &identity(workspace.root())?)?;
        Ok(Self { path, _lock: lock })
    }

    pub fn path(&self) -> &Path {
        &self.path
    }
}

/// `CARGO_TARGET_DIR` when it is set, else one folder for all clones.
fn path() -> Result<PathBuf> {
    match env::var_os("CARGO_TARGET_DIR") {
        Some(named) => Ok(env::current_dir()?.join(named)),
        None => Ok(workspace::cache()?.join("target")),
    }
}

/// An exclusive lock on a file, waited for, which ends with the value or with
/// this program, however that ends.
pub fn lock(path: &Path, busy: &str) -> Result<File> {
    let cannot = || format!("{} cannot be locked", path.display());
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).with_context(cannot)?;
    }
    let file = File::create(path).with_context(cannot)?;
    match file.try_lock() {
        Ok(()) => return Ok(file),
        Err(TryLockError::WouldBlock) => println!("{busy}: waiting for it to end."),
        Err(TryLockError::Error(error)) => return Err(error).with_context(cannot),
    }
    file.lock().with_context(cannot)?;
    Ok(file)
}

/// Which clone this is. A clone that was removed and made again at the same
/// path is another one, with other contents and perhaps older files; the
/// number in its `target` folder tells them apart.
fn identity(root: &Path) -> Result<String> {
    let path = root.join("target/.chatmux-clone");
    let number = match fs::read_to_string(&path) {
        Ok(number) => number,
        Err(_) => write_new_number(&path)?,
    };
    Ok(format!("{}\n{number}", root.display()))
}

fn write_new_number(path: &Path) -> Result<String> {
    let now = SystemTime::now().duration_since(UNIX_EPOCH)?.as_nanos();
    let number = format!("{now}-{}\n", std::process::id());
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(path, &number).with_context(|| format!("{} cannot be written", path.display()))?;
    Ok(number)
}

/// Makes the folder this clone's. The members are forgotten before the name
/// changes, so that being interrupted between the two only costs time.
fn hand_over(folder: &Path, clone: &str) -> Result<()> {
    let name = folder.join(".chatmux-built-last");
    if fs::read_to_string(&name).is_ok_and(|last| last == clone) {
        return Ok(());
    }
    forget_members(folder)?;
    fs::write(&name, clone).with_context(|| format!("{} cannot be written", name.display()))
}

/// Removes cargo's memory of having built the members: the fingerprints, for
/// every profile and target, and what incremental compilation kept.
fn forget_members(folder: &Path) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if !entry.file_type()?.is_dir() {
            continue;
        }
        match entry.file_name().to_string_lossy().as_ref() {
            ".fingerprint" => remove_named(&entry.path(), "chatmux-")?,
            "incremental" => remove_named(&entry.path(), "chatmux")?,
            "build" | "deps" | "doc" | "examples" => {}
            _ => forget_members(&entry.path())?,
        }
    }
    Ok(())
}

fn remove_named(folder: &Path, start: &str) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_name().to_string_lossy().starts_with(start) {
            fs::remove_dir_all(entry.path())
                .with_context(|| format!("{} cannot be removed", entry.path().display()))?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A build folder with one member and one dependency in two places.
    fn built(name: &str) -> PathBuf {
        let folder = env::temp_dir().join(format!("chatmux-{name}-{}", std::process::id()));
        for place in ["debug", "front/wasm32-unknown-unknown/wasm-release"] {
            for package in ["chatmux-shared-1a2b", "serde-3c4d"] {
                fs::create_dir_all(folder.join(place).join(".fingerprint").join(package)).unwrap();
            }
            fs::create_dir_all(folder.join(place).join("incremental/chatmux_shared-1a")).unwrap();
        }
        folder
    }

    fn fingerprints(folder: &Path) -> Vec<bool> {
        let places = ["debug", "front/wasm32-unknown-unknown/wasm-release"];
        let packages = ["chatmux-shared-1a2b", "serde-3c4d"];
        let paths = places.iter().flat_map(|place| {
            packages.map(|package| folder.join(place).join(".fingerprint").join(package))
        });
        paths.map(|path| path.exists()).collect()
    }

    #[test]
    fn another_clone_forgets_the_members_and_keeps_the_dependencies() {
        let folder = built("another-clone");
        hand_over(&folder, "/one\n1").unwrap();
        assert_eq!(fingerprints(&folder), [false, true, false, true]);
        assert!(!folder.join("debug/incremental/chatmux_shared-1a").exists());
        fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn the_same_clone_forgets_nothing() {
        let folder = built("same-clone");
        fs::write(folder.join(".chatmux-built-last"), "/one\n1").unwrap();
        hand_over(&folder, "/one\n1").unwrap();
        assert_eq!(fingerprints(&folder), [true, true, true, true]);
        fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn a_clone_made_again_at_the_same_path_is_another_one() {
        let root = env::temp_dir().join(format!("chatmux-clone-{}", std::process::id()));
        let first = identity(&root).unwrap();
        assert_eq!(identity(&root).unwrap(), first);
        fs::remove_dir_all(&root).unwrap();
        assert_ne!(identity(&root).unwrap(), first);
        fs::remove_dir_all(&root).unwrap();
    }
}
