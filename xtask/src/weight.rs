//! What a first visit weighs: the client's files, as brotli sends them.
//!
//! Node packs them: it is needed anyway, and knows brotli without a crate.

use std::path::Path;

use anyhow::{Context, Result};

use crate::process;

/// In bytes. Two who talk were 148 kB; that each has a key, signs, and checks
/// the whole conversation made it 185; calls that hold (relays, budget, figures,
/// stage, verification, files, devices, room control) made it 313; the map that
/// lives, in the lobby and in rooms, is the rest. It goes up
/// with what a page can do and with nothing else.
const LIMIT: u64 = 375_000;

const PACK: &str = "
const { brotliCompressSync, constants } = require('node:zlib');
const { readdirSync, readFileSync } = require('node:fs');
const folder = process.argv[1];
for (const name of readdirSync(folder).sort()) {
  if (!/\\.(wasm|js|css)$/.test(name)) continue;
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11 };
  const packed = brotliCompressSync(readFileSync(`${folder}/${name}`), { params });
  console.log(`${packed.length} ${name}`);
}";

/// Each file's bytes over the wire.
#[derive(Debug)]
pub struct Weight {
    files: Vec<(u64, String)>,
}

impl Weight {
    /// The weight of `site/pkg`, of which a first visit loads every file.
    pub fn of(package: &Path) -> Result<Self> {
        let mut node = process::command("node");
        node.arg("-e").arg(PACK).arg(package);
        let listing = process::answer(&mut node)
            .with_context(|| format!("node could not weigh {}", package.display()))?;
        Self::parse(&listing)
    }

    pub fn print(&self) {
        for (bytes, name) in &self.files {
            println!("{bytes:>9} B  {name}");
        }
        println!(
            "{:>9} B  with brotli are what a first visit loads",
            self.total()
        );
        if self.total() > LIMIT {
            let excess = self.total() - LIMIT;
            println!("TOO HEAVY: {LIMIT} B is the limit, {excess} B less");
        }
    }

    /// Whether it is no more than it may be.
    pub fn is_within_limit(&self) -> bool {
        !self.files.is_empty() && self.total() <= LIMIT
    }

    fn total(&self) -> u64 {
        self.files.iter().map(|(bytes, _)| bytes).sum()
    }

    fn parse(listing: &str) -> Result<Self> {
        let files = listing.lines().map(|line| {
            let (bytes, name) = line.split_once(' ').context("node wrote no number")?;
            Ok((bytes.parse()?, name.to_owned()))
        });
        Ok(Self {
            files: files.collect::<Result<_>>()?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_files_are_summed() {
        let weight = Weight::parse(&format!("{} a.wasm\n50000 a.js", LIMIT - 50_000)).unwrap();
        assert_eq!(weight.total(), LIMIT);
        assert!(weight.is_within_limit());
    }

    #[test]
    fn one_byte_too_many_is_too_many() {
        let weight = Weight::parse(&format!("{} a.wasm", LIMIT + 1)).unwrap();
        assert!(!weight.is_within_limit());
    }

    #[test]
    fn a_build_without_files_is_not_a_light_one() {
        assert!(!Weight::parse("").unwrap().is_within_limit());
    }
}
