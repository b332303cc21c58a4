//! The client's files made small, after the build.
//!
//! wasm-bindgen names every import after what it does and a hash, twice: in
//! the wasm and in the JavaScript beside it. Short names on both sides, one
//! more round of optimization without what nobody calls, and then all files
//! packed once and for all, so that the server only hands them out.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::digest::Digest;
use crate::process;
use crate::tools::Toolbox;

/// As in `wasm-opt-features` of Cargo.toml, which optimizes once before.
const FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
];
const NAMES: &str = "--minify-imports-and-exports-and-modules";
const PASSES: [&str; 3] = ["-Oz", "--gufa", "-Oz"];
/// How the exports of what nobody calls begin: streams of server functions,
/// which come with Leptos and of which there are none here.
const UNCALLED: [&str; 2] = ["intounderlying", "__wbg_intounderlying"];
/// What `wasm-opt` calls the one module that is imported from.
const MODULE: &str = "\"a\"";

/// Beside each file the same packed, for whoever takes it.
const PACK: &str = "
const { brotliCompressSync, gzipSync, constants } = require('node:zlib');
const { readdirSync, readFileSync, writeFileSync } = require('node:fs');
for (const entry of readdirSync(process.argv[1], { recursive: true, withFileTypes: true })) {
  if (!entry.isFile() || !/\\.(wasm|js|css|svg)$/.test(entry.name)) continue;
  const path = `${entry.parentPath ?? entry.path}/${entry.name}`;
  const file = readFileSync(path);
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: 11,
    [constants.BROTLI_PARAM_SIZE_HINT]: file.length,
  };
  writeFileSync(`${path}.br`, brotliCompressSync(file, { params }));
  writeFileSync(`${path}.gz`, gzipSync(file, { level: 9 }));
}";

/// What `wasm-opt` says it called what: `[module, old, new]`, `[old, new]`.
#[derive(Debug, Deserialize)]
struct Names {
    imports: Vec<(String, String, String)>,
    exports: Vec<(String, String)>,
}

/// Makes the files below `site` small, of which those in `package` are the
/// client's; `hashes` says how these are called.
///
/// Browsers keep the client's files for ever by their names, and wasm and
/// script fit each other alone: so both get the digest of both.
pub fn slim(tools: &Toolbox, site: &Path, package: &Path, hashes: &Path) -> Result<()> {
    let wasm = only(package, "wasm")?;
    let script = only(package, "js")?;
    let names = shorten(tools, &wasm)?;
    drop_uncalled(tools, &wasm, &names)?;
    let renamed = names.rename(&fs::read_to_string(&script)?)?;
    fs::write(&script, renamed)?;
    let mut digest = Digest::default();
    digest.path(&wasm)?;
    digest.path(&script)?;
    let digest = digest.to_string();
    for file in [&wasm, &script] {
        let end = file.extension().unwrap_or_default().to_string_lossy();
        fs::rename(file, package.join(format!("chatmux.{digest}.{end}")))?;
    }
    let listed = fs::read_to_string(hashes)?;
    fs::write(hashes, rehashed(&listed, &digest))?;
    let mut node = process::command("node");
    process::run(node.arg("-e").arg(PACK).arg(site)).context("node could not pack the files")
}

/// The lines of `hash.txt`, `js: …`, `wasm: …`, `css: …`, with another digest
/// for script and wasm.
fn rehashed(listed: &str, digest: &str) -> String {
    let line = |line: &str| match line.split_once(':') {
        Some((kind @ ("js" | "wasm"), _)) => format!("{kind}: {digest}\n"),
        Some(_) | None => format!("{line}\n"),
    };
    listed.lines().map(line).collect()
}

fn only(folder: &Path, extension: &str) -> Result<PathBuf> {
    let mut found = None;
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|it| it == extension) && found.replace(path).is_some() {
            bail!("more than one .{extension} in {}", folder.display());
        }
    }
    found.with_context(|| format!("no .{extension} in {}", folder.display()))
}

fn shorten(tools: &Toolbox, wasm: &Path) -> Result<Names> {
    let mut command = tools.command("wasm-opt");
    command.arg(NAMES).args(FEATURES).arg(wasm);
    command.arg("-o").arg(wasm);
    let said = process::answer(&mut command).context("wasm-opt could not shorten the names")?;
    serde_json::from_str(&said).context("wasm-opt did not say what it renamed")
}

/// The wasm without what only [`UNCALLED`] exports need, optimized again.
fn drop_uncalled(tools: &Toolbox, wasm: &Path, names: &Names) -> Result<()> {
    let graph = wasm.with_extension("graph.json");
    fs::write(&graph, names.graph().to_string())?;
    let mut command = tools.command("wasm-metadce");
    command.args(FEATURES).arg("--graph-file").arg(&graph);
    command.arg(wasm).arg("-o").arg(wasm);
    process::answer(&mut command).context("wasm-metadce could not drop what nobody calls")?;
    fs::remove_file(&graph)?;
    let mut command = tools.command("wasm-opt");
    command.args(PASSES).args(FEATURES).arg(wasm);
    command.arg("-o").arg(wasm);
    process::answer(&mut command).context("wasm-opt could not make the client small")?;
    Ok(())
}

impl Names {
    /// What `wasm-metadce` is told of the exports: those that are called are
    /// roots.
    fn graph(&self) -> Value {
        let node = |(old, new): &(String, String)| {
            let mut node = json!({ "name": new, "export": new });
            if !UNCALLED.iter().any(|start| old.starts_with(start)) {
                node["root"] = true.into();
            }
            node
        };
        self.exports.iter().map(node).collect()
    }

    /// The script that goes with the renamed wasm. An import is renamed
    /// wherever it is named, an export where it is asked of the instance.
    fn rename(&self, script: &str) -> Result<String> {
        let module = &self
            .imports
            .first()
            .context("the client imports nothing")?
            .0;
        let imports = self.imports.iter().map(|(_, old, new)| (&**old, &**new));
        let imports: HashMap<_, _> = imports.collect();
        let exports = self.exports.iter().map(|(old, new)| (&**old, &**new));
        let exports: HashMap<_, _> = exports.collect();
        let script = script.replace(&format!("\"{module}\""), MODULE);
        let mut renamed = String::with_capacity(script.len());
        let mut rest = script.as_str();
        while let Some(start) = rest.find(is_of_identifier) {
            let (before, word) = rest.split_at(start);
            let end = word.find(|c| !is_of_identifier(c)).unwrap_or(word.len());
            let (word, after) = word.split_at(end);
            renamed.push_str(before);
            let is_property = renamed.ends_with('.');
            let new = imports
                .get(word)
                .or_else(|| exports.get(word).filter(|_| is_property));
            renamed.push_str(new.unwrap_or(&word));
            rest = after;
        }
        renamed.push_str(rest);
        Ok(renamed)
    }
}

fn is_of_identifier(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || c == '$'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_calls_is_no_root() {
        let called = |old: &str, new: &str| (old.to_owned(), new.to_owned());
        let names = Names {
            imports: Vec::new(),
            exports: vec![
                called("hydrate", "a"),
                called("intounderlyingsink_close", "b"),
            ],
        };
        let graph = json!([
            { "name": "a", "export": "a", "root": true },
            { "name": "b", "export": "b" },
        ]);
        assert_eq!(names.graph(), graph);
    }

    #[test]
    fn script_and_wasm_are_called_by_one_digest() {
        let listed = "js: a\nwasm: b\ncss: c\n";
        assert_eq!(rehashed(listed, "d"), "js: d\nwasm: d\ncss: c\n");
    }

    #[test]
    fn imports_are_renamed_everywhere_and_exports_where_they_are_asked_for() {
        let names = Names {
            imports: vec![("./c_bg.js".into(), "__wbg_log_1a".into(), "x".into())],
            exports: vec![
                ("hydrate".into(), "y".into()),
                ("memory".into(), "z".into()),
            ],
        };
        let script = "export function hydrate(){e.hydrate();e.memory.buffer}\
                      let i={\"./c_bg.js\":{__wbg_log_1a:f,__wbg_log_1ab:g}}";
        let renamed = "export function hydrate(){e.y();e.z.buffer}\
                       let i={\"a\":{x:f,__wbg_log_1ab:g}}";
        assert_eq!(names.rename(script).unwrap(), renamed);
    }
}
