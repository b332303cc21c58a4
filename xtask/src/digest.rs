//! A number that changes when files change.
//!
//! It tells whether something has to be made again, on one machine, with one
//! compiler. It keeps out mistakes, not attackers.

use std::fmt;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

#[derive(Debug, Default)]
pub struct Digest(DefaultHasher);

impl Digest {
    pub fn text(&mut self, text: &str) {
        text.hash(&mut self.0);
    }

    /// A file, or a folder with everything in it: names and contents. What
    /// does not exist counts as not existing.
    pub fn path(&mut self, path: &Path) -> Result<()> {
        for file in files(path)? {
            let contents =
                fs::read(&file).with_context(|| format!("{} cannot be read", file.display()))?;
            file.hash(&mut self.0);
            contents.hash(&mut self.0);
        }
        Ok(())
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0.finish())
    }
}

/// Every file at or below a path, sorted; folders that hold what was made
/// from the sources are left out.
pub fn files(path: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    collect(path, &mut found)?;
    found.sort();
    Ok(found)
}

const MADE: [&str; 5] = [
    ".git",
    "node_modules",
    "playwright-report",
    "target",
    "test-results",
];

fn collect(path: &Path, found: &mut Vec<PathBuf>) -> Result<()> {
    if path.is_file() {
        found.push(path.to_owned());
    }
    // A link to a folder may lead back up.
    if !path.is_dir() || path.is_symlink() {
        return Ok(());
    }
    let entries =
        fs::read_dir(path).with_context(|| format!("{} cannot be read", path.display()))?;
    for entry in entries {
        let entry = entry?;
        if !MADE.iter().any(|made| entry.file_name() == *made) {
            collect(&entry.path(), found)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn digest_of(folder: &Path) -> String {
        let mut digest = Digest::default();
        digest.path(folder).unwrap();
        digest.to_string()
    }

    #[test]
    fn it_changes_with_contents_and_names_but_not_with_what_was_made() {
        let folder = std::env::temp_dir().join(format!("chatmux-digest-{}", std::process::id()));
        fs::create_dir_all(folder.join("target")).unwrap();
        fs::write(folder.join("a"), "1").unwrap();
        let first = digest_of(&folder);
        fs::write(folder.join("target/made"), "1").unwrap();
        assert_eq!(digest_of(&folder), first);
        fs::write(folder.join("a"), "2").unwrap();
        let second = digest_of(&folder);
        assert_ne!(second, first);
        fs::rename(folder.join("a"), folder.join("b")).unwrap();
        assert_ne!(digest_of(&folder), second);
        fs::remove_dir_all(&folder).unwrap();
    }
}
