//! Scripts of this crate, run by Node: JSON in, JSON out.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use serde::Serialize;
use serde::de::DeserializeOwned;

/// What the script answers to `question`.
///
/// # Panics
/// When Node is missing, or the packages of this folder, or the script fails:
/// without Node there is nothing to compare with.
pub fn ask<A: DeserializeOwned>(script: &str, question: &impl Serialize) -> A {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    assert!(
        folder.join("node_modules/d3-hierarchy").is_dir(),
        "d3-hierarchy is needed and not installed: run `npm ci` in {}, or `cargo xtask test native`",
        folder.display()
    );
    let mut node = Command::new("node")
        .arg(folder.join(script))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("Node 20 or newer is needed on PATH, as `node`");
    let question = serde_json::to_vec(question).expect("numbers and texts are JSON");
    let mut stdin = node.stdin.take().expect("stdin is piped");
    stdin.write_all(&question).expect("the script reads all");
    drop(stdin);
    let answer = node.wait_with_output().expect("the script was started");
    assert!(answer.status.success(), "{script} failed");
    serde_json::from_slice(&answer.stdout).expect("the script answers in JSON")
}
